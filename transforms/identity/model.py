"""Model identity: a raw model name to a snapshot, a version and a family, by rules that say what decided.

The beginning of a name is matched against the model lines, then every word after it must be understood. Names that
tell a line but no version ("mistral-large", "llama3") get a family only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import polars as pl

from transforms.identity.aliases import (
    DEVELOPERS,
    FINE_TUNED_BY_OTHERS,
    HOSTS,
    HOSTS_THAT_PREFIX,
    MODEL_ALIASES,
    NO_MODEL,
    PROVIDER_MODEL_ALIASES,
    SNAPSHOT_ALIASES,
    VERSION_ALIASES,
)
from transforms.identity.model_families import DATED_LINES
from transforms.identity.model_lines import Head, heads
from transforms.identity.model_tail import Tail, UnsureError, read_tail
from transforms.identity.text import plain

HINTS = ("provider", "developer")
RESOLVED = {
    "model_id": pl.String,
    "model_version": pl.String,
    "model_family": pl.String,
    "developer_id": pl.String,
    "variant": pl.String,
    "quantisation": pl.String,
    "effort": pl.String,
    "rule": pl.String,
}

_HOST_TAG = re.compile(r":(?:free|beta|nitro|extended|floor|exacto|batch|online|standard|[0-9a-f]{40,64})$")
_CACHE_PATH = re.compile(r"models--[^/]+?--([^/]+)")
_VENDOR_DOT = re.compile(
    r"^(?:(?:us-gov|us|eu|apac|au|jp|ca|sa|me|global)\.)?"
    r"(anthropic|amazon|meta|mistral|cohere|ai21|deepseek|openai|qwen|google|minimax|moonshotai|moonshot|nvidia|zai|xai"
    r"|writer|stability)\.(?=[a-z])"
)
_BEDROCK_REVISION = re.compile(r"[-_ ](?:v\d|1):0(?::\d+k)?$")
_RUN_DATE = re.compile(r" \(20\d\d-?\d\d-?\d\d\)$")  # after "Agent + Model" the day of the run
_SIZE = re.compile(r"\d[bm](?:-|$)")
_PLACE = re.compile(
    r"^(?:us|eu|ap|ca|sa|me|af|cn|au|jp|global)\b|commitment|\d x \d"
)  # a region or a price tier in a path
_FINE_TUNED = re.compile(r"^(?:.*/)?ft:")


@dataclass(frozen=True)
class Reading:
    """What a name says of a model. Without `version` the name tells a family only."""

    snapshot_id: str | None
    version: str | None
    family: str
    variants: tuple[str, ...] = ()
    quantisation: str | None = None
    effort: str | None = None
    rule: str = ""

    @property
    def developer(self) -> str:
        """First part of every id."""
        return self.family.split("/")[0]


def resolve_models(names: pl.DataFrame) -> pl.DataFrame:
    """Resolve model names. Rows keep order and height; the columns of RESOLVED are added.

    `names` holds `model_name_raw` and may hold the hints `provider` (who bills) and `developer`. `model_id` is the
    snapshot (equal to `model_version` where the name has none) and null where unsure; `rule` says what decided or why
    not. Variants, quantisation and effort never enter an id. Raises ValueError where a column of the answer is taken.
    """
    keys = ["model_name_raw", *(name for name in HINTS if name in names.columns)]
    if taken := sorted(set(names.columns) & set(RESOLVED)):
        raise ValueError(f"columns of the answer are there already: {', '.join(taken)}; select the names first")
    asked = names.select(keys).unique(maintain_order=True)
    given = asked.select("model_name_raw", *(pl.col(h) if h in keys else pl.lit(None).alias(h) for h in HINTS))
    answers = list(zip(*(_answer(*row) for row in given.iter_rows()), strict=True)) or [()] * len(RESOLVED)
    found = pl.DataFrame(dict(zip(RESOLVED, answers, strict=True)), schema=RESOLVED)
    return names.join(
        pl.concat([asked, found], how="horizontal"), on=keys, how="left", nulls_equal=True, maintain_order="left"
    )


@dataclass(frozen=True)
class ModelMatch:
    """What a person's text selects: rows whose `model_<level>` is `id`. Level is `id`, `version`, `family` or None."""

    level: str | None
    id: str | None
    rule: str


def match_model_query(text: str) -> ModelMatch:
    """At which level a person's text names a model: "claude 3.5 sonnet" a version, "claude sonnet" a family."""
    try:
        reading = _line_only(text) or _read(text, None, None)
    except UnsureError as unsure:
        return ModelMatch(None, None, str(unsure))
    if reading.version is None:
        return ModelMatch("family", reading.family, reading.rule)
    if reading.snapshot_id != reading.version:
        return ModelMatch("id", reading.snapshot_id, reading.rule)
    return ModelMatch("version", reading.version, reading.rule)


