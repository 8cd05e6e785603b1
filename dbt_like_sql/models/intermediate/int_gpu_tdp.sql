-- Grain: one row per accelerator and source that measured anything on it.
-- Its own datasheet tells its power. Where form or memory is open, its variants differ: then the one figure remains that
-- covers what the source measured of it, for no accelerator draws more on average than its limit. Another source may
-- mean another variant by the same name.
{% set tolerance = 0.02 %}

with gpu as (
    select * from {{ ref('stg_identity__gpu') }}
),

datasheet as (
    select * from {{ ref('stg_curated__gpu_datasheet') }}
    where tdp_watts is not null
),

measured_on as (
    select gpu_id, gpu_parent_id, source_id from {{ ref('int_inference_measurement') }}
    where gpu_id is not null
    union
    select gpu_id, gpu_parent_id, source_id from {{ ref('int_power_point') }}
),

peak as (
    select gpu_id, source_id, max(power_watts_per_gpu) as power_watts_per_gpu
    from {{ ref('int_power_point') }}
    where boundary = 'gpu'
    group by all
),

variant as (
    select
        gpu.parent_id,
        datasheet.tdp_watts,
        string_agg(distinct datasheet.form_factor, ', ' order by datasheet.form_factor) as form_factor,
        string_agg(distinct datasheet.document, '; ' order by datasheet.document) as document
    from datasheet
    inner join gpu on datasheet.gpu_id = gpu.gpu_id
    where gpu.gpu_id <> gpu.parent_id
    group by all
),

ranged as (
    select
        measured_on.gpu_id,
        measured_on.source_id,
        min(variant.tdp_watts) as lowest_tdp_watts,
        max(variant.tdp_watts) as highest_tdp_watts,
        count(*) filter (peak.power_watts_per_gpu <= variant.tdp_watts * {{ 1 + tolerance }}) as covering_figures,
        max(variant.tdp_watts) filter (peak.power_watts_per_gpu <= variant.tdp_watts * {{ 1 + tolerance }})
            as covering_tdp_watts,
        arg_max(variant.form_factor, variant.tdp_watts) as covering_form_factor,
        arg_max(variant.document, variant.tdp_watts) as covering_document
    from measured_on
    inner join variant on measured_on.gpu_id = variant.parent_id
    left join peak
        on measured_on.gpu_id = peak.gpu_id
        and measured_on.source_id = peak.source_id
    group by measured_on.gpu_id, measured_on.source_id
)

select
    measured_on.gpu_id,
    measured_on.source_id,
    coalesce(gpu.parent_id, measured_on.gpu_parent_id) as gpu_parent_id,
    gpu.architecture,
    case
        when datasheet.tdp_watts is not null then 'datasheet'
        when ranged.lowest_tdp_watts = ranged.highest_tdp_watts then 'all_variants'
        when ranged.covering_figures = 1 then 'only_variant_that_covers_the_peak'
    end as tdp_basis,
    case tdp_basis
        when 'datasheet' then datasheet.tdp_watts
        when 'all_variants' then ranged.highest_tdp_watts
        when 'only_variant_that_covers_the_peak' then ranged.covering_tdp_watts
    end as tdp_watts,
    case when tdp_basis = 'datasheet' then datasheet.form_factor when tdp_basis is not null then covering_form_factor end
        as form_factor,
    case when tdp_basis = 'datasheet' then datasheet.document when tdp_basis is not null then covering_document end
        as tdp_document,
    coalesce(ranged.lowest_tdp_watts, datasheet.tdp_watts) as lowest_tdp_watts,
    coalesce(ranged.highest_tdp_watts, datasheet.tdp_watts) as highest_tdp_watts
from measured_on
left join gpu on measured_on.gpu_id = gpu.gpu_id
left join datasheet on measured_on.gpu_id = datasheet.gpu_id
left join ranged
    on measured_on.gpu_id = ranged.gpu_id
    and measured_on.source_id = ranged.source_id
