-- Grain: one row per series of prices: its change per year with a 95 % interval.
-- Two methods, for two kinds of series.
-- Cheapest so far (token_price_index): a staircase. Least squares of log10(price) on time (Epoch AI's log-linear fit),
-- each price placed in the middle of the time over which nothing cheaper reached the threshold, the last one up to the end
-- of the series: at its beginning a new low is a lucky one, a line through beginnings falls too fast and overlooks that
-- nothing has followed. Neighbours share an end, which makes their errors correlate by up to one half and the usual
-- standard error too small by up to the root of 1 + 2 x 1/2: it is widened by that.
-- Chained indexes: the mean of the monthly steps, with the standard error of a random walk's drift.
-- Both: Student's t; no interval where nothing ever changed.
{% set provenance_columns = ['source_id', 'captured_at', 'payload_sha256', 'record_ref', 'is_starter'] %}

with month as (
    select
        concat_ws(' ', benchmark, metric, test_set, '>=', format('{:g}', threshold)) as series,
        benchmark,
        metric,
        unit,
        test_set,
        threshold,
        month,
        date_diff('month', date '2000-01-01', month) / 12.0 as year,
        max(date_diff('month', date '2000-01-01', month) + 1) over (
            partition by benchmark, metric, unit, test_set, threshold
        ) / 12.0 as end_year,
        max(month) over (partition by benchmark, metric, unit, test_set, threshold) as last_month,
        log10(usd_per_million_blended_tokens) as y,
        is_record,
        {%- for name in provenance_columns %}
        output_price_{{ name }} as last_{{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('int_token_price_index__month') }}
),

tread as (
    select
        *,
        (year + coalesce(
            lead(year) over (partition by benchmark, metric, unit, test_set, threshold order by month), end_year
        )) / 2 as middle_year
    from month
    where is_record
),

line as (
    select
        series,
        benchmark,
        metric,
        unit,
        test_set,
        threshold,
        last_month,
        count(*) as points,
        min(month) as first_month,
        regr_slope(y, middle_year) as slope,
        regr_slope(y, year) as slope_of_records,
        greatest(regr_syy(y, middle_year) - regr_slope(y, middle_year) * regr_sxy(y, middle_year), 0) as sse,
        regr_sxx(y, middle_year) as sxx,
        {%- for name in provenance_columns %}
        max_by(last_{{ name }}, month) as last_{{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from tread
    group by all
    -- Fewer leave the slope open by many orders of magnitude.
    having count(*) >= 4
),

fitted as (
    select
        'token_price_index' as mart,
        series,
        benchmark,
        metric,
        unit,
        test_set,
        threshold,
        cast(null as varchar) as gpu_id,
        cast(null as varchar) as purchase_type,
        points,
        points - 1 as changes,
        first_month,
        last_month,
        slope as log10_slope_per_year,
        sqrt(2 * sse / (points - 2) / sxx) as log10_slope_standard_error,
        points - 2 as degrees_of_freedom,
        slope_of_records as log10_slope_of_records_per_year,
        'ols_log10_middle_of_treads' as method,
        {%- for name in provenance_columns %}
        last_{{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from line
),

chain as (
    select
        'model_price_index' as mart,
        'API ' || price || ' price' as series,
        cast(null as varchar) as gpu_id,
        cast(null as varchar) as purchase_type,
        month,
        log10(index_100) as y,
        {%- for name in provenance_columns %}
        largest_change_{{ name }} as last_{{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('model_price_index') }}
    union all
    select
        'gpu_price_daily' as mart,
        gpu_id || ' ' || purchase_type as series,
        gpu_id,
        purchase_type,
        cast(date_trunc('month', day) as date) as month,
        log10(max_by(index_100, day)) as y,
        {%- for name in provenance_columns %}
        max_by(min_{{ name }}, day) as last_{{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('gpu_price_daily') }}
    group by all
),

step as (
    select
        *,
        y - lag(y) over series as d,
        date_diff('month', lag(month) over series, month) / 12.0 as years
    from chain
    window series as (partition by mart, series order by month)
),

drift as (
    select
        mart,
        series,
        gpu_id,
        purchase_type,
        count(d) as steps,
        count(d) filter (abs(d) > 1e-9) as changes,
        min(month) as first_month,
        max(month) as last_month,
        sum(d) / sum(years) as slope,
        sum(years) as total_years,
        sum(d * d) as dd,
        sum(d * years) as dy,
        sum(years * years) as yy,
        {%- for name in provenance_columns %}
        max_by(last_{{ name }}, month) filter (last_payload_sha256 is not null) as last_{{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from step
    group by all
    having count(d) >= 5
),

drifted as (
    select
        mart,
        series,
        gpu_id,
        purchase_type,
        steps as points,
        changes,
        first_month,
        last_month,
        slope as log10_slope_per_year,
        -- Prices that never moved, or that no catalogue kept up, say nothing of how much they may move.
        case
            when changes > 0
                then sqrt(greatest(dd - 2 * slope * dy + slope * slope * yy, 0) * steps / (steps - 1)) / total_years
        end as log10_slope_standard_error,
        steps - 1 as degrees_of_freedom,
        cast(null as double) as log10_slope_of_records_per_year,
        'mean_log10_step_of_chained_index' as method,
        {%- for name in provenance_columns %}
        last_{{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from drift
)

select
    mart,
    series,
    benchmark,
    metric,
    unit,
    test_set,
    threshold,
    gpu_id,
    purchase_type,
    points,
    changes,
    first_month,
    last_month,
    degrees_of_freedom,
    log10_slope_per_year,
    log10_slope_standard_error,
    pow(10, -log10_slope_per_year) as decline_factor_per_year,
    pow(10, -log10_slope_per_year - {{ t_975('degrees_of_freedom') }} * log10_slope_standard_error)
        as decline_factor_low,
    pow(10, -log10_slope_per_year + {{ t_975('degrees_of_freedom') }} * log10_slope_standard_error)
        as decline_factor_high,
    pow(10, -log10_slope_of_records_per_year) as decline_factor_of_records,
    method,
    1 as method_version,
    {%- for name in provenance_columns %}
    last_{{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
from (
    -- Rounded where the order of a sum of floats would show.
    select * replace (
        round(log10_slope_per_year, 9) as log10_slope_per_year,
        round(log10_slope_standard_error, 9) as log10_slope_standard_error,
        round(log10_slope_of_records_per_year, 9) as log10_slope_of_records_per_year
    )
    from (
        select * from fitted
        union all by name
        select * from drifted
    )
)
