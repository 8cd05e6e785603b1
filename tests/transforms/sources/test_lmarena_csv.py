"""LMArena as CSV: an interval is around its rating, and no rating is none."""

import polars as pl
import pytest

from pipelines.sources import registry
from tests.captures import normalised, payload
from transforms.payload import NormaliseError
from transforms.sources.lmarena_csv import normalise

SOURCE = "lmarena-csv"
HEADER = "rank,model,arena_score,95_pct_ci,votes,organization,license,knowledge_cutoff,url"
# Rows 1 and 2 of 2024-08-02, without their links.
GEMINI = "1,Gemini-1.5-Pro-Exp-0801,1300,+6/-5,12672,Google,Proprietary,Unknown,"
GPT = "2,GPT-4o-2024-05-13,1286,+3/-2,69832,OpenAI,Proprietary,2023/10,"


def board(*rows, header=HEADER):
    return normalise(payload("\n".join([header, *rows]) + "\n", source_id=SOURCE, part="text"))


def first(batch):
    return batch.observations["benchmark_score"].row(0, named=True)


def test_a_rating_has_its_interval_and_votes():
    row = first(board(GEMINI))
    assert (row["benchmark"], row["metric"], row["unit"], row["settings"]) == (
        "lmarena-text",
        "elo",
        "elo",
        "category=full",
    )
    assert (row["score"], row["ci_low"], row["ci_high"], row["n"]) == (1300, 1295, 1306, 12672)
    assert (row["model_name_raw"], row["record_ref"]) == ("Gemini-1.5-Pro-Exp-0801", "row 1, column arena_score")
    assert (row["evaluator"], row["evaluator_kind"]) == ("LMArena", "community")


@pytest.mark.parametrize("interval", ["+6 / -5", "+6/−5", "6/-5"])
def test_intervals_are_written_in_several_ways(interval):
    row = first(board(GEMINI.replace("+6/-5", interval)))
    assert (row["ci_low"], row["ci_high"]) == (1295, 1306)


def test_an_interval_may_be_the_same_either_way_or_absent():
    row = first(board(GEMINI.replace("+6/-5", "±4")))
    assert (row["ci_low"], row["ci_high"]) == (1296, 1304)
    for absent in ("-", ""):
        row = first(board(GEMINI.replace("+6/-5", absent)))
        assert (row["score"], row["ci_low"], row["ci_high"]) == (1300, None, None)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("rank,rank_stylectrl,model,arena_score,95_pct_ci,votes", "1,4,Gemini,1300,+6/-5,12672"),
        ("Rank* (UB),Model,Arena Elo,95% CI,Votes", 'one,Gemini,"1,300",+6/-5,"12,672"'),
        ("Model,Arena Score,95% CI,Votes,new", "Gemini,1300,+6/-5,12672,what"),
    ],
)
def test_other_layouts_of_the_board_say_the_same(header, row):
    score = first(board(row, header=header))
    assert (score["model_name_raw"], score["score"], score["ci_low"], score["n"]) == ("Gemini", 1300, 1295, 12672)


@pytest.mark.parametrize(("rating", "rule"), [("0.0", "not_rated"), ("-", "no_score"), ("", "no_score")])
def test_no_rating_is_ignored_by_rule(rating, rule):
    batch = board(GPT, GEMINI.replace("1300", rating))
    assert (batch.records_used, batch.ignored) == (1, {rule: 1})


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("1300", "13.0", "13.0 in column arena_score, outside 100 to 3000"),
        ("1300", "high", "cannot read high in column arena_score"),
        ("+6/-5", "about 5", "cannot read the interval about 5"),
        ("12672", "12.5", "12.5 is no number of votes"),
        ("Gemini-1.5-Pro-Exp-0801", "", "no model name"),
    ],
)
def test_a_row_that_cannot_be_read_is_held_back_with_the_reason(old, new, reason):
    batch = board(GPT, GEMINI.replace(old, new))
    assert batch.quarantine["reason"].to_list() == [reason]
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<html>404</html>", "not CSV"),
        ("model,price\ngpt-4,3\n", "no models and ratings among model, price"),
        (HEADER + "\n", "a header without rows"),
        (HEADER + "\n" + GPT.replace("1286", "0") + "\n", "none of 1 rows is a rating"),
    ],
)
def test_another_kind_of_document_is_rejected_whole(content, reason):
    with pytest.raises(NormaliseError, match=reason):
        normalise(payload(content, source_id=SOURCE, part="text"))


def test_live_and_captured_files_are_the_same_part():
    spec = registry()[SOURCE]
    assert [spec.part_of(request.name) for request in spec.requests] == ["text"]
    assert spec.part_of("lmarena_image.csv") is None


def test_captures_hold_the_ratings_read_by_hand():
    batches = {f"{batch.payload.captured_at:%Y-%m-%d}": batch for batch in normalised(SOURCE)}
    assert [batch.records_used for batch in batches.values()] == [123, 137, 157, 184, 188, 202, 218]
    assert all(batch.records_read == batch.records_used for batch in batches.values())
    for day, model, score, low, high, votes in [
        ("2024-08-02", "GPT-4o-2024-05-13", 1286, 1284, 1289, 69832),
        ("2024-09-11", "LLaMA-13B", 799, 789, 813, 2443),
        ("2024-11-13", "o1-preview", 1333, 1329, 1338, 25960),
        ("2025-01-07", "o1-mini", 1306, 1302, 1310, 45635),
        ("2025-04-11", "Llama-4-Maverick-03-26-Experimental", 1403, 1394, 1415, 4684),
        ("2025-05-23", "o3-2025-04-16", 1409, 1403, 1416, 7921),
        ("2025-07-18", "Grok-4-0709", 1443, 1435, 1450, 5725),
    ]:
        scores = batches[day].observations["benchmark_score"]
        row = scores.row(by_predicate=pl.col("model_name_raw") == model, named=True)
        assert (row["score"], row["ci_low"], row["ci_high"], row["n"]) == (score, low, high, votes)
