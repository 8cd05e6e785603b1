{# Billions of parameters that the name of a version bears: 70 in llama-3-70b, 2400 in qwen3.8-2.4t-a95b; null for none
   and for 8x7b, which names no total. #}
{% macro named_size(version) -%}
    try_cast(regexp_extract({{ version }}, '-(\d+(?:\.\d+)?)[bt](?:-|$)', 1) as double)
    * case regexp_extract({{ version }}, '-\d+(?:\.\d+)?([bt])(?:-|$)', 1) when 't' then 1000 else 1 end
{%- endmacro %}
