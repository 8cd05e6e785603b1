"""A model's name means a snapshot, a version and a family, or as much of it as the name tells."""

import itertools
import re
import string
import time
from datetime import date
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.sources import registry
from tests.transforms.identity.gold import account, gold, mistakes
from transforms.identity.model import match_model_query, model_pointers, resolve_models
from transforms.identity.model_lines import all_lines

GOLD = gold("models")
ASKED = ["model_name_raw", "provider", "developer"]
IDS = ["model_id", "model_version", "model_family"]


def resolve(*names: str) -> list[str | None]:
    return resolve_models(pl.DataFrame({"model_name_raw": names}))["model_id"].to_list()


def answer(name: str, **hints: object) -> dict[str, str | None]:
    asked = pl.DataFrame({"model_name_raw": [name], **{key: [value] for key, value in hints.items()}})
    return resolve_models(asked).row(0, named=True)


def test_hand_checked_names_of_all_sources_resolve_as_a_person_says():
    answers = resolve_models(GOLD.select(ASKED))
    wrong = mistakes(GOLD, answers, "model_name_raw", IDS)
    print()
    for level in IDS:
        print(f"{level}: {account(GOLD[level], answers[level])}")
    accounts = {level: account(GOLD[level], answers[level]) for level in IDS}
    assert GOLD.height >= 1200
    for level, found in accounts.items():
        assert found.precision >= 0.995, (level, wrong)
        assert found.recall >= 0.98, (level, wrong)


def test_names_of_the_sources_and_of_other_catalogues_were_checked_by_hand():
    checked = set(GOLD["source"])
    assert len(checked & set(registry())) >= 40  # of 41 that write names of models in the captures of 2026-08
    assert {"helm", "bfcl", "vllm", "ollama", "bedrock", "vertex", "one-api", "hf-hub"} <= checked


def test_the_answer_keeps_the_rows_their_order_and_the_columns_asked_with():
    asked = GOLD.select(ASKED).with_row_index("price")
    answered = resolve_models(pl.concat([asked, asked.reverse()]))
    assert answered.columns == [
        *("price", *ASKED, *IDS),
        *("developer_id", "variant", "quantisation", "effort", "rule"),
    ]
    assert answered["price"].to_list() == [*range(GOLD.height), *reversed(range(GOLD.height))]
    assert answered["rule"].null_count() == 0


def test_a_column_of_the_answer_is_never_overwritten():
    with pytest.raises(ValueError, match="model_id"):
        resolve_models(pl.DataFrame({"model_name_raw": ["gpt-4o"], "model_id": ["gpt-4o"]}))


@pytest.mark.parametrize(
    ("name", "variant", "quantisation", "effort"),
    [
        ("Qwen/Qwen3-235B-A22B-Thinking-2507-FP8", "thinking", "fp8", None),
        ("Qwen3-235B-A22B-no-thinking", "non-thinking", None, None),
        ("Claude Opus 4 (w/o extended thinking)", "non-thinking", None, None),
        ("Claude Sonnet 4 without thinking", "non-thinking", None, None),
        ("gpt-5-2025-08-07_high", None, None, "high"),
        ("Claude Opus 4.6 (Adaptive Reasoning, Max Effort)", "thinking", None, "max"),
        ("claude-opus-4-20250514_16K", "thinking", None, "16k"),
        ("claude-3-7-sonnet-20250219 (32k thinking tokens)", "thinking", None, "32k"),
        ("grok-4-fast-non-reasoning", "non-thinking", None, None),
        ("gpt-3.5-turbo-16k-0613", "16k", None, None),
        ("Phi-3-Mini-128k-Instruct", "128k,instruct", None, None),
        ("gemma2:27b-instruct-q8_0", "instruct", "q8_0", None),
        ("Meta-Llama-3.1-405B-Instruct-bf16", "instruct", "bf16", None),
        ("gemini-2.0-flash-thinking-exp-1219", "experimental,thinking", None, None),
        ("DeepSeek-V3-Base", "base", None, None),
        ("llama3.1:405b-instruct-q4_K_M", "instruct", "q4_k_m", None),
        ("mistral-large-2407", None, None, None),
        ("doubao-seed-1-6-thinking-250715", "thinking", None, None),  # a day, not a budget of tokens
        ("claude-3-7-sonnet-thinking:128000", "thinking", None, "128000"),
        ("OpenBuddy/openbuddy-llama3.1-70b-v22.1-131k", "131k", None, None),
        ("Llama-3.2-3B-Instruct-q4f16_1-MLC", "instruct", "mlc q4f16_1", None),
    ],
)
def test_variants_quantisation_and_effort_are_told_beside_the_id(name, variant, quantisation, effort):
    told = answer(name)
    assert told["model_id"] is not None
    assert (told["variant"], told["quantisation"], told["effort"]) == (variant, quantisation, effort)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Llama-3.3-70B-Fallen-v1", "a word not understood: fallen"),
        ("my-own-model", "unknown name"),
        ("o3 (high) + gpt-4.1", "two models in one cell"),
        ("gemini-1.5-flash-002 (0924)", "two snapshots"),
        ("mistral-large-2304", "a snapshot whose version is not known"),
        ("Mistral Large 2 (2402)", "a snapshot of another version"),
        ("somebody/Qwen2.5-7B-Instruct", "perhaps fine-tuned: somebody"),
        ("ft:gpt-4o-2024-08-06", "fine-tune"),
        ("openrouter/auto", "names no model"),
        ("", "names no model"),
    ],
)
def test_doubt_leaves_a_name_unresolved_and_says_why(name, reason):
    told = answer(name)
    assert told["model_id"] is None
    assert reason in str(told["rule"])


