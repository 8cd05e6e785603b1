{# Every payload that rows name is in the record of captures, under its source and moment. Returns those that are not.

   `prefix` is that of the provenance columns, such as `offer`; without one they bear no prefix. #}
{% test traceable(model, prefix='') %}
{%- set start = prefix ~ '_' if prefix else '' %}
select distinct
    named.{{ start }}source_id as source_id,
    named.{{ start }}captured_at as captured_at,
    named.{{ start }}payload_sha256 as payload_sha256
from {{ model }} as named
anti join {{ ref('stg_ops__capture') }} as capture
    on named.{{ start }}source_id = capture.source_id
    and named.{{ start }}captured_at = capture.captured_at
    and named.{{ start }}payload_sha256 = capture.payload_sha256
where named.{{ start }}payload_sha256 is not null
{% endtest %}
