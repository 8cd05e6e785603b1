{# No row that is flagged as on the frontier scores no more, for no less of `cost`, than another row of its group, one of
   the two strictly. Returns the rows that do. Without dominated rows a frontier is monotone: dearer is better. #}
{% test frontier(model, flag, cost, group) %}
select worse.*
from {{ model }} as worse
where
    worse.{{ flag }}
    and exists (
        select 1
        from {{ model }} as better
        where
            {% for column in group -%}
            better.{{ column }} is not distinct from worse.{{ column }} and
            {% endfor -%}
            better.{{ cost }} <= worse.{{ cost }}
            and (better.score - worse.score) * case when worse.is_higher_better then 1 else -1 end >= 0
            and (better.{{ cost }} < worse.{{ cost }} or better.score <> worse.score)
    )
{% endtest %}
