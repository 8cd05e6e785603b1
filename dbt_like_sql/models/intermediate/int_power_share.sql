-- Grain: one row per accelerator model, and one per architecture and build, whose measured power says what share of its
-- limit it draws while answering in tokens.
-- Modules (sxm, superchip, oam) and cards are told apart: a card's lower limit binds sooner.
with point as (
    select * from {{ ref('int_power_point') }}
    where boundary = 'gpu' and workload = 'tokens'
),

tdp as (
    select
        *,
        case when form_factor in ('sxm', 'superchip', 'oam') then 'module' else 'card' end as build
    from {{ ref('int_gpu_tdp') }}
    where tdp_watts is not null
),

share as (
    select
        tdp.gpu_parent_id,
        tdp.architecture,
        tdp.build,
        point.power_watts_per_gpu / tdp.tdp_watts as share_of_tdp
    from point
    inner join tdp
        on point.gpu_id = tdp.gpu_id
        and point.source_id = tdp.source_id
),

scoped as (
    select 'gpu' as scope, gpu_parent_id as scope_id, build, share_of_tdp from share
    union all
    select 'architecture', architecture, build, share_of_tdp from share
    where architecture is not null
)

select
    scope,
    scope_id,
    build,
    count(*) as points,
    quantile_cont(share_of_tdp, 0.1) as share_of_tdp_p10,
    quantile_cont(share_of_tdp, 0.5) as share_of_tdp_p50,
    quantile_cont(share_of_tdp, 0.9) as share_of_tdp_p90
from scoped
group by all
having count(*) >= {{ var('power_share_points') }}