def test_a_benchmark_of_a_version_and_a_price_of_its_snapshot_meet_at_the_version():
    score, price = answer("Claude 3.5 Sonnet"), answer("bedrock/us.anthropic.claude-3-5-sonnet-20241022-v2:0")
    assert score["model_version"] == price["model_version"] == "anthropic/claude-3.5-sonnet"
    assert score["model_id"] == "anthropic/claude-3.5-sonnet"
    assert price["model_id"] == "anthropic/claude-3.5-sonnet-20241022"


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("nbeerbower/llama-3-gutenberg-8B", "nbeerbower/llama-3-gutenberg-8b"),
        ("openrouter/steelskull/l3.3-electra-r1-70b", "steelskull/l3.3-electra-r1-70b"),
        ("speakleash/Bielik-11B-v2.3-Instruct", "speakleash/bielik-11b-v2.3"),
        ("allenai_SERA-8B-Q4_K_M.gguf", "allenai/sera-8b"),
        ("ByteDance-Seed/BAGEL-7B-MoT", "bytedance/bagel-7b-mot"),
        ("upstage/Llama-2-70b-instruct-v2", "upstage/llama-2-70b-instruct-v2"),
        ("casperhansen/llama-3.3-70b-instruct-awq", "meta/llama-3.3-70b"),  # a quantisation is the original
        ("somebody/Qwen2.5-7B-Instruct-GPTQ", "alibaba/qwen2.5-7b"),
        ("somebody/Qwen2.5-7B-Instruct", None),  # perhaps fine-tuned
        ("somebody/Fallen-7B-GGUF", None),  # perhaps of somebody else's model
        ("somebody/internlm2_5-20b-llamafied", None),
        ("nthngdy/pythia-owt2-70m-50k", "nthngdy/pythia-owt2-70m-50k"),  # steps, not a context
        ("togethercomputer/Pythia-Chat-Base-7B", None),  # a host's fine-tune, not EleutherAI's model
        ("upstage/llama-65b-instruct", None),  # a maker's fine-tune under the other's name
        ("somebody/fallen", None),  # no size: perhaps a host and a route
        ("nano-gpt/GLM-4.5-Air-Derestricted", None),  # a host is no maker
        ("google/gemma-3", None),
        ("google/gemma-3-27b-it-abliterated", None),  # not the maker's own
        ("ollama/somebody/dolphin-phi:2.7b", None),
    ],
)
def test_a_model_no_line_knows_is_named_by_its_makers_repository_where_that_is_certain(name, wanted):
    assert answer(name)["model_version"] == wanted


