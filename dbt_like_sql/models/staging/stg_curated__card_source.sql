-- Grain: one row per source of model cards.
select
    source_id,
    card_kind,
    document
from {{ ref('card_source') }}
