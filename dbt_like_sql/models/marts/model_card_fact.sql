-- Grain: one row per model and fact that a card states of it.
select
    fact.model_id,
    fact.fact,
    fact.value,
    fact.number,
    case
        when fact.fact like '%parameters_b' then '1e9'
        when fact.fact like '%_tokens' then 'token'
        when fact.fact like '%_flop' then 'FLOP'
        when fact.fact like '%_hours' then 'GPU.h'
        when fact.fact like '%_kwh' then 'kWh'
        when fact.fact like '%_tco2e' then 't'
    end as unit,
    fact.card_kind,
    fact.is_of_this_very_model,
    fact.model_name_raw,
    fact.sources,
    fact.sources_agreeing,
    fact.sources - fact.sources_agreeing as sources_disagreeing,
    fact.value_count,
    fact.lowest,
    fact.highest,
    fact.stated_values,
    {{ provenance('fact') }}
from {{ ref('int_model_card__fact') }} as fact
