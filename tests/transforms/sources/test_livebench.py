"""LiveBench: averages are the site's own, over all tasks of a category and all categories, or there are none."""

import json
import os
from pathlib import Path

import polars as pl
import pytest

from pipelines.sources import registry
from tests.captures import normalised, payload
from transforms.payload import NormaliseError
from transforms.sources.livebench import CATEGORIES, normalise

SOURCE = "livebench"
# Two models of the release of 2024-06-24 with five of its tasks.
TABLE = """\
model,AMPS_Hard,LCB_generation,coding_completion,math_comp,typos
chatgpt-4o-latest,48.0,42.0,50.0,44.792,56.0
qwen1.5-4b-chat,6.0,2.0,0.0,1.042,
"""


def table(content=TABLE, part="2024-06-24"):
    return normalise(payload(content, source_id=SOURCE, part=part))


def scores(batch):
    rows = batch.observations["benchmark_score"].iter_rows(named=True)
    return {row["record_ref"]: (row["metric"], row["settings"], row["score"]) for row in rows}


def test_a_row_gives_its_tasks_its_categories_and_the_whole():
    found = scores(table())
    version = "version=LiveBench-2024-06-24"
    assert found["row 1, column math_comp"] == ("score", f"category=Mathematics; task=math_comp; {version}", 0.44792)
    assert found["row 1, category Coding"] == ("average", f"category=Coding; {version}", 0.46)
    assert found["row 1, category Mathematics"][2] == 0.46396
    # (46 + 46.396 + 56) / 3: the mean of the categories, not of the tasks
    assert found["row 1"] == ("average", version, 0.4946533333)


def test_an_average_needs_every_score_and_nought_is_a_score():
    found = scores(table())
    assert found["row 2, column coding_completion"][2] == 0.0
    assert found["row 2, category Coding"][2] == 0.01
    assert not {"row 2", "row 2, category Language", "row 2, column typos"} & set(found)


def test_a_release_is_a_setting_of_one_benchmark():
    rows = table(part="2025-04-02").observations["benchmark_score"]
    assert rows["benchmark"].unique().to_list() == ["livebench"]
    assert rows.filter(pl.col("record_ref") == "row 1")["settings"].to_list() == ["version=LiveBench-2025-04-02"]


@pytest.mark.parametrize("cell", ["480", "-1", "n/a", "NaN", "inf"])
def test_a_figure_that_is_no_score_is_held_back_with_its_averages(cell):
    batch = table(TABLE.replace("48.0", cell))
    assert batch.quarantine.select("record_ref", "reason").rows() == [
        ("row 1, column AMPS_Hard", f"{cell} is no score from 0 to 100")
    ]
    found = scores(batch)
    assert not {"row 1", "row 1, category Mathematics", "row 1, column AMPS_Hard"} & set(found)
    assert found["row 1, category Coding"][2] == 0.46


def test_a_task_in_no_known_category_leaves_the_averages_open():
    batch = table(TABLE.replace("typos", "proofs"))
    assert batch.quarantine["reason"].to_list() == ["tasks in no known category, so no averages: proofs"]
    found = scores(batch)
    assert found["row 1, column proofs"] == ("score", "task=proofs; version=LiveBench-2024-06-24", 0.56)
    assert {metric for metric, _, _ in found.values()} == {"score"}


def test_a_column_that_is_no_task_is_reported():
    batch = table(TABLE.replace("typos", "typos,organization").replace("56.0", "56.0,OpenAI"))
    assert batch.quarantine["reason"].to_list() == ["columns that are no task: organization"]
    assert scores(batch)["row 1, category Coding"][2] == 0.46


def test_a_row_without_model_is_held_back_and_a_blank_one_is_none():
    batch = table(TABLE + ",1.0,2.0,3.0,4.0,5.0\n,,,,,\n")
    assert (batch.records_read, batch.records_used, batch.records_quarantined) == (4, 2, 1)
    assert batch.ignored == {"blank_row": 1}


def test_a_model_listed_twice_with_other_scores_is_held_back():
    batch = table(TABLE + "chatgpt-4o-latest,1.0,42.0,50.0,44.792,56.0\n")
    assert batch.quarantine["reason"].unique().to_list() == [
        "another record of the payload has the same key and other values"
    ]
    assert scores(batch)["row 1, column AMPS_Hard"][2] == 0.48


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<html>404</html>", "not CSV"),
        ("", "empty"),
        ("model,AMPS_Hard\n", "a header without rows"),
        ("name,AMPS_Hard\na,1.0\n", "no column model"),
        ("model,elo\na,1200\n", "no known task"),
        ("model,AMPS_Hard,typos\na,0.4,0.5\nb,0.1,0.2\n", "not on a scale to 100"),
        ("model,AMPS_Hard\na,\nb,-\n", "none of 2 rows has a score"),
    ],
)
def test_another_kind_of_file_is_rejected_whole(content, reason):
    with pytest.raises(NormaliseError, match=reason):
        table(content)


def test_live_and_captured_tables_are_the_same_parts():
    spec = registry()[SOURCE]
    index = json.dumps([{"name": "categories_2025_04_02.json"}, {"name": "table_2025_04_02.csv"}]).encode()
    (request,) = spec.requests(lambda url: index)
    assert (request.part, request.url) == ("2025-04-02", "https://livebench.ai/table_2025_04_02.csv")
    assert spec.part_of("livebench/20250418T200841Z/table_2025_04_02.csv") == "2025-04-02"
    assert spec.part_of("livebench/20250418T200841Z/categories_2025_04_02.json") is None


def test_captures_hold_the_scores_read_by_hand():
    batches = {b.payload.part: b for b in normalised(SOURCE)}
    assert {part: (batch.records_used, batch.observation_count) for part, batch in batches.items()} == {
        "2024-06-24": (73, 73 * 24),
        "2024-07-26": (73, 73 * 25),
        "2024-08-31": (59, 59 * 25),
        "2024-11-25": (65, 65 * 25 - 3),  # phi-3-small-8k-instruct was not run on connections
        "2025-04-02": (63, 63 * 25),
        "2025-05-30": (70, 70 * 28),
        "2025-11-25": (65, 65 * 28),
        "2025-12-23": (65, 65 * 29),
    }
    assert all(not batch.ignored and batch.quarantine.is_empty() for batch in batches.values())
    opus = scores(batches["2025-12-23"])
    assert opus["row 1, column logic_with_navigation"][2] == 0.42
    # Epoch AI copied 82.35 for this model and release from the site.
    gemini = (
        batches["2024-11-25"]
        .observations["benchmark_score"]
        .filter(
            pl.col("model_name_raw") == "gemini-2.5-pro-exp-03-25", pl.col("settings") == "version=LiveBench-2024-11-25"
        )
    )
    assert gemini["score"].round(4).to_list() == [0.8235]


def test_captures_have_every_task_in_the_category_of_their_release():
    files = sorted(Path(os.environ.get("TOKENWATT_CAPTURES", "nowhere")).glob("livebench/*/categories_*.json"))
    if not files:
        pytest.skip("TOKENWATT_CAPTURES names no folder of captures")
    for file in files:
        stated = {task: category for category, tasks in json.loads(file.read_text()).items() for task in tasks}
        assert stated == {task: CATEGORIES[task] for task in stated}, file.name
