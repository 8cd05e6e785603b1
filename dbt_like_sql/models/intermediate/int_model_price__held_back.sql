-- Grain: one row per price that is held back as a unit error.
-- A listed price of tokens is held back where it is `unit_error_factor` times above or below the median of what at
-- least three other providers ask for the same component of the same model version, each provider counting once.
with listed as (
    select * from {{ ref('int_model_price') }}
    where price_kind = 'listed' and unit = 'million_tokens' and model_version is not null
),

provider_price as (
    select model_version, component, provider, median(usd_per_million_tokens) as usd_per_million_tokens
    from listed
    where tier_min_input_tokens = 0 and condition is null
    group by all
),

elsewhere as (
    select
        own.model_version,
        own.component,
        own.provider,
        count(*) as other_providers,
        cast(median(other.usd_per_million_tokens) as double) as median_usd_per_million_tokens
    from (select distinct model_version, component, provider from listed) as own
    inner join provider_price as other
        on own.model_version = other.model_version
        and own.component = other.component
        and own.provider <> other.provider
    group by all
    having count(*) >= 3
)

select
    listed.*,
    elsewhere.other_providers,
    elsewhere.median_usd_per_million_tokens,
    listed.usd_per_million_tokens / elsewhere.median_usd_per_million_tokens as ratio_to_median
from listed
inner join elsewhere
    on listed.model_version = elsewhere.model_version
    and listed.component = elsewhere.component
    and listed.provider = elsewhere.provider
where
    listed.usd_per_million_tokens >= {{ var('unit_error_factor') }} * elsewhere.median_usd_per_million_tokens
    or listed.usd_per_million_tokens <= elsewhere.median_usd_per_million_tokens / {{ var('unit_error_factor') }}
