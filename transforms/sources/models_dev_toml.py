"""models.dev's repository: an archive of TOML files, `providers/<provider>/models/<model>.toml`."""

from __future__ import annotations

import io
import re
import tarfile
import tomllib
import zlib

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.payload import Payload
from transforms.sources.models_dev import observe_models

MODEL = re.compile(r"(?:.*/)?providers/([^/]+)/models/(.+)\.toml")
MAX_BYTES = 256 * 2**20  # of the archive, unpacked; 0.2 MB on 2025-06-29
MAX_FILE_BYTES = 1 * 2**20


def normalise(payload: Payload) -> Batch:
    """Read the files of models as `models_dev` reads their objects in api.json: one file is one record.

    `cost.input = 15.00` is USD per million tokens. The name of a file is the model's, with folders for makers
    (`openrouter/models/google/gemini-2.5-pro.toml`). Other TOML files describe providers. References are
    `<file>: <pointer>`. Raises NormaliseError when the payload is no such archive or states no usable price.
    """
    files = _files(payload)
    if not files:
        raise payload.rejected("no TOML files")
    book = Book(payload, len(files), lambda number: files[number][1])
    frame = numbered(f"{name}: /" for name, _ in files)
    names = [MODEL.fullmatch(name) for name, _ in files]
    book.ignore(frame.filter(pl.Series([found is None for found in names])), pl.lit(value=True), "no_model")
    models, refused = [], []
    for number, ((name, text), found) in enumerate(zip(files, names, strict=True)):
        if found:
            try:
                models.append((number, f"{name}: ", found[1], found[2], tomllib.loads(text)))
            except ValueError as error:
                refused.append((number, f"{name}: /", f"not TOML: {error}"))
    book.quarantine(
        pl.DataFrame(refused, schema={"record": pl.UInt32, "record_ref": pl.String, "reason": pl.String}, orient="row"),
        pl.lit(value=True),
        pl.col("reason"),
    )
    return observe_models(book, [each[1:] for each in models], numbers=[number for number, *_ in models])


def _files(payload: Payload) -> list[tuple[str, str]]:
    """The TOML files of the archive, by name."""
    found = []
    try:
        content = zlib.decompressobj(wbits=31).decompress(payload.content, MAX_BYTES)
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as bundle:
            for member in bundle:
                if member.isfile() and member.name.endswith(".toml") and member.size <= MAX_FILE_BYTES:
                    file = bundle.extractfile(member)
                    found.append((member.name, file.read().decode("utf-8", errors="replace") if file else ""))
    except (tarfile.TarError, zlib.error, EOFError) as error:
        raise payload.rejected(f"not a tar.gz archive: {error}") from error
    return sorted(found)
