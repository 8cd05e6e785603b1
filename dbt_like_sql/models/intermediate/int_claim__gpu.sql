-- Grain: one row per claim on accelerators and what they cost.
{% set t = var('claims') %}
{% set published = {
    'marts.gpu_price': ref('gpu_price'),
    "(select *, origin = 'starter' as is_starter from history.gpu_spec)": ref('stg_history__gpu_spec'),
    'identity.gpu_name': ref('stg_identity__gpu_name'),
    'seeds.gpu_datasheet': ref('stg_curated__gpu_datasheet'),
} %}

{% set hour_facts %}
select
    gpu_id, provider, instance_type, gpu_count, usd_per_gpu_hour, usd_per_hour,
    source_id, captured_at, payload_sha256, record_ref, is_starter, usd_per_gpu_hour as example_rank
from {{ ref('gpu_price') }}
where regexp_matches(gpu_id, '^nvidia-(h100|h200|b200|gb200)') and price_kind = 'listed'
{% endset %}

{% set maker_facts %}
select
    name.gpu_id, spec.vendor, spec.source_id, spec.captured_at, spec.payload_sha256, spec.record_ref,
    spec.is_starter, 1 as example_rank
from {{ ref('stg_history__gpu_spec') }} as spec
inner join {{ ref('stg_identity__gpu_name') }} as name
    on spec.gpu_name_raw = name.gpu_name_raw and spec.memory_gib is not distinct from name.gpu_memory_gib
    and name.instance_type is null
where spec.recorded_to is null and regexp_matches(name.gpu_id, '-(h100|b200)')
union all
select gpu_id, vendor, 'gpu_datasheet', null, null, null, null, null
from {{ ref('stg_curated__gpu_datasheet') }}
where regexp_matches(gpu_id, '-(h100|b200)')
{% endset %}

{{ claim_row(
    'gpu-hour-up-to-30-usd', 'USD/(GPU.h)',
    'supported where the dearest listed hour of one GPU is within ' ~ '%g' | format(100 * t.near) ~ ' % of ' ~ t.gpu_hour_usd ~ ' USD or above it, partly where only whole instances reach it, else contradicted',
    hour_facts,
    'max(usd_per_gpu_hour) as figure, median(usd_per_gpu_hour) as median_usd, max(usd_per_hour) as dearest_instance_usd, count(*) filter (usd_per_hour >= ' ~ t.gpu_hour_usd ~ ') as instances_at_or_above, min(gpu_count) filter (usd_per_hour >= ' ~ t.gpu_hour_usd ~ ') as least_gpus_at_or_above, count(*) as n',
    "case when measured.figure >= " ~ t.gpu_hour_usd * (1 - t.near) ~ " then 'supported' when measured.instances_at_or_above > 0 then 'partly' else 'contradicted' end",
    "case when coalesce(measured.n, 0) = 0 then 'no offer of such a GPU is held' else format('one GPU costs {:.2f} USD an hour in the median of {} offers and {:.2f} at most; {} offers reach {} USD as whole instances, of {} GPUs or more, and the dearest costs {:.2f}', measured.median_usd, measured.n, measured.figure, measured.instances_at_or_above, " ~ t.gpu_hour_usd ~ ", coalesce(measured.least_gpus_at_or_above::integer::varchar, 'no number of'), measured.dearest_instance_usd) end",
    published,
) }}
union all
{{ claim_row(
    'openai-owns-h100-b200', 'records',
    'the figure counts specifications of H100 and B200 that name OpenAI as the maker; supported where all do, partly where some do, else contradicted',
    maker_facts,
    "case when count(vendor) > 0 then count(*) filter (lower(vendor) = 'openai') end as figure, count(vendor) as n, string_agg(distinct vendor, ', ' order by vendor) as makers",
    "case when measured.figure = measured.n then 'supported' when measured.figure > 0 then 'partly' else 'contradicted' end",
    "case when coalesce(measured.n, 0) = 0 then 'no specification of H100 or B200 is held' else format('{} specifications of H100 and B200 name as their maker: {}', measured.n, measured.makers) end",
    published,
) }}
