"""Cards in makers' own repositories: Markdown whose tables state sizes, what training took, and scores.

Tables are of pipes or of HTML; one row is one record. Those of sizes and training give cards (`card_tables`), those of
scores give scores of the maker's models and of its rivals as the maker reports them (`score_tables`); rows of the
others are ignored. Who reports is the document, with its maker where that is stated: the cards of Llama 3 and of Llama
3.1 give the same model other scores.
"""

from __future__ import annotations

import re

import polars as pl

from transforms.batch import Batch, Book
from transforms.card_tables import Summary, developer_of, is_card_table, read_cards, summary_of
from transforms.markdown_tables import markdown_tables
from transforms.payload import Payload
from transforms.schemas import BenchmarkScore, ModelCard
from transforms.score_tables import Document, is_score_table, read_scores

FOLDER = re.compile(r"(?:^|/)([^/]+)/[^/]+\.md$", re.IGNORECASE)


def normalise(payload: Payload) -> Batch:
    """Read one card; one row of a table is one record, and each model gives one card.

    Raises NormaliseError when the payload is no text with a table of sizes, of training or of scores.
    """
    text = payload.content.decode("utf-8-sig", errors="replace")
    tables = markdown_tables(payload, text)
    rows = [row for table in tables for row in table.rows]
    starts = [sum(len(table.rows) for table in tables[:at]) for at in range(len(tables))]
    numbered = [
        (table, list(range(start, start + len(table.rows)))) for table, start in zip(tables, starts, strict=True)
    ]
    cards = [each for each in numbered if is_card_table(each[0])]
    scores = [each for each in numbered if not is_card_table(each[0]) and is_score_table(each[0])]
    used = {number for _, numbers in (*cards, *scores) for number in numbers}
    summaries = [found for each in numbered if not used & {*each[1]} and (found := summary_of(*each))]
    if not cards and not scores and not summaries:
        raise payload.rejected("no table of sizes, of training or of scores")
    book = Book(payload, len(rows), lambda number: " | ".join(rows[number].cells))
    used |= {number for summary in summaries for number, _ in summary.rows}
    others = [(number, row.ref) for number, row in enumerate(rows) if number not in used]
    schema = {"record": pl.UInt32, "record_ref": pl.String}
    book.ignore(pl.DataFrame(others, schema=schema, orient="row"), pl.lit(value=True), "table_of_other_things")
    own = _summed_up(book, summaries, payload, text)
    book.observe(ModelCard, pl.concat([read_cards(book, cards, text), own], how="diagonal"))
    book.observe(BenchmarkScore, read_scores(book, scores, Document(None, _reporter(payload, text))))
    return book.close()


def _summed_up(book: Book, summaries: list[Summary], payload: Payload, text: str) -> pl.DataFrame:
    """The card of the model that the document is named after, where a table sums it up."""
    schema = {"record": pl.UInt32, "record_ref": pl.String}
    folder = FOLDER.search(payload.name)
    told = summaries[:1] if folder else []
    rest = [row for summary in summaries for row in summary.rows if row not in [each.row for each in told]]
    book.ignore(pl.DataFrame(rest, schema=schema, orient="row"), pl.lit(value=True), "about_the_model")
    frame = pl.DataFrame([each.row for each in told], schema=schema, orient="row")
    return frame.with_columns(
        model_name_raw=pl.lit(folder[1] if folder else None, dtype=pl.String),
        developer=pl.lit(developer_of(text), dtype=pl.String),
        parameters_b=pl.Series([each.parameters_b for each in told], dtype=pl.Float64),
        active_parameters_b=pl.Series([each.active_parameters_b for each in told], dtype=pl.Float64),
        weights_openness=pl.lit("unknown"),
        method=pl.lit("stated"),
    )


def _reporter(payload: Payload, text: str) -> str:
    """The document that reports the scores: "Meta, Llama-3.1 model card"."""
    folder = FOLDER.search(payload.name)
    card = f"{folder[1] if folder else payload.part} model card"
    developer = developer_of(text)
    return f"{developer}, {card}" if developer else card
