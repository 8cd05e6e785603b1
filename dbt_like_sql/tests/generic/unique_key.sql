{# No two rows share a key of several columns; nulls count as equal. Returns the keys that are shared. #}
{% test unique_key(model, columns) %}
select {{ columns | join(', ') }}, count(*) as rows_with_key
from {{ model }}
group by all
having count(*) > 1
{% endtest %}
