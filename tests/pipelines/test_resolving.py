"""`tokenwatt resolve`: names and hints in, one JSON line with ids and the rule per name out."""

import json

import pytest

from pipelines.resolving import resolve_lines
from warehouse.home import WarehouseError


def answers(kind: str, *questions: object) -> list[dict[str, str | None]]:
    lines = [each if isinstance(each, str) else json.dumps(each) for each in questions]
    return [json.loads(line) for line in resolve_lines(kind, None, lines)]


def test_a_model_is_answered_with_its_ids_and_what_decided():
    (told,) = answers("model", {"name": "us.anthropic.claude-3-5-sonnet-20241022-v2:0"})
    assert told.pop("rule")
    assert told == {
        "name": "us.anthropic.claude-3-5-sonnet-20241022-v2:0",
        "model_id": "anthropic/claude-3.5-sonnet-20241022",
        "model_version": "anthropic/claude-3.5-sonnet",
        "model_family": "anthropic/claude-sonnet",
    }


def test_an_accelerator_is_answered_under_id():
    (told,) = answers("gpu", {"name": "A100", "memory_gib": 80, "form_factor": "sxm"})
    assert (told["id"], told["parent_id"], told["accelerator_kind"]) == ("nvidia-a100-sxm-80gb", "nvidia-a100", "gpu")


def test_hints_stand_beside_some_names_and_not_beside_others():
    told = answers(
        "model",
        {"name": "R1 0528", "developer": "DeepSeek"},
        "",
        {"name": "deepseek-chat", "date": "2025-09-25"},
        {"name": "deepseek/deepseek-chat", "provider": "openrouter", "date": None},
        {"name": "hal 9000"},
    )
    assert [each["model_version"] for each in told] == [
        "deepseek/deepseek-r1",
        "deepseek/deepseek-v3.1-terminus",
        "deepseek/deepseek-v3",
        None,
    ]
    assert "DeepSeek API" in str(told[1]["rule"])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("gpt-4o", "line 2 is not JSON"),
        ('["gpt-4o"]', "line 2 is no object with a name"),
        ('{"name": "gpt-4o", "date": "soon"}', "line 2: 'soon' is no date as in 2026-08-01"),
    ],
)
def test_a_line_that_asks_nothing_is_named(line, message):
    with pytest.raises(WarehouseError, match=message):
        answers("model", {"name": "gpt-4o"}, line)
