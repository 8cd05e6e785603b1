"""Epoch's hub: percent or fraction is settled by column, runs keep their id, and unknown boards are not guessed at."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.sources import registry
from tests.captures import normalised, payload
from transforms.payload import NormaliseError
from transforms.sources.epoch_benchmarks import BOARDS, TASKS, bare_divisor, normalise

SOURCE = "epoch-benchmarks"
HELM = "Stanford CRFM Leaderboard,https://crfm.stanford.edu/helm/lite/latest/#/leaderboard/mmlu"
# external_benchmark_mmlu.csv, 2025-07-23, row 1.
MMLU = f"""id,Name,Model version,EM,Shots,Notes,Source,Source link
recoTsRA8ILsdFhsM,Claude 3.5 Sonnet (20241022),claude-3-5-sonnet-20241022,80.9%,5,,{HELM}
"""
# benchmarks_runs.csv, 2025-10-14: one scorer, three scorers, one scorer named twice, and a run without a start.
RUNS = """\ufeffid,task,model,Best score (across scorers),Scores,log viewer,logs,started_at,Status
eTCmM2smJzrY4xjJnrboT2,SWE-Bench verified,o4-mini-2025-04-16_medium,0.346,swe_bench_scorer:0.35±0.02,,,24 April 2025 3:01pm,Success
run2,MATH level 5,gpt-4,0.230,"normalized_string_match:0.2±0.01,sympy_equiv:0.2±0,model_graded_equiv:0.23±0.01",,,,Success
FQ8Ykq4JWRSXnyF9rbmLc7,GPQA diamond,grok-3-beta,0.758,"choice:0.76±0.03,choice:0.59±0.02",,,26 May 2025 1:42pm,Success
gda5UeWrA8HcbDCRuLJ56H,FrontierMath-2025-02-28-Private,grok-4-0709,0.121,verification_code:0.12±0.02,,,,Success
"""  # noqa: E501
# swe_bench_verified.csv of the zip of 2026-10-08; the second row is made up to have two scorers that differ.
OWN = """Model version,mean_score,Best score (across scorers),Release date,Organization,Country,Training compute (FLOP),Training compute notes,stderr,Log viewer,Logs,Started at,id
claude-opus-4-7_max,0.8347107438016529,0.8347107438016529,2026-04-16,Anthropic,United States of America,,,0.016901169179529604,,,2026-04-20T13:16:09.316Z,nCmGWWMBip2s9AVEZNYXDX
other,0.5,0.75,2026-04-16,,,,,0.02,,,2026-04-21T13:16:09.316Z,run2
"""  # noqa: E501


def read(content, part):
    return normalise(payload(content, source_id=SOURCE, part=part))


def scores(content, part):
    return read(content, part).observations["benchmark_score"]


def only(content, part):
    return scores(content, part).row(0, named=True)


def column(*cells, name="EM"):
    """An MMLU file with these cells in its score column."""
    return f"id,Model version,{name}\n" + "".join(f'run{i},model-{i},"{cell}"\n' for i, cell in enumerate(cells))


def test_a_percentage_of_a_leaderboard_is_a_fraction_with_its_settings_and_evaluator():
    row = only(MMLU, "mmlu")
    assert (row["benchmark"], row["metric"], row["score"], row["unit"]) == ("mmlu", "exact_match", 0.809, "fraction")
    assert (row["model_name_raw"], row["settings"]) == ("claude-3-5-sonnet-20241022", "shots=5")
    assert (row["evaluator"], row["evaluator_kind"]) == ("Stanford CRFM Leaderboard", "independent")
    assert row["reference_url"] == "https://crfm.stanford.edu/helm/lite/latest/#/leaderboard/mmlu"
    assert (row["run_ref"], row["record_ref"]) == ("recoTsRA8ILsdFhsM", "row 1, column EM")


@pytest.mark.parametrize(
    ("cell", "score", "error"),
    [
        ("80.9%", 0.809, None),
        (" 80.9 % ", 0.809, None),
        ("0.809", 0.809, None),
        ("80.9", 0.809, None),
        (".5", 0.5, None),
        ("100%", 1.0, None),
        ("0%", 0.0, None),
        ("1", 1.0, None),
        ("0.85±0.02", 0.85, 0.02),
        ("0.85+-0.02", 0.85, 0.02),
        ("85% ± 2%", 0.85, 0.02),
        ("8.09E-1", 0.809, None),
    ],
)
def test_the_ways_of_writing_a_share_say_the_same(cell, score, error):
    row = only(column(cell), "mmlu")
    assert row["score"] == pytest.approx(score, abs=1e-12)
    assert row["standard_error"] == (None if error is None else pytest.approx(error, abs=1e-12))


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("101%", "101% in column EM, outside 0 to 1"),
        ("-0.2", "-0.2 in column EM, outside 0 to 1"),
        ("0,809", "cannot read 0,809 in column EM"),
        ("about 80%", "cannot read about 80% in column EM"),
        ("88.7% | 88.3%", "cannot read 88.7% | 88.3% in column EM"),
        ("inf", "cannot read inf in column EM"),
    ],
)
def test_a_cell_that_is_no_share_is_held_back_and_the_others_are_not(cell, reason):
    batch = read(column("0.5", cell), "mmlu")
    assert batch.quarantine.select("record_ref", "reason").rows() == [("row 2, column EM", reason)]
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


@pytest.mark.parametrize("cell", ["", "–", "-", "n/a"])
def test_an_empty_score_is_ignored(cell):
    assert read(column("0.5", cell), "mmlu").ignored == {"no_score": 1}


def test_one_column_may_hold_signed_percentages_beside_bare_fractions():
    assert scores(column("0.85", "85%", "0.5"), "mmlu")["score"].to_list() == [0.85, 0.85, 0.5]


def test_a_bare_percentage_among_many_fractions_is_held_back():
    batch = read(column("85.0", *["0.85"] * 10), "mmlu")
    assert batch.quarantine["reason"].to_list() == ["85.0 in column EM, outside 0 to 1"]
    assert batch.records_used == 10


def test_a_column_half_of_fractions_and_half_of_percentages_is_believed_only_where_it_is_signed():
    batch = read(column("0.85", "85.0", "0.5", "50.0", "20%"), "mmlu")
    assert batch.observations["benchmark_score"]["score"].to_list() == [0.2]
    assert set(batch.quarantine["reason"]) == {
        f"{cell} in column EM, which mixes fractions and percentages" for cell in ("0.85", "85.0", "0.5", "50.0")
    }


def test_a_percent_column_has_no_signs_and_a_score_below_one_percent_stays_below():
    aider = """id,Model version,Percent correct,Percent using correct edit format,Edit format,Cost,Source,Notes
