"""What stands before a model's name in a path: makers, hosts, places. And names that stand for themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from transforms.identity.aliases import DEVELOPERS, HOSTS, HOSTS_THAT_PREFIX
from transforms.identity.model_lines import Options, all_lines, family_of
from transforms.identity.model_tail import EFFORTS, QUANTISATION, SAY_NOTHING, Tail, UnsureError, read_tail
from transforms.identity.text import plain

SIZE = re.compile(r"(?:^|[- ])(?:\d{1,2}x)?\d{1,4}(?:\.\d{1,2})?[bm](?:v\d)?(?=[- ]|$)")
_PLACE = re.compile(
    r"^(?:us|eu|ap|ca|sa|me|af|cn|au|jp|global)\b|commitment|\d x \d"
)  # a region or a price tier in a path
_HOST_FORM = re.compile(r"^(?:huggingface|vertex ai|text completion|azure|azureml) | (?:cn|coding plan|cloud|gateway)$")
_MAKER_ENDING = re.compile(r"(?:ai|org|inc|labs?|llm|hq|team)$")
# Who uploads a model's file writes the maker before it: "allenai_SERA-8B-Q4_K_M.gguf".
_FILE_OF_MAKER = re.compile(r"^(?P<maker>[a-z][a-z0-9]*(?:-[a-z0-9]*[a-z][a-z0-9]*)*)_(?P<name>[a-z].*\.gguf)$")


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """Words of a name separated by single spaces; a dot stays between digits, "3p5" is 3.5, "r+" is "r plus"."""
    text = re.sub(r"(?<=\br)\+", " plus", plain(name).replace("_", " "))
    text = re.sub(r"(?<=\d)p(?=\d)|(?<=\bv0)[: -](?=\d(?![\d.]))", ".", text)
    text = re.sub(r"[^a-z0-9.]+|(?<!\d)\.|\.(?!\d)", " ", text)
    return " ".join(text.split())


@lru_cache(maxsize=4096)
def maker_of(text: str) -> str | None:
    """The maker an organisation's name means, if it is one we know: "mistral-ai", "MistralAI" and "mistral" are one."""
    compact = fold(text).removeprefix("hf ").replace(" ", "")
    if found := _makers().get(compact):
        return found
    return _makers().get(_MAKER_ENDING.sub("", compact)) if len(compact) > 6 else None


@cache
def _makers() -> dict[str, str]:
    own = {line.developer.replace("-", ""): line.developer for line in all_lines()}
    return own | {fold(name).replace(" ", ""): maker for name, maker in DEVELOPERS.items()}


@lru_cache(maxsize=4096)
def is_host(text: str) -> bool:
    """Whether a word of a path names a host, a re-uploader, a region or a price tier rather than a maker."""
    org = fold(text)
    return org in HOSTS or bool(_HOST_FORM.search(org)) or bool(_PLACE.search(org))


@cache
def prefixes() -> dict[str, list[tuple[str, str | None]]]:
    """Names that may stand before a model's, by their first word, the longest first; a host's has no maker."""
    makers: dict[str, str | None] = {**DEVELOPERS, **dict.fromkeys(HOSTS_THAT_PREFIX)}
    index: dict[str, list[tuple[str, str | None]]] = {}
    for words in sorted(makers, key=lambda each: -len(each)):
        index.setdefault(words.split(" ", 1)[0], []).append((words, makers[words]))
    return index


def file_of_maker(last: str) -> tuple[str, str] | None:
    """Maker and name of a file named by both, or None."""
    found = _FILE_OF_MAKER.match(last)
    if not found or SIZE.search(fold(found["maker"])) or not SIZE.search(fold(found["name"])):
        return None
    return found["maker"], found["name"]


@dataclass(frozen=True)
class OwnName:
    """A model that no line knows, named by its maker's repository."""

    maker: str
    slug: str
    family: str
    tail: Tail


def own_name(
    last: str, org: str, provider: str | None, why: str, *, is_file: bool = False, is_repository: bool = False
) -> OwnName | None:
    """A repository's name as a version of its own under its maker, or None where that is not certain.

    `why` no line reads the name. A maker's name for one of its own lines with a word not understood stays open;
    another's repository named after a known model is a fine-tune. Hosts are no makers, a name without a size or a
    number may be anything, and a quantised upload or a copy may be of somebody else's model. `is_repository` says that
    the whole name is one repository's, as boards write it, and not the path of a price list.
    """
    maker = maker_of(org)
    words = fold(last).split()
    if is_host(org) or fold(org) == fold(provider or "") or set(words) & _COPIES:
        return None
    if maker and why.startswith(f"{maker}/"):
        return None
    for start in range(1, len(words) + 1):
        ending = " ".join(words[start:])
        if set(words[start:]) & _UNSURE_ENDINGS or SIZE.search(ending) or _OTHER_COUNT.search(ending):
            continue
        try:
            tail = read_tail(ending, maker or "", _OWN)
        except UnsureError:
            continue
        slug = "-".join(words[:start])
        if not _is_certain(slug, maker, is_repository=is_repository) or _is_quantised(words[:start]):
            return None
        if tail.quantisation and not maker and not is_file and not _is_precision(tail):
            return None
        owner = maker or fold(org).replace(" ", "-")
        return OwnName(owner, slug, f"{owner}/{family_of(slug)}", tail)
    return None


def _is_certain(slug: str, maker: str | None, *, is_repository: bool) -> bool:
    """A size tells one model. So does a number beside a word, in a repository of a maker we do not know; and of one we
    know, unless it may be the number of a series we know."""
    if SIZE.search(slug):
        return True
    if not re.search(r"\d", slug) or re.match(r"\d+(?:-|$)", slug):  # "ViT-G/14" is no path
        return False
    letters = re.match(r"[a-z]*", slug)
    return is_repository if maker is None else (maker, letters and letters[0]) not in _series()


@cache
def _series() -> frozenset[tuple[str, str]]:
    """Makers and the first letters of their lines."""
    found = ((line.developer, re.match(r"[a-z]*", line.written)) for line in all_lines())
    return frozenset((developer, letters[0]) for developer, letters in found if letters)


def _is_quantised(words: list[str]) -> bool:
    return any(QUANTISATION.fullmatch(word) for word in words)


# "-50k" may count steps or examples; contexts are of these lengths.
_OTHER_COUNT = re.compile(r"\b(?!(?:2|4|8|16|32|64|65|128|131|200|256|262|512|524|1024|1048)k\b)\d+(?:\.\d)?k\b")
_OWN = Options(has_tiers=False)
_COPIES = frozenset({"llamafied", "sharded", "unquantized", "dequantized", "mirror", "copy", "clone"})
# Words that mean nothing behind a known model's name, but may make another model of an unknown one.
_UNSURE_ENDINGS = frozenset(
    {
        *(SAY_NOTHING - {"hf", "keras", "pytorch", "onnx"}),
        *EFFORTS,
        *("exp", "experimental", "beta", "prerelease", "latest"),
    }
)


def _is_precision(tail: Tail) -> bool:
    return set(tail.quantisation) <= {"fp16", "bf16", "f16", "fp32", "bf32", "f32"}