@pytest.mark.parametrize(
    ("name", "day", "wanted"),
    [
        ("gpt-4o", date(2024, 5, 12), "openai/gpt-4o"),
        ("gpt-4o", date(2024, 10, 1), "openai/gpt-4o-2024-05-13"),
        ("GPT-4o", date(2024, 10, 2), "openai/gpt-4o-2024-08-06"),
        ("gpt-4o-2024-11-20", date(2024, 12, 1), "openai/gpt-4o-2024-11-20"),
        ("o1-preview", date(2025, 1, 1), "openai/o1-2024-09-12"),
        ("o1", date(2025, 1, 1), "openai/o1-2024-12-17"),
        ("gpt-4-turbo-preview", date(2024, 2, 1), "openai/gpt-4-turbo-0125"),
        ("Claude 3.5 Sonnet", date(2024, 10, 21), "anthropic/claude-3.5-sonnet-20240620"),
        ("claude-3-5-sonnet-latest", date(2024, 10, 22), "anthropic/claude-3.5-sonnet-20241022"),
        ("deepseek-chat", date(2025, 3, 23), "deepseek/deepseek-v3"),
        ("deepseek/deepseek-chat", date(2025, 3, 24), "deepseek/deepseek-v3-0324"),
        ("deepseek-reasoner", date(2025, 8, 21), "deepseek/deepseek-v3.1"),
        ("mistral-large-latest", date(2024, 3, 1), "mistral/mistral-large-2402"),
        ("mistral-large-latest", date(2026, 3, 1), "mistral/mistral-large-latest"),
        ("gpt-4o", None, "openai/gpt-4o"),
    ],
)
def test_a_name_that_moves_means_what_it_pointed_to_on_the_day(name, day, wanted):
    told = answer(name, date=day)
    assert told["model_id"] == wanted
    if day and wanted not in ("openai/gpt-4o", "mistral/mistral-large-latest", "openai/gpt-4o-2024-11-20"):
        assert f"on {day}" in str(told["rule"])


def test_a_host_may_move_its_names_on_other_days():
    day = date(2024, 10, 1)
    assert answer("gpt-4o", date=day, provider="azure")["model_id"] == "openai/gpt-4o"
    assert answer("gpt-4o", date=day, provider="openai")["model_id"] == "openai/gpt-4o-2024-05-13"


def test_a_pointer_points_to_one_model_at_a_time_and_never_to_another_maker():
    table = model_pointers().sort("pointer", "valid_from")
    assert table.drop("valid_to").null_count().row(0) == (0,) * (table.width - 1)
    assert table.height >= 60
    for pointer in table.partition_by("pointer"):
        spans = pointer.select("valid_from", "valid_to").rows()
        for (_, until), (since, _) in itertools.pairwise(spans):
            assert until is not None
            assert until <= since, pointer
        assert pointer["model_id"].n_unique() == pointer.height, pointer
    makers = table.select(pl.col("pointer_id", "model_id").str.split("/").list.first())
    assert makers["pointer_id"].equals(makers["model_id"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("gpt-4", "gpt-4o"),
        ("gpt-4o", "gpt-4o-mini"),
        ("gpt-4o", "gpt-4o-audio-preview"),
        ("o1", "o1-mini"),
        ("claude-3-opus", "claude-opus-4"),
        ("gemini-2.5-flash", "gemini-2.5-flash-lite"),
        ("gemini-1.5-flash", "gemini-1.5-flash-8b"),
        ("deepseek-v3", "deepseek-v3.1"),
        ("deepseek-v3.2", "deepseek-v3.2-exp"),
        ("deepseek-r1", "deepseek-r1-distill-llama-70b"),
        ("qwen3-30b-a3b", "qwen3-coder-30b-a3b"),
        ("qwen2.5-72b-instruct", "qwen2.5-vl-72b-instruct"),
        ("llama-2-7b", "llama-7b"),
        ("llama-3.1-70b-instruct", "llama-3.1-nemotron-70b-instruct"),
        ("glm-4.5", "glm-4.5-air"),
        ("glm-4.5", "glm-4.5v"),
        ("grok-4", "grok-4-fast"),
        ("amazon.titan-embed-text-v1", "amazon.titan-embed-text-v2:0"),
        ("nemotron-3-nano-30b-a3b", "NVIDIA-Nemotron-3-Nano-4B"),
        ("codestral-latest", "codestral-mamba-latest"),
        ("ministral-8b-2410", "ministral-8b-2512"),
        ("Qwen-1_8B", "Qwen-7B"),
    ],
)
def test_models_with_similar_names_are_different_versions(one, other):
    first, second = answer(one)["model_version"], answer(other)["model_version"]
    assert None not in (first, second)
    assert first != second


