"""Makers' cards: sizes, what training took and scores, read from Markdown and HTML tables, and what is none of them."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources import registry
from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.model_cards import normalise

SOURCE = "model-cards"
PIPES = """# Model Details
**Model Developers** Meta

||Training Data|Params|Context Length|
|---|---|---|---|
Llama 2|*A new mix*|7B|4k|
Llama 2|*A new mix*|70B|4k|

**Carbon Footprint** 3.3M GPU hours of computation on hardware of type A100-80GB (TDP of 350-400W).

||Time (GPU hours)|Power Consumption (W)|Carbon Emitted(tCO<sub>2</sub>eq)|
|---|---|---|---|
|Llama 2 7B|184320|400|31.22|
|Llama 2 70B|1720320|400|291.42|
|Total|3311616||539.00|

|Model|Size|BBH|MMLU|
|---|---|---|---|
|Llama 1|7B|30.3|35.1|

|Model|Download|
|---|---|
|Llama 2|[here](https://example.org)|

Use that violates the Llama 2 Community License.
"""
HTML = """**Model developer:** Meta

<table>
<tr><td></td><td><strong>Params</strong></td><td>Context length</td></tr>
<tr><td rowspan="2" >Llama 3.1 (text only)
</td><td>8B</td><td>128k</td></tr>
<tr><td>405B</td><td>128k</td></tr>
</table>

**Model Release Date:** Sept 23, 2024.
"""


def read(content: str) -> Batch:
    return normalise(payload(content, source_id=SOURCE, part="x"))


def cards(batch: Batch) -> dict[str, tuple]:
    wanted = ("model_name_raw", "parameters_b", "training_gpu_hours", "training_tco2e")
    return {row[0]: row[1:] for row in batch.observations["model_card"].select(wanted).rows()}


def test_llama_2_70b_took_1_72_million_gpu_hours_and_291_tons():
    batch = read(PIPES)
    assert cards(batch) == {"Llama 2 7B": (7.0, 184_320.0, 31.22), "Llama 2 70B": (70.0, 1_720_320.0, 291.42)}
    row = batch.observations["model_card"].row(1, named=True)
    assert (row["developer"], row["training_gpu"], row["record_ref"]) == ("Meta", "A100-80GB", "line 7")
    assert (row["license"], row["weights_openness"]) == ("Llama 2 Community License", "restricted_weights")
    assert (row["training_energy_kwh"], row["context_tokens"], row["method"]) == (None, None, "stated")
    assert batch.ignored == {"more_of_a_model": 2, "table_of_other_things": 1, "total": 1}
    assert batch.quarantine.is_empty()


def test_a_cell_of_an_html_table_that_spans_rows_stands_in_each():
    batch = read(HTML)
    assert cards(batch) == {"Llama 3.1 8B": (8.0, None, None), "Llama 3.1 405B": (405.0, None, None)}
    assert set(batch.observations["model_card"]["released_on"]) == {date(2024, 9, 23)}
    assert set(batch.observations["model_card"]["training_gpu"]) == {None}


def test_total_and_active_parameters_are_told_apart():
    batch = read(
        "| **Model** | **#Total Params** | **#Activated Params** | **Context Length** |\n| :-: | :-: | :-: | :-: |\n"
        "| DeepSeek-V3 | 671B | 37B | 128K |\n| Kimi-K2 | 1T | 32B | 128K |\n"
    )
    assert cards(batch) == {"DeepSeek-V3": (671.0, None, None), "Kimi-K2": (1000.0, None, None)}
    assert batch.observations["model_card"]["active_parameters_b"].to_list() == [37.0, 32.0]


def test_a_table_of_two_columns_sums_up_the_model_of_the_card():
    text = (
        "| | |\n|:-:|:-:|\n| **Architecture** | MoE |\n| **Total Parameters** | 1T |\n| Activated Parameters | 32B |\n"
    )
    batch = normalise(payload(text, source_id=SOURCE, part="kimi-k2", name="20250729T084133Z/Kimi-K2/README.md"))
    [row] = batch.observations["model_card"].to_dicts()
    wanted = ("model_name_raw", "parameters_b", "active_parameters_b", "record_ref")
    assert [row[name] for name in wanted] == ["Kimi-K2", 1000.0, 32.0, "line 4"]
    assert batch.ignored == {"about_the_model": 1}


@pytest.mark.parametrize(
    ("old", "new", "model", "expected", "reason"),
    [
        (
            "291.42",
            "2.9",
            "Llama 2 70B",
            (70.0, 1_720_320.0, None),
            "2.9 tCO2e for 688128.0 kWh at the GPUs' peak: a slip",
        ),
        (
            "1720320",
            "many hours",
            "Llama 2 70B",
            (70.0, None, 291.42),
            "cannot read the hours of Llama 2 70B: many hours",
        ),
        (
            "|70B|",
            "|large|",
            "Llama 2 70B",
            (None, 1_720_320.0, 291.42),
            "cannot read the parameters of Llama 2: large",
        ),
        ("184320", "0.18432M", "Llama 2 7B", (7.0, 184_320.0, 31.22), None),
        (
            "184320",
            "Stage 1 pretraining: 184K H100 hours RLHF: 320 H100 hours",
            "Llama 2 7B",
            (7.0, 184_320.0, 31.22),
            None,
        ),
        ("31.22", "31.2.2", "Llama 2 7B", (7.0, 184_320.0, None), "cannot read the tco2e of Llama 2 7B: 31.2.2"),
    ],
)
def test_a_figure_that_cannot_be_right_is_refused_and_the_others_stay(old, new, model, expected, reason):
    batch = read(PIPES.replace(old, new))
    assert cards(batch)[model] == expected
    assert (reason is None and batch.quarantine.is_empty()) or reason in batch.quarantine["reason"].to_list()


def test_two_tables_that_contradict_each_other_are_refused():
    again = "\n||Time (GPU hours)|\n|---|---|\n|Llama 2 7B|999|\n"
    batch = read(PIPES + again)
    assert "Llama 2 7B" not in cards(batch)
    assert set(batch.quarantine["reason"]) == {"the tables contradict each other"}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "# Qwen3\nprose",
        "<!DOCTYPE html><table><tr><td>404</td></tr></table>",
        '{"dim": 7168}',
        "|a|b|\n|---|---|\n|1|2|",
    ],
)
def test_a_payload_without_a_table_of_sizes_training_or_scores_is_rejected(content):
    with pytest.raises(NormaliseError, match="model-cards/x"):
        read(content)


LINES = st.lists(
    st.sampled_from(
        [*PIPES.splitlines(), *HTML.splitlines(), "<tr></tr>", '<td rowspan="999">', "|", "|-|", "</table>"]
    )
)


@given(LINES)
def test_every_document_balances_or_is_rejected(lines):
    try:
        batch = read("\n".join(lines))
    except NormaliseError:
        return
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == batch.records_read


@pytest.fixture(scope="module")
def captures() -> dict[str, Batch]:
    return {batch.payload.part: batch for batch in normalised(SOURCE)}


def test_captures_hold_the_training_read_by_hand(captures):
    assert {name: card for batch in captures.values() for name, card in cards(batch).items()} == {
        "Llama 2 7B": (7.0, 184_320.0, 31.22),
        "Llama 2 13B": (13.0, 368_640.0, 62.44),
        "Llama 2 70B": (70.0, 1_720_320.0, 291.42),
        "Llama 3 8B": (8.0, 1.3e6, 390.0),
        "Llama 3 70B": (70.0, 6.4e6, 1900.0),
        "Llama 3.1 8B": (8.0, 1.46e6, 420.0),
        "Llama 3.1 70B": (70.0, 7.0e6, 2040.0),
        "Llama 3.1 405B": (405.0, 30.84e6, 8930.0),
        "Llama 3.2-Vision 11B": (11.0, 246_120.0, 71.0),  # 147K + 98K + 896 + 224
        "Llama 3.2-Vision 90B": (90.0, 1_775_120.0, 513.0),
        "Llama 3.3 70B": (70.0, 7.0e6, None),
        "DeepSeek-V3-Base": (671.0, None, None),
        "DeepSeek-V3": (671.0, 2.788e6, None),  # in a sentence
        "Kimi-K2": (1000.0, None, None),
    }


def test_captured_slips_and_figures_without_a_unit_are_held_back(captures):
    held = {part: batch.quarantine["reason"].to_list() for part, batch in captures.items() if batch.quarantine.height}
    unit = "the unit of {} is not said".format
    assert held == {
        "llama-2": [
            *map(unit, ("Code", "Commonsense Reasoning", "World Knowledge", "Reading Comprehension", "Math")),
            *map(unit, ("Toxigen", "Toxigen")),
        ],
        "llama-3.3": ["12.9 tCO2e for 4900000.0 kWh at the GPUs' peak: a slip"],
        "deepseek-v3": [*map(unit, ("Pile-test (BPB)", "Codeforces (Percentile)"))],
        "yi-6b": [*map(unit, ("Common-sense Reasoning", "Reading Comprehension", "Math & Code"))],
    }


def test_captured_cards_say_what_they_were_trained_on_and_when_they_came_out(captures):
    said = {
        part: batch.observations["model_card"].select("training_gpu", "released_on").rows()[-1]
        for part, batch in captures.items()
        if batch.observations["model_card"].height
    }
    assert said == {
        "llama-2": ("A100-80GB", None),
        "llama-3": ("H100-80GB", date(2024, 4, 18)),
        "llama-3.1": ("H100-80GB", date(2024, 7, 23)),
        "llama-3.2-vision": ("H100-80GB", date(2024, 9, 25)),
        "llama-3.3": ("H100-80GB", date(2024, 12, 6)),
        "deepseek-v3": ("H800", None),
        "kimi-k2": (None, None),
    }
    [deepseek] = captures["deepseek-v3"].observations["model_card"].filter(model_name_raw="DeepSeek-V3").to_dicts()
    assert deepseek["record_ref"] == "line 94 + line 52"


@pytest.mark.parametrize(
    ("part", "ref", "expected"),
    [
        ("llama-2", "line 72, cell 8", ("mmlu", "accuracy", "Llama 2 70B", None, 0.689)),
        (
            "llama-3",
            "line 169, column 2, cell 3",
            ("mmlu", "accuracy", "Llama 3 8B", "shots=5; tuning=base", 0.666),
        ),
        (
            "llama-3",
            "line 351, column 2, cell 2",
            ("mmlu", "accuracy", "Llama 3 8B", "shots=5; tuning=instruct", 0.684),
        ),
        (
            "llama-3.1",
            "line 675, column 2, cell 9",
            (
                *("math", "exact_match", "Llama 3.1 405B Instruct"),
                *("as_stated=final_em; prompting=CoT; shots=0; tuning=instruct", 0.738),
            ),
        ),
        (
            "llama-3.3",
            "line 68, cell 7",
            ("gpqa-diamond", "accuracy", "Llama-3.3 70B Instruct", "prompting=CoT; shots=0; tuning=instruct", 0.505),
        ),
        ("deepseek-v3", "line 133, cell 7", ("humaneval", "pass_at_1", "DeepSeek-V3", "shots=0; tuning=base", 0.652)),
        (
            "deepseek-v3",
            "line 185, cell 7",
            (
                *("swe-bench-verified", "accuracy", "Claude-3.5-Sonnet-1022"),
                *("as_stated=Resolved; tuning=instruct", 0.508),
            ),
        ),
        ("deepseek-v3", "line 214, cell 2", ("arena-hard", "win_rate", "DeepSeek-V3", "tuning=instruct", 0.855)),
        (
            "kimi-k2",
            "line 153, column 0, cell 6",
            (
                *("swe-bench-verified", "accuracy", "Claude Sonnet 4 (w/o extended thinking)"),
                *("as_stated=Agentic Coding; attempts=2+; tuning=instruct", 0.802),
            ),
        ),
        ("yi-6b", "line 50, cell 6", ("bbh", "accuracy", "Yi-34B", "shots=3", 0.543)),
    ],
)
def test_captures_hold_the_scores_read_by_hand(captures, part, ref, expected):
    rows = captures[part].observations["benchmark_score"].filter(pl.col("record_ref") == ref)
    wanted = rows.select("benchmark", "metric", "model_name_raw", "settings", "score").rows()
    assert wanted == [expected]
    assert set(rows["evaluator_kind"]) == {"vendor"}


def test_who_reports_a_score_is_the_document_and_its_maker(captures):
    reporters = {part: set(batch.observations["benchmark_score"]["evaluator"]) for part, batch in captures.items()}
    assert reporters["llama-3"] == {"Meta, Llama-3 model card"}
    assert reporters["llama-3.1"] == {"Meta, Llama-3.1 model card"}
    assert reporters["kimi-k2"] == {"Kimi-K2 model card"}


def test_parts_are_the_cards():
    part_of = registry()[SOURCE].part_of
    assert part_of("model-cards/20240930T184622Z/Llama-3.1/MODEL_CARD.md") == "llama-3.1"
    assert part_of("model-cards/20250616T063428Z/DeepSeek-V3/README.md") == "deepseek-v3"
    assert part_of("model-cards/20241226T110157Z/DeepSeek-V3/config_671B.json") is None
    assert part_of("model-cards/20241226T110157Z/DeepSeek-V3/README_WEIGHTS.md") is None
    assert part_of("model-cards/20240530T063123Z/Yi-6B/HUGGINGFACE_README.md") == "yi-6b"
    assert part_of("model-cards/20260109T030546Z/Qwen3/README.md") is None
