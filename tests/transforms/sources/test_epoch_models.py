"""Epoch's models: parameters one by one, compute in FLOP, and what of it is an estimate."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources import registry
from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.epoch_models import normalise, read_days

SOURCE = "epoch-models"
HEADER = (
    "System,Domain,Organization,Publication date,Parameters,Training compute (FLOP),"
    "Training hardware,Confidence,Model accessibility"
)
LLAMA = (
    "Llama 3.1-405B,Language,Meta AI,2024-07-23,4.05E+11,3.80E+25,NVIDIA H100 SXM5 80GB,Confident,"
    "Open access (restricted use)"
)
GPT_4 = "GPT-4,Language,OpenAI,2023-03-15,,2.10E+25,NVIDIA A100 SXM4 40 GB,Speculative,API access"
MIXTRAL = "Mixtral 8x7B,Language,Mistral AI,2023-12-11,46700000000.0,,,Confident,Open access (unrestricted)"


def read(*rows: str, header: str = HEADER) -> Batch:
    return normalise(payload("\n".join((header, *rows)), source_id=SOURCE, part="notable-ai-models"))


def card(*rows: str, header: str = HEADER) -> dict:
    [row] = read(*rows, header=header).observations["model_card"].to_dicts()
    return row


def test_llama_3_1_has_405_billion_parameters_and_estimated_compute():
    row = card(LLAMA)
    assert (row["model_name_raw"], row["developer"], row["released_on"]) == (
        "Llama 3.1-405B",
        "Meta AI",
        date(2024, 7, 23),
    )
    assert (row["parameters_b"], row["training_compute_flop"]) == (405.0, 3.8e25)
    assert (row["training_gpu"], row["training_gpu_hours"]) == ("NVIDIA H100 SXM5 80GB", None)
    assert (row["weights_openness"], row["has_downloadable_weights"]) == ("restricted_weights", True)
    assert (row["record_ref"], row["training_energy_kwh"]) == ("row 1", None)


def test_an_estimate_never_becomes_a_fact():
    batch = read(LLAMA, GPT_4, MIXTRAL, "AlexNet,Vision,,2012-09-30,6e7,,,Unknown,", "Mystery,,,2020-01-01,,,,,")
    methods = batch.observations["model_card"].select("model_name_raw", "method").rows()
    assert methods == [
        ("Llama 3.1-405B", "estimated"),
        ("GPT-4", "estimated"),
        ("Mixtral 8x7B", "stated"),
        ("AlexNet", "estimated"),
        ("Mystery", "stated"),
    ]


@pytest.mark.parametrize(
    ("said", "method"),
    [
        ("Reported", "stated"),
        ("Operation counting", "estimated"),
        ("Reported,Hardware", "estimated"),
        ("", "estimated"),
    ],
)
def test_only_reported_compute_of_a_confident_row_is_stated(said, method):
    row = card(f'{LLAMA},"{said}",3.084e7', header=f"{HEADER},Training compute estimation method,Training chip-hours")
    assert (row["method"], row["training_gpu_hours"]) == (method, 3.084e7)


@pytest.mark.parametrize(
    ("access", "openness", "has_weights"),
    [
        ("API access", "api_only", False),
        ("Hosted access (no API)", "unknown", False),
        ("Unreleased", "unknown", False),
        ("Open source", "open_weights", True),
        ("Open access (unrestricted)", "open_weights", True),
        ("Open weights (non-commercial)", "restricted_weights", True),
        ("On the moon", "unknown", None),
        ("", "unknown", None),
    ],
)
def test_openness_is_said_only_where_the_licence_is_certain(access, openness, has_weights):
    row = card(f"X,Language,Y,2024-01-01,1e9,,,Confident,{access}")
    assert (row["weights_openness"], row["has_downloadable_weights"]) == (openness, has_weights)


def test_a_renamed_column_of_names_is_still_the_name():
    assert card(LLAMA, header=HEADER.replace("System", "Model"))["model_name_raw"] == "Llama 3.1-405B"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (["23-07-2024", "01-02-2023"], [date(2024, 7, 23), date(2023, 2, 1)]),
        (["7/23/2024", "1/2/2023"], [date(2024, 7, 23), date(2023, 1, 2)]),
        (["01-02-2023"], [None]),
        (["23-07-2024", "07-23-2024"], [None, None]),
        (["2024-07-23", None, "soon"], [date(2024, 7, 23), None, None]),
    ],
)
def test_the_whole_column_tells_which_part_of_a_date_is_the_month(written, expected):
    assert read_days(pl.Series(written, dtype=pl.String)).to_list() == expected


@given(st.lists(st.dates(date(1950, 1, 1), date(2030, 1, 1)), min_size=1))
def test_a_day_above_12_settles_every_date_of_a_column(days):
    days = [*days, date(2024, 7, 23)]
    for form in ("%d-%m-%Y", "%m/%d/%Y", "%Y-%m-%d"):
        assert read_days(pl.Series([day.strftime(form) for day in days])).to_list() == days


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",Language,Y,2024-01-01,1e9,,,Confident,", "no name of a model"),
        ("X,Language,Y,July 2024,1e9,,,Confident,", "cannot read the publication date July 2024"),
        ("X,Language,Y,2024-01-01,70B,,,Confident,", "Parameters is no plausible figure: 70B"),
        ("X,Language,Y,2024-01-01,-3,,,Confident,", "Parameters is no plausible figure: -3"),
        ("X,Language,Y,2024-01-01,nan,,,Confident,", "Parameters is no plausible figure: nan"),
        ("X,Language,Y,2024-01-01,1e9,3.8e99,,Confident,", "Training compute (FLOP) is no plausible figure: 3.8e99"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused(row, reason):
    batch = read(LLAMA, row)
    assert batch.quarantine["reason"].to_list() == [reason]
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


def test_nought_parameters_are_unknown_and_blank_rows_are_none():
    batch = read(LLAMA, "X,Language,Y,2024-01-01,0.0,,,Confident,", ",Vision,,,,,,,")
    assert batch.observations["model_card"]["parameters_b"].to_list() == [405.0, None]
    assert batch.ignored == {"blank_row": 1}


def test_new_columns_are_reported():
    assert read(f"{LLAMA},9", header=f"{HEADER},Moons").quarantine["reason"].to_list() == ["columns not known: Moons"]


@pytest.mark.parametrize(
    "content",
    ["", "<!DOCTYPE html><title>404</title>", '{"error": 404}', HEADER, "a,b\n1,2", f"{HEADER}\n,,,,,,,,", "\x00\xff"],
)
def test_a_payload_that_is_no_table_of_models_is_rejected(content):
    with pytest.raises(NormaliseError, match="epoch-models/all"):
        normalise(payload(content, source_id=SOURCE))


CELLS = st.sampled_from(["", "X", "1e9", "2024-01-01", "13-01-2024", "1/13/2024", "nan", "-1", '"a\nb"', "inf", "0"])


@given(st.lists(st.lists(CELLS, min_size=9, max_size=9), max_size=5))
def test_every_table_balances_or_is_rejected(rows):
    try:
        batch = read(LLAMA, *(",".join(row) for row in rows))
    except NormaliseError:
        return
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == batch.records_read


@pytest.fixture(scope="module")
def captures() -> dict[str, Batch]:
    return {str(batch.payload.captured_at.date()): batch for batch in normalised(SOURCE)}


def test_captures_are_read_whole(captures):
    assert {day: batch.observation_count for day, batch in captures.items()} == {"2024-07-16": 825, "2025-04-04": 867}
    assert all(batch.quarantine.is_empty() and not batch.ignored for batch in captures.values())


@pytest.mark.parametrize(
    ("day", "name", "released", "parameters_b", "flop", "gpu", "method"),
    [
        (
            "2024-07-16",
            "Nemotron-4 340B",
            date(2024, 6, 14),
            340.0,
            1.7999999999999999e25,
            "NVIDIA H100 SXM5",
            "estimated",
        ),
        ("2025-04-04", "Llama 3.1-405B", date(2024, 7, 23), 405.0, 3.8e25, "NVIDIA H100 SXM5 80GB", "estimated"),
        ("2025-04-04", "GPT-4", date(2023, 3, 15), None, 2.1e25, "NVIDIA A100 SXM4 40 GB", "estimated"),
        ("2025-04-04", "Qwen2.5-72B", date(2024, 9, 19), 72.7, 7.8e24, None, "estimated"),
        ("2025-04-04", "Mixtral 8x7B", date(2023, 12, 11), 46.7, None, None, "stated"),
        ("2025-04-04", "Claude 3.5 Sonnet", date(2024, 6, 20), None, None, None, "stated"),
    ],
)
def test_captures_hold_the_models_read_by_hand(captures, day, name, released, parameters_b, flop, gpu, method):
    cards = captures[day].observations["model_card"]
    row = cards.row(by_predicate=pl.col("model_name_raw") == name, named=True)
    assert (row["released_on"], row["parameters_b"], row["training_compute_flop"]) == (released, parameters_b, flop)
    assert (row["training_gpu"], row["method"]) == (gpu, method)


def test_parts_are_the_tables():
    part_of = registry()[SOURCE].part_of
    assert part_of("epoch-models/20240716T204022Z/notable_ai_models.csv") == "notable-ai-models"
    assert part_of("large_scale_ai_models.csv") == "large-scale-ai-models"
    assert part_of("README.md") is None
