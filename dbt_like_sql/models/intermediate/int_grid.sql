-- Grain: one row per grid that energy is costed on (var grids), also where nothing is known of it.
-- Emissions and price may come from different sources: of each, the figure for the latest year counts, first-hand
-- before second-hand, then the newest. Figures of regions and clouds are no figures of a country.
with place as (
    select unnest([{% for grid in var('grids') %}'{{ grid }}'{{ ', ' if not loop.last }}{% endfor %}]) as grid
),

part as (
    select * from {{ ref('int_source_part') }}
),

stated as (
    select
        intensity.*,
        coalesce(intensity.country_code, 'WORLD') as grid,
        coalesce(part.is_firsthand, false) as is_firsthand,
        coalesce(part.last_seen_at, intensity.captured_at) as part_last_seen_at
    from {{ ref('stg_history__grid_intensity') }} as intensity
    left join part
        on intensity.source_id = part.source_id
        and intensity.part = part.part
    where intensity.recorded_to is null and intensity.region is null and intensity.cloud_provider is null
),

emission as (
    select * from stated
    where gco2_per_kwh is not null
    qualify row_number() over (
        partition by grid
        order by year desc nulls last, is_firsthand desc, part_last_seen_at desc, source_id, part, record_ref
    ) = 1
),

price as (
    select * from stated
    where usd_per_kwh > 0
    qualify row_number() over (
        partition by grid
        order by year desc nulls last, is_firsthand desc, part_last_seen_at desc, source_id, part, record_ref
    ) = 1
)

select
    place.grid,
    emission.gco2_per_kwh,
    emission.year as gco2_year,
    coalesce(price.usd_per_kwh, {{ var('usd_per_kwh') }})::double as usd_per_kwh,
    price.usd_per_kwh is null as is_usd_per_kwh_assumed,
    price.year as usd_per_kwh_year,
    {{ provenance('emission', 'grid') }},
    {{ provenance('price', 'electricity') }}
from place
left join emission on place.grid = emission.grid
left join price on place.grid = price.grid