recusk6NHwVicJ6kW,gpt-5-2025-08-07_high,88.000,91.600,diff,$0.1300,Aider LLM Leaderboards,
recFWD297UQP8MRYi,,78.200,100.000,architect,$0.0780,Aider LLM Leaderboards,a mix of o3 and gpt-4.1
recLow,tiny,0.500,4.0,whole,,Aider LLM Leaderboards,
"""
    batch = read(aider, "aider-polyglot")
    assert batch.observations["benchmark_score"].select(
        "metric", "model_name_raw", "score", "unit", "settings"
    ).rows() == [
        ("accuracy", "gpt-5-2025-08-07_high", 0.88, "fraction", "edit_format=diff"),
        ("accuracy", "tiny", 0.005, "fraction", "edit_format=whole"),
        ("well_formed", "gpt-5-2025-08-07_high", 0.916, "fraction", "edit_format=diff"),
        ("well_formed", "tiny", 0.04, "fraction", "edit_format=whole"),
        ("cost_per_task", "gpt-5-2025-08-07_high", 0.13, "usd", "edit_format=diff"),
    ]
    assert batch.ignored == {"no_model": 1}


def test_the_later_layout_of_fractions_reads_like_the_earlier_one_of_percentages():
    earlier = (
        "id,Model version,Tools,ACW Country %,ACW Avg Score,ACW Refusal\nr1,o3-2025-04-16_high,None,60%,3930.0,18%\n"
    )
    later = (
        "Model version,Tools,ACW Avg Score,Release date,ACW Country %,ACW Refusal,id\n"
        "o3-2025-04-16_high,None,3930,2025-04-16,0.6,0.18,r1\n"
    )
    both = [
        scores(content, "geobench").drop("payload_sha256", "record_ref").sort("metric") for content in (earlier, later)
    ]
    assert both[0].equals(both[1])
    assert both[0].select("metric", "score", "unit", "settings").rows() == [
        ("country_accuracy", 0.6, "fraction", "map=ACW; tools=None"),
        ("mean_score", 3930.0, "points", "map=ACW; tools=None"),
    ]


def test_epochs_own_run_is_its_best_score_with_the_error_of_the_scorer_that_agrees():
    row = only(RUNS, "benchmarks-runs")
    assert (row["benchmark"], row["metric"], row["score"]) == ("swe-bench-verified", "accuracy", 0.346)
    assert (row["standard_error"], row["evaluated_on"]) == (0.02, date(2025, 4, 24))
    assert (row["evaluator"], row["evaluator_kind"]) == ("Epoch AI", "independent")
    assert (row["model_name_raw"], row["run_ref"]) == ("o4-mini-2025-04-16_medium", "eTCmM2smJzrY4xjJnrboT2")


def test_the_scorers_of_a_run_follow_under_their_names_where_it_has_several():
    rows = scores(RUNS, "benchmarks-runs").filter(pl.col("run_ref") == "run2")
    assert rows.select("metric", "score", "standard_error", "record_ref").rows() == [
        ("accuracy", 0.23, 0.01, "row 2, column Best score (across scorers)"),
        ("normalized_string_match", 0.2, 0.01, "row 2, column Scores, normalized_string_match"),
        ("sympy_equiv", 0.2, None, "row 2, column Scores, sympy_equiv"),
        ("model_graded_equiv", 0.23, 0.01, "row 2, column Scores, model_graded_equiv"),
    ]


def test_a_scorer_named_twice_has_no_figure_of_its_own():
    rows = scores(RUNS, "benchmarks-runs").filter(pl.col("model_name_raw") == "grok-3-beta")
    assert rows.select("metric", "score", "standard_error").rows() == [("accuracy", 0.758, 0.03)]


def test_frontiermath_is_the_private_set():
    rows = scores(RUNS, "benchmarks-runs").filter(pl.col("model_name_raw") == "grok-4-0709")
    assert rows.select("benchmark", "evaluated_on").rows() == [("frontiermath", None)]


@pytest.mark.parametrize(
    ("old", "new", "ignored", "quarantined"),
    [
        ("3:01pm,Success", "3:01pm,Error", {"run_not_successful": 1}, []),
        ("0.346,swe_bench_scorer:0.35±0.02", ",", {"no_score": 1}, []),
        ("0.346,", "34.6,", {}, ["34.6 is not between 0 and 1"]),
        ("0.346,", "good,", {}, ["cannot read good"]),
        ("SWE-Bench verified", "", {}, ["no task"]),
    ],
)
def test_a_run_without_a_result_is_set_aside(old, new, ignored, quarantined):
    batch = read(RUNS.replace(old, new), "benchmarks-runs")
    assert (batch.ignored, batch.quarantine["reason"].to_list()) == (ignored, quarantined)
    assert batch.records_used == 3


def test_a_run_without_a_best_score_has_the_highest_of_its_scorers():
    rows = scores(RUNS.replace("0.230,", ","), "benchmarks-runs").filter(pl.col("metric") == "accuracy")
    assert rows["score"].to_list() == [0.346, 0.23, 0.758, 0.121]


def test_the_later_file_of_one_benchmark_states_a_run_once():
    rows = scores(OWN, "swe-bench-verified").sort("run_ref", "metric")
    row = rows.row(0, named=True)
    assert (row["benchmark"], row["metric"], row["score"]) == ("swe-bench-verified", "accuracy", 0.8347107438016529)
    assert (row["standard_error"], row["evaluated_on"]) == (0.016901169179529604, date(2026, 4, 20))
    assert (row["evaluator"], row["run_ref"]) == ("Epoch AI", "nCmGWWMBip2s9AVEZNYXDX")
    # A run of two scorers that differ has both, and the error goes with the mean.
    assert rows.slice(1).select("run_ref", "metric", "score", "standard_error").rows() == [
        ("run2", "accuracy", 0.75, None),
        ("run2", "mean_score", 0.5, 0.02),
    ]


def test_a_time_horizon_is_in_minutes_with_its_interval():
    metr = (
        "id,Model version,CI_high,CI_low,Time horizon,Source,Source link,average_score,Notes\n"
        "recNwo7dbEyB1crye,gpt-5-2025-08-07_medium,271.11511500,66.86983500,137.31853900,"
        "METR - Measuring AI Ability to Complete Long Tasks,https://metr.org/,0.696053,\n"
    )
    assert scores(metr, "metr-time-horizon").select("metric", "score", "unit", "ci_low", "ci_high").rows() == [
        ("time_horizon", 137.318539, "minutes", 66.869835, 271.115115),
        ("average_score", 0.696053, "fraction", None, None),
    ]


def test_an_interval_may_be_written_as_plus_and_minus():
    webdev = (
        "Model version,Arena Score,Score 95% CI,Votes,Last updated,Source,id\n"
        "gpt-5-2025-08-07_high,1479.83,+7.54 / -11.68,5030,2025-10-02,WebDev Arena Leaderboard,recQLSl4DM4fz7VAt\n"
    )
    row = only(webdev, "webdev-arena")
    assert (row["benchmark"], row["score"], row["unit"], row["n"]) == ("lmarena-webdev", 1479.83, "elo", 5030)
    assert (row["ci_low"], row["ci_high"]) == (pytest.approx(1468.15), pytest.approx(1487.37))
    assert (row["evaluator_kind"], row["evaluated_on"]) == ("community", None)


def test_a_standard_error_in_percentage_points_beside_a_fraction_becomes_a_fraction():
    apex = "Model version,Pass@1 score,Pass@1 Standard Error,id\nclaude-opus-5-5_max,0.735,4.9,rec6TErVzXnuNRUoV\n"
    assert only(apex, "apex-agents")["standard_error"] == pytest.approx(0.049)


def test_a_standard_error_no_share_can_have_is_left_out():
    hle = "Model version,Accuracy,Accuracy Standard Error\nm,0.25,1.9\n"
    assert (only(hle, "hle")["score"], only(hle, "hle")["standard_error"]) == (0.25, None)


def test_money_may_be_lost():
    vending = (
        "Model version,Score,Name,id\ngpt-5-mini,-31.18,GPT-5 mini,r1\nclaude-opus-5-5,9235.24,Claude Opus 5.5,r2\n"
    )
    assert scores(vending, "vending-bench-2").select("score", "unit").rows() == [(-31.18, "usd"), (9235.24, "usd")]


def test_each_environment_has_its_own_standard_error():
    balrog = (
        "id,Model version,Average progress,Average Standard error,NetHack progress,NetHack Standard error,Date added\n"
        "recLWfLdjfhmgI3Ap,claude-3-5-sonnet-20241022,32.6%,1.9%,0.6%,0.5%,13/3/2025\n"
    )
    rows = scores(balrog, "balrog").select("settings", "score", "standard_error", "evaluated_on").rows()
    assert rows == [
        (None, pytest.approx(0.326), pytest.approx(0.019), date(2025, 3, 13)),
        ("environment=NetHack", pytest.approx(0.006), pytest.approx(0.005), date(2025, 3, 13)),
    ]


def test_the_cost_of_a_whole_run_goes_with_its_scores():
    factorio = (
        "id,Model version,Tools,Production score,Lab Success %,Date added,Cost\n"
        "recM8yCK8gpP0f9t1,claude-3-5-sonnet-20240620,None,293206,21.9%,6/3/2025,$573.790\n"
    )
    assert scores(factorio, "factorio-learning-environment").select("metric", "score", "unit", "cost_usd").rows() == [
        ("production_score", 293206.0, "points", 573.79),
        ("lab_success", pytest.approx(0.219), "fraction", 573.79),
    ]


@pytest.mark.parametrize(
    ("source", "benchmark"),
    [
        ("Terminal-Bench Leaderboard,https://www.tbench.ai/leaderboard", "terminal-bench"),
        ("https://www.tbench.ai/leaderboard/terminal-bench/2.0,", "terminal-bench-2"),
        ("Terminal-Bench v2 Leaderboard,", "terminal-bench-2"),
    ],
)
def test_terminal_bench_2_is_another_benchmark_under_the_same_file_name(source, benchmark):
    header = "id,Agent,Model version,Accuracy mean,Accuracy SE,Source,Source Link\n"
    row = only(
        f"{header}rec1OgwoZk8uGh0cf, Terminus 2 ,claude-opus-4-7_unknown,0.802,0.021,{source}\n", "terminal-bench"
    )
    assert (row["benchmark"], row["settings"], row["standard_error"]) == (benchmark, "agent=Terminus 2", 0.021)


def test_a_row_without_a_source_goes_with_the_version_its_file_speaks_of():
    header = "id,Model version,Accuracy mean,Source\n"
    rows = scores(f"{header}r1,a,0.8,Terminal-Bench v2 Leaderboard\nr2,b,0.7,\n", "terminal-bench")
    assert rows["benchmark"].to_list() == ["terminal-bench-2", "terminal-bench-2"]


def test_the_renewed_weirdml_is_not_the_first_one():
    first = only("id,Model version,Shapes easy,Average\nr1,o1-2024-12-17_high,93.86%,59.47%\n", "weirdml")
    second = only("id,Model version,Accuracy,Cost per run\nr1,o3-2025-04-16_high,49.8%,$0.4637\n", "weirdml")
    assert (first["benchmark"], first["settings"]) == ("weirdml-v1", "task=Shapes easy")
    assert (second["benchmark"], second["settings"]) == ("weirdml-v2", None)


@pytest.mark.parametrize(
    ("part", "content", "model", "settings"),
    [
        ("scienceqa", "id,Name,Score\nr1,Mutimodal-T-SciQ_Large 🥇,96.18%\n", "Mutimodal-T-SciQ_Large", None),
        ("triviaqa", 'id,Name,Model version,EM\nr1,x,"Llama-2-70b-hf ",85%\n', "Llama-2-70b-hf", None),
        ("arc-agi", 'id,Name,Score\nr1,"Gemini 2.5\nPro",41%\n', "Gemini 2.5 Pro", None),
        (
            "os-world",
            "Agent,Model version,Score\nUI-TARS-7B-DPO (15 steps),,18.700\n",
            "UI-TARS-7B-DPO (15 steps)",
            None,
        ),
        (
            "os-world",
            "Agent,Model version,Score\nOpenAI CUA (15 steps),CUA,19.7\n",
            "CUA",
            "agent=OpenAI CUA (15 steps)",
        ),
        (
            "the-agent-company",
            "Model,UUID,Model version,% Resolved\nOpenHands + GPT 4o,r1,gpt-4o-2024-11-20,8.6%\n",
            "gpt-4o-2024-11-20",
            "agent=OpenHands",
        ),
        (
            "livebench",
            "id,UUID,Model version,Global average,LiveBench Version\nchatgpt-4o-latest-2025-03-27,r1,,64.75,v\n",
            "chatgpt-4o-latest-2025-03-27",
            "version=v",
        ),
        (
            "livebench",
            "id,UUID,Model version,Global average\nclaude-3-7-sonnet-thinking,r1,claude-3-7-sonnet-20250219,76.10\n",
            "claude-3-7-sonnet-20250219",
            "listed_as=claude-3-7-sonnet-thinking",
        ),
        (
            "deepresearch-bench",
            "id,Average score,Model version,Agent\nr1,56.4%,grok-4-0709,checked\n",
            "grok-4-0709",
            None,
        ),
        ("arc-ai2", "id,Challenge score,Model version,Shots\nr1,50.3%,Yi-6B,25-shot\n", "Yi-6B", "shots=25"),
        ("gsm8k", "id,EM,Model version,Shots,Notes\nr1,86.2%,m,8,CoT\n", "m", "prompting=CoT; shots=8"),
        ("mmlu", 'id,EM,Model version,Notes\nr1,86.2%,m,"5-shot top-1\n"\n', "m", "prompting=top-1"),
        ("mmlu", "id,EM,Model version,Notes\nr1,86.2%,m,Assuming medium reasoning effort\n", "m", None),
        (
            "video-mme",
            "id,Model version,Long videos (with subtitles),Frames,Notes\n"
            "r1,Qwen2.5-VL-72B-Instruct,76.4%,1024,Qwen augmented by the AdaReTaKe system.\n",
            "Qwen2.5-VL-72B-Instruct",
            "augmented_with=AdaReTaKe; duration=Long; frames=1024; subtitles=with",
        ),
    ],
)
def test_a_model_is_named_as_exactly_as_its_board_allows(part, content, model, settings):
    row = only(content, part)
    assert (row["model_name_raw"], row["settings"]) == (model, settings)


def test_a_record_id_is_never_a_model():
    header = "id,Model version,Global average\n"
    batch = read(f"{header}recdqASZ0IuC0YxYB,,64.75\nrecTQCvqMspIuMUQL,m,60.0\n", "livebench")
    assert batch.ignored == {"no_model": 1}


def test_repeated_runs_of_one_model_are_kept_apart_by_their_ids():
    runs = "id,Model version,Agent,Accuracy mean\nr1,m,Goose,45.3%\nr2,m,Goose,42.0%\n"
    assert scores(runs, "terminal-bench")["run_ref"].to_list() == ["r1", "r2"]


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["11/11/2024", "13/3/2025"], [date(2024, 11, 11), date(2025, 3, 13)]),
        (["3/13/2025", "4/5/2025"], [None, None]),
        (["2025-07-27", "8 May 2025", "soon", ""], [date(2025, 7, 27), date(2025, 5, 8), None, None]),
    ],
)
def test_days_come_before_months_unless_the_column_says_otherwise(cells, days):
    rows = "".join(f"a{i},0.5,{cell}\n" for i, cell in enumerate(cells))
    found = scores(f"Agent,Score,Date added\n{rows}", "os-world")
    assert found.sort("model_name_raw")["evaluated_on"].to_list() == days


def test_a_board_nobody_told_us_of_is_read_by_its_one_plain_score_column():
    row = only("Model version,Accuracy,Release date,id\nm,0.61,2026-01-01,rec1OgwoZk8uGh0cf\n", "newbench")
    assert (row["benchmark"], row["metric"], row["score"]) == ("newbench", "accuracy", 0.61)


def test_a_renamed_score_column_of_a_known_board_is_found_if_it_is_plain():
    assert only("id,Agent,Overall score\nr1,CUA,38.1%\n", "os-world")["score"] == pytest.approx(0.381)


@pytest.mark.parametrize(
    ("part", "content", "reason"),
    [
        (
            "newbench",
            "Model version,Points\nm,12\n",
            "without known name and with no score column; columns: Model version, P",
        ),
        (
            "newbench",
            "Model version,Score,Accuracy\nm,1,1\n",
            "without known name and with several plain score columns",
        ),
        ("newbench", "Model version,Score\nm,12.5\n", "the unit of its column Score cannot be told"),
        ("mmlu", "Model version,Points\nm,12\n", "without known columns and with no score column"),
        ("mmlu", "id,Name,EM\nr1,,\n", "no usable row among 1; columns: id, Name, EM"),
        ("mmlu", "Model version,EM\n", "a header without rows"),
        ("mmlu", "", "empty"),
        ("mmlu", "<!DOCTYPE html><html>Just a moment...</html>", "not CSV"),
        ("mmlu", '{"error": "not found"}', "not CSV"),
        ("model-versions", "name,Link\na,b\n", "no column of model versions among name, Link"),
    ],
)
def test_what_is_no_table_of_scores_is_rejected_with_what_was_seen(part, content, reason):
    with pytest.raises(NormaliseError, match=f"{SOURCE}/{part}: payload: .*{reason}"):
        read(content, part)


def test_a_new_column_that_looks_like_a_score_is_reported_once():
    content = "id,Model version,EM,Hard subset accuracy,Colour\nr1,a,80%,70%,red\nr2,b,81%,71%,red\n"
    batch = read(content, "mmlu")
    assert batch.quarantine.select("record_ref", "reason").rows() == [
        (
            "row 1, column Hard subset accuracy",
            "column Hard subset accuracy looks like a score and is not known; 2 rows have it",
        )
    ]
    assert (batch.records_used, batch.records_quarantined) == (2, 0)


def test_a_model_version_is_a_card_with_its_release_and_its_repository():
    versions = """\ufeffid,Model,Display name,Hugging Face developer id,Version release date,TEMPLATE copy,TEMPLATE copy
