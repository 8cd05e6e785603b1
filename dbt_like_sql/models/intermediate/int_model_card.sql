-- Grain: one row per model card held now, resolved; cards whose name stays open are left out.
with card as (
    select * from {{ ref('stg_history__model_card') }}
    where recorded_to is null
),

model_name as (
    select * from {{ ref('stg_identity__model_name') }}
    where provider is null and model_version is not null
)

select
    card.source_id,
    card.part,
    card.model_name_raw,
    model_name.model_id,
    model_name.model_version,
    card.released_on,
    card.has_downloadable_weights
from card
inner join model_name
    on card.model_name_raw = model_name.model_name_raw
    and card.developer is not distinct from model_name.developer
