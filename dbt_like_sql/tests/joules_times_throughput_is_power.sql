{# A source may state both and mean two things by them: a warning, not a reason to publish nothing. #}
{{ config(severity='warn') }}
-- Energy per token times tokens per second is power. Returns the points where it is not, to 1 %.
select distinct measurement_id, gpu_name_raw, power_watts, joules_per_output_token * output_tokens_per_second as joules_per_second
from {{ ref('watts_per_token') }}
where abs(joules_per_output_token * output_tokens_per_second / power_watts - 1) > 0.01
