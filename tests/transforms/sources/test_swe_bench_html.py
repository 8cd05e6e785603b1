"""SWE-bench pages: a board is told by its id, marks are no part of a name, and oracle retrieval is a setting."""

from datetime import date

import polars as pl
import pytest

from pipelines.sources import registry
from tests.captures import normalised, payload
from transforms.payload import NormaliseError
from transforms.sources.swe_bench_html import normalise

SOURCE = "swe-bench-html"
# Two boards of 2024-03-19 and one of 2024-08-16, with the columns that are read.
OLD = """\
<div id="{board}"><table class="table scrollable"><thead><tr><th>Model</th><th>% Resolved</th><th>Date</th></tr></thead>
<tbody><tr><td><p class="model-type">Claude 2 + BM25 Retrieval</p></td><td><p class="number">1.96</p></td>
<td><p><span class="label-date">2023-10-10</span></p></td></tr></tbody></table></div>
"""
NEW = """\
<div><span>🤠 Open</span> <span>✅ Checked</span></div>
<div class="tabcontent" id="leaderboard-Verified"><table>
<thead><tr><th>Model</th><th>% Resolved</th><th>Org</th><th>Date</th><th>Logs</th></tr></thead><tbody>
<tr><td><p> 🆕 🥇

 AutoCodeRover (v20240620) + GPT 4o (2024-05-13) </p></td><td>38.40</td><td></td><td>2024-06-28</td>
<td><a href="https://github.com/swe-bench/experiments/tree/main/evaluation/verified/20240628_autocoderover-v20240620/logs">🔗</a></td></tr>
<tr><td><p> 🤠 ✅ RAG + SWE-Llama 13B </p></td><td>1.20</td><td></td><td>2023-10-10</td><td>-</td></tr>
</tbody></table></div>
"""


def page(content=NEW):
    return normalise(payload(content, source_id=SOURCE))


def scores(batch):
    return list(batch.observations["benchmark_score"].iter_rows(named=True))


def test_a_row_is_a_model_in_a_scaffold_with_its_marks_read_and_taken_off():
    agent, rag = scores(page())
    assert (agent["benchmark"], agent["metric"], agent["score"]) == ("swe-bench-verified", "accuracy", 0.384)
    assert (agent["model_name_raw"], agent["settings"]) == (
        "GPT 4o (2024-05-13)",
        "checked=no; scaffold=AutoCodeRover (v20240620)",
    )
    assert (agent["evaluated_on"], agent["run_ref"]) == (date(2024, 6, 28), "20240628_autocoderover-v20240620")
    assert agent["evaluator_kind"] == "unknown"
    assert (rag["model_name_raw"], rag["settings"]) == ("SWE-Llama 13B", "checked=yes; scaffold=RAG")
    assert (rag["evaluator_kind"], rag["run_ref"]) == ("independent", None)
    assert rag["record_ref"].startswith("line 8, column ")


@pytest.mark.parametrize(
    ("board", "benchmark", "settings"),
    [
        ("Unassisted", "swe-bench", "scaffold=BM25 Retrieval"),
        ("Assisted", "swe-bench", "retrieval=oracle; scaffold=BM25 Retrieval"),
        ("UnassistedLite", "swe-bench-lite", "scaffold=BM25 Retrieval"),
        ("AssistedLite", "swe-bench-lite", "retrieval=oracle; scaffold=BM25 Retrieval"),
        ("leaderboard-Test", "swe-bench", "scaffold=BM25 Retrieval"),
        ("leaderboard-Multimodal", "swe-bench-multimodal", "scaffold=BM25 Retrieval"),
    ],
)
def test_a_board_is_told_by_its_id(board, benchmark, settings):
    (row,) = scores(page(OLD.replace("{board}", board)))
    assert (row["benchmark"], row["settings"]) == (benchmark, settings)
    assert (row["model_name_raw"], row["score"]) == ("Claude 2", 0.0196)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("38.40", "384", "resolved 384 is no percentage"),
        ("38.40", "soon", "resolved soon is no percentage"),
        ("<td>38.40</td>", "", "no name, or cells that are not under headings"),
        ("AutoCodeRover (v20240620) + GPT 4o (2024-05-13)", "", "no name, or cells that are not under headings"),
    ],
)
def test_what_cannot_be_read_is_held_back_with_the_reason(old, new, reason):
    batch = page(NEW.replace(old, new))
    assert batch.quarantine["reason"].to_list() == [reason]
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


def test_columns_are_found_by_their_headings():
    moved = OLD.replace("{board}", "Unassisted").replace("<th>Model</th>", "<th>#</th><th>System</th>")
    (row,) = scores(page(moved.replace("<tr><td>", "<tr><td>1</td><td>").replace("1.96", "1.96%")))
    assert (row["model_name_raw"], row["score"]) == ("Claude 2", 0.0196)


def test_a_row_without_a_result_is_no_score():
    batch = page(NEW.replace("38.40", "-"))
    assert (batch.records_used, batch.ignored) == (1, {"no_score": 1})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "not HTML"),
        ('{"leaderboards": []}', "not HTML"),
        ("<html>404</html>", "no table of what models resolved"),
        ("<table><tr><th>Model</th><th>Elo</th></tr><tr><td>a</td><td>9</td></tr></table>", "no table of what models"),
        (NEW.split("<tbody>", maxsplit=1)[0], "no table of what models resolved"),
        (OLD.replace("{board}", "team"), "none of 1 rows has a score"),
        (NEW.replace("38.40", "0.38").replace("1.20", "0.12"), "not percentages"),
    ],
)
def test_another_kind_of_page_is_rejected_whole(content, reason):
    with pytest.raises(NormaliseError, match=reason):
        page(content)


def test_only_the_first_page_of_the_site_is_read():
    spec = registry()[SOURCE]
    assert spec.part_of("swe-bench-html/20231012T011205Z/index.html") == "all"
    assert spec.part_of("swe-bench-html/20231012T011205Z/viewer.html") is None


def test_captures_hold_the_scores_read_by_hand():
    batches = {f"{b.payload.captured_at:%Y-%m-%d}": b for b in normalised(SOURCE)}
    assert {day: (batch.records_read, batch.records_used) for day, batch in batches.items()} == {
        "2023-10-12": (10, 10),
        "2024-03-19": (20, 20),
        "2024-08-16": (63, 63),
        "2024-12-04": (107, 107),
    }
    assert all(batch.quarantine.is_empty() for batch in batches.values())
    llama = [row for row in scores(batches["2024-03-19"]) if row["model_name_raw"] == "SWE-Llama 13B"]
    assert {(row["benchmark"], row["settings"], row["score"]) for row in llama} == {
        ("swe-bench", "scaffold=BM25 Retrieval", 0.007),
        ("swe-bench", "retrieval=oracle", 0.0397),
        ("swe-bench-lite", "scaffold=BM25 Retrieval", 0.0167),
        ("swe-bench-lite", "retrieval=oracle", 0.04),
    }
    newest = batches["2024-12-04"].observations["benchmark_score"]
    hands = newest.filter(pl.col("settings").str.contains(r"scaffold=OpenHands \+ CodeAct v2.1"))
    assert set(hands.select("benchmark", "model_name_raw", "score", "evaluator_kind").rows()) == {
        ("swe-bench-verified", "claude-3-5-sonnet-20241022", 0.53, "independent"),
        ("swe-bench-lite", "claude-3-5-sonnet-20241022", 0.4167, "independent"),
    }
