-- Grain: one row per claim on how open models are.
{% set published = {'marts.model_card': ref('model_card')} %}

{% set llama_facts %}
select
    model_id, weights_openness, licence_name, training_document,
    weights_openness in ('open_weights', 'restricted_weights', 'open_source') as has_weights_under_a_licence,
    openness_source_id as source_id, openness_captured_at as captured_at, openness_payload_sha256 as payload_sha256,
    openness_record_ref as record_ref, openness_is_starter as is_starter, 1 as example_rank
from {{ ref('model_card') }}
where level = 'version' and model_family = 'meta/llama-3' and licence is not null
{% endset %}

{% set open_facts %}
select
    model_id, weights_openness,
    openness_source_id as source_id, openness_captured_at as captured_at, openness_payload_sha256 as payload_sha256,
    openness_record_ref as record_ref, openness_is_starter as is_starter,
    if(weights_openness = 'open_source', 1, 0) as example_rank
from {{ ref('model_card') }}
where level = 'version' and weights_openness in ('open_source', 'open_weights', 'restricted_weights')
{% endset %}

{{ claim_row(
    'llama-3-open-weights', 'share',
    'the figure is the share of Llama 3 models with a stated licence whose weights can be had under it while no document opens data and code of the training; supported at all of them, contradicted at none, else partly',
    llama_facts,
    "count(*) filter (has_weights_under_a_licence and training_document is null and weights_openness <> 'open_source') / nullif(count(*), 0) as figure, count(*) as n, count(*) filter (weights_openness = 'restricted_weights') as restricted, count(training_document) as documented, string_agg(distinct licence_name, ', ' order by licence_name) as licences",
    "case when measured.figure = 1 then 'supported' when measured.figure = 0 then 'contradicted' else 'partly' end",
    "case when coalesce(measured.n, 0) = 0 then 'no card of a Llama 3 states a licence' else format('{} of {} models of the family are restricted weights ({}); {} document that opens their training data and code is held', measured.restricted, measured.n, measured.licences, case when measured.documented = 0 then 'no' else 'a' end) end",
    published,
) }}
union all
{{ claim_row(
    'open-weights-not-open-source', 'share',
    'the figure is the share of models whose weights can be had that are open source; supported below a half, else contradicted',
    open_facts,
    "count(*) filter (weights_openness = 'open_source') / nullif(count(*), 0) as figure, count(*) as n, count(*) filter (weights_openness = 'open_source') as open_source, count(*) filter (weights_openness = 'open_weights') as open_weights, count(*) filter (weights_openness = 'restricted_weights') as restricted_weights",
    "case when measured.figure < 0.5 then 'supported' else 'contradicted' end",
    "case when coalesce(measured.n, 0) = 0 then 'no model with weights is held' else format('of {:,} models whose weights can be had, {} are open source, {} have open weights and {} weights with limits of use', measured.n, measured.open_source, measured.open_weights, measured.restricted_weights) end",
    published,
) }}
