-- Grain: one row per model card of a part of a source, as it was last stated, resolved; cards whose name stays open are
-- left out. What a card says of a model stays true when the listing it stood in ends.
with card as (
    select *, recorded_to is null as is_held
    from {{ ref('stg_history__model_card') }}
    qualify row_number() over (
        partition by source_id, part, model_name_raw, developer order by recorded_to is null desc, recorded_from desc
    ) = 1
),

model_name as (
    select * from {{ ref('stg_identity__model_name') }}
    where provider is null and model_version is not null
),

card_source as (
    select * from {{ ref('stg_curated__card_source') }}
)

select
    card.source_id,
    card.part,
    card.captured_at,
    card.payload_sha256,
    card.record_ref,
    card.is_starter,
    card.is_held,
    card.model_name_raw,
    model_name.model_id,
    model_name.model_version,
    model_name.model_family,
    model_name.developer_id,
    case
        -- A copy of a model in another's repository is no card of its maker.
        when
            card_source.card_kind = 'maker'
            and lower(coalesce(card.developer, '')) in ('{{ var('reuploaders') | join("', '") }}')
            then 'catalogue'
        else coalesce(card_source.card_kind, 'catalogue')
    end as card_kind,
    card.method,
    card.released_on,
    card.parameters_b,
    card.active_parameters_b,
    case
        when card.is_moe is not null then card.is_moe
        when regexp_matches(lower(card.architecture), '(moe|mixtral|dbrx|switchtransformers)') then true
    end as is_moe,
    card.architecture,
    card.context_tokens,
    card.max_output_tokens,
    replace(card.knowledge_cutoff, '/', '-') as knowledge_cutoff,
    card.license,
    {{ licence_slug('card.license') }} as licence_slug,
    card.weights_openness,
    card.has_downloadable_weights,
    card.weights_ref,
    card.training_compute_flop,
    card.training_gpu_hours,
    card.training_gpu,
    card.training_energy_kwh,
    card.training_tco2e,
    card.input_modalities,
    card.output_modalities,
    card.hosting_regions
from card
inner join model_name
    on card.model_name_raw = model_name.model_name_raw
    and card.developer is not distinct from model_name.developer
left join card_source on card.source_id = card_source.source_id
