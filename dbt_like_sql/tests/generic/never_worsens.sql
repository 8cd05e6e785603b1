{# Along `along`, within `groups`, a column never gets worse and never is unknown again. Where `is_higher_better` is false,
   lower is better. Returns the rows at which it does. #}
{% test never_worsens(model, column_name, groups, along) %}
with valued as (
    select *, case when is_higher_better then {{ column_name }} else -{{ column_name }} end as merit
    from {{ model }}
)

select *
from valued
window ordered as (partition by {{ groups | join(', ') }} order by {{ along }})
qualify lag(merit) over ordered is not null and coalesce(merit < lag(merit) over ordered, true)
{% endtest %}
