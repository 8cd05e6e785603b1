{# At the utilisation where renting breaks even it costs, by cost_per_token, what the API asks. Returns the rows where the
   two differ by more than a millionth. Blended tokens are compared where their mix is that of cost_per_token, 3 to 1. #}
{% test meets_cost_per_token(model, mix) %}
select break_even.*
from {{ model }} as break_even
inner join {{ ref('cost_per_token') }} as cost
    on break_even.measurement_id = cost.measurement_id
    and break_even.offer_id = cost.offer_id
where
    abs(
        case break_even.tokens_counted
            when 'output_tokens' then cost.usd_per_million_output_tokens_with_idle
            else
                cost.usd_per_million_blended_tokens
                * cost.usd_per_million_output_tokens_with_idle / cost.usd_per_million_output_tokens
        end
        * cost.utilisation / break_even.break_even_utilisation
        / break_even.api_usd_per_million_tokens
        - 1
    ) > 1e-6
    and (break_even.tokens_counted = 'output_tokens' or {{ mix }} = 3)
{% endtest %}
