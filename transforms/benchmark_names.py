"""Names of benchmarks as tables of scores write them: "MMLU-Pro (CoT, 5-shot)", "ARC-C", "MATH-500 pass@1"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

# Slugs whose own words, without punctuation, are how tables write them; some also by other names below.
SLUGS = (
    *("mmlu", "mmlu-pro", "mmlu-redux", "mmlu-prox", "mmmlu", "cmmlu", "c-eval", "agieval", "gaokao", "gpqa"),
    *("agieval-english", "triviaqa-wiki"),
    *("gpqa-diamond", "supergpqa", "hle", "hellaswag", "winogrande", "piqa", "social-iqa", "boolq", "openbookqa"),
    *("commonsenseqa", "commonsenseqa-2", "truthfulqa", "natural-questions", "triviaqa", "drop", "race-middle"),
    *(
        "race-high",
        "squad",
        "squad-v2",
        "quac",
        "arc-challenge",
        "arc-easy",
        "lambada",
        "storycloze",
        "xcopa",
        "scienceqa",
        "bbh",
    ),
    *("big-bench", "big-bench-extra-hard", "musr", "ifeval", "ifbench", "simpleqa", "c-simpleqa", "frames"),
    *("longbench-v2", "gsm8k", "gsm1k", "math-500", "math-level-5", "mgsm", "cmath", "olympiadbench", "theoremqa"),
    *("aime-2024", "aime-2025", "aime-2026", "hmmt-2025", "cnmo-2024", "polymath", "frontiermath", "humaneval"),
    *("humaneval-plus", "mbpp", "mbpp-plus", "multipl-e", "evalplus", "livecodebench", "livecodebench-pro", "ojbench"),
    *("bigcodebench", "cruxeval", "cruxeval-i", "cruxeval-o", "ds-1000", "scicode", "swe-bench", "swe-bench-lite"),
    *("swe-bench-verified", "swe-bench-pro", "swe-bench-multilingual", "terminal-bench", "terminal-bench-hard"),
    *("terminal-bench-2", "hmmt-feb-2025", "hmmt-nov-2025", "hle-with-tools"),
    *("aider-edit", "aider-polyglot", "livebench", "arena-hard", "arena-hard-v2", "alpaca-eval", "alpaca-eval-2"),
    *("mt-bench", "bfcl", "bfcl-v2", "bfcl-v3", "bfcl-v4", "tau-bench", "tau2-bench", "tau-retail", "tau-airline"),
    *("tau2-retail", "tau2-airline", "tau2-telecom", "acebench", "api-bank", "nexus", "browsecomp", "browsecomp-zh"),
    *("zebralogic", "autologi", "multi-if", "multichallenge", "include", "mmmu", "mmmu-pro", "mathvista", "mathvision"),
    *("chartqa", "docvqa", "ai2d", "textvqa", "vqav2", "infographicvqa", "realworldqa", "mmbench", "mmstar", "mmvet"),
    *("video-mme", "ruler", "arc-agi", "arc-agi-2", "healthbench", "os-world", "codeforces", "anli", "superglue"),
    *("medqa", "medmcqa", "pubmedqa", "global-mmlu", "global-mmlu-lite", "clue-wsc", "c3", "cmrc", "ccpm", "wildbench"),
)
# What else they are called, in small letters without punctuation.
ALSO = {
    "mmlup": "mmlu-pro",
    "mmluredux20": "mmlu-redux",
    "mmluredux2": "mmlu-redux",
    "multilingualmmlu": "mmmlu",
    "ceval": "c-eval",
    "humanityslastexam": "hle",
    "humanitylastexam": "hle",
    "hswag": "hellaswag",
    "winog": "winogrande",
    "socialiqa": "social-iqa",
    "siqa": "social-iqa",
    "booiq": "boolq",  # Gemma's cards
    "obqa": "openbookqa",
    "csqa": "commonsenseqa",
    "truthfulqamc": "truthfulqa",
    "truthfulqamc1": "truthfulqa",
    "truthfulqamc2": "truthfulqa",
    "nq": "natural-questions",
    "nqopen": "natural-questions",
    "arc": "arc-challenge",
    "arcc": "arc-challenge",
    "ai2reasoningchallenge": "arc-challenge",
    "arce": "arc-easy",
    "bigbenchhard": "bbh",
    "bbeh": "big-bench-extra-hard",
    "squad11": "squad",
    "squadv11": "squad",
    "squad20": "squad-v2",
    "chinesesimpleqa": "c-simpleqa",
    "csimpleqa": "c-simpleqa",
    "hendrycksmath": "math",
    "minervamath": "math",
    "mathlvl5": "math-level-5",
    "multilingualmgsm": "mgsm",
    "aime24": "aime-2024",
    "aime25": "aime-2025",
    "aime26": "aime-2026",
    "hmmt25": "hmmt-2025",
    "hmmtfeb25": "hmmt-feb-2025",
    "hmmtfeb2025": "hmmt-feb-2025",
    "hmmtnov25": "hmmt-nov-2025",
    "terminalbench20": "terminal-bench-2",
    "terminalbenchv2": "terminal-bench-2",
    "swebenchpropublic": "swe-bench-pro",
    "swepro": "swe-bench-pro",
    "windogrande": "winogrande",  # Qwen2.5's report
    "gpqamain": "gpqa",
    "mbppplusbaseversion": "mbpp",  # "MBPP ++ base version" of Llama 3.1
    "lcb": "livecodebench",
    "livecodebenchbase": "livecodebench",
    "swe": "swe-bench",
    "sweverified": "swe-bench-verified",
    "swebverified": "swe-bench-verified",
    "arenahardv20": "arena-hard-v2",
    "alpacaeval20": "alpaca-eval-2",
    "bfclv2": "bfcl-v2",
    "t2bench": "tau2-bench",
    "taubenchretail": "tau-retail",
    "taubenchairline": "tau-airline",
    "tau1retail": "tau-retail",
    "tau1airline": "tau-airline",
    "tau2benchretail": "tau2-retail",
    "tau2benchairline": "tau2-airline",
    "tau2benchtelecom": "tau2-telecom",
    "ai2diagram": "ai2d",
    "infographicsqa": "infographicvqa",
    "infovqa": "infographicvqa",
    "cluewsc": "clue-wsc",
    "osworld": "os-world",
}
KNOWN = {re.sub("[^a-z0-9]", "", slug): slug for slug in SLUGS} | ALSO
# In points, or on the scale of a rating; the others are shares.
POINTS = {"mt-bench": (0.0, 10.0)}
RATINGS = {"codeforces": (100.0, 5000.0)}
METRICS = dict.fromkeys(
    ("humaneval", "humaneval-plus", "mbpp", "mbpp-plus", "livecodebench", "multipl-e", "evalplus"), "pass_at_1"
)
METRICS |= dict.fromkeys(("alpaca-eval", "alpaca-eval-2", "arena-hard", "arena-hard-v2"), "win_rate")
METRICS |= {"drop": "f1", "mt-bench": "score", "codeforces": "elo"}
# Shares by what tables call them; the first that matches. What a name holds beyond the metric stays in the settings.
SHARES = (
    (r"\bpass ?@ ?(\d+)\b|\bpass(1)\b", "pass_at_{}"),
    (r"\bcons ?@ ?(\d+)\b", "cons_at_{}"),
    (r"\bacc_norm\b", "acc_norm"),
    (r"\bmc([12])\b", "mc{}"),
    (r"\b(?:final_)?em\b|\bexact[ _-]match\b|\bexact_str_match\b|\bem_maj1@1\b", "exact_match"),
    (r"\bf1\b", "f1"),
    (r"\banls\b", "anls"),
    (r"\bwin[ -]?rates?\b|\blc\b|\bwin %", "win_rate"),
    (r"\bresolved\b|\bresolve rate\b", "accuracy"),
    (r"\b(?:avg|mean) ?@ ?\d+\b", "accuracy"),
    (r"\bacc\b|\baccuracy\b|\bacc_char\b|\bcorrect\b|\bprompt strict\b|\bmultiple_choice_grade\b", "accuracy"),
)
NO_SHARE = (
    r"\bbpb\b|\bbits[ -]per[ -]byte\b|perplexity|\bppl\b|percentile|\belo\b|\brating\b|\bms\b|\bseconds?\b|\brank\b"
)
# Words at the end of a name, without brackets, that say how the test was run.
TAIL = re.compile(
    r"[\s_,-]+(\d+(?: ?[-–] ?\d+)?[- ]?shots?|cot|(?:pass|cons|avg|mean) ?@ ?\d+|em|f1|acc\.?|rating|elo|instruct)$",
    re.IGNORECASE,
)
PLAIN_METRIC = re.compile(
    r"\b(?:micro|average|acc|accuracy|em|f1|pass ?@ ?1|macro_avg|acc_char|acc_norm|correct|score|anls|mc[12])\b"
    r"|\b(?:exact[_ -]match|rating|elo)\b|win[ -]?rate %?",
    re.IGNORECASE,
)
BRACKETS = re.compile(r"[(\[（]([^()\[\]（）]*)[)\]）]")
SHOTS = re.compile(r"(?<![\w.])(\d+(?: ?[-–] ?\d+)?)[- ]?shots?\b(?:@\d+)?", re.IGNORECASE)
COT = re.compile(r"\bcot\b|chain[- ]of[- ]thought", re.IGNORECASE)
ATTEMPTS = re.compile(r"\b(single|multiple) attempts?\b", re.IGNORECASE)  # said as SWE-bench's own board says it
SPLIT = re.compile(r"^(?:val|validation|test|testmini|dev|train)$", re.IGNORECASE)
VERSION = re.compile(r"[\s_-]+(v\d+(?:\.\d+)?|\d{6,8})$", re.IGNORECASE)
VERSIONED = ("livecodebench", "livebench")


@dataclass(frozen=True)
class Benchmark:
    """What a name and the notes beside it say. `unit` is null where it is not known to be a share, points or a rating.

    `low` and `high` bound a figure in that unit.
    """

    slug: str
    metric: str
    unit: str | None
    low: float = 0.0
    high: float = 1.0
    settings: dict[str, str] = field(default_factory=dict)


def is_known(name: str) -> bool:
    """Whether a name, without what it says of the run, is that of a benchmark we know."""
    return _slug(_apart(name)[0])[1]


def read_benchmark(name: str, *notes: str) -> Benchmark:
    """The benchmark of `name`, with what the name and the notes beside it (metric, shots, setting) say of the run."""
    base, said = _apart(name)
    said += [part for note in notes for part in re.split(r"[,;]\s*(?![^()]*\))", note) if part.strip(" -–—?")]
    settings = _settings(said)
    slug, known = _slug(base)
    if not known and (found := VERSION.search(base)) and _slug(base[: found.start()])[0] in VERSIONED:
        slug, known = _slug(base[: found.start()])
        settings["version"] = found[1].lower()
    together = " ".join([name, *notes]).lower()
    if slug == "hle" and re.search(r"\bwith tools?\b|\bw/ ?tools?\b", together):
        slug = "hle-with-tools"
    if slug in POINTS:
        return Benchmark(slug, METRICS[slug], "points", *POINTS[slug], settings)
    if slug in RATINGS and re.search(r"rating|elo", together):
        return Benchmark(slug, METRICS[slug], "elo", *RATINGS[slug], settings)
    metric = _share(together)
    is_share = bool(slug) and slug not in RATINGS and not re.search(NO_SHARE, together) and (known or metric)
    return Benchmark(slug, metric or METRICS.get(slug, "accuracy"), "fraction" if is_share else None, settings=settings)


def _settings(said: list[str]) -> dict[str, str]:
    """What the parts of a name and of its notes say of the run."""
    settings: dict[str, str] = {}
    rest = []
    for part in (each.strip(" .,") for each in said):
        if shots := SHOTS.search(part):
            settings["shots"] = re.sub(r"\s", "", shots[1]).replace("–", "-")
        if COT.search(part):
            settings["prompting"] = "CoT"
        if attempts := ATTEMPTS.search(part):
            settings["attempts"] = "1" if attempts[1].lower() == "single" else "2+"
        if SPLIT.match(part):
            settings["split"] = part.lower()
        elif left := _left_over(part):
            rest.append(left)
    if rest:
        settings["as_stated"] = ", ".join(dict.fromkeys(rest)).replace(";", ",")[:120]
    return settings


def _apart(name: str) -> tuple[str, list[str]]:
    """A name without its brackets and its tail, and what these say: "DROP (3-shot F1)" is DROP and 3-shot F1."""
    said = [part.strip() for inner in BRACKETS.findall(name) for part in re.split(r"[,;]\s*", inner)]
    base = " ".join(BRACKETS.sub(" ", name).split())
    while found := TAIL.search(base):
        said.append(found[1])
        base = base[: found.start()]
    return base.strip(" :*,-"), said


def _slug(base: str) -> tuple[str, bool]:
    """The slug of a name, and whether we know it."""
    if base == "MATH":  # "Math" is a chapter of several benchmarks
        return "math", True
    plus = re.sub(r"\++", "-plus", base.lower().replace("τ", "tau").replace("²", "2"))
    known = KNOWN.get(re.sub("[^a-z0-9]", "", plus))
    return known or re.sub(r"[^a-z0-9.]+", "-", plus).strip("-."), known is not None


def _share(text: str) -> str | None:
    for pattern, metric in SHARES:
        if found := re.search(pattern, text):
            return metric.format(next((group for group in found.groups() if group), ""))
    return None


def _left_over(part: str) -> str | None:
    """What a note says beyond shots, chain of thought and a metric we know; null where that is nothing."""
    left = PLAIN_METRIC.sub(" ", ATTEMPTS.sub(" ", COT.sub(" ", SHOTS.sub(" ", part))))
    return part if re.search(r"[a-zA-Z0-9]", left) else None
