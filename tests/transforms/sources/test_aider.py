"""Aider's boards: two tries are two scores, an unknown cost is no cost of nought, and a commit is no number."""

from datetime import date

import polars as pl
import pytest

from pipelines.sources import registry
from tests.captures import normalised, payload
from transforms.payload import NormaliseError
from transforms.sources.aider import normalise

SOURCE = "aider"
# Two runs of the polyglot board of 2025-07-18, without the fields that are not read.
BOARD = """\
- dirname: 2024-12-21-18-41-18--polyglot-gpt-4o-mini
  test_cases: 225
  model: gpt-4o-mini-2024-07-18
  edit_format: whole
  commit_hash: a755079-dirty
  pass_rate_1: 0.9
  pass_rate_2: 3.6
  percent_cases_well_formed: 100.0
  error_outputs: 0
  command: aider --model gpt-4o-mini-2024-07-18
  date: 2024-12-21
  versions: 0.69.2.dev
  seconds_per_case: 17.3
  total_cost: 0.3236

- dirname: 2025-02-25-20-23-07--gemini-pro
  test_cases: 225
  model: Gemini 2.0 Pro exp-02-05
  edit_format: whole
  commit_hash: 2fccd47
  pass_rate_1: 20.4
  pass_rate_2: 35.6
  percent_cases_well_formed: 100.0
  date: 2025-02-25
  versions: 0.75.2.dev
  total_cost: 0.0000
"""


def board(content=BOARD, part="polyglot"):
    return normalise(payload(content, source_id=SOURCE, part=part))


def scores(batch):
    return {row["record_ref"]: row for row in batch.observations["benchmark_score"].iter_rows(named=True)}


def test_a_run_gives_its_score_after_each_try_and_its_share_of_well_formed_edits():
    rows = scores(board())
    assert {(ref, row["metric"], row["score"]) for ref, row in rows.items() if ref.startswith("/0")} == {
        ("/0/pass_rate_2", "accuracy", 0.036),
        ("/0/pass_rate_1", "accuracy_first_try", 0.009),
        ("/0/percent_cases_well_formed", "well_formed", 1.0),
    }
    row = rows["/0/pass_rate_2"]
    assert (row["benchmark"], row["unit"], row["n"]) == ("aider-polyglot", "fraction", 225)
    assert row["settings"] == "commit=a755079-dirty; edit_format=whole; scaffold_version=0.69.2.dev"
    assert (row["evaluated_on"], row["run_ref"]) == (
        date(2024, 12, 21),
        "2024-12-21-18-41-18--polyglot-gpt-4o-mini",
    )


def test_a_cost_belongs_to_the_whole_run_and_nought_is_unknown():
    rows = scores(board())
    assert rows["/0/pass_rate_2"]["cost_usd"] == 0.3236
    assert rows["/0/pass_rate_1"]["cost_usd"] is None
    assert rows["/1/pass_rate_2"]["cost_usd"] is None


@pytest.mark.parametrize("commit", ["1234567", "0123456", "12e5678", "1_000"])
def test_a_commit_that_looks_like_a_number_keeps_its_digits(commit):
    row = scores(board(BOARD.replace("2fccd47", commit)))["/1/pass_rate_2"]
    assert f"commit={commit};" in row["settings"]


def test_an_editor_and_an_effort_are_settings():
    run = "  editor_model: gpt-4.1\n  editor_edit_format: editor-diff\n"
    run += "  reasoning_effort: high\n  thinking_tokens: 32000\n"
    row = scores(board(BOARD + run))["/1/pass_rate_2"]
    assert row["settings"] == (
        "commit=2fccd47; edit_format=whole; editor_edit_format=editor-diff; editor_model=gpt-4.1; effort=high; "
        "scaffold_version=0.75.2.dev; thinking_tokens=32000"
    )


def test_on_a_board_with_one_try_it_is_the_accuracy():
    one_try = "".join(line for line in BOARD.splitlines(keepends=True) if "pass_rate_2" not in line)
    row = scores(board(one_try, part="refactor"))["/1/pass_rate_1"]
    assert (row["benchmark"], row["metric"], row["score"]) == ("aider-refactor", "accuracy", 0.204)


