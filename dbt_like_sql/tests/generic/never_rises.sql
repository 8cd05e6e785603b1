{# A column never rises from one row of a group to the next by `order_by`. Returns the rows that rise. #}
{% test never_rises(model, column_name, group, order_by) %}
select *
from {{ model }}
qualify {{ column_name }} > lag({{ column_name }}) over (partition by {{ group | join(', ') }} order by {{ order_by }})
{% endtest %}
