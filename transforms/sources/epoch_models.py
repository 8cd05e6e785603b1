"""Epoch AI's tables of models (notable_ai_models.csv and its larger sisters): one row is one model.

`Parameters` are counted one by one ("4.05E+11"), training compute is in FLOP, chip-hours in hours of one accelerator.
Epoch gathers figures from papers and works out what they leave open, so a row is `stated` only where Epoch is
"Confident" of it and reports its training compute, or gives none; otherwise its figures are `estimated`.

- Training GPU-hours come from `Training chip-hours` alone. Hours times hardware quantity is not the same thing: for
  Llama 3.1 405B that gives 34.3 million, where Meta states 30.84 million.
- `Training power draw (W)` is Epoch's own model of the peak; no training energy follows from it.
"""

from __future__ import annotations

import polars as pl

from transforms.batch import Batch, Book
from transforms.payload import Payload
from transforms.read import csv_record, decimal, read_csv
from transforms.schemas import ModelCard

NAMES = ("Model", "System")  # System until 2025-04
COMPUTE = "Training compute (FLOP)"
CHIP_HOURS = "Training chip-hours"
# What a figure may be at most; above it, it was written for another unit. 2025-04: 1.6e12 parameters, 5e25 FLOP.
FIGURES = {"Parameters": 1e15, COMPUTE: 1e30, CHIP_HOURS: 1e11}
# "Open source" (2024) is the earlier name of "Open access (unrestricted)".
OPENNESS = {
    "API access": "api_only",
    "Open source": "open_weights",
    "Open access (unrestricted)": "open_weights",
    "Open weights (unrestricted)": "open_weights",
    "Open access (restricted use)": "restricted_weights",
    "Open weights (restricted use)": "restricted_weights",
    "Open access (non-commercial)": "restricted_weights",
    "Open weights (non-commercial)": "restricted_weights",
}
CLOSED = ("API access", "Hosted access (no API)", "Unreleased")
# The other columns as of 2025-04-04 and of the later tables: notes, and facts that a card does not hold.
NOT_READ = frozenset(
    {
        *("Domain", "Task", "Approach", "Authors", "Reference", "Link", "Archived links", "Citations", "Abstract"),
        *("Notability criteria", "Notability criteria notes", "Frontier model", "Foundation model", "Benchmark data"),
        *("Parameters notes", "Training compute notes", "Training compute lower bound", "Training compute upper bound"),
        *("Training dataset", "Training dataset notes", "Dataset size notes", "Training dataset size (datapoints)"),
        *("Training dataset size (gradients)", "Training dataset size (total)", "Epochs", "Batch size"),
        *("Batch size notes", "Training time (hours)", "Training time notes", "Hardware quantity", "Hardware maker"),
        *("Hardware utilization", "Hardware utilization (MFU)", "Hardware utilization (HFU)", "Numerical format"),
        *("Training power draw (W)", "Training data center", "Training cost trends", "Compute cost notes"),
        *("Training compute cost (2023 USD)", "Training compute cost (cloud)", "Training compute cost (upfront)"),
        *("Base model", "Finetune compute (FLOP)", "Finetune compute notes", "Post-training compute (FLOP)"),
        *("Post-training compute notes", "Organization categorization", "Country (from Organization)"),
        *("Country (of organization)", "Organization categorization (from Organization)", "Accessibility notes"),
        *(
            "Training code accessibility",
            "Inference code accessibility",
            "Dataset license",
            "Hugging Face developer id",
        ),
        *(
            "Possibly over 1e23 FLOP",
            "Last modified",
            "Created By",
            "Estimated over 1e25 FLOP",
            "Training cloud compute vendor",
        ),
    }
)
READ = frozenset(
    {
        *(*NAMES, *FIGURES, "Organization", "Publication date", "Training hardware", "Confidence"),
        *("Model accessibility", "Training compute estimation method"),
    }
)


