-- Grain: one row per price that is held back.
-- A listed price of tokens that nobody states first-hand is held back where it lies `held_back_factor` times or more
-- above the highest or below the lowest
-- - `sources`: of all that other sources state of the same provider's price, where one of them is first-hand or two
--   state it; unless it is a price that one of them stated before: then it is old, not wrong; or none is first-hand, and
--   other providers ask about what it says and not what they say.
-- - `providers`: of all that at least three other providers ask for the same component of the same model version,
--   each counting once with its median, for prompts of any length; unless a first-hand source states for the provider
--   what is less than that far from it.
-- - `median`: or `unit_error_factor` times above or below the median of those providers, whatever the prompt's length.
with listed as (
    select * from {{ ref('int_model_price') }}
    where price_kind = 'listed' and unit = 'million_tokens'
),

by_source as (
    select
        source_id,
        is_firsthand,
        provider,
        product,
        region,
        component,
        tier_min_input_tokens,
        condition,
        min(usd_per_million_tokens) as min_usd,
        max(usd_per_million_tokens) as max_usd
    from listed
    group by all
),

elsewhere as (
    select
        own.source_id,
        own.provider,
        own.product,
        own.region,
        own.component,
        own.tier_min_input_tokens,
        own.condition,
        count(*) as others,
        bool_or(other.is_firsthand) as has_firsthand,
        min(other.min_usd) as min_usd,
        max(other.max_usd) as max_usd,
        median((other.min_usd + other.max_usd) / 2) as median_usd
    from by_source as own
    inner join by_source as other
        on own.provider = other.provider
        and own.product = other.product
        and own.region is not distinct from other.region
        and own.component = other.component
        and own.tier_min_input_tokens = other.tier_min_input_tokens
        and own.condition is not distinct from other.condition
        and own.source_id <> other.source_id
    group by all
),

past as (
    select * from {{ ref('int_model_price__past') }}
),

by_provider as (
    select model_version, component, provider, median(usd_per_million_tokens) as usd
    from listed
    where tier_min_input_tokens = 0 and condition is null and model_version is not null
    group by all
),

other_providers as (
    select
        own.model_version,
        own.component,
        own.provider,
        count(*) as others,
        min(other.usd) as min_usd,
        max(other.usd) as max_usd,
        median(other.usd) as median_usd
    from (
        select distinct model_version, component, provider from listed
        where model_version is not null
    ) as own
    inner join by_provider as other
        on own.model_version = other.model_version
        and own.component = other.component
        and own.provider <> other.provider
    group by all
    having count(*) >= 3
),

against_sources as (
    select
        listed.*,
        'sources' as compared_with,
        elsewhere.others,
        elsewhere.min_usd,
        elsewhere.max_usd,
        elsewhere.median_usd
    from listed
    inner join elsewhere
        on listed.source_id = elsewhere.source_id
        and listed.provider = elsewhere.provider
        and listed.product = elsewhere.product
        and listed.region is not distinct from elsewhere.region
        and listed.component = elsewhere.component
        and listed.tier_min_input_tokens = elsewhere.tier_min_input_tokens
        and listed.condition is not distinct from elsewhere.condition
    anti join past
        on listed.source_id <> past.source_id
        and listed.provider = past.provider
        and listed.product = past.product
        and listed.region is not distinct from past.region
        and listed.component = past.component
        and listed.tier_min_input_tokens = past.tier_min_input_tokens
        and listed.condition is not distinct from past.condition
        and abs(listed.usd_per_million_tokens / past.usd - 1) <= {{ var('price_tolerance') }}
    -- Copies of one list are no two witnesses where other providers ask what a third list says.
    anti join other_providers as backing
        on not elsewhere.has_firsthand
        and listed.model_version = backing.model_version
        and listed.component = backing.component
        and listed.provider = backing.provider
        and listed.usd_per_million_tokens between backing.median_usd / {{ var('held_back_factor') }}
        and backing.median_usd * {{ var('held_back_factor') }}
        and elsewhere.median_usd not between backing.median_usd / {{ var('held_back_factor') }}
        and backing.median_usd * {{ var('held_back_factor') }}
    where
        not listed.is_firsthand
        and (elsewhere.has_firsthand or elsewhere.others >= 2)
        and (
            {{ at_least('listed.usd_per_million_tokens', var('held_back_factor') ~ ' * elsewhere.max_usd') }}
            or {{ at_least('elsewhere.min_usd', var('held_back_factor') ~ ' * listed.usd_per_million_tokens') }}
        )
),

far as (
    select
        listed.*,
        other_providers.others,
        other_providers.min_usd,
        other_providers.max_usd,
        other_providers.median_usd,
        listed.tier_min_input_tokens = 0
        and listed.condition is null
        and (
            {{ at_least('listed.usd_per_million_tokens', var('held_back_factor') ~ ' * other_providers.max_usd') }}
            or {{ at_least('other_providers.min_usd', var('held_back_factor') ~ ' * listed.usd_per_million_tokens') }}
        ) as is_outside,
        {{ at_least('listed.usd_per_million_tokens', var('unit_error_factor') ~ ' * other_providers.median_usd') }}
        or {{ at_least('other_providers.median_usd', var('unit_error_factor') ~ ' * listed.usd_per_million_tokens') }}
            as is_far_from_median
    from listed
    inner join other_providers
        on listed.model_version = other_providers.model_version
        and listed.component = other_providers.component
        and listed.provider = other_providers.provider
    where not listed.is_firsthand
),

against_providers as (
    select
        far.* exclude (is_outside, is_far_from_median),
        case when far.is_outside then 'providers' else 'median' end as compared_with
    from far
    anti join by_source as backed
        on far.source_id <> backed.source_id
        and far.provider = backed.provider
        and far.product = backed.product
        and far.component = backed.component
        and far.tier_min_input_tokens = backed.tier_min_input_tokens
        and far.condition is not distinct from backed.condition
        and backed.is_firsthand
        and not {{ at_least('far.usd_per_million_tokens', var('held_back_factor') ~ ' * backed.max_usd') }}
        and not {{ at_least('backed.min_usd', var('held_back_factor') ~ ' * far.usd_per_million_tokens') }}
    where far.is_outside or far.is_far_from_median
),

held_back as (
    select * from against_sources
    union all by name
    select * from against_providers
)

select
    held_back.* exclude (min_usd, max_usd, median_usd),
    held_back.min_usd as min_other_usd_per_million_tokens,
    held_back.max_usd as max_other_usd_per_million_tokens,
    cast(held_back.median_usd as double) as median_usd_per_million_tokens,
    held_back.usd_per_million_tokens / held_back.median_usd as ratio_to_median,
    case when {{ is_unit_slip('ratio_to_median') }} then 'unit_error' else 'order_of_magnitude' end as reason
from held_back
qualify row_number() over (
    partition by source_id, part, payload_sha256, record_ref
    order by compared_with = 'sources' desc, compared_with = 'providers' desc
) = 1
