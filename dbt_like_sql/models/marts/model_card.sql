-- Grain: one row per model or snapshot that a name in any fact resolves to, and per version of one.
{% set facts = ['parameters_b', 'active_parameters_b', 'is_moe', 'architecture', 'context_tokens', 'max_output_tokens',
    'knowledge_cutoff', 'released_on', 'training_compute_flop', 'training_gpu_hours', 'training_gpu',
    'training_energy_kwh', 'training_tco2e', 'weights_ref', 'has_downloadable_weights', 'input_modalities',
    'output_modalities', 'licence'] %}
-- Facts whose record stands in the row; that of the others is in model_card_fact.
{% set traced = {'parameters_b': 'parameters', 'context_tokens': 'context', 'released_on': 'release',
    'training_compute_flop': 'compute', 'licence': 'licence'} %}

with card as (
    select * from {{ ref('int_model_card') }}
),

fact as (
    select * from {{ ref('int_model_card__fact') }}
),

openness as (
    select * from {{ ref('int_model_card__openness') }}
),

place as (
    select * from {{ ref('int_model_card__place') }}
),

model_name as (
    select * from {{ ref('stg_identity__model_name') }}
    where model_version is not null
),

release as (
    select * from {{ ref('int_release') }}
),

model as (
    select
        model_id,
        any_value(model_version) as model_version,
        any_value(model_family) as model_family,
        any_value(developer_id) as developer_id
    from (
        select model_id, model_version, model_family, developer_id from model_name
        union all
        select model_version, model_version, model_family, developer_id from model_name
    )
    group by model_id
),

described as (
    select model_id, count(*) as cards, count(distinct source_id) as sources
    from (
        select model_id, source_id from card
        union all
        select model_version, source_id from card
        where model_id <> model_version
    )
    group by model_id
),

heard as (
    select
        model_id,
        {%- for fact in facts %}
        any_value(value) filter (fact = '{{ fact }}') as {{ fact }},
        any_value(number) filter (fact = '{{ fact }}') as {{ fact }}_number,
        {%- endfor %}
        any_value(lowest) filter (fact = 'context_tokens') as context_tokens_lowest,
        any_value(highest) filter (fact = 'context_tokens') as context_tokens_highest,
        any_value(sources) filter (fact = 'context_tokens') as context_sources,
        any_value(sources_agreeing) filter (fact = 'context_tokens') as context_sources_agreeing,
        any_value(stated_values) filter (fact = 'context_tokens') as context_stated,
        any_value(sources) filter (fact = 'parameters_b') as parameters_sources,
        any_value(sources_agreeing) filter (fact = 'parameters_b') as parameters_sources_agreeing,
        any_value(sources) filter (fact = 'released_on') as release_sources,
        any_value(sources_agreeing) filter (fact = 'released_on') as release_sources_agreeing,
        any_value(sources) filter (fact = 'licence') as licence_sources,
        any_value(sources_agreeing) filter (fact = 'licence') as licence_sources_agreeing,
        {%- for fact, prefix in traced.items() %}
        any_value(source_id) filter (fact = '{{ fact }}') as {{ prefix }}_source_id,
        any_value(captured_at) filter (fact = '{{ fact }}') as {{ prefix }}_captured_at,
        any_value(payload_sha256) filter (fact = '{{ fact }}') as {{ prefix }}_payload_sha256,
        any_value(record_ref) filter (fact = '{{ fact }}') as {{ prefix }}_record_ref,
        any_value(is_starter) filter (fact = '{{ fact }}') as {{ prefix }}_is_starter{{ ',' if not loop.last }}
        {%- endfor %}
    from fact
    group by model_id
),

estimated as (
    select
        model_id,
        min(number) filter (fact = 'parameters_b') as parameters_b_low,
        max(number) filter (fact = 'parameters_b') as parameters_b_high,
        max(number) filter (fact = 'training_compute_flop') as training_compute_flop,
        max_by(
            struct_pack(source_id, captured_at, payload_sha256, record_ref, is_starter),
            (number, source_id, captured_at, record_ref)
        ) filter (fact = 'training_compute_flop') as origin
    from {{ ref('int_model_card__statement') }}
    where is_estimated
    group by model_id
),

placed as (
    select
        model_id,
        string_agg(distinct country_code, ',' order by country_code) filter (way = 'listed') as listed_countries,
        string_agg(distinct area, ',' order by area) filter (way = 'listed') as listed_areas,
        string_agg(distinct country_code, ',' order by country_code) filter (way = 'gpu') as gpu_countries,
        max(memory_needed_gib) as memory_needed_gib
    from place
    group by model_id
)

