{# The name of a licence without what does not tell licences apart: "LLAMA 3.1 COMMUNITY LICENSE AGREEMENT" and
   "llama3.1" are both llama-3-1. Null where the name is null. #}
{% macro licence_slug(name) -%}
    trim(regexp_replace(
        regexp_replace(
            regexp_replace(lower({{ name }}), '([a-z])([0-9])', '\1-\2', 'g'),
            '\b(licen[sc]e|agreement|community|version|terms|of|use|the)\b', '', 'g'
        ),
        '[^a-z0-9]+', '-', 'g'
    ), '-')
{%- endmacro %}
