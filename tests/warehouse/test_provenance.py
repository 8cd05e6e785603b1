"""A reference leads back to the record it names, in every format and inside zips."""

import bz2
import gzip
import io
import sqlite3
import tarfile
import zipfile
from datetime import UTC, datetime

import pytest

from tests.warehouse.worlds import put
from warehouse.archive import Archive
from warehouse.home import WarehouseError
from warehouse.provenance import origins, record_at

CSV = b'\xef\xbb\xbfmodel,price,note\r\ngpt-4o,2.50,\r\n"o1\nmini",3,"a, b"\r\n'
JSON = b'{"data": [{"id": "a/b", "pricing": {"prompt": "0.1"}}], "x/y~z": 7}'
YAML = b"compute:\n  a2-highgpu-1g:\n    hour: 3.673385\n"
LINES = b'{"id": 1}\n{"id": 2, "by_config": {"8x": {"min_total": 7.82}}}\n'
HTML = b"<table>\n <tr><td>H100</td>\n  <td>$2.99 <b>/ hr</b></td></tr></table>"

PAGE = b"<div data-secure='2.79'>0 /s</div>\n<script>a = {\"gpus\": [2.12]};</script>"


@pytest.mark.parametrize(
    ("content", "reference", "record"),
    [
        (CSV, "row 1", '{"model": "gpt-4o", "price": "2.50"}'),
        (CSV, "row 1, category Language", '{"model": "gpt-4o", "price": "2.50"}'),
        (CSV, "row 2, column price", 'price = 3 in {"model": "o1\\nmini", "price": "3", "note": "a, b"}'),
        (
            CSV,
            "row 1, column price + row 2, column price",
            'price = 2.50 in {"model": "gpt-4o", "price": "2.50"}\n'
            '+ price = 3 in {"model": "o1\\nmini", "price": "3", "note": "a, b"}',
        ),
        (JSON, "/data/0/pricing/prompt", '"0.1"'),
        (CSV, "row 1, column price, value 2", 'price = 2.50 in {"model": "gpt-4o", "price": "2.50"}'),
        (JSON, "/x~1y~0z", "7"),
        (gzip.compress(JSON, mtime=0), "/x~1y~0z", "7"),
        (JSON, "/data/0/pricing, easy half", '{"prompt": "0.1"}'),
        (b"---\nlicense: mit\n---\n# Card", "front matter, metric 1 of model-index", "license: mit"),
        (b'// made\nconst all = [\n{"usd": 2}];\nexport default all', "/0/usd", "2"),
        (YAML, "/compute/a2-highgpu-1g/hour", "3.673385"),
        (LINES, "line 2/by_config/8x/min_total", "7.82"),
        (HTML, "line 3, column 2", "$2.99 / hr"),
        (HTML, "line 3, column 2, price 2", "$2.99 / hr"),
        (HTML, "line 3, column 2, cell 4", "$2.99 / hr"),
        (PAGE, "line 1, column 0, attribute data-secure", "data-secure = 2.79"),
        (PAGE, "line 2, column 0, character 4/gpus/0", "2.12"),
    ],
)
def test_a_reference_leads_to_its_record(tmp_path, content, reference, record):
    archive = Archive(tmp_path)
    assert record_at(archive, put(archive, 1, content), reference) == record


def test_a_reference_leads_to_a_row_of_a_database_and_into_an_archive_of_files(tmp_path):
    archive = Archive(tmp_path)
    with sqlite3.connect(":memory:") as database:
        database.executescript("CREATE TABLE price (usd, note); INSERT INTO price VALUES (1.5, ''), (2.5, 'spot');")
        content = database.serialize()
    for packed in (content, bz2.compress(content)):
        sha256 = put(archive, 1, packed)
        assert record_at(archive, sha256, "table price, row 2") == '{"usd": 2.5, "note": "spot"}'
    for reference in ("table price, row 3", "table nothing, row 1"):
        with pytest.raises(WarehouseError, match=f"has no record {reference}"):
            record_at(archive, sha256, reference)
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as bundle:
        member = tarfile.TarInfo("models/a: b.toml")
        member.size = 18
        bundle.addfile(member, io.BytesIO(b"[cost]\ninput = 2.5"))
    sha256 = put(archive, 1, buffer.getvalue())
    assert record_at(archive, sha256, "models/a: b.toml: /cost/input") == "2.5"
    with pytest.raises(WarehouseError, match="has no record"):
        record_at(archive, sha256, "models/c.toml: /cost/input")


def test_a_reference_leads_into_a_member_of_a_zip(tmp_path):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as bundle:
        bundle.writestr("prices/all.csv", CSV)
    archive = Archive(tmp_path)
    sha256 = put(archive, 1, file.getvalue(), name="all.zip")
    assert record_at(archive, sha256, "prices/all.csv: row 1") == '{"model": "gpt-4o", "price": "2.50"}'


@pytest.mark.parametrize(
    ("content", "reference"),
    [
        (CSV, "row 9"),
        (CSV, "row 1, column colour"),
        (JSON, "/data/3"),
        (HTML, "line 9, column 9"),
        (CSV, "page 4"),
        (YAML, "/compute/b"),
        (b"a: [", "/a"),
        (LINES, "line 2/by_config/1x"),
        (LINES, "line 7/id"),
    ],
)
def test_a_reference_to_nowhere_is_an_error(tmp_path, content, reference):
    archive = Archive(tmp_path)
    with pytest.raises(WarehouseError, match=f"has no record {reference}"):
        record_at(archive, put(archive, 1, content), reference)


def test_a_payload_that_is_not_held_has_no_record(tmp_path):
    assert record_at(Archive(tmp_path), "0" * 64, "row 1") is None


def test_each_group_of_columns_is_an_input_of_the_row():
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    row = {
        "model_id": "openai/gpt-4o",
        "price_source_id": "litellm-prices",
        "price_captured_at": moment,
        "price_payload_sha256": "a" * 64,
        "price_record_ref": "/gpt-4o",
        "offer_source_id": None,
        "offer_captured_at": None,
        "offer_payload_sha256": None,
        "offer_record_ref": None,
    }
    assert [(origin.role, origin.source_id, origin.record_ref) for origin in origins(row)] == [
        ("price", "litellm-prices", "/gpt-4o")
    ]
