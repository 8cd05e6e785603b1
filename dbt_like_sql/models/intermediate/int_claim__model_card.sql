-- Grain: one row per claim on what models are.
{% set t = var('claims') %}
{% set published = {'marts.model_card_fact': ref('model_card_fact'), 'marts.model_card': ref('model_card')} %}

{% set size_facts %}
select
    card.cards, fact.fact, case when fact.fact = 'parameters_b' then fact.number end as stated_b,
    fact.source_id, fact.captured_at, fact.payload_sha256, fact.record_ref, fact.is_starter,
    case when fact.fact = 'parameters_b' then 1 end as example_rank
from {{ ref('model_card') }} as card
inner join {{ ref('model_card_fact') }} as fact on fact.model_id = card.model_id
where card.model_id = 'openai/gpt-4o'
{% endset %}

{% set moe_facts %}
select
    card.model_id,
    coalesce(card.parameters_b, card.parameters_b_named) as total_b,
    coalesce(card.active_parameters_b, card.active_parameters_b_named) as active_b,
    coalesce(card.parameters_source_id, card.context_source_id, card.release_source_id) as source_id,
    coalesce(card.parameters_captured_at, card.context_captured_at, card.release_captured_at) as captured_at,
    coalesce(card.parameters_payload_sha256, card.context_payload_sha256, card.release_payload_sha256) as payload_sha256,
    coalesce(card.parameters_record_ref, card.context_record_ref, card.release_record_ref) as record_ref,
    coalesce(card.parameters_is_starter, card.context_is_starter, card.release_is_starter) as is_starter,
    coalesce(card.parameters_b, card.parameters_b_named) as example_rank
from {{ ref('model_card') }} as card
where card.level = 'version' and card.cards > 0
    and (card.is_moe or card.active_parameters_b_named < card.parameters_b_named)
    and coalesce(card.parameters_b, card.parameters_b_named) is not null
{% endset %}

{% set design_facts %}
select
    model_id, fact, value, source_id, captured_at, payload_sha256, record_ref, is_starter,
    fact = 'architecture' and regexp_matches(lower(value), '(mamba|jamba|state.space|ssm)') as is_state_space,
    fact = 'is_moe' and value = 'true' as is_moe,
    if(is_state_space, 1, 0) as example_rank
from {{ ref('model_card_fact') }}
where fact in ('architecture', 'is_moe')
{% endset %}

{% set window_facts %}
select
    model_id, number as context_tokens, lowest, highest, sources, sources_agreeing,
    source_id, captured_at, payload_sha256, record_ref, is_starter, number as example_rank
from {{ ref('model_card_fact') }}
where fact = 'context_tokens' and model_id in ('openai/gpt-4o', 'google/gemini-1.5-pro')
{% endset %}

{% set gpt_4o_window_facts %}
select * from ({{ window_facts }}) where model_id = 'openai/gpt-4o'
{% endset %}

{% set gemini_facts %}
select
    model_id, fact, case when fact = 'architecture' then value end as architecture,
    regexp_matches(lower(architecture), 'sparse') as says_sparse,
    regexp_matches(lower(architecture), 'adaptive') as says_adaptive,
    source_id, captured_at, payload_sha256, record_ref, is_starter, case when fact = 'architecture' then 1 end as example_rank
from {{ ref('model_card_fact') }}
where model_id like 'google/gemini%'
{% endset %}

