{# A claim and what the marts say of it: one row.

   `facts` is a query over relations whose rows say something of the claim; each has source_id, captured_at,
   payload_sha256, record_ref, is_starter, and example_rank, the greatest of which is the record shown. `measures` are
   aggregates of these rows, among them figure and n. `verdict` and `why` are expressions over the measures. The evidence
   is the very query that gives the figure, with relations as the published database names them (`published`: name there
   to relation here), so that the two cannot differ. Without a figure there is no evidence. #}
{% macro claim_row(claim_id, unit, rule, facts, measures, verdict, why, published) -%}
{%- if '--' in facts ~ measures -%}
    {{ exceptions.raise_compiler_error('In one line a comment would hide the rest of the evidence of ' ~ claim_id) }}
{%- endif -%}
{%- set text = namespace(sql='with fact as (' ~ facts ~ ') select ' ~ measures ~ ' from fact') -%}
{%- for name, relation in published.items() -%}
    {%- set text.sql = text.sql | replace(relation | string, name) -%}
{%- endfor -%}
select
    '{{ claim_id }}' as claim_id,
    measured.figure::double as figure,
    '{{ unit }}' as unit,
    measured.n::bigint as n,
    case when measured.figure is null or measured.n = 0 then 'no_evidence' else ({{ verdict }}) end as verdict,
    '{{ rule | replace("'", "''") }}' as rule,
    {{ why }} as explanation,
    '{{ text.sql.split() | join(' ') | replace("'", "''") }}' as evidence_sql,
    coalesce(origin.sources, '') as sources,
    origin.example.source_id as source_id,
    origin.example.captured_at as captured_at,
    origin.example.payload_sha256 as payload_sha256,
    origin.example.record_ref as record_ref,
    origin.example.is_starter as is_starter
from (select {{ measures }} from ({{ facts }}) as fact) as measured
cross join (
    select
        string_agg(distinct source_id, ',' order by source_id) as sources,
        max_by(
            struct_pack(source_id, captured_at, payload_sha256, record_ref, is_starter),
            (example_rank, source_id, captured_at, record_ref)
        ) filter (example_rank is not null) as example
    from ({{ facts }}) as fact
) as origin
{%- endmacro %}
