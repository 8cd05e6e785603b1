{# Whether `better` is to be heard before `worse` where both state the same thing: what was seen within `carry_days`
   of the other before what was not, then first-hand, then newer, then by name. No two sources tie. #}
{% macro outranks(better, worse) -%}
    case
        when {{ better }}.seen_at < {{ worse }}.seen_at - interval {{ var('carry_days') }} day then false
        when {{ worse }}.seen_at < {{ better }}.seen_at - interval {{ var('carry_days') }} day then true
        when {{ better }}.is_firsthand <> {{ worse }}.is_firsthand then {{ better }}.is_firsthand
        when {{ better }}.seen_at <> {{ worse }}.seen_at then {{ better }}.seen_at > {{ worse }}.seen_at
        else {{ better }}.source_id < {{ worse }}.source_id
    end
{%- endmacro %}