{{ claim_row(
    'gpt-4o-175b', '1e9 parameters',
    'supported where a card discloses a size within 5 % of ' ~ t.parameters_b ~ ' billion, contradicted where it discloses another; estimates do not count',
    size_facts,
    'max(stated_b) as figure, max(cards) as n',
    "case when abs(measured.figure - " ~ t.parameters_b ~ ") <= 0.05 * " ~ t.parameters_b ~ " then 'supported' else 'contradicted' end",
    "case when measured.figure is null then format('none of {} cards of GPT-4o discloses its size', coalesce(measured.n, 0)) else format('disclosed: {:g} billion parameters', measured.figure) end",
    published,
) }}
union all
{{ claim_row(
    'moe-over-1t', '1e9 parameters',
    'supported where a mixture of experts has ' ~ t.trillion_b ~ ' billion parameters or more (sources round to the billion); where all known have fewer, that is no evidence that there are none',
    moe_facts,
    'max(total_b) as figure, count(*) filter (total_b >= ' ~ t.trillion_b ~ ') as past, count(*) as n, max_by(model_id, total_b) as largest, max_by(active_b, total_b) as active_b',
    "case when measured.figure >= " ~ t.trillion_b ~ " then 'supported' else 'no_evidence' end",
    "case when coalesce(measured.n, 0) = 0 then 'no card of a mixture of experts states its size' else format('{} of {} mixtures of experts of known size reach {:,} billion parameters; the largest, {}, has {:,g} billion{}', measured.past, measured.n, " ~ t.trillion_b ~ ", measured.largest, measured.figure, coalesce(format(', {:g} billion of them active', measured.active_b), '')) end",
    published,
) }}
union all
{{ claim_row(
    'ssm-and-moe-in-use', 'models',
    'supported where cards state models of both designs, partly where of one; none among those stated is no evidence that there are none; the figure counts state-space models and their hybrids',
    design_facts,
    'case when count(*) > 0 then count(distinct model_id) filter (is_state_space) end as figure, count(distinct model_id) filter (is_moe) as mixtures, count(distinct model_id) as n',
    "case when measured.figure > 0 and measured.mixtures > 0 then 'supported' when measured.figure + measured.mixtures > 0 then 'partly' else 'no_evidence' end",
    "format('of {:,} models whose architecture is stated, {} are mixtures of experts and {} state-space models or hybrids with them', measured.n, measured.mixtures, coalesce(measured.figure, 0))",
    published,
) }}
union all
{{ claim_row(
    'gpt-4o-32k', 'token',
    'supported where no source states more than ' ~ t.context_short_tokens ~ ' tokens, partly where sources differ and fewer than half state more, else contradicted',
    gpt_4o_window_facts,
    'max(context_tokens) as figure, max(highest) as highest, min(lowest) as lowest, max(sources) as n, max(sources_agreeing) as agreeing',
    "case when measured.highest <= " ~ t.context_short_tokens ~ " then 'supported' when measured.figure > " ~ t.context_short_tokens ~ " then 'contradicted' else 'partly' end",
    "case when measured.figure is null then 'no source states the context window of GPT-4o' else format('{} of {} sources state a window of {:,} tokens; the shortest any host gives is {:,}', measured.agreeing, measured.n, measured.figure::bigint, measured.lowest::bigint) end",
    published,
) }}
union all
{{ claim_row(
    'gemini-1.5-pro-larger-context', 'ratio',
    'supported where the window of Gemini 1.5 Pro is more than 5 % longer than that of GPT-4o, contradicted where it is not; both must be stated',
    window_facts,
    "max(context_tokens) filter (model_id like 'google%') / max(context_tokens) filter (model_id like 'openai%') as figure, max(context_tokens) filter (model_id like 'google%') as gemini_tokens, max(context_tokens) filter (model_id like 'openai%') as gpt_tokens, sum(sources) as n",
    "case when measured.figure > 1.05 then 'supported' else 'contradicted' end",
    "case when measured.figure is null then 'the windows of both are not stated' else format('{:,} tokens against {:,}: {:.1f} times as many', measured.gemini_tokens::bigint, measured.gpt_tokens::bigint, measured.figure) end",
    published,
) }}
union all
{{ claim_row(
    'gemini-sparse-adaptive', 'models',
    'supported where cards of a Gemini state both, partly where one, contradicted where they state an architecture without either; nothing stated is no evidence',
    gemini_facts,
    'case when count(architecture) > 0 then count(distinct model_id) filter (says_sparse and says_adaptive) end as figure, count(architecture) as stated, count(distinct model_id) filter (says_sparse or says_adaptive) as either, count(distinct model_id) as n',
    "case when measured.figure > 0 then 'supported' when measured.either > 0 then 'partly' else 'contradicted' end",
    "format('cards state an architecture of {} of {} models called Gemini', measured.stated, measured.n)",
    published,
) }}
