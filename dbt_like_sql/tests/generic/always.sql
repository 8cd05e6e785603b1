{# An expression over the columns of a row holds for every row, or cannot be told. Returns the rows it fails for. #}
{% test always(model, expression) %}
select *
from {{ model }}
where not coalesce({{ expression }}, true)
{% endtest %}