DeepSeek-V3-0324,DeepSeek-V3,DeepSeek-V3 (Mar 2025),deepseek-ai,2025-03-24,recA,recB
DeepSeek-V3.1_thinking,DeepSeek-V3.1,,deepseek-ai,2025-08-21,,
QwQ-32B (16K thinking),QwQ-32B,,Qwen,,,
phi-1_5,Phi-1.5,,microsoft,,,
ada,GPT-3 Medium,,,,,
,,,,,,
"""
    batch = read(versions, "model-versions")
    cards = batch.observations["model_card"]
    assert cards.select("model_name_raw", "display_name", "released_on", "weights_ref").rows() == [
        ("DeepSeek-V3-0324", "DeepSeek-V3 (Mar 2025)", date(2025, 3, 24), "deepseek-ai/DeepSeek-V3-0324"),
        ("DeepSeek-V3.1_thinking", "DeepSeek-V3.1", date(2025, 8, 21), "deepseek-ai/DeepSeek-V3.1"),
        ("QwQ-32B (16K thinking)", "QwQ-32B", None, "Qwen/QwQ-32B"),
        ("phi-1_5", "Phi-1.5", None, "microsoft/phi-1_5"),
        ("ada", "GPT-3 Medium", None, None),
    ]
    assert cards["has_downloadable_weights"].to_list() == [True, True, True, True, None]
    assert set(cards["weights_openness"]) == {"unknown"}
    assert batch.ignored == {"blank_row": 1}


def test_the_later_list_of_models_says_who_made_them_and_whether_they_are_open():
    metadata = """model_version,model_group,date,display_name,organization,country,accessibility,training_compute_flop
