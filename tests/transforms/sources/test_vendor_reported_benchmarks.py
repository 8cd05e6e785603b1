"""What makers report: several scores in a cell, fractions among percentages, grades, ratings and percentiles."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources import registry
from tests.captures import normalised, payload
from transforms.payload import NormaliseError
from transforms.schemas import SLUG
from transforms.sources.vendor_reported_benchmarks import normalise, slug_of

SOURCE = "vendor-reported-benchmarks"
ABOUT = "model_name,organization,release_date,source_url,report_path,notes"
# Row 19 of metadata.csv, 2026-01-30.
SONNET = "Claude 3.5 Sonnet,Anthropic,2024-06-21,https://www.anthropic.com/news/claude-3-5-sonnet,r.md,Footnote result."
MMLU = '88.7% (accuracy) | 88.3% (accuracy) | 90.4% (accuracy),"5-shot | 0-shot CoT | 5-shot CoT"'


def table(*cells, header="MMLU,MMLU__setting", about=SONNET):
    rows = "".join(f"{about},{each}\n" for each in cells)
    return normalise(payload(f"{ABOUT},{header}\n{rows}", source_id=SOURCE, part="closed"))


def scores(*cells, header="MMLU"):
    return table(*cells, header=f"{header},{header}__setting").observations["benchmark_score"]


def test_a_cell_with_three_scores_pairs_them_with_their_settings():
    rows = scores(MMLU)
    assert rows.select("score", "settings", "record_ref").rows() == [
        (pytest.approx(0.887), "shots=5", "row 1, column MMLU"),
        (pytest.approx(0.883), "prompting=CoT; shots=0", "row 1, column MMLU, value 2"),
        (pytest.approx(0.904), "prompting=CoT; shots=5", "row 1, column MMLU, value 3"),
    ]
    row = rows.row(0, named=True)
    assert (row["benchmark"], row["metric"], row["unit"]) == ("mmlu", "accuracy", "fraction")
    assert (row["evaluator"], row["evaluator_kind"]) == ("Anthropic", "vendor")
    assert row["reference_url"] == "https://www.anthropic.com/news/claude-3-5-sonnet"


def test_several_scores_without_as_many_settings_are_held_back():
    header = "MMLU,MMLU__setting,DROP,DROP__setting"
    for setting in ("5-shot", "5-shot | 0-shot | CoT", ""):
        batch = table(f"88.7% | 88.3%,{setting},87.1,3-shot", header=header)
        assert batch.quarantine["record_ref"].to_list() == ["row 1, column MMLU"]
        assert batch.observations["benchmark_score"]["benchmark"].to_list() == ["drop"]


@pytest.mark.parametrize(
    ("header", "cell", "metric", "score", "unit", "setting"),
    [
        ("MMLU", "88.7,5-shot", "accuracy", 0.887, "fraction", "shots=5"),
        ("MMLU", "88.7,", "accuracy", 0.887, "fraction", None),
        ("MMLU", "88.7,not disclosed", "accuracy", 0.887, "fraction", None),
        ("MathArena Apex", "0.5%,", "accuracy", 0.005, "fraction", None),
        ("DROP", "85.0 (F1),3-shot", "f1", 0.85, "fraction", "shots=3"),
        ("HumanEval", "71.2% (pass@1),code generation", "pass_at_1", 0.712, "fraction", "as_stated=code generation"),
        ("GPQA", "7.03,Open LLM Leaderboard v2", "normalised_accuracy", 0.0703, "fraction", None),
        ("AMC 10", "30/150 (6th-12th percentile) (reported score),Exam", "points", 30, "points", None),
        ("AP Biology", "5 (85th-100th percentile),Exam simulation (per report)", "points", 5, "points", None),
        ("Codeforces Rating", "392 (below 5th percentile) (reported score),x", "elo", 392, "elo", None),
        ("WebDev Arena", "1415,Elo", "elo", 1415, "elo", "as_stated=Elo"),
        ("OCRBench", "865,not disclosed", "points", 865, "points", None),
    ],
)
def test_a_score_keeps_its_unit(header, cell, metric, score, unit, setting):
    row = scores(cell, header=header).row(0, named=True)
    assert (row["metric"], row["unit"]) == (metric, unit)
    assert row["score"] == pytest.approx(score, abs=1e-12)
    assert setting is None or row["settings"] == setting


def test_numbers_up_to_one_are_fractions_where_a_row_has_several():
    header = "GPQA,GPQA__setting,GSM8K,GSM8K__setting,HellaSwag,HellaSwag__setting"
    rows = table("0.453,,0.706,,80.1,", header=header).observations["benchmark_score"]
    assert rows["score"].to_list() == [0.453, 0.706, pytest.approx(0.801)]


@pytest.mark.parametrize(
    ("header", "cell", "reason"),
    [
        ("MMLU", "0.887,", "0.887 in column MMLU may be a fraction or a percentage"),
        ("MMLU", "887,", "887 in column MMLU, outside 0 to 1"),
        ("MMLU", "state of the art,", "cannot read state of the art in column MMLU"),
        ("MMLU", "above 90,", "cannot read above 90 in column MMLU"),
        ("Codeforces", "89,percentile", "89 in column Codeforces is a percentile, not a score"),
        ("LMArena Leaderboard", "15,Elo", "15 in column LMArena Leaderboard is no rating"),
    ],
)
def test_what_is_no_score_is_held_back_with_the_reason(header, cell, reason):
    batch = table(f"{cell},70,", header=f"{header},{header}__setting,XCOPA,XCOPA__setting")
    assert batch.quarantine["reason"].to_list() == [reason]
    assert batch.observations["benchmark_score"]["benchmark"].to_list() == ["xcopa"]


def test_a_release_without_scores_is_ignored_and_an_unknown_column_reported():
    batch = table("88.7,,x", ",,y", header="MMLU,MMLU__setting,price")
    assert (batch.records_used, batch.ignored) == (1, {"no_score": 1})
    assert batch.quarantine["reason"].to_list() == ["columns not known: price"]


def test_a_card_has_the_release_unless_it_is_approximate():
    card = table(MMLU).observations["model_card"].row(0, named=True)
    assert (card["developer"], card["released_on"]) == ("Anthropic", date(2024, 6, 21))
    guessed = table(MMLU, about=SONNET.replace("Footnote result.", "Release date approximated from README."))
    assert guessed.observations["model_card"]["released_on"].to_list() == [None]


@given(st.text(min_size=1, max_size=30).map(lambda name: f"A{name}"))
def test_every_header_has_a_slug(header):
    assert pl.Series([slug_of(header)]).str.contains(SLUG).all()


@pytest.mark.parametrize(
    ("header", "slug"),
    [
        ("GPQA (Diamond)", "gpqa-diamond"),
        ("BIG-Bench Hard", "bbh"),
        ("HumanEval+", "humaneval-plus"),
        ("HMMT Feb. 2025", "hmmt-feb-2025"),
        ("Uniform Bar Exam (MBE+MEE+MPT)", "uniform-bar-exam-mbe-mee-mpt"),
        ("SWE-bench Verified", "swe-bench-verified"),
    ],
)
def test_headers_mean_the_benchmarks_other_sources_name(header, slug):
    assert slug_of(header) == slug


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<html>404</html>", "not CSV"),
        ("benchmark_name,task_type\nMMLU,QA\n", "no column model_name"),
        ("model_name,organization\nGPT-4,OpenAI\n", "no benchmarks with settings"),
        ("model_name,MMLU,MMLU__setting\n", "a header without rows"),
        ("model_name,MMLU,MMLU__setting\nGPT-4,-,\n", "no usable score among 1 rows"),
    ],
)
def test_another_kind_of_document_is_rejected_whole(content, reason):
    with pytest.raises(NormaliseError, match=reason):
        normalise(payload(content, source_id=SOURCE, part="closed"))


def test_live_and_captured_files_are_the_same_parts():
    spec = registry()[SOURCE]
    assert [spec.part_of(request.name) for request in spec.requests] == ["closed", "open"]
    assert spec.part_of("x/benchmark_features.csv") is None


def test_captures_hold_the_scores_read_by_hand():
    batches = {batch.payload.part: batch for batch in normalised(SOURCE)}
    assert {
        part: (batch.observations["benchmark_score"].height, batch.records_used, batch.ignored, batch.quarantine.height)
        for part, batch in batches.items()
    } == {"closed": (338, 39, {"no_score": 8}, 3), "open": (711, 71, {"no_score": 62}, 0)}
    for part, ref, model, benchmark, score in [
        ("closed", "row 2, column LeetCode (easy)", "GPT-4", "leetcode-easy", 31),
        ("closed", "row 19, column MMLU, value 3", "Claude 3.5 Sonnet", "mmlu", 0.904),
        ("closed", "row 34, column Codeforces", "Qwen3-235B-A22B", "codeforces", 2056),
        ("closed", "row 45, column LMArena Leaderboard", "Gemini 3.0", "lmarena-text", 1501),
        ("open", "row 9, column MMLU", "Llama 2 70B", "mmlu", 0.697),
        ("open", "row 94, column GPQA", "Mistral Small 3 24B", "gpqa", 0.453),
    ]:
        rows = batches[part].observations["benchmark_score"]
        row = rows.row(by_predicate=pl.col("record_ref") == ref, named=True)
        assert (row["model_name_raw"], row["benchmark"]) == (model, benchmark)
        assert row["score"] == pytest.approx(score, abs=1e-12)
