-- Grain: one row per operating point and grid.
with measurement as (
    select
        *,
        coalesce(joules_per_output_token, power_watts / output_tokens_per_second) as joules,
        case when boundary = 'facility' then 1 else {{ var('pue') }} end::double as facility_over_it
    from {{ ref('int_inference_measurement') }}
    where power_watts is not null or joules_per_output_token is not null
),

grid as (
    select * from {{ ref('int_grid') }}
),

datasheet as (
    select * from {{ ref('stg_curated__gpu_datasheet') }}
)

select
    measurement.measurement_id,
    measurement.model_id,
    measurement.model_version,
    measurement.model_name_raw,
    measurement.gpu_id,
    measurement.gpu_name_raw,
    measurement.gpu_count,
    measurement.configuration_text as configuration,
    measurement.task,
    measurement.max_concurrency,
    measurement.boundary,
    measurement.output_tokens_per_second,
    measurement.power_watts,
    measurement.power_watts / measurement.gpu_count as power_watts_per_gpu,
    datasheet.tdp_watts,
    case when measurement.boundary = 'gpu' then measurement.power_watts / measurement.gpu_count / datasheet.tdp_watts end
        as share_of_tdp,
    measurement.joules as joules_per_output_token,
    measurement.joules / 3.6 as wh_per_thousand_output_tokens,
    measurement.facility_over_it as pue,
    measurement.joules * measurement.facility_over_it as facility_joules_per_output_token,
    measurement.joules * measurement.facility_over_it / 3.6 as facility_wh_per_thousand_output_tokens,
    grid.grid,
    grid.usd_per_kwh,
    grid.is_usd_per_kwh_assumed,
    grid.gco2_per_kwh,
    grid.gco2_year,
    -- 1e6 tokens x J / 3.6e6 J per kWh
    measurement.joules * measurement.facility_over_it / 3.6 * grid.usd_per_kwh as usd_energy_per_million_output_tokens,
    measurement.joules * measurement.facility_over_it / 3.6 * grid.gco2_per_kwh as gco2_per_million_output_tokens,
    case when measurement.method in ('measured', 'stated') then 'measured' else 'estimated' end as method,
    concat_ws(
        '; ',
        case measurement.boundary
            when 'gpu' then 'power of the accelerators alone, without host, fans and network'
            when 'node' then 'power of the whole node'
            when 'facility' then 'power as metered for the facility'
            else 'the source does not say what the power includes'
        end,
        'PUE ' || format('{:g}', measurement.facility_over_it),
        case when grid.is_usd_per_kwh_assumed then format('{:g} USD/kWh assumed', grid.usd_per_kwh) end
    ) as assumption,
    measurement.measured_on,
    measurement.licence,
    {{ provenance('measurement', 'measurement') }},
    grid.grid_source_id,
    grid.grid_captured_at,
    grid.grid_payload_sha256,
    grid.grid_record_ref,
    grid.grid_is_starter,
    grid.electricity_source_id,
    grid.electricity_captured_at,
    grid.electricity_payload_sha256,
    grid.electricity_record_ref,
    grid.electricity_is_starter
from measurement
cross join grid
left join datasheet on measurement.gpu_id = datasheet.gpu_id
