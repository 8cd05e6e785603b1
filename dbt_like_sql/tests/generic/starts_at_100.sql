{# An index is 100 at its base: in the first row of each group by `order_by`. Returns the first rows where it is not. #}
{% test starts_at_100(model, column_name, group, order_by) %}
select *
from (
    select *
    from {{ model }}
    qualify row_number() over (partition by {{ group | join(', ') }} order by {{ order_by }}) = 1
)
where {{ column_name }} is distinct from 100
{% endtest %}
