-- Grain: one row per model that a card describes: how open it is, by the first rule that applies.
with card as (
    select * from {{ ref('int_model_card') }}
),

fact as (
    select * from {{ ref('int_model_card__fact') }}
),

licence as (
    select * from {{ ref('stg_curated__licence') }}
),

documented as (
    select * from {{ ref('stg_curated__documented_training') }}
),

model as (
    select distinct model_id, model_version from card
    union
    select model_version, model_version from card
),

said as (
    select
        model.model_id,
        model.model_version,
        licensed.value as licence_slug,
        licensed.license as licence_stated,
        licence.licence_name,
        licence.spdx_id,
        coalesce(licence.is_osi_approved, false) as is_osi_approved,
        -- A licence that differs by maker is as limited as a source says it is.
        case
            when licence.has_use_limits is not null then licence.has_use_limits
            when licence.licence_slug is not null then coalesce(classed.value = 'restricted_weights', false)
        end as has_use_limits,
        licence.document as licence_document,
        classed.value as stated_class,
        coalesce(weights.value = 'true', false) as has_weights,
        weights.value = 'false' as has_no_weights,
        -- One licence for what a maker or database says cannot be downloaded is a mistake, or of a sister model.
        coalesce(
            licensed.sources = 1 and weights.value = 'false' and weights.card_kind in ('maker', 'database'), false
        ) as is_licence_doubted,
        proprietary.value is not null as is_proprietary,
        documented.document as training_document,
        -- The licence that cards state, else that of the document.
        coalesce(licence.is_osi_approved, licensed.value is null and documented_licence.is_osi_approved, false)
            as is_open_source_licence
    from model
    left join fact as licensed on model.model_id = licensed.model_id and licensed.fact = 'licence'
    left join fact as classed on model.model_id = classed.model_id and classed.fact = 'weights_openness'
    left join fact as weights on model.model_id = weights.model_id and weights.fact = 'has_downloadable_weights'
    left join fact as proprietary on model.model_id = proprietary.model_id and proprietary.fact = 'is_proprietary'
    left join licence on licensed.value = licence.licence_slug
    left join documented on regexp_matches(model.model_version, documented.version_pattern)
    left join licence as documented_licence on documented.licence_slug = documented_licence.licence_slug
),

judged as (
    select
        *,
        case
            when is_licence_doubted then 'no_weights_offered'
            when training_document is not null and is_open_source_licence then 'documented_training_and_osi_licence'
            when has_use_limits then 'licence_with_use_limits'
            when has_use_limits = false then 'licence_without_use_limits'
            when stated_class is not null and licence_slug is null then 'class_stated'
            when stated_class is not null then 'class_stated_beside_a_licence_not_known'
            when licence_slug is not null then 'licence_not_known'
            when has_weights then 'weights_without_a_licence'
            when is_proprietary then 'stated_proprietary'
            when has_no_weights then 'no_weights_offered'
            else 'nothing_stated'
        end as openness_rule
    from said
)

select
    judged.model_id,
    judged.model_version,
    judged.licence_slug,
    judged.licence_stated,
    judged.licence_name,
    judged.spdx_id,
    judged.is_osi_approved,
    judged.has_use_limits,
    judged.licence_document,
    judged.training_document,
    case judged.openness_rule
        when 'documented_training_and_osi_licence' then 'open_source'
        when 'licence_with_use_limits' then 'restricted_weights'
        when 'licence_without_use_limits' then 'open_weights'
        when 'class_stated' then judged.stated_class
        when 'class_stated_beside_a_licence_not_known' then judged.stated_class
        when 'stated_proprietary' then 'api_only'
        when 'no_weights_offered' then 'api_only'
        else 'unknown'
    end as weights_openness,
    judged.openness_rule,
    judged.stated_class as openness_stated,
    {{ provenance('evidence', 'openness') }}
from judged
left join fact as evidence
    on judged.model_id = evidence.model_id
    and evidence.fact = case
        when judged.openness_rule like '%licence%' and judged.openness_rule not in (
            'class_stated_beside_a_licence_not_known', 'weights_without_a_licence'
        ) then 'licence'
        when judged.openness_rule like 'class_stated%' then 'weights_openness'
        when judged.openness_rule = 'stated_proprietary' then 'is_proprietary'
        when judged.openness_rule in ('weights_without_a_licence', 'no_weights_offered') then 'has_downloadable_weights'
    end