claude-opus-4-7_max,Claude Opus 4.7,2026-04-16,Claude Opus 4.7 (max),Anthropic,United States of America,API access,
glm-4.5,GLM 4.5,2025-08-03,,"Z.ai (Zhipu AI),Tsinghua University",China,Open weights (unrestricted),4.42e24
odd,Odd,August 2025,,,,,
,,,,,,,
"""
    batch = read(metadata, "model-metadata")
    wanted = ("developer", "display_name", "released_on", "weights_openness", "has_downloadable_weights")
    assert batch.observations["model_card"].select(*wanted).rows() == [
        ("Anthropic", "Claude Opus 4.7 (max)", date(2026, 4, 16), "api_only", False),
        ("Z.ai (Zhipu AI),Tsinghua University", "GLM 4.5", date(2025, 8, 3), "open_weights", True),
    ]
    assert batch.quarantine["reason"].to_list() == ["cannot read the release date August 2025"]


@pytest.mark.parametrize(
    ("paths", "part"),
    [
        (("epoch-benchmarks/20250723T035302Z/external_benchmark_mmlu.csv", "mmlu_external.csv"), "mmlu"),
        (("external_benchmark_hellaswag.csv", "hella_swag_external.csv"), "hellaswag"),
        (("external_benchmark_anli.csv", "adversarial_nli_external.csv"), "anli"),
        (("external_benchmark_csqa2.csv", "common_sense_qa_2_external.csv"), "commonsenseqa-2"),
        (("external_benchmark_metr.csv", "metr_time_horizons_external.csv"), "metr-time-horizon"),
        (("external_benchmark_gso_bench.csv", "gso_external.csv"), "gso-bench"),
        (("external_benchmark_terminal_bench.csv", "terminalbench_external.csv"), "terminal-bench"),
        (("external_benchmark_fictionlivebench.csv", "fictionlivebench_external.csv"), "fiction-livebench"),
        (("epoch_capabilities_index.csv", "epoch_capabilities_index/eci_scores.csv"), "epoch-capabilities-index"),
        (("frontiermath_tier_4.csv",), "frontiermath-tier-4"),
        (("benchmarks_runs.csv",), "benchmarks-runs"),
        (("distilled_models.csv", "benchmark_metadata.csv", "README.md", "__MACOSX/._mmlu_external.csv", "x"), None),
        (("epoch_capabilities_index/edi_scores.csv", "epoch_capabilities_index/eci_bootstraps.json"), None),
    ],
)
def test_old_and_new_file_names_of_one_board_are_one_part(paths, part):
    assert {registry()[SOURCE].part_of(path) for path in paths} == {part}


def test_every_described_board_can_be_reached_by_a_file_name():
    part_of = registry()[SOURCE].part_of
    assert {part: part_of(f"{part.replace('-', '_')}_external.csv") for part in BOARDS} == {
        part: part for part in BOARDS
    }


def test_a_run_has_the_benchmark_of_the_file_that_came_after_the_log():
    part_of = registry()[SOURCE].part_of
    assert part_of("frontiermath.csv") == TASKS["FrontierMath-2025-02-28-Private"]
    assert part_of("frontiermath_tier_4.csv") == TASKS["FrontierMath-Tier-4-2025-07-01-Private"]
    logged = set(scores(RUNS, "benchmarks-runs")["benchmark"])
    assert {part_of(f"{name}.csv") for name in ("swe_bench_verified", "math_level_5", "gpqa_diamond")} < logged


SHARES = st.lists(st.integers(20, 1000), min_size=1, max_size=30)


@settings(deadline=None, max_examples=40)
@given(SHARES)
def test_a_column_of_shares_reads_the_same_in_every_notation(per_mille):
    wanted = [share / 1000 for share in per_mille]
    for cells in (
        [f"{s / 1000}" for s in per_mille],
        [f"{s / 10}%" for s in per_mille],
        [f"{s / 10}" for s in per_mille],
    ):
        assert scores(column(*cells), "mmlu").sort("run_ref", "score")["score"].sort().to_list() == pytest.approx(
            sorted(wanted), abs=1e-12
        )


@given(st.lists(st.floats(0, 100), min_size=1))
def test_bare_numbers_of_a_percent_column_are_percentages_as_soon_as_one_exceeds_one(numbers):
    assert bare_divisor("percent", pl.Series(numbers, dtype=pl.Float64)) == (100.0 if max(numbers) > 1 else 1.0)


CELLS = st.sampled_from(
    [
        "",
        "80.9%",
        "0.5",
        "85",
        "$1.5",
        "–",
        "x",
        "1e999",
        "nan",
        "-3",
        '"a\nb"',
        "24/4/2025",
        "recAAAAAAAAAAAAAA",
        "±",
        "a:0.5±0.1",
    ]
)
HEADERS = st.sampled_from(
    [
        "id",
        "UUID",
        "Name",
        "Model version",
        "Score",
        "EM",
        "Accuracy",
        "Average",
        "Best score (across scorers)",
        "mean_score",
        "stderr",
        "task",
        "Scores",
        "model",
        "Status",
        "started_at",
        "Shots",
        "Agent",
        "Source",
        "Cost",
        "Votes",
        "",
    ]
)
TABLES = st.lists(HEADERS, min_size=1, max_size=8).flatmap(
    lambda names: st.lists(st.lists(CELLS, min_size=1, max_size=len(names) + 1), max_size=5).map(
        lambda rows: "\n".join(",".join(row) for row in (names, *rows))
    )
)


@settings(deadline=None)
@given(TABLES, st.sampled_from([*BOARDS, "newbench", "benchmarks-runs", "gpqa-diamond", "model-versions"]))
def test_no_table_is_half_read(content, part):
    try:
        batch = read(content, part)
    except NormaliseError:
        return
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == batch.records_read
    if "benchmark_score" in batch.observations:
        rows = batch.observations["benchmark_score"]
        shares = rows.filter(pl.col("unit") == "fraction")["score"]
        assert shares.is_between(0, 1).all()
        assert rows["score"].is_finite().all()


@pytest.fixture(scope="module")
def captures():
    return {(f"{batch.payload.captured_at:%m-%d}", batch.payload.part): batch for batch in normalised(SOURCE)}


def test_captures_are_read_whole(captures):
    assert len(captures) == 66
    ignored = {key: batch.ignored for key, batch in captures.items() if batch.ignored}
    assert ignored == {
        ("07-23", "aider-polyglot"): {"no_model": 3},
        ("07-23", "fiction-livebench"): {"no_model": 1},
        ("07-23", "model-versions"): {"blank_row": 2},
        ("10-14", "aider-polyglot"): {"no_model": 4},
        ("10-14", "anli"): {"no_score": 3},
        ("10-14", "arc-ai2"): {"no_score": 2},
        ("10-14", "fiction-livebench"): {"no_model": 1},
        ("10-14", "superglue"): {"no_score": 1},
        ("10-14", "terminal-bench"): {"no_model": 2},
        ("10-14", "weirdml"): {"no_model": 1},
    }
    held = {key: batch.quarantine["record_ref"].to_list() for key, batch in captures.items() if batch.quarantine.height}
    assert held == {("07-23", "model-versions"): ["row 431"]}  # mistral-large-2407 once more, with another display name


@pytest.mark.parametrize(
    ("key", "ref", "benchmark", "metric", "model", "settings", "score"),
    [
        ("07-23 mmlu", "row 1, column EM", "mmlu", "exact_match", "claude-3-5-sonnet-20241022", "shots=5", 0.809),
        ("07-23 arc-agi", "row 2, column Score", "arc-agi", "accuracy", "o3-2025-04-16_high", None, 0.61),
        (
            "07-23 gso-bench",
            "row 3, column Score OPT@10",
            "gso-bench",
            "opt_at_10",
            "claude-3-5-sonnet-20241022",
            "scaffold=OpenHands",
            0.16,
        ),
        ("07-23 mcbench", "row 2, column ELO", "mcbench", "elo", "gpt-4.5-preview-2025-02-27", None, 1270.0),
        (
            "07-23 mcbench",
            "row 1, column Win rate",
            "mcbench",
            "win_rate",
            "Claude 3.7 Sonnet (2025-02-19)",
            None,
            0.842,
        ),
        (
            "07-23 webdev-arena",
            "row 1, column Arena Score",
            "lmarena-webdev",
            "elo",
            "claude-3-7-sonnet-20250219",
            None,
            1355.76,
        ),
        (
            "07-23 weirdml",
            "row 3, column Digits unsup",
            "weirdml-v1",
            "accuracy",
            "o1-2024-12-17_high",
            "task=Digits unsup",
            0.894,
        ),
        (
            "07-23 benchmarks-runs",
            "row 3, column Best score (across scorers)",
            "swe-bench-verified",
            "accuracy",
            "grok-3-mini-beta_low",
            None,
            0.152,
        ),
        (
            "07-23 deepresearch-bench",
            "row 4, column Average score",
            "deepresearch-bench",
            "score",
            "gemini-2.5-pro-preview-06-05",
            None,
            0.40,
        ),
        (
            "07-23 cybench",
            "row 1, column Unguided most difficult task solved (minutes)",
            "cybench",
            "hardest_task_solved",
            "o3-mini-2025-01-31_medium",
            "guidance=Unguided; run_by=HAL",
            42.0,
        ),
        (
            "10-14 aider-polyglot",
            "row 3, column Cost",
            "aider-polyglot",
            "cost_per_task",
            "o3-pro-2025-06-10_high",
            "edit_format=diff",
            0.65,
        ),
        ("10-14 arc-ai2", "row 8, column Easy score", "arc-easy", "accuracy", "text-davinci-001", None, 0.688),
        ("10-14 arc-ai2", "row 1, column Challenge score", "arc-challenge", "accuracy", "Yi-6B", "shots=25", 0.503),
        (
            "10-14 fiction-livebench",
            "row 1, column 192k token score",
            "fiction-livebench",
            "accuracy",
            "o3-2025-04-16_medium",
            "input_tokens=192k",
            0.581,
        ),
        (
            "10-14 gsm8k",
            "row 98, column EM",
            "gsm8k",
            "exact_match",
            "Phi-3.5-mini-instruct",
            "prompting=CoT; shots=8",
            0.862,
        ),
        (
            "10-14 lech-mazur-writing",
            "row 1, column Mean score",
            "lech-mazur-writing",
            "mean_score",
            "o3-2025-04-16_medium",
            None,
            8.39,
        ),
        (
            "10-14 livebench",
            "row 2, column IF Average",
            "livebench",
            "average",
            "claude-3-7-sonnet-20250219",
            "category=IF; listed_as=claude-3-7-sonnet-thinking; version=LiveBench-2024-11-25",
            0.8125,
        ),
        (
            "10-14 metr-time-horizon",
            "row 1, column Time horizon",
            "metr-time-horizon",
            "time_horizon",
            "gpt-5-2025-08-07_medium",
            None,
            137.318539,
        ),
        (
            "10-14 os-world",
            "row 1, column Score",
            "os-world",
            "success_rate",
            "CUA",
            "agent=OpenAI CUA (200 steps)",
            0.381,
        ),
        (
            "10-14 osuniverse",
            "row 1, column Gold",
            "osuniverse",
            "success_rate",
            "computer-use-preview-2025-03-11",
            "agent=Computer use agent; level=Gold",
            0.0909,
        ),
        ("10-14 piqa", "row 128, column Score", "piqa", "accuracy", "UNICORN", "training=fine-tuned", 0.901),
        ("10-14 scienceqa", "row 1, column Score", "scienceqa", "accuracy", "Mutimodal-T-SciQ_Large", None, 0.9618),
        (
            "10-14 the-agent-company",
            "row 1, column Average costs",
            "the-agent-company",
            "cost_per_task",
            "claude-3-5-sonnet-20241022",
            "agent=OpenHands; environment_model=Claude 3.5 Sonnet",
            6.34,
        ),
        (
            "10-14 video-mme",
            "row 2, column Overall (no subtitles)",
            "video-mme",
            "accuracy",
            "Qwen2.5-VL-72B-Instruct",
            "augmented_with=AdaReTaKe; duration=Overall; frames=1024; subtitles=no",
            0.735,
        ),
        (
            "10-14 weirdml",
            "row 2, column Cost per run",
            "weirdml-v2",
            "cost_per_run",
            "o3-pro-2025-06-10_high",
            None,
            5.2283,
        ),
        ("10-14 winogrande", "row 1, column Accuracy", "winogrande", "accuracy", "PaLM 2-L", "shots=1", 0.83),
    ],
)
def test_captures_hold_the_scores_read_by_hand(captures, key, ref, benchmark, metric, model, settings, score):
    rows = captures[tuple(key.split(" "))].observations["benchmark_score"]
    row = rows.row(by_predicate=pl.col("record_ref") == ref, named=True)
    assert (row["benchmark"], row["metric"], row["model_name_raw"], row["settings"]) == (
        benchmark,
        metric,
        model,
        settings,
    )
    assert row["score"] == pytest.approx(score, abs=1e-12)


def test_captured_runs_keep_their_ids_between_the_dates(captures):
    july, october = (captures[day, "benchmarks-runs"].observations["benchmark_score"] for day in ("07-23", "10-14"))
    kept = july.join(october, on="run_ref", how="semi")
    assert kept["run_ref"].n_unique() > 380


def test_captured_model_versions_have_releases(captures):
    cards = captures["10-14", "model-versions"].observations["model_card"]
    assert (cards.height, cards["released_on"].drop_nulls().len(), cards["weights_ref"].drop_nulls().len()) == (
        554,
        520,
        251,
    )
    row = cards.row(by_predicate=pl.col("model_name_raw") == "DeepSeek-V3-0324", named=True)
    assert (row["released_on"], row["weights_ref"]) == (date(2025, 3, 24), "deepseek-ai/DeepSeek-V3-0324")
