-- Grain: one row per listing of a resolved model (source, provider, name, region) and month at whose end it held.
-- Prices of prompts of any length that are charged to everybody: no promotion, lower bound, average or free offer, and
-- neither input nor output at 0. The day on which a price began is the one that its source states, else the day on
-- which we first saw it; a maker's own price that is the first known of a model is taken to have held since the model
-- came out, at most `carry_days` before. It ends when the source says so, when a capture no longer shows it, or
-- `carry_days` past the last look.
with price as (
    select * from {{ ref('int_model_price__state') }}
    where
        model_version is not null
        and unit = 'million_tokens'
        and component in ('input', 'output')
        and tier_min_input_tokens = 0
        and condition is null
        and price_kind = 'listed'
        and usd_per_million_tokens > 0
        -- What a source has taken back says nothing of the days it stated.
        and (effective_from is null or recorded_to is null)
),

own_provider as (
    select * from {{ ref('stg_curated__own_provider') }}
),

release as (
    select * from {{ ref('int_release') }}
),

clock as (
    select cast(as_of as date) as today from {{ ref('int_clock') }}
),

resolved as (
    select
        price.*,
        cast(coalesce(price.effective_from, cast(price.recorded_from as date)) as date) as stated_from_on,
        least(
            cast(coalesce(price.recorded_to, price.part_last_seen_at + interval {{ var('carry_days') + 1 }} day) as date),
            coalesce(price.effective_to, date '9999-12-31'),
            case
                when price.effective_from is not null
                    then coalesce(
                        lead(price.effective_from) over (
                            partition by
                                price.source_id, price.part, price.provider, price.model_name_raw, price.region,
                                price.component, price.effective_from is null
                            order by price.effective_from
                        ),
                        date '9999-12-31'
                    )
                else date '9999-12-31'
            end
        ) as to_on
    from price
),

-- No source dates the beginning of what it shows first, and no other source knew a price of the provider before.
begun as (
    select
        resolved.*,
        own_provider.provider is not null as is_own_provider,
        case
            when
                own_provider.provider is not null
                and release.released_on is not null
                and resolved.effective_from is null
                and resolved.stated_from_on = min(resolved.stated_from_on) over (
                    partition by resolved.provider, resolved.model_id
                )
                then greatest(
                    least(release.released_on, resolved.stated_from_on),
                    resolved.stated_from_on - {{ var('carry_days') }}
                )
            else resolved.stated_from_on
        end as from_on
    from resolved
    left join own_provider
        on split_part(resolved.model_version, '/', 1) = own_provider.developer
        and resolved.provider = own_provider.provider
    left join release on resolved.model_id = release.model_id
),

month as (
    select
        month,
        least(cast(month + interval 1 month as date) - 1, (select today from clock)) as last_day
    from (
        select cast(unnest(generate_series(
            date_trunc('month', (select min(from_on) from begun)),
            (select today from clock),
            interval 1 month
        )) as date) as month
    )
),

held as (
    select
        month.month,
        begun.*,
        begun.stated_from_on > month.last_day as is_backdated
    from month
    inner join begun
        on begun.from_on <= month.last_day
        and begun.to_on > month.last_day
    -- Of two parts that list it, or two dated prices of one day, the one begun last.
    qualify row_number() over (
        partition by
            month.month, begun.source_id, begun.provider, begun.model_name_raw, begun.region, begun.component
        order by begun.from_on desc, begun.captured_at desc, begun.part, begun.record_ref
    ) = 1
),

paired as (
    select
        output.month,
        output.source_id,
        output.provider,
        output.model_name_raw,
        output.region,
        output.model_id,
        output.model_version,
        output.is_own_provider,
        output.is_firsthand,
        input.is_backdated or output.is_backdated as is_backdated,
        greatest(input.from_on, output.from_on) as from_on,
        input.usd_per_million_tokens as usd_per_million_input_tokens,
        output.usd_per_million_tokens as usd_per_million_output_tokens,
        (3 * input.usd_per_million_tokens + output.usd_per_million_tokens) / 4 as usd_per_million_blended_tokens,
        {{ provenance('input', 'input_price') }},
        {{ provenance('output', 'output_price') }}
    from held as output
    inner join held as input
        on output.month = input.month
        and output.source_id = input.source_id
        and output.provider = input.provider
        and output.model_name_raw = input.model_name_raw
        and output.region is not distinct from input.region
        and input.component = 'input'
    where output.component = 'output'
),

-- What sellers asked for the version on the whole, each seller counting once, over all months.
seller as (
    select model_version, provider, median(usd_per_million_blended_tokens) as usd
    from paired
    group by all
),

elsewhere as (
    select own.model_version, own.provider, median(other.usd) as usd
    from seller as own
    inner join seller as other
        on own.model_version = other.model_version
        and own.provider <> other.provider
    group by all
    having count(*) >= 3
),

-- What each source says that the maker itself asks for the version, and the least that any other source says.
own as (
    select month, model_version, source_id, min(usd_per_million_blended_tokens) as usd
    from paired
    where is_own_provider
    group by all
),

own_elsewhere as (
    select one.month, one.model_version, one.source_id, true as is_own_provider, min(other.usd) as usd
    from own as one
    inner join own as other
        on one.month = other.month
        and one.model_version = other.model_version
        and one.source_id <> other.source_id
    group by all
),

-- A slip of the decimal point: another source later states exactly ten times as much for the same model and provider
-- (litellm in 2023: Claude Instant 1.2, text-davinci-003). Prices have fallen by ten, none has risen so.
stated as (
    select
        provider,
        model_id,
        source_id,
        usd_per_million_input_tokens as input_usd,
        usd_per_million_output_tokens as output_usd,
        min(from_on) as from_on
    from paired
    group by all
),

slip as (
    select distinct low.*
    from stated as low
    inner join stated as high
        on low.provider = high.provider
        and low.model_id = high.model_id
        and low.source_id <> high.source_id
        and low.from_on <= high.from_on
    where
        abs(high.input_usd / low.input_usd - 10) < 0.05
        and abs(high.output_usd / low.output_usd - 10) < 0.05
)

select paired.*
from paired
anti join slip
    on paired.provider = slip.provider
    and paired.model_id = slip.model_id
    and paired.source_id = slip.source_id
    and paired.usd_per_million_input_tokens = slip.input_usd
    and paired.usd_per_million_output_tokens = slip.output_usd
left join elsewhere
    on paired.model_version = elsewhere.model_version
    and paired.provider = elsewhere.provider
left join own_elsewhere
    on paired.is_own_provider = own_elsewhere.is_own_provider
    and paired.month = own_elsewhere.month
    and paired.model_version = own_elsewhere.model_version
    and paired.source_id = own_elsewhere.source_id
-- A unit error, as int_model_price__held_back has it for the prices of today; and a maker's price far below what all
-- other sources say the maker asks (litellm in 2023 had prices per character as prices per token).
where
    coalesce(
        paired.usd_per_million_blended_tokens < {{ var('unit_error_factor') }} * elsewhere.usd
        and paired.usd_per_million_blended_tokens > elsewhere.usd / {{ var('unit_error_factor') }},
        true
    )
    and coalesce(paired.usd_per_million_blended_tokens * 3 > own_elsewhere.usd, true)
