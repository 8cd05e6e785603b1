"""Epoch AI's benchmarking hub: its own runs, scores gathered from leaderboards and papers, and its list of models."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import polars as pl

from transforms.batch import Batch, Book
from transforms.payload import Payload
from transforms.read import csv_record, decimal, read_csv
from transforms.schemas import BenchmarkScore, ModelCard

EPOCH = "Epoch AI"


@dataclass(frozen=True)
class Score:
    """One figure of a row. `column` is a pattern for a whole header; its named groups become settings.

    Units: `fraction` (a bare number is 0 to 1), `percent` (a bare number is 0 to 100), both stored as fractions and
    both also written with a percent sign; points, elo, minutes, usd as they stand. `error`, `low` and `high` name the
    columns of uncertainty, `interval` one with "+8 / -11"; {group} stands for a named group.
    """

    column: str
    metric: str = "accuracy"
    unit: str = "fraction"
    benchmark: str | None = None
    error: str | None = None
    error_is_percent: bool = False
    low: str | None = None
    high: str | None = None
    interval: str | None = None
    bounds: tuple[float, float] | None = None


@dataclass(frozen=True)
class Board:
    """What the columns of one file mean. Without `benchmark` the file's part is the benchmark.

    `models` are the columns that may name the model, best first; `cost` is what a whole run cost. Where
    `agent_before_plus`, the board's name is "agent + model". Without `evaluator` it is the text of `Source`.
    `listed_as` is the column with the board's own name of the model, where that says more than Epoch's version.
    `newer` names the benchmark of rows whose source speaks of another version: (pattern, benchmark); rows without a
    source go with them.
    """

    scores: tuple[Score, ...]
    benchmark: str | None = None
    newer: tuple[str, str] | None = None
    models: tuple[str, ...] = ("Model version", "Name", "Model")
    evaluator: str | None = None
    cost: str | None = None
    agent_before_plus: bool = False
    listed_as: str | None = None


ACCURACY = Board((Score("Score|Accuracy|Overall accuracy|Correct|Average"),))
EXACT_MATCH = Board((Score("EM", "exact_match"),))
PLAIN_SCORE = Board((Score("Score|Overall|Overall score|Mean score|Average score", "score"),))

# One entry per part. Files up to 2025-10-14 write "80.9%", later ones 0.809; what is written in percent without a
# sign is said here. Boards marked * are not in our captures: their columns and scales are as public readers of the
# zip describe it (2026-10), and a figure out of its range is held back.
BOARDS: dict[str, Board] = {
    "aider-polyglot": Board(
        (
            Score("Percent correct", unit="percent"),
            Score("Percent using correct edit format", "well_formed", "percent"),
            # Per exercise: Aider's total for o3-pro (high) is $146.32 over 225 exercises, Epoch has $0.65.
            Score("Cost", "cost_per_task", "usd"),
        )
    ),
    "ale-bench": Board((Score("Performance", "performance", "points"),)),  # *
    "algotune": Board((Score("Score", "speedup", "points"),)),  # * times faster than the reference
    "anli": Board((Score("Score"), Score("(?P<round>R[123])"))),
    "apex-agents": Board(  # * standard errors in percentage points beside scores in fractions
        (
            Score("Pass@1 score", "pass_at_1", error="Pass@1 Standard Error", error_is_percent=True),
            Score("Mean score", "mean_score", error="Mean Standard Error", error_is_percent=True),
        )
    ),
    "arc-agi": Board((Score("Score"), Score("Cost per task", "cost_per_task", "usd"))),
    "arc-agi-2": Board((Score("Score"), Score("Cost per task", "cost_per_task", "usd"))),  # *
    "arc-ai2": Board(
        (Score("Challenge score", benchmark="arc-challenge"), Score("Easy score", benchmark="arc-easy")),
    ),
    "balrog": Board(
        (
            Score("Average progress", "progress", error="Average Standard error"),
            Score("(?P<environment>.+) progress", "progress", error="{environment} Standard error"),
        )
    ),
    "bbh": ACCURACY,
    "blueprint-bench-2": PLAIN_SCORE,  # *
    "boolq": ACCURACY,
    "btf3": Board((Score("Pooled score", "pooled_score", "points"),)),  # * Brier-like: lower is better
    "cadeval": Board((Score(r"Overall pass \(%\)", "pass_rate"),)),
    "cl-bench": PLAIN_SCORE,  # *
    "cl-bench-life": PLAIN_SCORE,  # *
    "commonsenseqa-2": ACCURACY,
    "critpt": ACCURACY,  # *
    "cursorbench": Board((Score("Score", "score"), Score("Cost per task", "cost_per_task", "usd"))),  # *
    "cybench": Board(
        (
            Score("(?P<guidance>Unguided|Subtask-Guided) % Solved", "solved"),
            Score("Subtasks % Solved", "subtasks_solved"),
            Score(
                r"(?P<guidance>Unguided|Subtask-Guided) most difficult task solved \(minutes\)",
                "hardest_task_solved",
                "minutes",
            ),
        )
    ),
    "deepresearch-bench": PLAIN_SCORE,
    "deepswe": Board(  # *
        (
            Score("Pass@1", "pass_at_1"),
            Score("Pass@4", "pass_at_4"),
            Score(r"Mean cost \(USD\)", "cost_per_task", "usd"),
        )
    ),
    "dtbench": ACCURACY,  # *
    "enigma-eval": Board((Score("Accuracy", error="Accuracy Standard Error"),)),  # *
    # A scale anchored at 130 for Claude 3.5 Sonnet and 150 for GPT-5. Its intervals are of 90 %: not kept.
    "epoch-capabilities-index": Board((Score("ECI Score|eci", "eci", "points"),), evaluator=EPOCH),
    "exploitbench": Board((Score("Mean capability", "score"),)),  # *
    "factorio-learning-environment": Board(
        (Score("Lab Success %", "lab_success"), Score("Production score", "production_score", "points")), cost="Cost"
    ),
    "fiction-livebench": Board((Score(r"(?P<input_tokens>\d+k?) token score"),)),
    "forecastbench": Board(  # *
        (
            Score(
                "Overall score",
                "overall_score",
                "points",
                low="Overall 95% CI low",
                high="Overall 95% CI high",
                bounds=(0, 100),
            ),
        )
    ),
    "frontiercode": Board((Score("(?P<subset>Main|Diamond|Extended) score", "score"),)),  # *
    # * Dominance is the share of the other models on the board that it beats, not of tasks solved.
    "frontierswe": Board((Score("Score", "score"), Score("Dominance", "dominance"))),
    "gbaeval": PLAIN_SCORE,  # *
    "gdp-pdf": Board((Score("GDP.pdf score", "score"),)),  # *
    "gdpval": Board((Score(r"Win Rate \(%\)", "win_rate"),)),  # * a fraction, whatever its name says
    "geobench": Board(
        (
            Score("(?P<map>ACW|AVW|Rural|Urban|Photos) Country %", "country_accuracy"),
            Score("(?P<map>ACW|AVW|Rural|Urban|Photos) Avg Score", "mean_score", "points", bounds=(0, 5000)),
            Score("(?P<map>ACW|AVW|Rural|Urban|Photos) Median Score", "median_score", "points", bounds=(0, 5000)),
        )
    ),
    "gsm8k": EXACT_MATCH,
    "gso-bench": Board(
        (
            Score("Score OPT@1", "opt_at_1"),
            Score("Score OPT@10", "opt_at_10"),
            Score(r"OPT@1 \(hack-adjusted\)", "opt_at_1_hack_adjusted"),
            Score(r"OPT@10 \(hack-adjusted\)", "opt_at_10_hack_adjusted"),
        )
    ),
    "hellaswag": ACCURACY,
    "hle": Board((Score("Accuracy", error="Accuracy Standard Error"),)),  # *
    "lambada": ACCURACY,
    "lech-mazur-writing": Board((Score("Mean score", "mean_score", "points", bounds=(0, 10)),)),
    "livebench": Board(
        (Score("Global average", "average", "percent"), Score("(?P<category>.+) average", "average", "percent")),
        # `id` is LiveBench's name where UUID is there: both claude-3-7-sonnet and its -thinking have one version.
        models=("Model version", "Name", "Model", "id"),
        listed_as="id",
    ),
    "lmca": Board((Score("Score", "score", "percent"),)),  # *
    "mcbench": Board((Score("ELO", "elo", "elo"), Score("Win rate", "win_rate"))),
    "metr-time-horizon": Board(
        (
            Score("Time horizon", "time_horizon", "minutes", low="CI_low", high="CI_high"),
            Score(r"Time horizon \(80%\)", "time_horizon_80", "minutes"),
            Score("average_score", "average_score"),
        )
    ),
    "mindcube": PLAIN_SCORE,  # *
    "mmlu": EXACT_MATCH,
    "openbookqa": ACCURACY,
    "os-world": Board(
        (Score("Score", "success_rate", "percent"),),
        models=("Model version", "Agent"),  # the board lists agents, most of them models of their own
    ),
    "osuniverse": Board(
        (Score("Weighted Score", "weighted_score"), Score("(?P<level>Paper|Wood|Bronze|Silver|Gold)", "success_rate")),
        cost="Cost",
    ),
    "osworld-2": Board((Score("Binary accuracy", "success_rate"), Score("Partial score", "partial_score"))),  # *
    "piqa": ACCURACY,
    "posttrainbench": Board((Score(r"Average \(%\)", "score"),)),  # *
    "proofbench": Board(  # *
        (
            Score("Accuracy", error="Accuracy Standard Error"),
            Score(r"Cost per test \(USD\)", "cost_per_task", "usd"),
        )
    ),
    "rli": PLAIN_SCORE,  # *
    "scicode": PLAIN_SCORE,  # *
    "scienceqa": ACCURACY,
    "simplebench": Board((Score(r"Score \(AVG@5\)", "avg_at_5"),)),
    "spatialviz-bench": PLAIN_SCORE,  # *
    "superglue": PLAIN_SCORE,
    "surface-evolver-bench": Board((Score("Mean score", "mean_score"),), cost="Total cost (USD)"),  # *
    "swe-bench-bash": Board((Score("% Resolved", "resolved"),)),  # *
    # Version 2.0 came in 2025-11 under the same file name; the source text or link says so.
    "terminal-bench": Board(
        (Score("Accuracy mean", error="Accuracy SE"),), newer=(r"(?i)terminal-bench[/ ]v?2", "terminal-bench-2")
    ),
    "the-agent-company": Board(
        (
            Score("% Resolved", "resolved"),
            Score("% Score", "partial_score"),
            Score("Average costs", "cost_per_task", "usd"),
        ),
        agent_before_plus=True,
    ),
    "triviaqa": EXACT_MATCH,
    "vending-bench-2": Board((Score("Score", "final_balance", "usd"),)),  # * may be negative
    "video-mme": Board(
        (Score(r"(?P<duration>Overall|Short|Medium|Long)(?: videos)? \((?P<subtitles>no|with) subtitles\)"),)
    ),
    "vpct": ACCURACY,
    "webdev-arena": Board(
        (Score("Arena Score", "elo", "elo", interval="Score 95% CI", low="95% CI Low", high="95% CI High"),),
        benchmark="lmarena-webdev",
    ),
    # WeirdML was renewed between 2025-07 and 2025-10: other tasks under the same file name.
    "weirdml": Board(
        (
            Score("Average", benchmark="weirdml-v1"),
            Score("(?P<task>(?:Shapes|Shuffle) (?:easy|hard)|Digits unsup|Chess winners)", benchmark="weirdml-v1"),
            Score("Accuracy", benchmark="weirdml-v2", error="Accuracy SE"),
            Score("Cost per run", "cost_per_run", "usd", benchmark="weirdml-v2"),
        )
    ),
    "winogrande": ACCURACY,
}
# Columns in which a board we do not know may state its one score.
PLAIN_SCORES = (
    Score("Accuracy|Accuracy mean|Overall accuracy|Correct|Percent correct"),
    Score("EM", "exact_match"),
    Score("Pass@1|Pass@1 score", "pass_at_1"),
    Score("% Resolved", "resolved"),
    Score("Score|Overall|Overall score|Mean score|Average|Average score", "score"),
)

# Epoch's own runs: the task's name in benchmarks_runs.csv, where it is not simply the benchmark's. The later files
# frontiermath.csv and frontiermath_tier_4.csv hold the private sets; the public ones have about a dozen problems.
TASKS = {
    "FrontierMath-2025-02-28-Private": "frontiermath",
    "FrontierMath-2025-02-28-Public": "frontiermath-public",
    "FrontierMath-Tier-4-2025-07-01-Private": "frontiermath-tier-4",
    "FrontierMath-Tier-4-2025-07-01-Public": "frontiermath-tier-4-public",
}
BEST = "Best score (across scorers)"
SCORER = (
    r"(?P<scorer>[A-Za-z][\w/.-]*):\s*(?P<value>-?\d+(?:\.\d+)?(?:[eE]-?\d+)?)"
    r"\s*±\s*(?P<error>\d+(?:\.\d+)?(?:[eE]-?\d+)?)"
)
ROUNDED = 0.0051  # `Scores` has two decimals, the best score three

# Columns that qualify a score, and the setting each becomes; the first column filled in wins.
SETTINGS = {
    "agent": ("Agent",),
    "aggregation": ("Aggregation",),
    "autonudge": ("Autonudge",),
    "edit_format": ("Edit format",),
    "effort": ("Reasoning effort", "Reasoning level", "Reasoning"),
    "environment_model": ("Environment model",),
    "frames": ("Frames",),
    "harness": ("Harness",),
    "prompt": ("Prompt", "Prompting"),
    "scaffold": ("Scaffold",),
    "shots": ("Shots",),
    "steps": ("Step budget",),
    "tools": ("Tools", "Tool setting"),
    "version": ("LiveBench Version", "METR version"),
}
# Notes that qualify a score; the others say how Epoch found the model's version.
NOTES = (
    (r"(?i)^(?:\d+-shot[;,]? ?)?(CoT|top-1)$", "prompting"),
    (r"augmented (?:by|with) the ([\w-]+)", "augmented_with"),
    (r"Results from (HAL) leaderboard", "run_by"),
    (r"(?i)explicitly (fine-tuned) on it", "training"),
)
RUN_REFS = ("UUID", "id")
EVALUATED = ("started_at", "Started at", "Date of evaluation", "Evaluation date", "Date added", "Date")
LINKS = ("Source link", "Source link (site from table)")
COUNTS = ("Votes", "Total tasks")
# Boards whose makers run all models themselves, or let people vote. What takes in results of others, and papers
# (their own model beside other people's), stays unknown.
KINDS = {
    EPOCH: "independent",
    "Aider LLM Leaderboards": "independent",
    "ARC Prize Leaderboard": "independent",
    "CadEval Dashboard": "independent",
    "DeepResearchBench Leaderboard": "independent",
    "Fiction.live leaderboard": "independent",
    "GeoBench leaderboard": "independent",
    "LiveBench Leaderboard": "independent",
    "MCBench Leaderboard": "community",
    "METR - Measuring AI Ability to Complete Long Tasks": "independent",
    "SimpleBench Leaderboard": "independent",
    "Standford HELM": "independent",
    "Stanford CRFM Leaderboard": "independent",
    "Stanford HELM": "independent",
    "VPCT leaderboard": "independent",
    "WebDev Arena Leaderboard": "community",
    "WeirdML Leaderboard": "independent",
    "lechmazur/writing Github repository": "independent",
}
# Known columns that are no score of the model: what it is, how the run went, sub-results in units of their own.
# `Run date` is the model's release date wherever the board knows no better, `Last updated` the day of the whole board.
NO_SCORE = re.compile(
    r"(?i)release date|organization|country.*|training compute.*|notes.*|trajectories|source|log ?viewer|logs|status"
    r"|task|scores|model accessibility|accessibility group|model_versions|confidence|description|display name"
    r"|milestones|automation|most complex item|median code length.*|duration.*|average steps|total passes|scad gen.*"
    r"|render.*|checks run|chamfer.*|haus.*|vol\. pass|avg .*|.*refusal|.*distance.*|created|last updated|run date"
    r"|graded at|.* org|.*rank|model family|.*standard error|.* se|stderr|.*std dev|.*\bci\b.*|ci_(?:low|high)"
    r"|.*calibration error|.*per (?:task|case|test).*|cost|estimated cost.*|.*superforecaster.*|.*brier.*|.*rps.*"
    r"|eci_.*|date"
)
LOOKS_LIKE_A_SCORE = re.compile(
    r"(?i).*(?:\b(?:score|accuracy|correct|solved|resolved|elo|success|progress|win rate|average)\b|pass@|%).*"
)

ABSENT = r"(?i)^(?:|[-–—]+|n/?a|null|tbd|\?)$"
NUMBER = (
    r"^=?(?P<value>[+-]?(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.\d*)?(?:[eE][+-]?\d+)?|[+-]?\.\d+)\s*(?P<sign>%?)"
    r"(?:\s*(?:±|\+/?-)\s*(?P<error>\d+(?:\.\d+)?)\s*%?)?$"
)
PLUS_MINUS = r"^=?\+?(?P<plus>\d+(?:\.\d+)?)\s*/\s*[-−]?(?P<minus>\d+(?:\.\d+)?)$"
BOUNDS = {"elo": (100.0, 4000.0), "minutes": (0.0, 1e6), "usd": (-1e7, 1e7), "points": (-1e9, 1e9)}
RECORD_ID = r"^rec[A-Za-z0-9]{14}$"

CARD_PARTS = ("model-versions", "model-metadata")
# What is left of an id when Epoch's suffix for effort, thinking budget or thinking is taken off: the repository.
VARIANT = r" \(.*\)$|_(?:thinking|none|minimal|low|medium|high|xhigh|max|unknown|\d+[kK])$"
OPENNESS = {
    "API access": "api_only",
    "Open weights (unrestricted)": "open_weights",
    "Open weights (restricted use)": "restricted_weights",
    "Open weights (non-commercial)": "restricted_weights",
}


@dataclass(frozen=True)
class Table:
    """The rows of a file with its columns found by name, whatever their case."""

    payload: Payload
    rows: pl.DataFrame
    headers: dict[str, str]

    def has(self, *names: str) -> bool:
        """Whether all these columns are there."""
        return all(name.lower() in self.headers for name in names)

    def cell(self, *names: str) -> pl.Expr:
        """Text of the first of these columns that is filled in; null where none is."""
        found = [self.headers[name.lower()] for name in names if name.lower() in self.headers]
        return pl.coalesce(*(_text(name) for name in found)) if found else pl.lit(None, dtype=pl.String)


def normalise(payload: Payload) -> Batch:
    """Read one CSV of the hub: a benchmark's scores, Epoch's log of runs, or its list of model versions.

    A record is a row; a row with several score columns gives several scores. Percentages become fractions, by column:
    a percent sign always means percent; a bare number is what BOARDS says of its column, unless the column as a whole
    is plainly of the other kind (see `bare_divisor`). The model is Epoch's own version id (`Model version`, effort
    suffix and all) where it gives one, else the name the board uses; rows without either are ignored, because Epoch
    leaves both empty where several models worked together. Every row keeps Epoch's record id as `run_ref`.
    Epoch's own runs state the best score over scorers as `accuracy`; the single scorers follow under their own names
    where a run has several. Cost per task is a score of its own in USD, the cost of a whole run a column.
    Raises NormaliseError for a file that is no table, or of a board we do not know without one plain score column.
    """
    rows = read_csv(payload, required=())
    table = Table(payload, rows, {name.strip().lower(): name for name in reversed(rows.columns)})
    book = Book(payload, rows.height, lambda number: csv_record(rows, number))
    cells = [_text(name) for name in rows.columns if name not in ("record", "record_ref")]
    rest = book.ignore(rows, pl.all_horizontal(pl.lit(value=True), *(cell.is_null() for cell in cells)), "blank_row")
    if payload.part in CARD_PARTS:
        _observe_cards(book, table, rest)
    else:
        _observe_scores(book, table, rest)
    batch = book.close()
    if not batch.records_used:
        raise payload.rejected(f"no usable row among {batch.records_read}; columns: {_listed(table)}")
    return batch


def bare_divisor(unit: str, numbers: pl.Series) -> float | None:
    """What bare numbers of a column must be divided by to be fractions, 1 or 100; None where nobody can tell.

    `unit` is what the table says of the column. A `percent` column in which no number exceeds 1 holds fractions.
    A `fraction` column in which nine of ten numbers exceed 1 holds percentages; up to one in ten is an error of its
    own and leaves the column as it is; in between, the column mixes both.
    """
    above = int((numbers > 1).sum())
    if unit == "percent":
        return 100.0 if above else 1.0
    positive = int((numbers > 0).sum())
    if above <= positive / 10:
        return 1.0
    return 100.0 if above >= positive * 9 / 10 else None


def _observe_scores(book: Book, table: Table, rows: pl.DataFrame) -> None:
    if table.has("Status", "task"):
        rows = book.ignore(rows, (table.cell("Status").fill_null("") != "Success"), "run_not_successful")
    board, matches = _board(table)
    about = _about(table, rows, board)
    about = book.ignore(about, pl.col("model_name_raw").is_null(), "no_model")
    rows = rows.join(about, on="record", how="semi")
    if table.has("task", "Scores"):
        figures = _log_figures(table, rows)
    else:
        figures = pl.concat([_figures(table, rows, score, match) for score, match in matches])
        if table.has(BEST):
            figures = _without_repeated_means(figures)
    book.ignore(rows.join(figures, on="record", how="anti"), pl.lit(value=True), "no_score")
    _report_unknown_columns(book, table, rows, matches)
    figures = book.quarantine(figures, pl.col("problem").is_not_null(), pl.col("problem"), BenchmarkScore.TABLE)
    scores = figures.drop("problem").join(about.drop("record_ref"), on="record", how="left", maintain_order="left")
    benchmark = pl.coalesce("benchmark", "row_benchmark")
    settings = pl.concat_list("settings", "row_settings").list.drop_nulls().list.unique().list.sort().list.join("; ")
    book.observe(
        BenchmarkScore,
        scores.with_columns(
            benchmark=benchmark,
            settings=pl.when(settings != "").then(settings),
            cost_usd=pl.when(pl.col("unit") != "usd").then("cost_usd"),
        ).drop("row_benchmark", "row_settings"),
    )


def _board(table: Table) -> tuple[Board, list[tuple[Score, re.Match[str]]]]:
    """The board of a file and its score columns. Raises NormaliseError where neither is known."""
    payload = table.payload
    if table.has("task", "Scores"):
        return Board((), models=("model",), evaluator=EPOCH), []
    board = BOARDS.get(payload.part)
    if table.has(BEST) or table.has("mean_score"):
        best = (Score(re.escape(BEST), error="stderr"), Score("mean_score", "mean_score", error="stderr"))
        board = Board(best if table.has(BEST) else (Score("mean_score", error="stderr"),), evaluator=EPOCH)
    matches = _matches(table, board.scores) if board else []
    if board and matches:
        return board, matches
    matches = _matches(table, PLAIN_SCORES)
    if len(matches) != 1:
        which = "several plain score columns" if matches else "no score column"
        known = "known columns" if board else "known name"
        raise payload.rejected(f"a benchmark without {known} and with {which}; columns: {_listed(table)}")
    text = table.rows.select(text=_text(table.headers[matches[0][1].string.lower()]))
    bare = text.select(number=decimal("text")).drop_nulls()["number"]
    if ((bare < 0) | (bare > 1)).any():
        raise payload.rejected(
            f"a benchmark without known name, and the unit of its column {matches[0][1].string} cannot be told; "
            f"columns: {_listed(table)}"
        )
    return replace(board or Board(()), scores=PLAIN_SCORES), matches


def _matches(table: Table, scores: Iterable[Score]) -> list[tuple[Score, re.Match[str]]]:
    found = []
    for name in dict.fromkeys(name.strip() for name in table.rows.columns):
        candidates = ((score, re.fullmatch(score.column, name, re.IGNORECASE)) for score in scores)
        score, match = next(((score, match) for score, match in candidates if match), (None, None))
        if score and match:
            found.append((score, match))
    return found


def _listed(table: Table) -> str:
    names = (name for name in table.rows.columns if name not in ("record", "record_ref"))
    return ", ".join(names)[:400]


def _text(name: str) -> pl.Expr:
    """A cell with its white space folded; null where it says nothing."""
    text = pl.col(name).str.replace_all(r"\s+", " ").str.strip_chars()
    return pl.when(~text.str.contains(ABSENT)).then(text)


def _about(table: Table, rows: pl.DataFrame, board: Board) -> pl.DataFrame:
    """What holds for every score of a row: the model, the settings, who ran it, when, and where it says so."""
    names = (table.cell(name).str.replace_all("[🥇🥈🥉🏅🏆]", "").str.strip_chars() for name in board.models)
    model = pl.coalesce(*(pl.when(~name.str.contains(RECORD_ID)).then(name) for name in names))
    stated = table.cell("Source")
    is_link = stated.str.contains("^https?://")
    evaluator = pl.lit(board.evaluator) if board.evaluator else pl.when(~is_link).then(stated)
    link = table.cell(*LINKS)
    counts = decimal(table.cell(*COUNTS))
    cost = _read(table.cell(board.cost) if board.cost else pl.lit(None, dtype=pl.String))[0]
    own = pl.lit(board.benchmark or table.payload.part)
    if board.newer:
        pattern, newer = board.newer
        is_newer = pl.concat_str(stated, link, separator=" ", ignore_nulls=True).str.contains(pattern)
        unsaid = stated.is_null() & link.is_null() & is_newer.any()
        own = pl.when(is_newer | unsaid).then(pl.lit(newer)).otherwise(own)
    return rows.select(
        "record",
        "record_ref",
        row_benchmark=own,
        model_name_raw=pl.when(model != "").then(model),
        row_settings=_row_settings(table, board, model),
        evaluator=evaluator,
        evaluator_kind=evaluator.replace_strict(KINDS, default="unknown", return_dtype=pl.String).fill_null("unknown"),
        evaluated_on=_day(rows, table.cell(*EVALUATED)),
        run_ref=table.cell(*RUN_REFS),
        reference_url=pl.coalesce(pl.when(link.str.contains("^https?://")).then(link), pl.when(is_link).then(stated)),
        n=pl.when((counts > 0) & (counts % 1 == 0) & (counts < 1e12)).then(counts).cast(pl.Int64),
        cost_usd=pl.when(cost > 0).then(cost),  # 0 is written for unknown
    )


def _row_settings(table: Table, board: Board, model: pl.Expr) -> pl.Expr:
    values = {name: table.cell(*columns) for name, columns in SETTINGS.items()}
    values["shots"] = values["shots"].str.replace(r"(?i)[ -]?shots?$", "")
    if board.agent_before_plus:  # "OpenHands + GPT 4o"
        values["agent"] = pl.coalesce(values["agent"], table.cell("Model", "Name").str.extract(r"^(.+) \+ "))
    if board.listed_as:
        listed = table.cell(board.listed_as)
        values["listed_as"] = pl.when(~listed.str.contains(RECORD_ID) & (listed != model)).then(listed)
    # "checked" is a ticked box. A board of agents names the model by the agent where Epoch gives no version.
    values["agent"] = pl.when(~values["agent"].is_in(["checked"]) & (values["agent"] != model)).then(values["agent"])
    for pattern, name in NOTES:
        values[name] = table.cell("Notes").str.extract(pattern)
    return pl.concat_list(
        pl.format("{}={}", pl.lit(name), value.str.replace_all(";", ",")) for name, value in values.items()
    )


def _day(rows: pl.DataFrame, text: pl.Expr) -> pl.Series:
    """The day of "2025-04-24T13:01:07.912Z", "24 April 2025 3:01pm" or "24/4/2025".

    Days come before months here, as 13/3/2025 shows; a column that says otherwise anywhere is not believed.
    """
    slashed = text.str.extract(r"^(\d{1,2}/\d{1,2}/\d{4})$")
    days = rows.select(
        "record",  # gives its length to a column that is not there
        iso=text.str.extract(r"^(\d{4}-\d{2}-\d{2})").str.to_date("%Y-%m-%d", strict=False),
        long=text.str.extract(r"^(\d{1,2} [A-Za-z]+ \d{4})").str.to_date("%d %B %Y", strict=False),
        slashed=slashed,
        day_first=slashed.str.to_date("%d/%m/%Y", strict=False),
    )
    if (days["slashed"].is_not_null() & days["day_first"].is_null()).any():
        days = days.with_columns(day_first=pl.lit(None, dtype=pl.Date))
    return days.select("record", day=pl.coalesce("iso", "long", "day_first"))["day"]


def _read(text: pl.Expr) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """What a cell says: the number, whether it has a percent sign, and the error after ±."""
    groups = text.str.replace_all(r"\$", "").str.extract_groups(NUMBER)
    value, sign, error = (groups.struct.field(name) for name in ("value", "sign", "error"))
    return decimal(value), (sign == "%").fill_null(value=False), decimal(error)


def _figures(table: Table, rows: pl.DataFrame, score: Score, match: re.Match[str]) -> pl.DataFrame:
    """The figures of one score column, one per filled cell, with `problem` where a cell is no such score."""
    column = match.string
    groups = {name: value.strip() for name, value in match.groupdict().items() if value is not None}

    def beside(template: str | None) -> pl.Expr:
        return table.cell(template.format(**groups)) if template else pl.lit(None, dtype=pl.String)

    text = table.cell(column)
    value, is_percent, own_error = _read(text)
    error, error_is_percent, _ = _read(beside(score.error))
    low, low_is_percent, _ = _read(beside(score.low))
    high, high_is_percent, _ = _read(beside(score.high))
    spread = beside(score.interval).str.extract_groups(PLUS_MINUS)
    read = rows.select(
        "record",
        "record_ref",
        text=text,
        value=value,
        is_percent=is_percent,
        error=pl.coalesce(error, own_error),
        error_is_percent=error_is_percent | (own_error.is_not_null() & is_percent) | pl.lit(score.error_is_percent),
        low=low,
        low_is_percent=low_is_percent,
        high=high,
        high_is_percent=high_is_percent,
        minus=decimal(spread.struct.field("minus")),
        plus=decimal(spread.struct.field("plus")),
    ).filter(pl.col("text").is_not_null())
    if score.metric.startswith("cost"):
        read = read.filter(pl.col("value").fill_null(1) != 0)  # 0 is written for unknown
    is_share = score.unit in ("fraction", "percent")
    divisor = bare_divisor(score.unit, read.filter(~pl.col("is_percent"))["value"].drop_nulls()) if is_share else 1.0
    bottom, top = (0.0, 1.0) if is_share else score.bounds or BOUNDS[score.unit]

    def in_unit(name: str, has_sign: str) -> pl.Expr:
        # 91.6 / 100 is 0.9159999999999999: rounded, so that both layouts state one and the same number.
        is_percentage = (pl.col(has_sign) | pl.lit(divisor == 100)) & pl.lit(is_share)
        return pl.when(is_percentage).then((pl.col(name) / 100).round(12)).otherwise(name)

    figure = in_unit("value", "is_percent")
    stated_error = in_unit("error", "error_is_percent")
    where = pl.lit(f" in column {column}")
    problem = (
        pl.when(pl.col("value").is_null())
        .then(pl.concat_str(pl.lit("cannot read "), "text", where))
        .when(pl.lit(divisor is None) & ~pl.col("is_percent"))
        .then(pl.concat_str("text", where, pl.lit(", which mixes fractions and percentages")))
        .when(pl.col("is_percent") & pl.lit(not is_share))
        .then(pl.concat_str("text", where, pl.lit(f", a percentage where {score.unit} are expected")))
        .when(~figure.is_between(bottom, top))
        .then(pl.concat_str("text", where, pl.lit(f", outside {bottom:g} to {top:g}")))
    )
    settings = [f"{name}={value}" for name, value in groups.items()]
    return read.select(
        "record",
        record_ref=pl.format("{}, column {}", "record_ref", pl.lit(column)),
        benchmark=pl.lit(score.benchmark, dtype=pl.String),
        metric=pl.lit(score.metric),
        score=figure,
        unit=pl.lit("fraction" if is_share else score.unit),
        # The standard error of a share is at most a half; more is in another unit than we think.
        standard_error=pl.when(stated_error <= 0.5).then(stated_error) if is_share else stated_error,
        ci_low=pl.coalesce(in_unit("low", "low_is_percent"), figure - pl.col("minus") / (divisor or 1.0)),
        ci_high=pl.coalesce(in_unit("high", "high_is_percent"), figure + pl.col("plus") / (divisor or 1.0)),
        settings=pl.lit(pl.Series([settings], dtype=pl.List(pl.String))).first(),
        problem=problem,
    )


def _without_repeated_means(figures: pl.DataFrame) -> pl.DataFrame:
    """Epoch's mean over samples is the best score again wherever a run has one scorer; then one of them says it all.

    Where they differ, the standard error belongs to the mean.
    """
    is_mean = pl.col("metric") == "mean_score"
    other = figures.select("record", "metric", other="score")
    paired = figures.join(
        other.with_columns(
            metric=pl.when(is_mean).then(pl.lit("accuracy")).otherwise(pl.lit("mean_score")),
        ),
        on=["record", "metric"],
        how="left",
        maintain_order="left",
    )
    is_same = ((pl.col("score") - pl.col("other")).abs() < 1e-9).fill_null(value=False)
    error = pl.when(is_mean | is_same | pl.col("other").is_null()).then("standard_error")
    return paired.filter(~(is_mean & is_same)).with_columns(standard_error=error).drop("other")


def _log_figures(table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """The figures of benchmarks_runs.csv: the best score of each run, and its scorers where it has several."""
    text = table.cell(BEST)
    groups = pl.col("pair").str.extract_groups(SCORER)
    scorers = (
        rows.select("record", pair=table.cell("Scores").str.extract_all(SCORER))
        .explode("pair")
        .drop_nulls("pair")
        .select(
            "record",
            scorer=groups.struct.field("scorer").str.to_lowercase().str.replace_all(r"[^a-z0-9]+", "_"),
            value=decimal(groups.struct.field("value")),
            error=decimal(groups.struct.field("error")),
        )
    )
    best = rows.select(
        "record", "record_ref", benchmark=_task(table), text=text, score=_read(text)[0], unit=pl.lit("fraction")
    ).join(
        scorers.group_by("record").agg(highest=pl.col("value").max()), on="record", how="left", maintain_order="left"
    )
    best = best.with_columns(score=pl.when(pl.col("text").is_null()).then("highest").otherwise("score"))
    agreeing = scorers.join(best, on="record").filter((pl.col("value") - pl.col("score")).abs() < ROUNDED)
    errors = agreeing.group_by("record").agg(
        # An error written as 0 is one below 0.005.
        standard_error=pl.when((pl.col("error").n_unique() == 1) & (pl.col("error").first() > 0)).then(
            pl.col("error").first()
        )
    )
    several = scorers.filter(
        pl.len().over("record") > 1, pl.col("scorer").n_unique().over("record") == pl.len().over("record")
    ).join(best.select("record", "record_ref", "benchmark", "unit"), on="record", maintain_order="left")
    unreadable = pl.col("text").is_not_null() & pl.col("score").is_null()
    columns = ("record", "record_ref", "benchmark", "metric", "score", "unit", "standard_error")
    figures = pl.concat(
        [
            best.join(errors, on="record", how="left", maintain_order="left")
            .filter(pl.col("score").is_not_null() | unreadable)
            .with_columns(
                record_ref=pl.format("{}, column {}", "record_ref", pl.lit(BEST)),
                metric=pl.lit("accuracy"),
            )
            .select(*columns, problem=pl.when(unreadable).then(pl.format("cannot read {}", "text"))),
            several.with_columns(
                record_ref=pl.format("{}, column Scores, {}", "record_ref", "scorer"),
                metric="scorer",
                score="value",
                standard_error=pl.when(pl.col("error") > 0).then("error"),
            ).select(*columns, problem=pl.lit(None, dtype=pl.String)),
        ]
    )
    unknown = pl.lit(None, dtype=pl.Float64)
    nothing = pl.lit(pl.Series([[]], dtype=pl.List(pl.String))).first()
    outside = pl.when(~pl.col("score").is_between(0, 1)).then(pl.format("{} is not between 0 and 1", "score"))
    nameless = pl.when(pl.col("benchmark").is_null()).then(pl.lit("no task"))
    return figures.with_columns(
        ci_low=unknown, ci_high=unknown, settings=nothing, problem=pl.coalesce("problem", nameless, outside)
    )


def _task(table: Table) -> pl.Expr:
    task = table.cell("task")
    slug = task.str.to_lowercase().str.replace_all(r"[^a-z0-9.]+", "-").str.strip_chars("-.")
    return task.replace_strict(TASKS, default=pl.when(slug != "").then(slug), return_dtype=pl.String)


def _report_unknown_columns(
    book: Book, table: Table, rows: pl.DataFrame, matches: list[tuple[Score, re.Match[str]]]
) -> None:
    """Put a column that looks like a score and is none of ours into the quarantine, once, by its first filled cell."""
    board = (BEST, "mean_score", "id", *RUN_REFS, *COUNTS, *EVALUATED, *LINKS, *sum(SETTINGS.values(), ()))
    known = {name.lower() for name in (*board, *(match.string for _, match in matches))}
    for name in table.rows.columns:
        header = name.strip()
        if header.lower() in known or NO_SCORE.fullmatch(header) or not LOOKS_LIKE_A_SCORE.fullmatch(header):
            continue
        filled = rows.filter(_text(name).is_not_null())
        reason = f"column {header} looks like a score and is not known; {filled.height} rows have it"
        first = filled.head(1).with_columns(record_ref=pl.format("{}, column {}", "record_ref", pl.lit(header)))
        book.quarantine(first, pl.lit(value=True), reason, BenchmarkScore.TABLE)


def _observe_cards(book: Book, table: Table, rows: pl.DataFrame) -> None:
    """model_versions.csv, or model_metadata.csv of the later zip.

    Epoch names a version after its repository on Hugging Face, under the developer it gives in a column.
    """
    if not (table.has("id") or table.has("model_version")):
        raise table.payload.rejected(f"no column of model versions among {_listed(table)}")
    name = table.cell("model_version", "id")
    home = table.cell("Hugging Face developer id")
    access = table.cell("accessibility", "Model accessibility")
    is_open = pl.when(access.str.starts_with("Open weights")).then(pl.lit(value=True))
    is_closed = pl.when(access == "API access").then(pl.lit(value=False))
    rows = book.ignore(rows, name.is_null(), "no_model")
    released = table.cell("Version release date", "date")
    rows = rows.with_columns(released_on=_day(rows, released).alias("released_on"))
    rows = book.quarantine(
        rows,
        released.is_not_null() & pl.col("released_on").is_null(),
        pl.format("cannot read the release date {}", released),
        ModelCard.TABLE,
    )
    book.observe(
        ModelCard,
        rows.select(
            "record",
            "record_ref",
            "released_on",
            model_name_raw=name,
            developer=table.cell("Organization"),
            display_name=table.cell("Display name", "display_name", "model_group", "Model"),
            weights_openness=access.replace_strict(OPENNESS, default="unknown", return_dtype=pl.String).fill_null(
                "unknown"
            ),
            has_downloadable_weights=pl.coalesce(
                pl.when(home.is_not_null()).then(pl.lit(value=True)), is_open, is_closed
            ),
            weights_ref=pl.format("{}/{}", home, name.str.replace(VARIANT, "")),
            method=pl.lit("stated"),
        ),
    )
