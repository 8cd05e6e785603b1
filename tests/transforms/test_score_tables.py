"""Tables of scores, whichever way round they stand: what is a score, of whom, in which unit, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.captures import payload
from transforms.batch import Batch, Book
from transforms.benchmark_names import read_benchmark
from transforms.markdown_tables import markdown_tables
from transforms.schemas import BenchmarkScore
from transforms.score_tables import Document, is_score_table, read_scores


def read(content: str) -> Batch:
    """The tables of scores of a card of "Acme"; those of other things are left out."""
    page = payload(content, source_id="model-cards", part="x")
    tables = [table for table in markdown_tables(page, content) if is_score_table(table)]
    ends = [sum(len(table.rows) for table in tables[: at + 1]) for at in range(len(tables))]
    numbered = [(table, list(range(end - len(table.rows), end))) for table, end in zip(tables, ends, strict=True)]
    book = Book(page, ends[-1] if ends else 0, str)
    book.observe(BenchmarkScore, read_scores(book, numbered, Document("Acme", "Acme model card")))
    return book.close()


def scores(batch: Batch) -> list[tuple]:
    wanted = ("benchmark", "metric", "model_name_raw", "settings", "score")
    return batch.observations["benchmark_score"].select(wanted).rows()


def test_benchmarks_in_the_rows_with_shots_metric_marks_and_gaps():
    batch = read(
        "### Base models\n\n"
        "| | Benchmark (Metric) | # Shots | Acme 7B | `GPT-4o` |\n|---|---|:-:|---|---|\n"
        "| English | MMLU (Acc.) | 5-shot | **71.2** | 88.7 * |\n"
        "| | DROP (F1) | 3 | 58.4 | - |\n"
        "| | # Total Params | - | 7B | - |\n"
        "| | Average | | 64.8 | 88.7 |\n"
        "| | Codeforces (Rating) | | 717 | 1,234 |\n"
    )
    assert scores(batch) == [
        ("mmlu", "accuracy", "Acme 7B", "shots=5; tuning=base", 0.712),
        ("mmlu", "accuracy", "GPT-4o", "shots=5; tuning=base", 0.887),
        ("drop", "f1", "Acme 7B", "shots=3; tuning=base", 0.584),
        ("codeforces", "elo", "Acme 7B", "tuning=base", 717.0),
        ("codeforces", "elo", "GPT-4o", "tuning=base", 1234.0),
    ]
    assert batch.observations["benchmark_score"]["record_ref"].to_list()[1] == "line 5, cell 5"
    assert batch.ignored == {"about_the_model": 1, "average_of_several": 1}


def test_models_in_the_rows_with_a_second_row_of_headings():
    batch = read(
        "|Model|Size|MMLU|Code|MT-Bench|GPQA Diamond pass@1|\n|---|---|---|---|---|---|\n"
        "|||5-shot|-|-|0-shot|\n|Acme|7B|68.9|37.5|8.1|45.5%|\n|GPT-4o|-|88.7|-|9.1|?|\n"
    )
    assert scores(batch) == [
        ("mmlu", "accuracy", "Acme 7B", "shots=5", 0.689),
        ("mt-bench", "score", "Acme 7B", None, 8.1),
        ("gpqa-diamond", "pass_at_1", "Acme 7B", "shots=0", 0.455),
        ("mmlu", "accuracy", "GPT-4o", "shots=5", 0.887),
        ("mt-bench", "score", "GPT-4o", None, 9.1),
    ]
    assert batch.ignored == {"settings_of_columns": 1}
    assert batch.quarantine["reason"].to_list() == ["the unit of Code is not said"]


def test_an_html_table_with_two_header_rows_sections_and_spans():
    batch = read(
        "<table><thead><tr><th rowspan=2>Benchmark</th><th rowspan=2>Metric</th><th colspan=2>Acme</th></tr>"
        "<tr><th>thinking</th><th>no thinking</th></tr></thead><tbody>\n"
        "<tr><td colspan=4><b>Coding</b></td></tr>\n"
        "<tr><td rowspan=2>SWE-bench Verified<br>(Agentic)</td><td>Single Attempt (Acc)</td><td>65.8</td>"
        "<td>51.8<sup>*</sup></td></tr>\n<tr><td>Multiple Attempts (Acc)</td><td>71.6</td><td>—</td></tr></tbody>"
        "</table>"
    )
    assert scores(batch) == [
        ("swe-bench-verified", "accuracy", "Acme thinking", "as_stated=Agentic; attempts=1", 0.658),
        ("swe-bench-verified", "accuracy", "Acme no thinking", "as_stated=Agentic; attempts=1", 0.518),
        ("swe-bench-verified", "accuracy", "Acme thinking", "as_stated=Agentic; attempts=2+", 0.716),
    ]
    assert batch.ignored == {"heading_within_table": 1}


def test_the_output_of_a_harness_is_of_the_model_of_the_card_and_keeps_its_errors():
    batch = read(
        "```\n|    Task     |Version| Metric |Value |   |Stderr|\n|-------------|------:|--------|-----:|---|-----:|\n"
        "|arc_challenge|      0|acc     |0.5623|±  |0.0145|\n|             |       |acc_norm|0.6007|±  |0.0143|\n```\n"
    )
    assert scores(batch) == [
        ("arc-challenge", "accuracy", "Acme", None, 0.5623),
        ("arc-challenge", "acc_norm", "Acme", None, 0.6007),
    ]
    assert batch.observations["benchmark_score"]["standard_error"].to_list() == [0.0145, 0.0143]


def test_one_figure_with_a_standard_error_is_a_fraction():
    batch = read(
        "|Groups|Version|Filter|n-shot|Metric| |Value| |Stderr|\n|---|---|---|---|---|---|---|---|---|\n"
        "|mmlu_pro|      2|custom-extract|     5|exact_match|↑  |0.7077|±  |0.0041|\n"
    )
    assert scores(batch) == [("mmlu-pro", "exact_match", "Acme", "as_stated=custom-extract; shots=5", 0.7077)]


def test_a_table_of_the_open_llm_leaderboard_is_not_the_makers_own_run():
    [row] = (
        read("## Open LLM Leaderboard Evaluation Results\n\n|Metric|Value|\n|---|--:|\n|MMLU (5-Shot)|77.05|\n")
        .observations["benchmark_score"]
        .to_dicts()
    )
    assert (row["evaluator"], row["evaluator_kind"], row["score"]) == ("Open LLM Leaderboard", "independent", 0.7705)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("88.7", "90.1"), [0.887, 0.901]),
        (("88.7%", "90.1 %"), [0.887, 0.901]),
        (("0.887", "0.901"), [0.887, 0.901]),
        (("0.9", "1.4"), [0.009, 0.014]),  # per cent: one is above 1
        (("0.887", "-"), "0.887 of GPQA may be a fraction or a percentage"),
        (("88.7 / 90.1", "-"), "cannot read 88.7 / 90.1 of GPQA"),
        (("1234", "-"), "1234 of GPQA, outside 0 to 1"),
        (("+2.7", "-"), "cannot read +2.7 of GPQA"),
    ],
)
def test_a_share_is_one_unit_however_it_is_written_and_refused_where_that_is_open(cells, expected):
    batch = read(f"|Benchmark|Acme|Theirs|\n|---|---|---|\n|GPQA|{cells[0]}|{cells[1]}|\n")
    figures = [row[-1] for row in scores(batch)]
    assert figures == (expected if isinstance(expected, list) else [])
    assert batch.quarantine["reason"].to_list() == ([] if isinstance(expected, list) else [expected])


def test_fractions_with_three_decimals_beside_percentages_are_fractions():
    table = "|Benchmark|Acme|Theirs|\n|---|---|---|\n|MMLU|0.663|0.536|\n|GPQA|45.3|44.4|\n"
    assert [row[-1] for row in scores(read(table))] == [0.663, 0.536, 0.453, 0.444]


def test_what_is_no_model_or_no_figure_of_one_is_left_out():
    batch = read(
        "| Benchmark | Acme | GPT-4o | Winner | Recovery (%) |\n|---|---|---|---|---|\n"
        "| MMLU-Pro | 83.5 ✅ | 73.0 👑 | Acme (3x) | 100.1 |\n| Throughput | 150 t/s | ~80 t/s | Acme | - |\n"
        "| GPQA | 45,2 | 50 | GPT-4o | 99 |\n"
    )
    assert [row[2::2] for row in scores(batch)] == [("Acme", 0.835), ("GPT-4o", 0.73), ("GPT-4o", 0.5)]
    assert batch.quarantine["reason"].to_list() == ["the unit of Throughput is not said", "cannot read 45,2 of GPQA"]
    batch = read("|Precision|MMLU|\n|---|---|\n|FP8|50|\n\n|Model|MMLU|\n|---|---|\n|Baseline (BF16)|50|\n|Acme|51|\n")
    assert [row[2::2] for row in scores(batch)] == [("Acme", 0.51)]
    assert batch.ignored == {"no_model_named": 1}


def test_languages_and_counts_are_no_models():
    batch = read("|Benchmark|# Questions|English|French|Average|\n|---|---|---|---|---|\n|MGSM|250|80.1|76.2|78.2|\n")
    assert scores(batch) == []
    assert "the heading names no model: French" in batch.quarantine["reason"].to_list()


def test_a_header_that_spans_more_rows_than_the_head_has_ends_with_it():
    batch = read(
        "<table><thead><tr><th rowspan=2>Benchmarks</th><th colspan=2>Acme</th><th>o3</th></tr></thead>"
        "<tbody><tr><td>GPQA</td><td colspan=2>77.3</td><td>83.3</td></tr></tbody></table>"
    )
    assert [row[2::2] for row in scores(batch)] == [("Acme", 0.773), ("o3", 0.833)]


@pytest.mark.parametrize(
    ("heading", "reason"),
    [
        ("2B Params", "the heading names no model: 2B Params"),
        ("Acme", "the heading names no model: Acme"),  # twice, with two sets of figures
    ],
)
def test_a_column_that_names_no_model_gives_nothing(heading, reason):
    batch = read(f"|Benchmark|{heading}|Acme|\n|---|---|---|\n|MMLU|50.1|60.1|\n")
    assert reason in batch.quarantine["reason"].to_list()
    assert [row[-1] for row in scores(batch)] == ([0.601] if heading != "Acme" else [])


@pytest.mark.parametrize(
    ("name", "notes", "slug", "metric", "unit", "said"),
    [
        ("GSM-8K CoT 8-Shot", (), "gsm8k", "accuracy", "fraction", {"shots": "8", "prompting": "CoT"}),
        ("LiveCodeBench (Pass@1-COT)", (), "livecodebench", "pass_at_1", "fraction", {"prompting": "CoT"}),
        ("LiveCodeBench v6", ("Pass@1",), "livecodebench", "pass_at_1", "fraction", {"version": "v6"}),
        ("HLE (with tools)", (), "hle-with-tools", "accuracy", "fraction", {"as_stated": "with tools"}),
        ("Codeforces ELO", (), "codeforces", "elo", "elo", {}),
        ("AIME 24", ("Avg@64",), "aime-2024", "accuracy", "fraction", {"as_stated": "Avg@64"}),
        ("MMMU (val, 0-shot)", (), "mmmu", "accuracy", "fraction", {"split": "val", "shots": "0"}),
        ("mmlu_pro_5shot_cot_instruct", (), "mmlu-pro", "accuracy", "fraction", None),
        ("Codeforces (Percentile)", (), "codeforces", None, None, None),
        ("Pile-test (BPB)", (), "pile-test", None, None, None),
        ("Math", (), "math", None, None, None),  # a chapter: Llama 2's mean of GSM8K and MATH
        ("MATH", (), "math", "accuracy", "fraction", {}),
        ("Some new test", ("Acc.",), "some-new-test", "accuracy", "fraction", {}),
    ],
)
def test_a_name_says_which_benchmark_and_how_it_was_run(name, notes, slug, metric, unit, said):
    found = read_benchmark(name, *notes)
    assert (found.slug, found.unit) == (slug, unit)
    assert metric is None or found.metric == metric
    assert said is None or found.settings == said


CELLS = st.lists(
    st.sampled_from(
        ["Model", "Benchmark", "", "MMLU (5-shot)", "GPQA", "Acme", "71.2", "0.7", "-", "±", "Value", "7B", "x"]
    ),
    min_size=1,
    max_size=5,
)


@given(st.lists(CELLS, min_size=2, max_size=6))
def test_every_table_balances(rows):
    lines = ["|" + "|".join(row) + "|" for row in rows]
    batch = read("\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]]))
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == batch.records_read
