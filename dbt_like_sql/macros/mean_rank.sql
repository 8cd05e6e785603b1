{# Rank by `value` within `groups`, 1 for the highest; equals share the mean of the ranks they take up. #}
{% macro mean_rank(value, groups) -%}
    rank() over (partition by {{ groups }} order by {{ value }} desc)
        + (count(*) over (partition by {{ groups }}, {{ value }}) - 1) / 2
{%- endmacro %}
