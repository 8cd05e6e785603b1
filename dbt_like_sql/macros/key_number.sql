{# One number for a key of several columns, some of them null: the same on every machine and in every build. #}
{% macro key_number(columns) -%}
    md5_number_lower(concat_ws(chr(31)
    {%- for column in columns %}, coalesce(cast({{ column }} as varchar), chr(30)){% endfor -%}
    ))
{%- endmacro %}

{# The same as text, for people and for trace. #}
{% macro key_text(columns) -%}
    left(md5(concat_ws(chr(31)
    {%- for column in columns %}, coalesce(cast({{ column }} as varchar), chr(30)){% endfor -%}
    )), 16)
{%- endmacro %}
