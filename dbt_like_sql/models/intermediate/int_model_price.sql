-- Grain: one row per price held now and in force, of a part of a source.
-- Of the prices that a listing gives one component from different days on, the one in force is the latest begun.
with price as (
    select * from {{ ref('int_model_price__state') }}
    where recorded_to is null
),

clock as (
    select cast(as_of as date) as today from {{ ref('int_clock') }}
)

select price.*
from price
cross join clock
where
    coalesce(price.effective_from <= clock.today, true)
    and coalesce(price.effective_to > clock.today, true)
qualify row_number() over (
    partition by
        price.source_id, price.part, price.provider, price.model_name_raw, price.region, price.component, price.unit,
        price.tier_min_input_tokens, price.condition
    order by price.effective_from desc nulls last
) = 1
