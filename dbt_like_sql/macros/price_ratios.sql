{# Whether `figure` reaches `bound`, which the last bits of a product of floats do not decide. #}
{% macro at_least(figure, bound) -%}
    {{ figure }} >= {{ bound }} * (1 - 1e-9)
{%- endmacro %}

{# Whether a ratio of two prices is that of two units: a power of ten other than 1, within `unit_slip_tolerance`. #}
{% macro is_unit_slip(ratio) -%}
    (
        round(log10({{ ratio }})) <> 0
        and abs({{ ratio }} / pow(10, round(log10({{ ratio }}))) - 1) <= {{ var('unit_slip_tolerance') }}
    )
{%- endmacro %}

{# Whether one of two prices is the other one rounded, to two decimals or more, and they are less than a tenth apart. #}
{% macro is_rounded(one, other) -%}
    (
        abs({{ one }} / {{ other }} - 1) < 0.1
        and list_bool_or(
            list_transform(
                [2, 3, 4, 5, 6],
                lambda digits: round({{ one }}, digits) > 0
                and abs({{ one }} - {{ other }}) <= 0.5001 * pow(10, -digits)
                and (
                    abs({{ one }} - round({{ one }}, digits)) < 1e-9
                    or abs({{ other }} - round({{ other }}, digits)) < 1e-9
                )
            )
        )
    )
{%- endmacro %}
