"""Traces of spot availability: they hold no price, and every figure of them is accounted for."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.aws_spot_availability import SPEC
from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.aws_spot_availability import normalise


def read(document: object) -> Batch:
    return normalise(payload(json.dumps(document), source_id="aws-spot-availability"))


def trace(*data: object) -> Batch:
    return read({"metadata": {"gap_seconds": 600}, "data": list(data)})


def test_whether_there_was_a_machine_is_no_price():
    batch = trace(1, 1, 0)
    assert (batch.records_read, batch.observation_count) == (3, 0)
    assert batch.ignored == {"availability_without_a_price": 3}


@pytest.mark.parametrize("value", [0.3, 2, "1", None, True])
def test_a_figure_that_is_neither_is_held_back(value):
    batch = trace(1, value)
    assert batch.quarantine.select("record_ref", "reason").rows() == [("/data/1", "neither 0 nor 1")]
    assert (batch.ignored, batch.records_quarantined) == ({"availability_without_a_price": 1}, 1)


@pytest.mark.parametrize(
    "document",
    [
        *([], {}, 3, None),
        {"metadata": {}, "data": []},
        {"data": [1]},
        {"metadata": {}, "data": [0.92]},
        {"metadata": {}, "data": [1], "prices": [0.3]},
    ],
)
def test_another_document_is_rejected(document):
    with pytest.raises(NormaliseError):
        read(document)


@given(st.lists(st.none() | st.booleans() | st.floats() | st.integers() | st.text()))
def test_figures_of_any_kind_are_accounted_for(values):
    batch = trace(1, *values)
    assert sum(batch.ignored.values()) + batch.records_quarantined == 1 + len(values)


def test_each_zone_gpu_and_count_is_a_listing_of_its_own():
    name = "aws-spot-availability/20221026T000000Z/us-west-2a_v100_8.json"
    assert SPEC.part_of(name) == "us-west-2a-v100-8"
    assert SPEC.part_of("README.md") is None


# Captures


def test_the_traces_of_2022_hold_no_price():
    batches = normalised("aws-spot-availability")
    assert len(batches) == 8
    assert {tuple(batch.ignored) for batch in batches} == {("availability_without_a_price",)}
    assert all(batch.quarantine.is_empty() for batch in batches)
