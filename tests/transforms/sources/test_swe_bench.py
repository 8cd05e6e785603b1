"""SWE-bench: the model is scored and the agent is its setting; a name is not guessed, a missing cost is unknown."""

import json
from datetime import date

import polars as pl
import pytest

from pipelines.sources import registry
from tests.captures import normalised, payload
from transforms.agents import agent_and_model
from transforms.payload import NormaliseError
from transforms.sources.swe_bench import normalise

SOURCE = "swe-bench"
# Entries of 2025-11-18 and 2025-05-07, without the fields that are not read.
SONNET = {
    "name": "Claude 4.5 Sonnet (20250929)",
    "folder": "20250929_mini-v1.13.3_sonnet-4-5-20250929",
    "resolved": 70.6,
    "date": "2025-09-29",
    "logs": None,
    "cost": 279.1673704500001,
    "os_model": False,
    "checked": True,
    "tags": ["Model: claude-sonnet-4-5-20250929", "Org: Anthropic", "System: Attempts - 1"],
    "warning": None,
    "mini-swe-agent_version": "1.13.3",
}
GUI_REPAIR = {
    "name": "GUIRepair + o4-mini (2025-04-16)",
    "folder": "20250531_GUIRepair_o4mini",
    "resolved": 33.85,
    "date": "2025-05-31",
    "cost": None,
    "os_model": False,
    "checked": True,
    "tags": ["Model: o4-mini-2025-04-16", "Org: GUIRepair", "System: Attempts - 1"],
}
OLD = {
    "name": "SWE-agent 1.0 (Claude 3.7 Sonnet)",
    "folder": "20250227_sweagent-claude-3-7-20250219",
    "resolved": 33.83,
    "date": "2025-02-27",
    "logs": True,
    "verified": True,
    "oss": True,
    "org_logo": None,
    "warning": None,
}


def boards(*entries, name="Verified"):
    document = {"leaderboards": [{"name": name, "results": list(entries)}]}
    return normalise(payload(json.dumps(document), source_id=SOURCE))


def only(batch):
    return batch.observations["benchmark_score"].row(0, named=True)


def test_a_bash_only_entry_is_a_model_in_mini_swe_agent():
    row = only(boards(SONNET, name="bash-only"))
    assert (row["record_ref"], row["benchmark"], row["metric"]) == (
        "/leaderboards/0/results/0",
        "swe-bench-bash",
        "resolved",
    )
    assert (row["model_name_raw"], row["score"], row["unit"]) == ("Claude 4.5 Sonnet (20250929)", 0.706, "fraction")
    assert row["settings"] == "attempts=1; checked=yes; scaffold=mini-SWE-agent; scaffold_version=1.13.3"
    assert (row["cost_usd"], row["evaluated_on"], row["run_ref"]) == (
        279.1673704500001,
        date(2025, 9, 29),
        "20250929_mini-v1.13.3_sonnet-4-5-20250929",
    )


def test_an_agent_plus_a_model_is_the_model_with_the_agent_as_scaffold():
    row = only(boards(GUI_REPAIR, name="Multimodal"))
    assert (row["benchmark"], row["metric"], row["score"]) == ("swe-bench-multimodal", "accuracy", 0.3385)
    assert row["model_name_raw"] == "o4-mini (2025-04-16)"
    assert row["settings"] == "attempts=1; checked=yes; scaffold=GUIRepair"
    assert row["evaluator_kind"] == "independent"


def test_the_layout_until_may_2025_says_the_same_under_other_keys():
    batch = boards(OLD, name="Test")
    row = only(batch)
    assert (row["benchmark"], row["model_name_raw"], row["score"]) == ("swe-bench", "Claude 3.7 Sonnet", 0.3383)
    assert (row["settings"], row["evaluator_kind"]) == ("checked=yes; scaffold=SWE-agent 1.0", "independent")
    assert batch.quarantine.is_empty()


@pytest.mark.parametrize(
    ("name", "agent", "model"),
    [
        (
            "OpenHands + CodeAct v2.1 (claude-3-5-sonnet-20241022)",
            "OpenHands + CodeAct v2.1",
            "claude-3-5-sonnet-20241022",
        ),
        ("Claude 2 + BM25 Retrieval", "BM25 Retrieval", "Claude 2"),
        ("RAG + SWE-Llama 7B", "RAG", "SWE-Llama 7B"),
        ("Agentless + RepoGraph + GPT-4o", "Agentless + RepoGraph", "GPT-4o"),
        ("GPT-5 mini (2025-08-07) (medium reasoning)", None, "GPT-5 mini (2025-08-07) (medium reasoning)"),
        ("AutoCodeRover (v20240620) + GPT 4o (2024-05-13)", "AutoCodeRover (v20240620)", "GPT 4o (2024-05-13)"),
        ("Agent + Claude 3.5 Sonnet + o1", "Agent + Claude 3.5 Sonnet + o1", None),
        ("Agent + GPT 4o & Claude 3 Opus", "Agent + GPT 4o & Claude 3 Opus", None),
        ("Agent + GPT4/GPT4o Mixed (20240828)", "Agent + GPT4/GPT4o Mixed (20240828)", None),
        ("SWE-RL (Llama3-SWE-RL-70B + Agentless Mini)", "SWE-RL (Llama3-SWE-RL-70B + Agentless Mini)", None),
        ("SWE-agent + SWE-agent-LM-32B", "SWE-agent", "SWE-agent-LM-32B"),
        ("Skywork-SWE-32B + TTS(Bo8)", "TTS(Bo8)", "Skywork-SWE-32B"),
        ("OpenHands + Qwen3-Coder 480B/A35B Instruct", "OpenHands", "Qwen3-Coder 480B/A35B Instruct"),
        ("CodeStory Aide + Mixed Models", "CodeStory Aide + Mixed Models", None),
        ("Aegis - o3-mini_1.0", "Aegis - o3-mini_1.0", None),
        ("Honeycomb", "Honeycomb", None),
    ],
)
def test_a_name_tells_its_model_or_none(name, agent, model):
    assert agent_and_model(name) == (agent, model)


