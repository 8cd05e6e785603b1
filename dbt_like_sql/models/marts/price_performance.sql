-- Grain: one row per series of a benchmark, model version and mode of reasoning that has a price or measured energy.
with score as (
    select * from {{ ref('int_benchmark_score__picked') }}
),

own_provider as (
    select * from {{ ref('stg_curated__own_provider') }}
),

-- List prices of answers at once to prompts of any length, whoever asks. Listings that no newer look has overtaken: closed
-- boards of prices would sell for ever.
listing as (
    select
        api.*,
        own_provider.provider is not null as is_own_provider
    from {{ ref('int_cost_per_token__api') }} as api
    left join own_provider
        on split_part(api.model_version, '/', 1) = own_provider.developer
        and api.provider = own_provider.provider
    where
        api.price_tier = 'base'
        and api.price_kind = 'listed'
        and api.usd_per_million_input_tokens > 0
        and api.usd_per_million_output_tokens > 0
    qualify api.age_days <= min(api.age_days) over () + {{ var('carry_days') }}
),

cheapest as (
    select *
    from listing
    qualify row_number() over (
        partition by model_version
        order by usd_per_million_blended_tokens, provider, configuration
    ) = 1
),

seller as (
    select model_version, count(distinct provider) as sellers
    from listing
    group by all
),

first_party as (
    select *
    from listing
    where is_own_provider
    qualify row_number() over (
        partition by model_version
        order by usd_per_million_blended_tokens, provider, configuration
    ) = 1
),

energy as (
    select *
    from {{ ref('watts_per_token') }}
    where grid = 'WORLD' and method = 'measured' and model_version is not null
    qualify row_number() over (
        partition by model_version order by joules_per_output_token, measurement_id
    ) = 1
),

candidate as (
    select
        score.*,
        seller.sellers,
        cheapest.provider as cheapest_provider,
        cheapest.configuration as cheapest_listing,
        cheapest.usd_per_million_blended_tokens,
        cheapest.usd_per_million_input_tokens,
        cheapest.usd_per_million_output_tokens,
        cheapest.age_days as price_age_days,
        {%- for input in ['input_price', 'output_price'] %}
        cheapest.{{ input }}_source_id,
        cheapest.{{ input }}_captured_at,
        cheapest.{{ input }}_payload_sha256,
        cheapest.{{ input }}_record_ref,
        cheapest.{{ input }}_is_starter,
        {%- endfor %}
        first_party.provider as first_party_provider,
        first_party.usd_per_million_blended_tokens as first_party_usd_per_million_blended_tokens,
        first_party.usd_per_million_output_tokens as first_party_usd_per_million_output_tokens,
        first_party.output_price_source_id as first_party_source_id,
        first_party.output_price_captured_at as first_party_captured_at,
        first_party.output_price_payload_sha256 as first_party_payload_sha256,
        first_party.output_price_record_ref as first_party_record_ref,
        first_party.output_price_is_starter as first_party_is_starter,
        energy.joules_per_output_token,
        energy.measurement_id as energy_measurement_id,
        energy.gpu_id as energy_gpu_id,
        energy.configuration as energy_configuration,
        energy.boundary as energy_boundary,
        energy.measurement_source_id,
        energy.measurement_captured_at,
        energy.measurement_payload_sha256,
        energy.measurement_record_ref,
        energy.measurement_is_starter
    from score
    left join cheapest on score.model_version = cheapest.model_version
    left join seller on score.model_version = seller.model_version
    left join first_party on score.model_version = first_party.model_version
    left join energy on score.model_version = energy.model_version
    where cheapest.model_version is not null or energy.model_version is not null
),

{%- for name, cost in {
    'dominated': 'usd_per_million_blended_tokens', 'energy_dominated': 'joules_per_output_token',
}.items() %}

{{ name }} as (
    select worse.score_id, count(distinct better.model_version) as models
    from candidate as worse
    inner join candidate as better
        on worse.series_number = better.series_number
        and better.{{ cost }} <= worse.{{ cost }}
        and better.merit >= worse.merit
        and (better.{{ cost }} < worse.{{ cost }} or better.merit > worse.merit)
    group by worse.score_id
){{ ',' if not loop.last }}
{%- endfor %}

select
    candidate.benchmark,
    candidate.metric,
    candidate.unit,
    candidate.test_set,
    candidate.model_version,
    candidate.model_family,
    candidate.reasoning_mode,
    candidate.score,
    candidate.is_higher_better,
    candidate.score_rule,
    candidate.candidate_scores,
    candidate.score_model_id,
    candidate.settings as score_settings,
    candidate.evaluator,
    candidate.evaluator_kind,
    candidate.known_on as score_known_on,
    candidate.usd_per_million_blended_tokens,
    candidate.usd_per_million_input_tokens,
    candidate.usd_per_million_output_tokens,
    candidate.cheapest_provider,
    candidate.cheapest_listing,
    candidate.price_age_days,
    candidate.sellers,
    candidate.first_party_provider,
    candidate.first_party_usd_per_million_blended_tokens,
    candidate.first_party_usd_per_million_output_tokens,
    candidate.joules_per_output_token,
    candidate.energy_measurement_id,
    candidate.energy_gpu_id,
    candidate.energy_configuration,
    candidate.energy_boundary,
    case when candidate.usd_per_million_blended_tokens is not null then coalesce(dominated.models, 0) end
        as dominating_models,
    case when candidate.usd_per_million_blended_tokens is not null then dominated.models is null end
        as is_on_pareto_frontier,
    case when candidate.joules_per_output_token is not null then coalesce(energy_dominated.models, 0) end
        as energy_dominating_models,
    case when candidate.joules_per_output_token is not null then energy_dominated.models is null end
        as is_on_energy_frontier,
    concat_ws(
        '; ',
        'cheapest listing of the version at base prices, 3 input tokens to 1 output token',
        'price of a token, not of a task: modes of reasoning differ in how many they take',
        case
            when candidate.joules_per_output_token is not null
                then 'energy of the best measured operating point, '
                    || coalesce(candidate.energy_boundary, 'unknown') || ' boundary'
        end
    ) as assumption,
    'pareto_per_token' as method,
    1 as method_version,
    {{ provenance('candidate', 'score') }},
    {%- for input in ['input_price', 'output_price', 'first_party', 'measurement'] %}
    candidate.{{ input }}_source_id,
    candidate.{{ input }}_captured_at,
    candidate.{{ input }}_payload_sha256,
    candidate.{{ input }}_record_ref,
    candidate.{{ input }}_is_starter{{ ',' if not loop.last }}
    {%- endfor %}
from candidate
left join dominated on candidate.score_id = dominated.score_id
left join energy_dominated on candidate.score_id = energy_dominated.score_id
