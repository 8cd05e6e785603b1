-- Grain: one row per model version whose size its cards state; estimates of sizes are left out.
with card as (
    select * from {{ ref('stg_history__model_card') }}
    where recorded_to is null and method = 'stated' and parameters_b > 0
),

model_name as (
    select * from {{ ref('stg_identity__model_name') }}
    where provider is null and model_version is not null
)

select
    model_name.model_version,
    median(card.parameters_b) as parameters_b,
    median(card.active_parameters_b) as active_parameters_b,
    count(*) as cards
from card
inner join model_name
    on card.model_name_raw = model_name.model_name_raw
    and card.developer is not distinct from model_name.developer
group by model_name.model_version