@pytest.mark.parametrize(
    ("name", "tags", "model", "settings"),
    [
        ("Harness AI", ["Model: claude-sonnet-4-20250514"], "claude-sonnet-4-20250514", "scaffold=Harness AI"),
        (
            "Refact.ai Agent",
            ["Model: o4-mini", "Model: claude-4-sonnet"],
            "Refact.ai Agent",
            "models=claude-4-sonnet, o4-mini",
        ),
        ("Skywork-SWE-32B", ["Model: Qwen2.5-Coder-32B-Instruct"], "Skywork-SWE-32B", None),
        ("DeepSWE-Preview", ["Model: https://huggingface.co/agentica-org/DeepSWE-Preview"], "DeepSWE-Preview", None),
        ("Honeycomb", [], "Honeycomb", None),
    ],
)
def test_tags_name_the_model_where_the_name_does_not(name, tags, model, settings):
    row = only(boards({"name": name, "resolved": 40.5, "date": "2025-05-01", "tags": tags}))
    assert (row["model_name_raw"], row["settings"]) == (model, settings)


@pytest.mark.parametrize(
    ("flag", "kind"),
    [(True, "independent"), (False, "unknown"), ("false (See README.md for info)", "unknown"), (None, "unknown")],
)
def test_only_what_was_run_again_is_independent(flag, kind):
    assert only(boards({**GUI_REPAIR, "checked": flag}))["evaluator_kind"] == kind


@pytest.mark.parametrize("cost", [0, 0.0, None, "n/a", -1])
def test_a_cost_of_nought_is_unknown(cost):
    assert only(boards({**SONNET, "cost": cost}))["cost_usd"] is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"resolved": 338.5}, "resolved 338.5 is no percentage"),
        ({"resolved": -1}, "resolved -1 is no percentage"),
        ({"resolved": "33.85"}, "resolved 33.85 is no percentage"),
        ({"name": ""}, "no name"),
        ({"cost_per_token": 1}, "fields not known: cost_per_token (1x)"),
    ],
)
def test_what_cannot_be_read_is_held_back_with_the_reason(change, reason):
    batch = boards({**GUI_REPAIR, **change}, SONNET)
    assert batch.quarantine["reason"].to_list() == [reason]
    assert batch.records_read == 2


def test_an_entry_without_a_result_is_no_score():
    batch = boards({**GUI_REPAIR, "resolved": None}, SONNET)
    assert (batch.records_used, batch.ignored) == (1, {"no_score": 1})


def test_a_new_board_is_a_benchmark_of_its_own():
    assert only(boards(GUI_REPAIR, name="Multilingual"))["benchmark"] == "swe-bench-multilingual"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<html>404</html>", "not JSON"),
        ('{"leaderboards": [', "not JSON"),
        ('{"message": "Not Found"}', "no list of leaderboards"),
        ('{"leaderboards": []}', "no list of leaderboards"),
        ('{"leaderboards": [{"name": "Test"}]}', "leaderboard 0 has no name or no list of results"),
        ('{"leaderboards": [{"name": "Test", "results": []}]}', "no entry says what it resolved"),
        ('{"leaderboards": [{"name": "Test", "results": ["a"]}]}', "no entry says what it resolved"),
        ('{"leaderboards": [{"name": "Test", "results": [{"name": "a", "resolved": null}]}]}', "has a score"),
        ('[{"name": "T", "results": [{"name": "a", "resolved": 0.2}, {"name": "b", "resolved": 0.3}]}]', "percentages"),
    ],
)
def test_another_kind_of_document_is_rejected_whole(content, reason):
    with pytest.raises(NormaliseError, match=reason):
        normalise(payload(content, source_id=SOURCE))


def test_live_and_captured_files_are_the_same_part():
    spec = registry()[SOURCE]
    assert spec.part_of("swe-bench/20250507T093905Z/leaderboards.json") == spec.requests[0].part
    assert spec.part_of("index.html") is None


def test_captures_hold_the_scores_read_by_hand():
    batches = {f"{b.payload.captured_at:%Y-%m-%d}": b for b in normalised(SOURCE)}
    assert {day: (b.records_read, b.records_used, b.records_quarantined) for day, b in batches.items()} == {
        "2025-05-07": (168, 168, 0),
        "2025-07-12": (235, 235, 0),
        "2025-08-25": (275, 275, 0),
        "2025-11-18": (299, 299, 0),
        "2025-11-19": (301, 301, 0),
    }
    assert all(batch.quarantine.is_empty() for batch in batches.values())
    newest = batches["2025-11-19"].observations["benchmark_score"]
    gemini = newest.filter(pl.col("run_ref") == "20251118_mini-v1.15.0_gemini-3-pro-preview-20251118")
    assert gemini.select("benchmark", "model_name_raw", "score", "cost_usd").rows() == [
        ("swe-bench-bash", "Gemini 3 Pro Preview (2025-11-18)", 0.742, 229.978759475),
        ("swe-bench-verified", "Gemini 3 Pro Preview (2025-11-18)", 0.742, 229.978759475),
    ]
    unknown_cost = newest.filter(pl.col("benchmark") == "swe-bench-bash", pl.col("cost_usd").is_null())
    assert unknown_cost["model_name_raw"].to_list() == ["Gemini 2.0 flash"]