@pytest.mark.parametrize(
    ("old", "new", "ref", "reason"),
    [
        ("pass_rate_2: 35.6", "pass_rate_2: 356", "/1/pass_rate_2", "356 is no percentage"),
        ("pass_rate_2: 35.6", "pass_rate_2: -1", "/1/pass_rate_2", "-1 is no percentage"),
        ("pass_rate_2: 35.6", "pass_rate_2: .nan", "/1/pass_rate_2", ".nan is no percentage"),
        ("pass_rate_2: 35.6", "pass_rate_2: pending", "/1/pass_rate_2", "pending is no percentage"),
        ("model: Gemini 2.0 Pro exp-02-05", "model: ''", "/1", "no model"),
        ("model: Gemini 2.0 Pro exp-02-05", "name: Gemini", "/0", "fields not known: name (1x)"),
    ],
)
def test_what_cannot_be_read_is_held_back_with_the_reason(old, new, ref, reason):
    batch = board(BOARD.replace(old, new))
    assert (ref, reason) in batch.quarantine.select("record_ref", "reason").rows()
    assert "/0/pass_rate_2" in scores(batch)
    assert (batch.records_read, batch.records_used + batch.records_quarantined) == (2, 2)


@pytest.mark.parametrize("rate", ["", "null", "~"])
def test_a_rate_left_open_is_no_score(rate):
    rows = scores(board(BOARD.replace("pass_rate_2: 35.6", f"pass_rate_2: {rate}")))
    assert "/1/pass_rate_2" not in rows
    assert rows["/1/pass_rate_1"]["score"] == 0.204


@pytest.mark.parametrize("change", [("date: 2025-02-25", "date: soon"), ("test_cases: 225", "test_cases: some")])
def test_an_unreadable_day_or_count_is_unknown(change):
    row = scores(board(BOARD.replace(*change)))["/1/pass_rate_2"]
    assert row["score"] == 0.356
    assert None in (row["evaluated_on"], row["n"])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "not a list of runs"),
        ("<html>404: Not Found</html>", "not a list of runs"),
        ("404: Not Found", "not a list of runs"),
        ("- a\n- b\n", "not a list of runs"),
        ("- model: [x\n", "not YAML"),
        (b"\xff\xfe\x00", "not YAML"),
        ("- model: x\n  elo: 1200\n", "no run has a pass rate"),
        ("- model: x\n  pass_rate_1: none\n", "none of 1 runs has a score"),
        ("- model: x\n  pass_rate_1: 0.2\n- model: y\n  pass_rate_1: 0.4\n", "not percentages"),
    ],
)
def test_another_kind_of_document_is_rejected_whole(content, reason):
    with pytest.raises(NormaliseError, match=reason):
        board(content)


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("aider/20240705T130130Z/edit_leaderboard.yml", "edit"),
        ("polyglot_leaderboard.yml", "polyglot"),
        ("o1_polyglot_leaderboard.yml", None),
        ("quant.yml", None),
    ],
)
def test_a_file_belongs_to_the_board_it_is_named_after(path, part):
    assert registry()[SOURCE].part_of(path) == part


def test_captures_hold_the_scores_read_by_hand():
    batches = {(f"{b.payload.captured_at:%Y-%m-%d}", b.payload.part): b for b in normalised(SOURCE)}
    assert {key: (batch.records_used, batch.observation_count) for key, batch in batches.items()} == {
        ("2024-07-05", "edit"): (30, 90),
        ("2024-10-01", "edit"): (61, 183),
        ("2024-10-22", "refactor"): (14, 28),
        ("2024-12-22", "edit"): (98, 294),
        ("2025-01-31", "polyglot"): (21, 63),
        ("2025-03-17", "polyglot"): (30, 90),
        ("2025-05-08", "polyglot"): (50, 150),
        ("2025-07-18", "polyglot"): (63, 189),
    }
    assert all(not batch.ignored and batch.quarantine.is_empty() for batch in batches.values())
    opus = scores(batches["2024-07-05", "edit"])["/0/pass_rate_2"]
    assert (opus["model_name_raw"], opus["score"], opus["cost_usd"]) == ("claude-3-opus-20240229", 0.684, 13.8395)
    assert opus["settings"] == "commit=f4b1797-dirty, f4b1797; edit_format=diff; scaffold_version=0.30.2-dev"
    pro = (
        batches["2025-07-18", "polyglot"]
        .observations["benchmark_score"]
        .filter(pl.col("model_name_raw") == "o3 (high) + gpt-4.1", pl.col("metric") == "accuracy")
    )
    assert pro.select("score", "n").rows() == [(0.782, 224)]
    assert batches["2025-07-18", "polyglot"].observations["benchmark_score"]["cost_usd"].count() == 63 - 18
