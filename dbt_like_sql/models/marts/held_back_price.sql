-- Grain: one row per price held back on comparison, and per entry of the newest capture held back on reading.
with compared as (
    select * from {{ ref('int_model_price__held_back') }}
),

refused as (
    select
        *,
        regexp_extract(reason, '^(\S+) (\S+) USD per million tokens, ', ['component', 'usd']) as stated
    from {{ ref('stg_ops__quarantine') }}
    where kind = 'model_price' and reason like '%; all its prices are held back'
),

newest as (
    select
        refused.*,
        -- A record may be no JSON, or a long one's beginning.
        try_cast(refused.record as json) as entry,
        capture.is_starter
    from refused
    inner join {{ ref('int_source_part') }} as part
        on refused.source_id = part.source_id
        and refused.part = part.part
        and refused.captured_at = part.last_seen_at
    left join (
        select source_id, part, captured_at, payload_sha256, bool_or(is_starter) as is_starter
        from {{ ref('stg_ops__capture') }}
        group by all
    ) as capture
        on refused.source_id = capture.source_id
        and refused.part = capture.part
        and refused.captured_at = capture.captured_at
        and refused.payload_sha256 = capture.payload_sha256
)

select
    'comparison' as stage,
    compared.model_id,
    compared.model_version,
    compared.model_name_raw,
    compared.provider,
    compared.region,
    compared.component,
    compared.tier_min_input_tokens,
    compared.condition,
    compared.usd_per_million_tokens,
    compared.compared_with,
    compared.others,
    compared.min_other_usd_per_million_tokens,
    compared.max_other_usd_per_million_tokens,
    compared.median_usd_per_million_tokens,
    compared.ratio_to_median,
    {{ var('held_back_factor') }}::double as held_back_factor,
    compared.reason,
    cast(null as varchar) as explanation,
    {{ provenance('compared') }}
from compared
union all by name
select
    'reading' as stage,
    -- The name: the key of an entry, or what the entry calls itself.
    coalesce(
        newest.entry ->> '$.id', newest.entry ->> '$.model_key', newest.entry ->> '$.modelName',
        case when len(json_keys(newest.entry)) = 1 then json_keys(newest.entry)[1] end,
        newest.record_ref
    ) as model_name_raw,
    nullif(newest.stated['component'], '') as component,
    try_cast(newest.stated['usd'] as double) as usd_per_million_tokens,
    'unit_error' as reason,
    newest.reason as explanation,
    {{ provenance('newest') }}
from newest
