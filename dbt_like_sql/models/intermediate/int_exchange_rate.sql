-- Grain: one row per currency and day from which a rate to the dollar holds.
-- The average of a month holds from the day after it: on its last day it is not known. A rate of the day goes before
-- an average, a bank's own word before ours.
with rate as (
    select *, cast(rate_on + (period = 'month')::int as date) as holds_from
    from {{ ref('stg_history__exchange_rate') }}
    where recorded_to is null
),

part as (
    select * from {{ ref('int_source_part') }}
)

select
    rate.currency,
    rate.holds_from,
    rate.rate_on,
    rate.period,
    rate.usd_per_currency_unit,
    {{ provenance('rate') }}
from rate
left join part on rate.source_id = part.source_id and rate.part = part.part
qualify row_number() over (
    partition by rate.currency, rate.holds_from
    order by rate.period, coalesce(part.is_firsthand, false) desc, rate.captured_at desc, rate.source_id
) = 1