def _line_only(text: str) -> Reading | None:
    """A reading by rule that tells no version: a person's "gemini pro" is the line, not its first model."""
    try:
        reading = _matched(fold(text.rpartition("/")[2]))
    except UnsureError:
        return None
    return reading if reading.version is None else None


def _answer(name: str | None, provider: str | None, developer: str | None) -> tuple[str | None, ...]:
    try:
        reading = _read(name or "", provider, developer)
    except UnsureError as unsure:
        return (None,) * (len(RESOLVED) - 1) + (str(unsure),)
    return (
        reading.snapshot_id,
        reading.version,
        reading.family,
        reading.developer,
        ",".join(sorted(reading.variants)) or None,
        reading.quantisation,
        reading.effort,
        reading.rule,
    )


# --- from a raw name to candidates -----------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """Words of a name separated by single spaces; a dot stays between digits, "3p5" is 3.5, "r+" is "r plus"."""
    text = re.sub(r"(?<=\br)\+", " plus", plain(name).replace("_", " "))
    text = re.sub(r"(?<=\d)p(?=\d)|(?<=\bv0)[: -](?=\d\b)", ".", text)
    text = re.sub(r"[^a-z0-9.]+|(?<!\d)\.|\.(?!\d)", " ", text)
    return " ".join(text.split())


@lru_cache(maxsize=200_000)
def _read(name: str, provider: str | None, developer: str | None) -> Reading:
    text = plain(name).lstrip("~").strip()
    if _FINE_TUNED.match(text):
        raise UnsureError("a customer's fine-tune, not one model")
    parts = [part.strip() for part in re.split(r" \+ | with ", text)]
    if len(parts) > 1:
        return _model_of_agent(parts, provider, developer)
    if cached := _CACHE_PATH.search(text):
        text = cached[1]
    text = re.sub(r"(?<=\db)/(?=a\d)", " ", text)
    path = [part for part in re.split(r"(?<!\d)/|/(?!\d)", text) if part]
    last = _HOST_TAG.sub("", path[-1]) if path else ""
    if not fold(last) or fold(last) in _no_model():
        raise UnsureError("names no model")
    curated = _from_alias_tables(fold(last), [fold(each) for each in (provider or "", *path[:1])])
    return curated or _from_rules(last, path[:-1], provider, developer)


def _from_alias_tables(name: str, hosts: list[str]) -> Reading | None:
    for host in hosts:
        if alias := _provider_aliases().get((host, name)):
            return _curated(alias, f"alias table for {host}")
    alias = _aliases().get(name)
    return _curated(alias, "alias table") if alias else None


def _from_rules(last: str, orgs: list[str], provider: str | None, developer: str | None) -> Reading:
    why: UnsureError | None = None
    for candidate, maker in _candidates(last, orgs, developer):
        try:
            reading = _matched(candidate)
        except UnsureError as unsure:
            why = why or unsure
            continue
        if maker in (None, reading.developer):
            _check_uploader(reading, orgs, provider)
            return reading
    raise why or UnsureError("unknown name")


def _model_of_agent(parts: list[str], provider: str | None, developer: str | None) -> Reading:
    """The model of "Agent + Model" or "Agent with Model", which comes last; two models in one cell are none."""
    model = _read(_RUN_DATE.sub("", parts[-1]), provider, developer)
    for part in parts[:-1]:
        try:
            other = _read(part, provider, developer)
        except UnsureError:
            continue
        if other.family != model.family or other.snapshot_id != model.snapshot_id:
            raise UnsureError("two models in one cell")
    return model


def _candidates(last: str, orgs: list[str], developer: str | None) -> Iterator[tuple[str, str | None]]:
    """Readings of a name to try in turn, each with the maker it must then turn out to be of, if any."""
    dotted = _VENDOR_DOT.match(last)
    written = last[dotted.end() :] if dotted else last
    if _BEDROCK_REVISION.search(written):
        yield fold(written), None
    text = fold(_BEDROCK_REVISION.sub("", written))
    yield text, None
    if ": " in last:
        yield fold(last.split(": ", 1)[1]), None
    for words, maker in _prefixes().get(text.split(" ", 1)[0], ()):
        if text.startswith(words + " "):
            yield text.removeprefix(words + " "), maker
    vendors = [dotted[1]] if dotted else []
    for vendor in (*vendors, *reversed(orgs), developer or ""):
        maker = DEVELOPERS.get(fold(vendor))
        if maker:
            yield f"{maker} {text}", maker