select
    model.model_id,
    model.model_version,
    model.model_family,
    model.developer_id,
    case when model.model_id = model.model_version then 'version' else 'snapshot' end as level,
    described.cards is not null as has_card,
    coalesce(described.cards, 0) as cards,
    coalesce(described.sources, 0) as sources,
    heard.parameters_b_number as parameters_b,
    heard.active_parameters_b_number as active_parameters_b,
    coalesce(
        heard.is_moe = 'true',
        case when heard.active_parameters_b_number < 0.95 * heard.parameters_b_number then true end
    ) as is_moe,
    case
        when heard.is_moe is not null then 'stated'
        when heard.active_parameters_b_number < 0.95 * heard.parameters_b_number then 'derived'
    end as is_moe_method,
    heard.architecture,
    {{ named_size('model.model_version') }} as parameters_b_named,
    try_cast(regexp_extract(model.model_version, '-a(\d+(?:\.\d+)?)b(?:-|$)', 1) as double)
        as active_parameters_b_named,
    heard.parameters_sources,
    heard.parameters_sources_agreeing,
    estimated.parameters_b_low as parameters_b_estimated_low,
    estimated.parameters_b_high as parameters_b_estimated_high,
    heard.context_tokens_number::bigint as context_tokens,
    heard.context_tokens_lowest::bigint as context_tokens_lowest,
    heard.context_tokens_highest::bigint as context_tokens_highest,
    heard.context_sources,
    heard.context_sources_agreeing,
    heard.context_stated,
    heard.max_output_tokens_number::bigint as max_output_tokens,
    heard.knowledge_cutoff,
    heard.input_modalities,
    heard.output_modalities,
    release.released_on,
    release.basis as release_basis,
    heard.release_sources,
    heard.release_sources_agreeing,
    openness.licence_stated as licence,
    openness.licence_name,
    openness.spdx_id,
    openness.is_osi_approved,
    openness.has_use_limits,
    heard.licence_sources,
    heard.licence_sources_agreeing,
    coalesce(openness.weights_openness, 'unknown') as weights_openness,
    coalesce(openness.openness_rule, 'nothing_stated') as openness_rule,
    openness.openness_stated,
    openness.training_document,
    heard.has_downloadable_weights = 'true' as has_downloadable_weights,
    heard.weights_ref,
    heard.training_compute_flop_number as training_compute_flop,
    estimated.training_compute_flop as training_compute_flop_estimated,
    {{ var('systemic_risk_flop') }}::double as systemic_risk_flop,
    coalesce(heard.training_compute_flop_number, estimated.training_compute_flop) > {{ var('systemic_risk_flop') }}
        as is_presumed_systemic_risk,
    case
        when heard.training_compute_flop_number is not null then 'stated'
        when estimated.training_compute_flop is not null then 'estimated'
    end as systemic_risk_basis,
    heard.training_gpu_hours_number as training_gpu_hours,
    heard.training_gpu,
    heard.training_energy_kwh_number as training_energy_kwh,
    heard.training_tco2e_number as training_tco2e,
    placed.listed_countries,
    placed.listed_areas,
    placed.gpu_countries,
    placed.memory_needed_gib as gpu_memory_needed_gib,
    case
        when placed.memory_needed_gib is not null
            then format(
                '{:g} bytes a parameter, and {:g} times the weights for the rest',
                {{ var('weight_bytes_per_parameter') }}::double, {{ var('memory_over_weights') }}::double
            )
    end as gpu_memory_assumption,
    {%- for prefix in ['parameters', 'context', 'release', 'licence'] %}
    {%- for name in ['source_id', 'captured_at', 'payload_sha256', 'record_ref', 'is_starter'] %}
    heard.{{ prefix }}_{{ name }},
    {%- endfor %}
    {%- endfor %}
    openness.openness_source_id,
    openness.openness_captured_at,
    openness.openness_payload_sha256,
    openness.openness_record_ref,
    openness.openness_is_starter,
    {%- for name in ['source_id', 'captured_at', 'payload_sha256', 'record_ref', 'is_starter'] %}
    coalesce(heard.compute_{{ name }}, estimated.origin.{{ name }}) as compute_{{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
from model
left join described on model.model_id = described.model_id
left join release on model.model_id = release.model_id
left join heard on model.model_id = heard.model_id
left join estimated on model.model_id = estimated.model_id
left join openness on model.model_id = openness.model_id
left join placed on model.model_id = placed.model_id
