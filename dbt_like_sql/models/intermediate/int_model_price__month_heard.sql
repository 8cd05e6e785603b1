-- Grain: one row per provider, model or dated snapshot, and month: what the provider asked for it.
-- A source speaks with its cheapest listing. Of sources that differ, a first-hand one is heard; then the price that most
-- of them state, since a catalogue that missed a change goes on showing the old price; then the one begun last.
with listing as (
    select * from {{ ref('int_model_price__month') }}
    qualify row_number() over (
        partition by month, provider, model_id, source_id
        order by usd_per_million_blended_tokens, model_name_raw, region
    ) = 1
),

counted as (
    select
        *,
        count(*) over (partition by month, provider, model_id) as sources,
        count(*) over (
            partition by month, provider, model_id, round(usd_per_million_blended_tokens, 6)
        ) as sources_agreeing
    from listing
)

select *
from counted
qualify row_number() over (
    partition by month, provider, model_id
    order by is_firsthand desc, sources_agreeing desc, from_on desc, source_id
) = 1
