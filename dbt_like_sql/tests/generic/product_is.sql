{# One column times another is a third, to a share of `tolerance`, where all are known. Returns the rows where it is not. #}
{% test product_is(model, column_name, factor, product, tolerance) %}
select *
from {{ model }}
where abs({{ column_name }} * {{ factor }} / {{ product }} - 1) > {{ tolerance }}
{% endtest %}