def normalise(payload: Payload) -> Batch:
    """Read one table; one row is one record and gives one card.

    Raises NormaliseError when the payload is no CSV with models, dates and parameters, or no row of it is usable.
    """
    rows = read_csv(payload, required=("Publication date", "Parameters"))
    name = next((each for each in NAMES if each in rows.columns), None)
    if name is None:
        raise payload.rejected("no column of models")
    book = Book(payload, rows.height, lambda number: csv_record(rows, number))
    known = (*READ, *NOT_READ, "record", "record_ref")
    if unknown := [column for column in rows.columns if column and column not in known]:
        book.quarantine(rows.head(1), pl.lit(value=True), f"columns not known: {', '.join(unknown)}")
    missing = [column for column in READ if column not in rows.columns]
    frame = rows.with_columns(pl.lit(None, dtype=pl.String).alias(column) for column in missing).with_columns(
        pl.col(column).str.strip_chars().replace("", None) for column in READ
    )
    frame = book.ignore(frame, pl.all_horizontal(pl.col(READ).is_null()), "blank_row")
    frame = book.quarantine(frame, pl.col(name).is_null(), "no name of a model")
    frame = frame.with_columns(released_on=read_days(frame["Publication date"]))
    frame = book.quarantine(
        frame,
        pl.col("Publication date").is_not_null() & pl.col("released_on").is_null(),
        pl.format("cannot read the publication date {}", "Publication date"),
        ModelCard.TABLE,
    )
    frame = _read_figures(book, frame)
    _observe(book, frame, name)
    batch = book.close()
    if not batch.observations[ModelCard.TABLE].height:
        raise payload.rejected("no usable model")
    return batch


def read_days(written: pl.Series) -> pl.Series:
    """Days as "2024-07-23", "23-07-2024" or "07/23/2024"; which part is the month, the whole column must tell.

    Null where it is no day. A column in which no day is above 12 leaves the order open: all its days are null.
    """
    iso = written.str.to_date("%Y-%m-%d", strict=False)
    parts = written.str.extract_groups(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$").struct.unnest()
    first, second, year = (parts.to_series(at).cast(pl.Int32) for at in range(3))
    highest = [part.max() for part in (first, second)]
    above = [isinstance(each, int) and each > 12 for each in highest]
    if above == [True, False]:
        day, month = first, second
    elif above == [False, True]:
        day, month = second, first
    else:
        return iso
    text = pl.select(pl.format("{}-{}-{}", year, month, day)).to_series()
    return pl.select(pl.coalesce(iso, text.str.to_date("%Y-%m-%d", strict=False))).to_series()


def _read_figures(book: Book, frame: pl.DataFrame) -> pl.DataFrame:
    """The figures of `FIGURES` as numbers; 0 stands for unknown. Rows with what is no figure are refused."""
    for column, highest in FIGURES.items():
        number = decimal(column)
        frame = book.quarantine(
            frame,
            (pl.col(column).is_not_null() & number.is_null()) | ~number.is_finite() | ~number.is_between(0, highest),
            pl.format("{} is no plausible figure: {}", pl.lit(column), column),
            ModelCard.TABLE,
        )
    return frame.with_columns(
        pl.when(number > 0).then(number).alias(column)
        for column, number in ((column, decimal(column)) for column in FIGURES)
    )


def _observe(book: Book, frame: pl.DataFrame, name: str) -> None:
    access = pl.col("Model accessibility")
    has_figures = pl.any_horizontal(pl.col(column).is_not_null() for column in FIGURES)
    is_reported = pl.col(COMPUTE).is_null() | (pl.col("Training compute estimation method") == "Reported")
    is_stated = ((pl.col("Confidence") == "Confident") & is_reported).fill_null(value=False) | ~has_figures
    book.observe(
        ModelCard,
        frame.select(
            *("record", "record_ref", "released_on"),
            model_name_raw=name,
            developer="Organization",
            parameters_b=(pl.col("Parameters") / 1e9).round_sig_figs(12),
            training_compute_flop=COMPUTE,
            training_gpu_hours=CHIP_HOURS,
            training_gpu="Training hardware",
            weights_openness=access.replace_strict(OPENNESS, default="unknown", return_dtype=pl.String),
            has_downloadable_weights=pl.when(access.str.contains("^Open (?:access|weights|source)"))
            .then(pl.lit(value=True))
            .when(access.is_in(CLOSED))
            .then(pl.lit(value=False)),
            method=pl.when(is_stated).then(pl.lit("stated")).otherwise(pl.lit("estimated")),
        ),
    )
