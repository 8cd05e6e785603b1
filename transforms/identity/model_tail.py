"""What may follow a model's name: snapshot, variant, quantisation, effort, hosts' words. All else is not understood."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from transforms.identity.model_lines import Options

VARIANTS = {
    "instruct": "instruct",
    "inst": "instruct",
    "ins": "instruct",
    "it": "instruct",
    "chat": "chat",
    "base": "base",
    "pt": "base",
    "pretrained": "base",
    "preview": "preview",
    "prerelease": "preview",
    "exp": "experimental",
    "experimental": "experimental",
    "beta": "beta",
    "thinking": "thinking",
    "think": "thinking",
    "thought": "thinking",
    "reasoning": "thinking",
    "reasoner": "thinking",
    "nothinking": "non-thinking",
    "nothink": "non-thinking",
    "nonreasoning": "non-thinking",
}
# Words of hosts, price lists and leaderboards: where and how the model is served or asked, not which model it is.
_WORDS_THAT_SAY_NOTHING = """
maas tput free nitro floor exacto extended lora basic hf tee versatile specdec original cloud default api ga deprecated
diff whole udiff batch self moderated older effort tokens pytorch keras flax cpp tflite sfp onnx directml mtp ud fc
novita ov unsloth longcontext rc cuda cpu
"""
SAY_NOTHING = frozenset(_WORDS_THAT_SAY_NOTHING.split())
TIERS = frozenset({"turbo", "fast", "lightning", "highspeed", "speed", "instant"})
EFFORTS = frozenset({"minimal", "low", "medium", "high", "xhigh", "none"})
# Makers that use these words as sizes, so that alone they tell no effort.
EFFORT_WORDS_ARE_SIZES = frozenset({"mistral", "microsoft", "stability", "writer"})
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_Y, _M, _D = r"(?P<y>20[12]\d)", r"(?P<m>0[1-9]|1[0-2])", r"(?P<d>0[1-9]|[12]\d|3[01])"
_END = r"(?= |$)"
_QUANTISATION = (
    r"int4 mixed ar|(?:fp|bf|int|f)(?:4|8|16|32)|nvfp4|mxfp[468]|nf4|autoround|quant|i1|awq|gptq|gguf|ggml|exl[23]|mlx"
    r"|bnb|[1-8] ?bit|w\da\d+|qat|kv|dwq|hqq|eetq|mlc|q\df(?:16|32)(?: \d)?|(?:4b |8b )?\d{2,3}g"
    r"|(?:ud )?i?q\d(?: (?:k|0|1))?(?: (?:xxs|xs|s|m|l|xl|nl))?|quantized|dynamic"
)
QUANTISATION = re.compile(_QUANTISATION)
_PATTERNS = [
    (kind, re.compile(f"(?:{pattern}){_END}"))
    for kind, pattern in (
        ("date", rf"{_Y} {_M} {_D}|(?P<y2>20[12]\d)(?P<m2>0[1-9]|1[0-2])(?P<d2>0[1-9]|[12]\d|3[01])"),
        ("date", rf"{_M} {_D} {_Y}"),
        ("date", r"(?P<y>20[12]\d) (?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])"),
        ("month", r"(?P<y>20[12]\d)(?P<m>0[1-9]|1[0-2])"),
        ("month", rf"{_M} {_Y}|(?P<y2>20[12]\d) (?P<m2>0[1-9]|1[0-2])(?! \d\d)"),
        ("month", rf"(?P<name>{'|'.join(MONTHS)})[a-z]* (?:20)?(?P<yy>2\d)"),
        ("day", rf"{_M} {_D}"),
        ("six", r"2[2-9](?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"),
        ("context", r"(?:4096|8192|16384|32768|65536|131072|262144)"),
        ("four", r"(?:older v)?(?P<four>\d{4})"),
        ("year_month", r"v?(?P<yy>2[2-9])\.(?P<m>0[1-9]|1[0-2])"),
        ("build", r"00[1-9]"),
        (
            "budget",
            r"(?:thinking |think )(?P<k>\d{1,3}k|1024|2048|4096|8192|\d{5}|1\d{5})(?: tokens)?"
            r"|(?P<k2>\d{1,3}k) (?:thinking|think)(?: tokens)?",
        ),
        ("context", r"\d{1,4}(?:\.\d)?k|\d{1,2}m(?: context)?"),
        ("revision", r"v0[1-9]|v\d(?:\.\d{1,2})?"),
        ("off", r"(?:no|non|without|w o) (?:extended )?(?:thinking|think|reasoning)"),
        ("thinking", r"(?:adaptive|default|extended) (?:reasoning|thinking|think)"),
        ("setting", r"(?:\d{1,2}|zero|one|few) shot|\d{1,3} steps?|\d{1,3}k seqlen|high throughput"),
        ("high", r"(?P<level>high|low|medium)thinking"),
        ("effort", r"(?P<level>minimal|low|medium|high|xhigh|max|none) effort|(?:thinking|reasoning) (?P<level2>max)"),
        (
            "quantisation",
            _QUANTISATION,
        ),
        ("size", r"(?:\d{1,2}x)?\d{1,4}(?:\.\d{1,2})?[bmte](?: a\d{1,3}(?:\.\d)?b)?"),
        ("word", r"[^ ]+"),
    )
]


class UnsureError(Exception):
    """The name cannot be resolved with certainty; the message says why."""


@dataclass
class Tail:
    """What stands after a model's name."""

    snapshot: str | None = None
    month: str | None = None
    variants: set[str] = field(default_factory=set)
    quantisation: list[str] = field(default_factory=list)
    effort: str | None = None
    is_latest: bool = False


