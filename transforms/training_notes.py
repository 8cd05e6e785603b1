"""What the prose of model cards says of training: the template of Hugging Face's cards, and a sentence of DeepSeek's.

The template ("Environmental Impact") has lines "**Hardware Type:** 32x A100-80GB", "**Hours used:** 480 GPU-hours" and
"**Carbon Emitted:** 1.3 tCO2eq"; hours that are not said to be of GPUs may be those of a clock and are not read. Its
front matter has `co2_eq_emissions`, in grams. Hours of several models together are of none of them.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from transforms.prices import read_figure

FIELD = r"^[-*\s]*\*\*{}:?\*\*:?\s*"
HARDWARE = re.compile(
    FIELD.format("Hardware Type") + r"(?:\d+\s?[x×]\s?)?((?:(?:NVIDIA|AMD|Nvidia) )?[A-Z]+\d+\w*(?:[- ]\d+ ?GB)?)\s*$",
    re.M,
)
HOURS = re.compile(FIELD.format("Hours used") + r"~?(\d[\d,]*(?:\.\d+)?) ?([KkM]?) ?GPU[- ]hours?\b", re.M)
CARBON = re.compile(
    FIELD.format("Carbon Emitted") + r"~?(\d[\d,]*(?:\.\d+)?) ?(kg|t|(?:metric )?ton(?:ne)?s?) ?(?:of )?CO\s?[2₂]", re.M
)
FULL = re.compile(r"\b([A-Z][\w.-]+) requires only (\d+(?:\.\d+)?)([KM]) ([A-Z]\d+) GPU hours for its full training")
TIMES = {"": 1.0, "k": 1e3, "m": 1e6}


class Training(NamedTuple):
    """GPU hours, GPU and emissions in tons, each null where not said, and the lines that say it."""

    gpu_hours: float | None
    gpu: str | None
    tco2e: float | None
    ref: str


def noted_training(text: str, front_matter: dict[str, Any]) -> Training | None:
    """What the template's lines and the front matter say of the card's own model; null where they say nothing."""
    hardware, hours, carbon = HARDWARE.search(text), HOURS.search(text), CARBON.search(text)
    grams = front_matter.get("co2_eq_emissions")
    grams = read_figure(grams.get("emissions") if isinstance(grams, dict) else grams)
    tons = _figure(carbon[1]) * (0.001 if carbon[2] == "kg" else 1.0) if carbon else None
    if grams is not None and grams >= 0:
        tons = round(grams / 1e6, 12)
    if hours is None and tons is None:
        return None
    lines = [_line(text, found) for found in (hours, carbon) if found]
    return Training(
        _figure(hours[1]) * TIMES[hours[2].lower()] if hours else None,
        hardware[1] if hardware else None,
        tons,
        " + ".join(["front matter", *lines]),
    )


def full_training(text: str) -> dict[str, Training]:
    """The hours of the models of which a sentence says them: {"DeepSeek-V3": 2.788 million hours of H800}."""
    return {
        found[1]: Training(_figure(found[2]) * TIMES[found[3].lower()], found[4], None, _line(text, found))
        for found in FULL.finditer(text)
    }


def _figure(text: str) -> float:
    return float(text.replace(",", ""))


def _line(text: str, found: re.Match[str]) -> str:
    return f"line {text.count(chr(10), 0, found.end()) + 1}"
