-- Grain: one row per claim on the finances of makers.
-- No kind of fact holds finances, so all free text that sources state is searched.
{% set t = var('claims') %}
{% set published = {
    'marts.benchmark_score': ref('benchmark_score'),
    'marts.model_card_fact': ref('model_card_fact'),
    'ops.source': ref('stg_ops__source'),
} %}

{% set loss_facts %}
select
    said,
    regexp_matches(lower(said), 'openai') and regexp_matches(lower(said), '\b(loss|losses|lost|net income)\b') as is_on_it,
    try_cast(regexp_extract(said, '(\d+(?:\.\d+)?) ?(?:million|M)\b', 1) as double) as million_usd,
    source_id, captured_at, payload_sha256, record_ref, is_starter, if(is_on_it, 1, null) as example_rank
from (
    select
        concat_ws(' ', evaluator, settings, reference_url) as said,
        source_id, captured_at, payload_sha256, record_ref, is_starter
    from {{ ref('benchmark_score') }}
    union all
    select value, source_id, captured_at, payload_sha256, record_ref, is_starter from {{ ref('model_card_fact') }}
    union all
    select title, source_id, null, null, null, null from {{ ref('stg_ops__source') }}
)
{% endset %}

{{ claim_row(
    'openai-loss-2022', '1e6 USD',
    'supported where a text that names OpenAI and a loss says ' ~ t.loss_million_usd ~ ' million within 5 %, contradicted where it says another figure; no such text is no evidence',
    loss_facts,
    'max(million_usd) filter (is_on_it) as figure, count(*) filter (is_on_it) as found, count(*) as n, count(distinct source_id) as sources_searched',
    "case when abs(measured.figure - " ~ t.loss_million_usd ~ ") <= 0.05 * " ~ t.loss_million_usd ~ " then 'supported' else 'contradicted' end",
    "format('{} of {:,} texts of {} sources name a loss of OpenAI', measured.found, measured.n, measured.sources_searched)",
    published,
) }}
