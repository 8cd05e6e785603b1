{# Who stated the row of `relation`, when it was captured, and where it stands, as columns that begin with `prefix`. #}
{% macro provenance(relation, prefix='') -%}
{%- for name in ['source_id', 'captured_at', 'payload_sha256', 'record_ref', 'is_starter'] %}
    {{ relation }}.{{ name }}{% if prefix %} as {{ prefix }}_{{ name }}{% endif %}{{ ',' if not loop.last }}
{%- endfor %}
{%- endmacro %}
