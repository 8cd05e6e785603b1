-- Grain: one row per operating point and grid.
-- Energy as stated, else power over rate; where a source measured neither, power is taken to be the share of its limit
-- that we know such accelerators to draw. A point that was measured is never estimated.
with measurement as (
    select * from {{ ref('int_inference_measurement') }}
),

grid as (
    select * from {{ ref('int_grid') }}
),

tdp as (
    select
        *,
        case when form_factor in ('sxm', 'superchip', 'oam') then 'module' else 'card' end as build
    from {{ ref('int_gpu_tdp') }}
),

share as (
    select * from {{ ref('int_power_share') }}
),

known as (
    select
        measurement.*,
        tdp.tdp_watts,
        case
            when measurement.joules_per_output_token is not null then 'stated'
            when measurement.power_watts is not null then 'power_over_rate'
            when tdp.tdp_basis = 'datasheet' and share_of_gpu.points is not null then 'share_of_tdp_of_gpu'
            when tdp.tdp_basis = 'datasheet' and share_of_architecture.points is not null
                then 'share_of_tdp_of_architecture'
        end as energy_basis,
        case energy_basis
            when 'share_of_tdp_of_gpu' then share_of_gpu
            when 'share_of_tdp_of_architecture' then share_of_architecture
        end as share
    from measurement
    left join tdp
        on measurement.gpu_id = tdp.gpu_id
        and measurement.source_id = tdp.source_id
    left join share as share_of_gpu
        on share_of_gpu.scope = 'gpu'
        and tdp.gpu_parent_id = share_of_gpu.scope_id
        and tdp.build = share_of_gpu.build
    left join share as share_of_architecture
        on share_of_architecture.scope = 'architecture'
        and tdp.architecture = share_of_architecture.scope_id
        and tdp.build = share_of_architecture.build
),

powered as (
    select
        * replace (
            case when share is null then boundary else 'gpu' end as boundary,
            coalesce(power_watts, gpu_count * tdp_watts * share.share_of_tdp_p50) as power_watts
        ),
        share is not null as is_power_estimated,
        gpu_count * tdp_watts * share.share_of_tdp_p10 as power_watts_low,
        gpu_count * tdp_watts * share.share_of_tdp_p90 as power_watts_high
    from known
    where energy_basis is not null
),

metered as (
    select
        *,
        coalesce(joules_per_output_token, power_watts / output_tokens_per_second) as joules,
        case when boundary = 'facility' then 1 else {{ var('pue') }} end::double as facility_over_it
    from powered
)

select
    metered.measurement_id,
    metered.model_id,
    metered.model_version,
    metered.model_name_raw,
    metered.gpu_id,
    metered.gpu_name_raw,
    metered.gpu_count,
    metered.configuration_text as configuration,
    metered.task,
    metered.max_concurrency,
    metered.boundary,
    metered.output_tokens_per_second,
    metered.power_watts,
    metered.is_power_estimated,
    metered.power_watts / metered.gpu_count as power_watts_per_gpu,
    metered.tdp_watts,
    case when metered.boundary = 'gpu' then metered.power_watts / metered.gpu_count / metered.tdp_watts end as share_of_tdp,
    metered.energy_basis,
    metered.share.points as share_of_tdp_points,
    metered.joules as joules_per_output_token,
    metered.power_watts_low / metered.output_tokens_per_second as joules_per_output_token_low,
    metered.power_watts_high / metered.output_tokens_per_second as joules_per_output_token_high,
    metered.joules / 3.6 as wh_per_thousand_output_tokens,
    metered.facility_over_it as pue,
    metered.joules * metered.facility_over_it as facility_joules_per_output_token,
    metered.joules * metered.facility_over_it / 3.6 as facility_wh_per_thousand_output_tokens,
    grid.grid,
    grid.usd_per_kwh,
    grid.is_usd_per_kwh_assumed,
    grid.gco2_per_kwh,
    grid.gco2_year,
    -- 1e6 tokens x J / 3.6e6 J per kWh
    metered.joules * metered.facility_over_it / 3.6 * grid.usd_per_kwh as usd_energy_per_million_output_tokens,
    metered.joules * metered.facility_over_it / 3.6 * grid.gco2_per_kwh as gco2_per_million_output_tokens,
    case
        when metered.method in ('measured', 'stated') and not metered.is_power_estimated then 'measured'
        else 'estimated'
    end as method,
    case when metered.is_power_estimated then 1 end::integer as method_version,
    concat_ws(
        '; ',
        case metered.boundary
            when 'gpu' then 'power of the accelerators alone, without host, fans and network'
            when 'node' then 'power of the whole node'
            when 'facility' then 'power as metered for the facility'
            else 'the source does not say what the power includes'
        end,
        case when metered.is_power_estimated then
            format(
                'power taken to be {:.0f} % of {:g} W, {:.0f} to {:.0f} % for the interval, as at {:d} measured points of the {}',
                metered.share.share_of_tdp_p50 * 100,
                metered.tdp_watts,
                metered.share.share_of_tdp_p10 * 100,
                metered.share.share_of_tdp_p90 * 100,
                metered.share.points,
                case metered.share.scope when 'gpu' then 'accelerator' else 'architecture' end
            )
        end,
        'PUE ' || format('{:g}', metered.facility_over_it),
        case when grid.is_usd_per_kwh_assumed then format('{:g} USD/kWh assumed', grid.usd_per_kwh) end
    ) as assumption,
    metered.measured_on,
    metered.licence,
    {{ provenance('metered', 'measurement') }},
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
from metered
cross join grid
