-- Grain: one row per claim on regulation.
{% set t = var('claims') %}
{% set published = {
    'marts.model_price': ref('model_price'),
    'marts.model_card': ref('model_card'),
    'marts.gpu_price': ref('gpu_price'),
} %}
{% set eu = "('" ~ t.eu | join("', '") ~ "')" %}

{% set compute_facts %}
select
    model_id, systemic_risk_basis, systemic_risk_flop,
    coalesce(training_compute_flop, training_compute_flop_estimated) as flop,
    is_presumed_systemic_risk,
    {#- Price lists that are as new as any. #}
    model_id in (
        select model_version from {{ ref('model_price') }}
        where model_version is not null
            and age_days <= (select min(age_days) from {{ ref('model_price') }}) + {{ var('carry_days') }}
    ) as is_sold,
    compute_source_id as source_id, compute_captured_at as captured_at, compute_payload_sha256 as payload_sha256,
    compute_record_ref as record_ref, compute_is_starter as is_starter,
    coalesce(training_compute_flop, training_compute_flop_estimated) as example_rank
from {{ ref('model_card') }}
where level = 'version' and is_presumed_systemic_risk is not null
{% endset %}

{% set place_facts %}
select
    'gpu' as what, offer_id as id, country_code, country_code in {{ eu }} as is_in_eu,
    source_id, captured_at, payload_sha256, record_ref, is_starter, if(country_code in {{ eu }}, 1, 0) as example_rank
from {{ ref('gpu_price') }}
where country_code is not null and price_kind = 'listed' and accelerator_kind = 'gpu'
union all
select 'model', model_id, null, list_contains(string_split(listed_areas, ','), 'EU'), null, null, null, null, null, null
from {{ ref('model_card') }}
where level = 'version' and listed_areas is not null
{% endset %}

{{ claim_row(
    'eu-ai-act-threshold', 'models',
    'the figure counts models above 10^25 FLOP; supported where one that a price list not ' ~ var('carry_days') ~ ' days older than the newest offers discloses such compute or is estimated at ' ~ t.estimate_margin ~ ' times the threshold, as far as it may be off; partly where others or nearer estimates are above, contradicted where none of ' ~ t.census ~ ' or more is above',
    compute_facts,
    "case when count(*) > 0 then count(*) filter (is_presumed_systemic_risk) end as figure, count(*) filter (is_presumed_systemic_risk and is_sold and systemic_risk_basis = 'stated') as stated, count(*) filter (is_presumed_systemic_risk and is_sold) as sold, max(flop / systemic_risk_flop) filter (is_sold) as highest_over_threshold, max_by(model_id, flop) filter (is_sold) as highest, count(*) as n",
    "case when measured.stated > 0 or measured.highest_over_threshold >= " ~ t.estimate_margin ~ " then 'supported' when measured.figure > 0 then 'partly' when measured.n >= " ~ t.census ~ " then 'contradicted' else 'no_evidence' end",
    "case when coalesce(measured.n, 0) = 0 then 'no training compute of a model is held' else format('{} of {} models of known training compute are above 10^25 FLOP, and {} of these are on sale, {} as disclosed and the others as estimated; the highest on sale, {}, is at {:.2g} times the threshold', measured.figure, measured.n, measured.sold, measured.stated, coalesce(measured.highest, 'none'), coalesce(measured.highest_over_threshold, 0)) end",
    published,
) }}
union all
{{ claim_row(
    'data-residency', 'share',
    'the figure is the share of GPU offers with a known country that lie in the EU; supported where there are such offers and models listed by API within the EU, partly where there is one of both, contradicted where none of ' ~ t.census ~ ' offers or more lies there',
    place_facts,
    "count(*) filter (what = 'gpu' and is_in_eu) / nullif(count(*) filter (what = 'gpu'), 0) as figure, count(*) filter (what = 'gpu') as n, count(*) filter (what = 'gpu' and is_in_eu) as offers_in_eu, count(distinct country_code) filter (is_in_eu) as eu_countries, count(*) filter (what = 'model' and is_in_eu) as models_in_eu, count(*) filter (what = 'model') as models",
    "case when measured.offers_in_eu > 0 and measured.models_in_eu > 0 then 'supported' when measured.offers_in_eu + measured.models_in_eu > 0 then 'partly' when measured.n >= " ~ t.census ~ " then 'contradicted' else 'no_evidence' end",
    "case when coalesce(measured.n, 0) = 0 then 'no offer of a GPU states its country' else format('{:,} of {:,} GPU offers of known country lie in {} countries of the EU, and {} of {} models with prices by region are listed within it', measured.offers_in_eu, measured.n, measured.eu_countries, measured.models_in_eu, measured.models) end",
    published,
) }}