@pytest.mark.parametrize(
    ("name", "hints", "version"),
    [
        ("R1 0528", {}, None),
        ("R1 0528", {"developer": "DeepSeek"}, "deepseek/deepseek-r1"),
        ("deepseek/deepseek-chat", {}, "deepseek/deepseek-chat-latest"),
        ("deepseek/deepseek-chat", {"provider": "openrouter"}, "deepseek/deepseek-v3"),
    ],
)
def test_hints_tell_what_the_name_alone_does_not(name, hints, version):
    assert answer(name, **hints)["model_version"] == version


@pytest.mark.parametrize(
    ("text", "level", "wanted"),
    [
        ("claude 3.5 sonnet", "version", "anthropic/claude-3.5-sonnet"),
        ("claude-3-5-sonnet-20241022", "id", "anthropic/claude-3.5-sonnet-20241022"),
        ("Claude Sonnet", "family", "anthropic/claude-sonnet"),
        ("llama 3.1 70b", "version", "meta/llama-3.1-70b"),
        ("llama 3", "family", "meta/llama-3"),
        ("mistral large", "family", "mistral/mistral-large"),
        ("gpt-5", "version", "openai/gpt-5"),
        ("hal 9000", None, None),
    ],
)
def test_a_persons_text_names_a_snapshot_a_version_or_a_family(text, level, wanted):
    match = match_model_query(text)
    assert (match.level, match.id) == (level, wanted)


def test_the_tables_can_write_every_id_they_declare():
    for line in all_lines():
        told = set(line.pattern.groupindex)
        told |= {"major"} if told & {"n", "n0", "v"} else set()
        for template in (line.version or "", line.family):
            needed = {field for _, field, _, _ in string.Formatter().parse(template) if field}
            assert needed <= told, (line.developer, line.written, template)


def test_ids_resolve_to_themselves():
    answers = resolve_models(GOLD.select(ASKED))
    ids = sorted({each for level in ("model_id", "model_version") for each in answers[level].drop_nulls()})
    assert dict(zip(ids, resolve(*ids), strict=True)) == {each: each for each in ids}


@pytest.mark.parametrize(
    "family",
    [
        "anthropic/claude-opus",
        "google/gemini-pro",
        "meta/llama-3",
        "mistral/mistral-large",
        "alibaba/qwen3",
        "xai/grok",
    ],
)
def test_a_family_id_selects_its_family(family):
    assert match_model_query(family).id == family
    assert match_model_query(family).level == "family"


# In the others a mark tells where the model's name begins.
PLAIN_NAMES = sorted(
    {name for name in GOLD["model_name_raw"] if not any(mark in name for mark in (" + ", " with ", ": ", ".gguf"))}
)


@settings(max_examples=25)
@given(seed=st.integers(0, 2**32))
def test_case_and_separators_do_not_matter(seed):
    change = Random(seed)
    changed = []
    for name in PLAIN_NAMES:
        head, slash, last = name.rpartition("/")
        last = re.sub("[ _-]", lambda _: change.choice(" -_"), last)
        changed.append(f"{head}{slash}{change.choice((str, str.lower, str.upper, str.swapcase))(last)}")
    assert dict(zip(changed, resolve(*changed), strict=True)) == dict(zip(changed, resolve(*PLAIN_NAMES), strict=True))


@pytest.mark.parametrize("mark", ["™", "®", " "])
def test_trade_marks_and_white_space_do_not_matter(mark):
    marked = [f" {name}{mark}" for name in PLAIN_NAMES]
    assert dict(zip(marked, resolve(*marked), strict=True)) == dict(zip(marked, resolve(*PLAIN_NAMES), strict=True))


@settings(max_examples=25)
@given(order=st.permutations(range(286)))
def test_an_answer_does_not_depend_on_the_other_names(order):
    expected = resolve_models(GOLD.select(ASKED))["model_id"][list(order)]
    assert resolve_models(GOLD[list(order)].select(ASKED))["model_id"].eq_missing(expected).all()


@given(names=st.lists(st.text(max_size=60), min_size=5, max_size=20))
def test_any_text_gets_an_answer(names):
    assert resolve_models(pl.DataFrame({"model_name_raw": names}))["rule"].null_count() == 0


def test_twenty_thousand_distinct_names_take_seconds():
    names = [f"{each}{suffix}" for suffix in ("", *(f"-{n}" for n in range(200))) for each in GOLD["model_name_raw"]]
    started = time.process_time()
    resolve_models(pl.DataFrame({"model_name_raw": names[:20_000]}))
    assert time.process_time() - started < 10  # 2 on 2026-11-23
