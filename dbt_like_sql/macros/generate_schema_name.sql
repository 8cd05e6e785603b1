{# The bare schema, so that a model is `schema.table` here, in DuckDB and as a Dagster key. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