def _check_uploader(reading: Reading, orgs: list[str], provider: str | None) -> None:
    """Someone who is neither maker nor host may have fine-tuned weights without a new name."""
    org = fold(orgs[-1]) if orgs else ""
    has_open_weights = reading.developer in FINE_TUNED_BY_OTHERS and _SIZE.search(reading.version or reading.family)
    if not org or not has_open_weights or org in HOSTS or org == fold(provider or "") or _PLACE.search(org):
        return
    if org not in DEVELOPERS and org.removeprefix("hf ") not in DEVELOPERS:
        raise UnsureError(f"{reading.version or reading.family} uploaded by another, perhaps fine-tuned: {org}")


@cache
def _prefixes() -> dict[str, list[tuple[str, str | None]]]:
    """Names that may stand before a model's, by their first word, the longest first; a host's has no maker."""
    makers: dict[str, str | None] = {**DEVELOPERS, **dict.fromkeys(HOSTS_THAT_PREFIX)}
    index: dict[str, list[tuple[str, str | None]]] = {}
    for words in sorted(makers, key=lambda each: -len(each)):
        index.setdefault(words.split(" ", 1)[0], []).append((words, makers[words]))
    return index


@cache
def _no_model() -> frozenset[str]:
    return frozenset(fold(name) for name in NO_MODEL)


@cache
def _aliases() -> dict[str, str]:
    return {fold(name): target for name, target in MODEL_ALIASES.items()}


@cache
def _provider_aliases() -> dict[tuple[str, str], str]:
    return {(fold(host), fold(name)): target for (host, name), target in PROVIDER_MODEL_ALIASES.items()}


def _curated(target: str, rule: str) -> Reading:
    if target.startswith("?"):
        raise UnsureError(target.removeprefix("?").strip())
    known = _matched(fold(target.split("/", 1)[1]))
    return Reading(known.snapshot_id, known.version, known.family, known.variants, rule=f"{rule}: {target}")


# --- from a candidate to a reading -----------------------------------------------------------------------------------


def _matched(text: str) -> Reading:
    """The reading by the line with the longest name whose remaining words are all understood."""
    why = None
    for head in heads(text):
        rest = f"{head.passed_on} {text[head.length :].strip()}".strip()
        try:
            tail = read_tail(rest, head.line.developer, head.line.options)
            return _reading(head, tail)
        except UnsureError as unsure:
            why = why or UnsureError(f"{head.version or head.family} beside {unsure}")
    raise why or UnsureError("unknown name")


def _reading(head: Head, tail: Tail) -> Reading:
    snapshot = tail.snapshot or tail.month
    if head.snapshot and snapshot not in (None, head.snapshot):
        raise UnsureError(f"two snapshots: {head.snapshot} and {snapshot}")
    snapshot_id, version = _ids(head, snapshot or head.snapshot, is_latest=tail.is_latest)
    rule = f"{head.line.developer}: {head.line.written}"
    if snapshot_id != version:
        rule += f", snapshot {snapshot or head.snapshot}"
    return Reading(
        snapshot_id,
        version,
        head.family,
        tuple(sorted(tail.variants)),
        " ".join(sorted(set(tail.quantisation))) or None,
        tail.effort,
        rule if version else f"{rule} names a line, no version",
    )


def _ids(head: Head, snapshot: str | None, *, is_latest: bool) -> tuple[str | None, str | None]:
    """Snapshot id and version."""
    version = VERSION_ALIASES.get(head.version or "", head.version)
    dated = DATED_LINES.get(head.family, {})
    if version is None or (is_latest and not re.search(r"\d", version)):
        if is_latest:
            pointer = f"{version or head.family}-latest"
            return pointer, pointer
        if snapshot is None:
            return None, None
        if snapshot not in dated:
            raise UnsureError(f"a snapshot whose version is not known: {snapshot}")
        return f"{head.family}-{snapshot}", f"{head.family}-{dated[snapshot]}"
    if snapshot is None:
        return version, version
    if snapshot in dated:
        by_date = f"{head.family}-{dated[snapshot]}"
        if version != by_date and not by_date.startswith(f"{version}."):
            raise UnsureError(f"a snapshot of another version: {snapshot}")
        return f"{head.family}-{snapshot}", by_date
    version, renamed = SNAPSHOT_ALIASES.get((version, snapshot), (version, snapshot))
    return (f"{version}-{renamed}" if renamed else version), version
