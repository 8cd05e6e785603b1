{# A column, where it is known, is above `above` and no more than `up_to`. Returns the rows that are not. #}
{% test in_range(model, column_name, above, up_to) %}
select *
from {{ model }}
where {{ column_name }} <= {{ above }} or {{ column_name }} > {{ up_to }}
{% endtest %}
