"""The registry: one module per source, each with a `SPEC`. A new file here is a new source."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from pipelines.spec import SourceSpec


@cache
def registry() -> dict[str, SourceSpec]:
    """All sources by id, in alphabetical order. Raises ValueError when a file name and its source id disagree."""
    specs: dict[str, SourceSpec] = {}
    for module in sorted(iter_modules(__path__), key=lambda found: found.name):
        spec: SourceSpec = import_module(f"{__name__}.{module.name}").SPEC
        if spec.source_id.replace("-", "_") != module.name:
            raise ValueError(f"pipelines/sources/{module.name}.py declares {spec.source_id}")
        specs[spec.source_id] = spec
    return specs