def read_tail(text: str, developer: str, options: Options) -> Tail:
    """Read every word of `text`. Raises UnsureError at the first that is not understood, or at a second snapshot."""
    tail, position = Tail(), 0
    while position < len(text):
        for kind, pattern in _PATTERNS:
            match = pattern.match(text, position)
            if match and _taken(tail, kind, match, developer, options):
                break
        else:
            raise UnsureError(f"a word not understood: {text[position:].split(maxsplit=1)[0]}")
        position = match.end() + 1
    return tail


def _taken(tail: Tail, kind: str, match: re.Match[str], developer: str, options: Options) -> bool:
    """Whether this reading of the next words holds; if so it is noted in `tail`."""
    text = match[0]
    if kind in _SNAPSHOT_READERS:
        snapshot = _snapshot(kind, match, developer, options)
        if snapshot is None:
            return False
        _note_snapshot(tail, kind, snapshot)
    elif kind == "revision":
        text = re.sub(r"^v0(?=[1-9])", "v0.", text)  # "v02" in the names of files
        is_snapshot = options.has_revisions and "." in text
        if is_snapshot:
            _note_snapshot(tail, kind, text)
        return is_snapshot or text in options.dropped
    elif kind == "quantisation":
        tail.quantisation.append(text.replace(" ", "_"))
    elif kind == "setting":
        return True
    elif kind == "size":
        return text.replace(" ", "-") in options.sizes
    elif kind == "word":
        return _word_taken(tail, text, developer, options)
    else:
        _note_mode(tail, kind, match, options)
    return True


def _note_mode(tail: Tail, kind: str, match: re.Match[str], options: Options) -> None:
    groups = match.groupdict()
    if kind == "context" and options.has_budgets and match[0].endswith("k"):
        tail.effort = match[0]
        tail.variants.add("thinking")
    elif kind == "context":
        tail.variants.add(match[0].removesuffix(" context"))
    elif kind == "off":
        tail.variants.add("non-thinking")
    elif kind == "effort":
        tail.effort = groups["level"] or groups["level2"]
    else:
        tail.variants.add("thinking")
        tail.effort = groups.get("k") or groups.get("k2") or groups.get("level") or tail.effort


def _word_taken(tail: Tail, word: str, developer: str, options: Options) -> bool:
    if word == "latest":
        tail.is_latest = True
    elif word in VARIANTS:
        tail.variants.add(VARIANTS[word])
    elif word in EFFORTS and developer not in EFFORT_WORDS_ARE_SIZES:
        tail.effort = word
    else:
        return word in SAY_NOTHING or word in options.dropped or (options.has_tiers and word in TIERS)
    return True


_SNAPSHOT_READERS = ("date", "month", "day", "six", "four", "year_month", "build")


def _note_snapshot(tail: Tail, kind: str, snapshot: str) -> None:
    if kind == "month" and re.fullmatch(r"20\d\d-\d\d", snapshot):
        tail.month = snapshot  # less than a snapshot where both are given
    elif tail.snapshot not in (None, snapshot):
        raise UnsureError(f"two snapshots: {tail.snapshot} and {snapshot}")
    else:
        tail.snapshot = snapshot


def _snapshot(kind: str, match: re.Match[str], developer: str, options: Options) -> str | None:
    """A snapshot as the line writes it in ids; None where the line has no such snapshots."""
    style, groups = options.date, match.groupdict()
    month, day = groups.get("m") or groups.get("m2"), groups.get("d") or groups.get("d2")
    year = groups.get("y") or groups.get("y2")
    if kind == "build":
        return match[0] if developer == "google" and match[0] not in options.dropped else None
    if kind == "four":
        return _four_digits(groups["four"], style)
    if kind == "six":
        year, month, day = f"20{match[0][:2]}", match[0][2:4], match[0][4:]
        return match[0] if not style else _dated(year, month, day, style)
    if kind == "year_month":
        return f"{groups['yy']}{month}" if style == "yymm" else None
    if kind == "month":
        year = year or f"20{groups['yy']}"
        month = month or f"{MONTHS.index(groups['name']) + 1:02}"
        if style == "yymm":
            return f"{year[2:]}{month}"
        return {"mm-yyyy": f"{month}-{year}", "mm-dd": f"{month}-{year}" if groups.get("y") else f"{year}-{month}"}.get(
            style, f"{year}-{month}"
        )
    if kind == "day":
        if style == "mm-yyyy":  # "08-24" is August 2024
            return f"{month}-20{day}" if str(day) >= "22" else None
        return f"{month}{day}" if style == "mmdd" else f"{month}-{day}"
    return _dated(str(year), str(month), str(day), style)


def _dated(year: str, month: str, day: str, style: str) -> str:
    return {
        "iso": f"{year}-{month}-{day}",
        "mmdd": f"{month}{day}",
        "mm-dd": f"{month}-{day}",
        "yymm": f"{year[2:]}{month}",
        "mm-yyyy": f"{month}-{year}",
    }.get(style, f"{year}{month}{day}")


def _four_digits(text: str, style: str) -> str | None:
    is_day = "01" <= text[:2] <= "12" and "01" <= text[2:] <= "31"
    is_month = "22" <= text[:2] <= "29" and "01" <= text[2:] <= "12"
    if style == "mm-dd":
        return f"{text[:2]}-{text[2:]}" if is_day else None
    if style == "compact":
        return None
    if style == "mm-yyyy":
        return f"{text[2:]}-20{text[:2]}" if is_month else None
    if style == "yymm":
        return text if is_month or is_day else None
    return text if is_day or (is_month and style != "mmdd") else None
