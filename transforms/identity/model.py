"""Model identity: a raw model name to a snapshot, a version and a family, by rules that say what decided.

The beginning of a name is matched against the model lines, then every word after it must be understood. Names that
tell a line but no version ("mistral-large", "llama3") get a family only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache

import polars as pl

from transforms.identity.aliases import (
    FINE_TUNED_BY_OTHERS,
    MAKERS_THAT_HOST,
    MODEL_ALIASES,
    NO_MODEL,
    PROVIDER_MODEL_ALIASES,
    SNAPSHOT_ALIASES,
    VERSION_ALIASES,
)
from transforms.identity.model_families import DATED_LINES
from transforms.identity.model_lines import Head, heads
from transforms.identity.model_paths import file_of_maker, fold, is_host, maker_of, own_name, prefixes
from transforms.identity.model_pointers import Pointer, pointers
from transforms.identity.model_tail import Tail, UnsureError, read_tail
from transforms.identity.text import plain

HINTS = ("provider", "developer", "date")
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
    r"^(?:(?:us-gov|us|eu|apac|au|jp|ca|sa|me|global|regional)\.)?"
    r"(anthropic|amazon|meta|mistral|cohere|ai21|deepseek|openai|qwen|google|minimax|moonshotai|moonshot|nvidia|zai|xai"
    r"|writer|stability|twelvelabs)\.(?=[a-z])"
)
_BEDROCK_REVISION = re.compile(r"(?:[-_ ](?:v\d|1))?:0(?::\d+k)?$")
_RUN_DATE = re.compile(r" \(20\d\d-?\d\d-?\d\d\)$")  # after "Agent + Model" the day of the run
_SIZE = re.compile(r"\d[bm](?:-|$)")
_MOVABLE = frozenset({"instruct", "chat", "base", "it", "turbo"})
_UNKNOWN = "unknown name"
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

    `names` holds `model_name_raw` and may hold the hints `provider` (who bills), `developer` and `date` (a day: a name
    that moves, "-latest" or undated, means what it pointed to then, where the maker says so). `model_id` is the
    snapshot (equal to `model_version` where the name has none) and null where unsure; `rule` says what decided or why
    not. Variants, quantisation and effort never enter an id. Raises ValueError where a column of the answer is taken.
    """
    keys = ["model_name_raw", *(name for name in HINTS if name in names.columns)]
    if taken := sorted(set(names.columns) & set(RESOLVED)):
        raise ValueError(f"columns of the answer are there already: {', '.join(taken)}; select the names first")
    asked = names.select(keys).unique(maintain_order=True)
    given = asked.select("model_name_raw", *(pl.col(h) if h in keys else pl.lit(None).alias(h) for h in HINTS))
    if given.schema["date"] == pl.String:
        given = given.with_columns(pl.col("date").str.slice(0, 10).str.to_date(strict=False))
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


def _answer(name: str | None, provider: str | None, developer: str | None, day: date | None) -> tuple[str | None, ...]:
    try:
        reading = _read(name or "", provider, developer)
        if day and (provider is None or maker_of(provider) == reading.developer):
            reading = _pointed_to(reading, day)
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


# --- names that move -------------------------------------------------------------------------------------------------


def model_pointers() -> pl.DataFrame:
    """What names that move have pointed to, one row per name and span; `valid_to` is the first day no longer known."""
    rows = [(each, _matched(fold(each.name)), _matched(fold(each.target))) for each in pointers()]
    return pl.DataFrame(
        {
            "pointer": [each.name for each, _, _ in rows],
            "pointer_id": [pointer.snapshot_id for _, pointer, _ in rows],
            "model_id": [target.snapshot_id for _, _, target in rows],
            "model_version": [target.version for _, _, target in rows],
            "model_family": [target.family for _, _, target in rows],
            "valid_from": [each.since for each, _, _ in rows],
            "valid_to": [each.until for each, _, _ in rows],
            "document": [each.document for each, _, _ in rows],
        },
        schema_overrides={"valid_to": pl.Date},
    )


def _pointed_to(reading: Reading, day: date) -> Reading:
    """What an undated name pointed to on a day; the reading itself where it is dated or that is not known."""
    for pointer in _pointers_by_id().get(_key_of_pointer(reading), ()):
        if pointer.holds_on(day):
            target = _matched(fold(pointer.target))
            rule = f"{reading.rule}; pointed to {pointer.target} on {day} ({pointer.document})"
            return replace(
                reading, snapshot_id=target.snapshot_id, version=target.version, family=target.family, rule=rule
            )
    return reading


def _key_of_pointer(reading: Reading) -> tuple[str | None, bool]:
    """Previews and what followed them are one version under two names that move apart ("o1-preview", "o1")."""
    return reading.snapshot_id, "preview" in reading.variants


@cache
def _pointers_by_id() -> dict[tuple[str | None, bool], list[Pointer]]:
    index: dict[tuple[str | None, bool], list[Pointer]] = {}
    for pointer in pointers():
        index.setdefault(_key_of_pointer(_matched(fold(pointer.name))), []).append(pointer)
    return index


# --- from a raw name to candidates -----------------------------------------------------------------------------------


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
    curated = _from_alias_tables(fold(last), [fold(each) for each in (provider or "", *path[:-1])])
    return curated or _from_rules(last, path[:-1], provider, developer)


