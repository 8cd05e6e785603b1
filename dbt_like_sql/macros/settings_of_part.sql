{# Those of the settings, text of sorted name=value pairs, whose names are among `names`; null where none is. #}
{% macro settings_of_part(settings, names) -%}
    nullif(
        array_to_string(
            list_filter(
                string_split(coalesce({{ settings }}, ''), '; '),
                lambda setting: split_part(setting, '=', 1) in ({{ "'" ~ names | join("', '") ~ "'" }})
            ),
            '; '
        ),
        ''
    )
{%- endmacro %}
