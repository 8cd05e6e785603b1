-- Grain: one row per model, fact and card that states it of the model.
-- A card speaks of the model it names and, less closely, of the version above it; the size of a version is that of its
-- snapshots. Figures of a card that estimates are marked, and a source of estimates states nothing else.
{% set figures = ['parameters_b', 'active_parameters_b', 'training_compute_flop', 'training_gpu_hours',
    'training_energy_kwh', 'training_tco2e'] %}
{% set counts = ['context_tokens', 'max_output_tokens'] %}
{% set texts = ['is_moe', 'architecture', 'knowledge_cutoff', 'released_on', 'training_gpu', 'weights_ref',
    'input_modalities', 'output_modalities', 'has_downloadable_weights'] %}
{% set shared_by_snapshots = ['parameters_b', 'active_parameters_b', 'is_moe', 'architecture'] %}
{% set uninformative = ['other', 'unknown', 'open', 'proprietary', 'propretary', ''] %}

with card as (
    select * from {{ ref('int_model_card') }}
),

said as (
    {%- for fact in figures %}
    select '{{ fact }}' as fact, {{ fact }}::double as number, format('{:.6g}', {{ fact }}) as value, method = 'estimated' as is_estimated, *
    from card where {{ fact }} is not null
    union all
    {%- endfor %}
    {%- for fact in counts %}
    select '{{ fact }}', {{ fact }}::double, {{ fact }}::varchar, false, *
    from card where {{ fact }} is not null and card_kind <> 'estimate'
    union all
    {%- endfor %}
    {%- for fact in texts %}
    select '{{ fact }}', null, {{ fact }}::varchar, false, *
    from card where {{ fact }} is not null and card_kind <> 'estimate'
    union all
    {%- endfor %}
    -- Not one of these names a licence of weights; that a model is proprietary is a fact of its own.
    select 'licence', null, licence_slug, false, *
    from card
    where licence_slug is not null and licence_slug not in ('{{ uninformative | join("', '") }}')
    union all
    select 'is_proprietary', null, 'true', false, *
    from card where licence_slug in ('proprietary', 'propretary') or weights_openness = 'api_only'
    union all
    select 'weights_openness', null, weights_openness, false, *
    from card where weights_openness in ('open_weights', 'restricted_weights')
),

model as (
    select model_id, model_version from card
    union
    select model_version, model_version from card
),

spoken as (
    select model.model_id as of_model_id, 0 as distance, {{ named_size('said.model_version') }} as named_b, said.*
    from said
    inner join model on said.model_id = model.model_id
    union all
    select said.model_version, 1, {{ named_size('said.model_version') }}, said.*
    from said
    where said.model_id <> said.model_version
    union all
    select model.model_id, 1, {{ named_size('said.model_version') }}, said.*
    from said
    inner join model on said.model_id = model.model_version and model.model_id <> model.model_version
    where said.fact in ('{{ shared_by_snapshots | join("', '") }}')
)

select
    of_model_id as model_id,
    fact,
    distance,
    case card_kind when 'maker' then 1 when 'database' then 2 when 'catalogue' then 3 else 4 end as kind_rank,
    card_kind,
    is_estimated,
    number,
    value,
    license,
    weights_ref is not null as names_repository,
    is_held,
    model_name_raw,
    source_id,
    captured_at,
    payload_sha256,
    record_ref,
    is_starter
from spoken
-- 7 billion parameters for a model whose name says 67b are a slip of the source.
where
    fact <> 'parameters_b'
    or coalesce(number between 0.5 * named_b and 2 * named_b, true)