def _from_alias_tables(name: str, hosts: list[str]) -> Reading | None:
    for host in hosts:
        if alias := _provider_aliases().get((host, name)):
            return _curated(alias, f"alias table for {host}")
    alias = _aliases().get(name)
    return _curated(alias, "alias table") if alias else None


def _from_rules(last: str, orgs: list[str], provider: str | None, developer: str | None) -> Reading:
    why: UnsureError | None = None
    for candidate, makers in _candidates(last, orgs, provider, developer):
        try:
            reading = _matched(candidate)
        except UnsureError as unsure:
            why = why if why and str(unsure) == _UNKNOWN else unsure
            continue
        if makers is None or reading.developer in makers:
            _check_uploader(reading, orgs, provider)
            return reading
    return _from_repository(last, orgs, provider, why or UnsureError(_UNKNOWN))


def _from_repository(last: str, orgs: list[str], provider: str | None, why: UnsureError) -> Reading:
    """A model no line knows under the name its maker gave it. Raises `why` where that is not certain."""
    file = None if any(not is_host(org) for org in orgs) else file_of_maker(last)
    if file and maker_of(file[0]):
        return _from_rules(file[1], [file[0]], provider, None)
    org, name = file or ((orgs[-1] if orgs else ""), last)
    is_shared = any(fold(each) == "ollama" for each in (*orgs, provider or ""))  # there anybody's path may be a copy
    is_repository = provider is None and len(orgs) == 1 and not list(heads(fold(org)))  # "GPT4/GPT4o" is two models
    own = (
        own_name(name, org, provider, str(why), is_file=file is not None, is_repository=is_repository) if org else None
    )
    if own is None or is_shared:
        raise why
    version = f"{own.maker}/{own.slug}"
    snapshot = own.tail.snapshot or own.tail.month
    return Reading(
        f"{version}-{snapshot}" if snapshot else version,
        version,
        own.family,
        tuple(sorted(own.tail.variants)),
        " ".join(sorted(set(own.tail.quantisation))) or None,
        own.tail.effort,
        f"{own.maker}: named by its maker's repository",
    )


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


def _candidates(
    last: str, orgs: list[str], provider: str | None, developer: str | None
) -> Iterator[tuple[str, tuple[str, ...] | None]]:
    """Readings of a name to try in turn, each with the makers it must then turn out to be of, if any."""
    dotted = _VENDOR_DOT.match(last)
    vendor = maker_of(dotted[1]) if dotted else None
    told = (vendor,) if vendor else None
    written = last[dotted.end() :] if dotted else last
    if _BEDROCK_REVISION.search(written):
        yield fold(written), told
    text = fold(_BEDROCK_REVISION.sub("", written))
    yield text, told
    if ": " in last:
        yield fold(last.split(": ", 1)[1]), told
    for words, maker in prefixes().get(text.split(" ", 1)[0], ()):
        if text.startswith(words + " "):
            yield text.removeprefix(words + " "), (maker,) if maker else told
    if orgs and not is_host(orgs[-1]) and not maker_of(orgs[-1]):
        yield f"{fold(orgs[-1])} {text}", told  # a host's path within a model's name: "flux/schnell"
    owner = maker_of(orgs[-1]) if orgs else None
    if owner and text.startswith(f"{fold(orgs[-1])} "):
        yield text.removeprefix(f"{fold(orgs[-1])} "), (owner,)
    if (owner or not orgs) and (moved := _variants_last(text)) != text:
        yield moved, (owner,) if owner else told
    stated = [dotted[1]] if dotted else []
    for each in (*stated, *reversed(orgs), developer or "", provider or ""):
        maker = maker_of(each)
        if maker:
            yield f"{maker} {text}", (maker,)


def _check_uploader(reading: Reading, orgs: list[str], provider: str | None) -> None:
    """Someone who is neither maker nor host may have fine-tuned weights without a new name; not so a quantisation."""
    org = orgs[-1] if orgs else ""
    has_open_weights = reading.developer in FINE_TUNED_BY_OTHERS and _SIZE.search(reading.version or reading.family)
    maker = maker_of(org)
    is_known = is_host(org) or maker == reading.developer or maker in MAKERS_THAT_HOST
    if not org or not has_open_weights or is_known or fold(org) == fold(provider or ""):
        return
    if reading.quantisation is None:
        raise UnsureError(f"{reading.version or reading.family} uploaded by another, perhaps fine-tuned: {fold(org)}")


def _variants_last(text: str) -> str:
    """The words of variants behind all others: "falcon instruct 40b" is "falcon 40b instruct"."""
    words = text.split()
    moved = [word for word in words if word in _MOVABLE]
    return " ".join([*(word for word in words if word not in _MOVABLE), *moved])


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
    found = _match(text)
    if isinstance(found, str):
        raise UnsureError(found)
    return found


@lru_cache(maxsize=200_000)
def _match(text: str) -> Reading | str:
    """The reading, or why there is none."""
    why = None
    for head in heads(text):
        rest = f"{head.passed_on} {text[head.length :].strip()}".strip()
        try:
            tail = read_tail(rest, head.line.developer, head.line.options)
            return _reading(head, tail)
        except UnsureError as unsure:
            why = why or f"{head.version or head.family} beside {unsure}"
    return why or _UNKNOWN


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
