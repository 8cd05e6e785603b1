"""Whatever a source sends, its normaliser reads it or rejects it with a reason: error pages, halves, other formats."""

import hashlib
import random
import zlib

import pytest

from pipelines.sources import registry
from tests.captures import NOON
from transforms.payload import NormaliseError, Payload

TABLE = "<table><tr><th>Model</th><th>Input</th><th>GPU</th></tr><tr><td>x</td><td>$1</td><td>H100</td></tr></table>"
JSON = (
    '{"data": [{"id": "a/b", "name": "x", "model": "x", "gpu": "H100", "pricing": {"prompt": "1", "input": null}, '
    '"prices": [[]], "results": [{"name": 1, "score": "0.5"}], "metrics": {"acc": NaN}}, null, 7], "models": {"x": {}}}'
)
CSV = "model,Model,name,gpu,provider,score,price,date\nx,x,x,H100,y,0.5,$1,2025-01-01\n,,,,,,,\n"
YAML = "- dirname: a\n  model: x\n  pass_rate_2: 50\n- null\n"
CARD = "---\nlicense: mit\n---\n|Model|MMLU|\n|---|---|\n|x|71.2|\n"
HOSTILE = {
    "nothing": b"",
    "white_space": b" \n\t\n",
    "bytes_of_no_text": random.Random(4).randbytes(600),
    "an_error_page": b"<!DOCTYPE html><html><head><title>502</title></head><body><h1>Bad Gateway</h1></body></html>",
    "an_error_in_json": b'{"error": {"message": "rate limited", "code": 429}}',
    "a_login": b"Invalid username or password.",
    **{f"only_{name}": text.encode() for name, text in (("list", "[]"), ("object", "{}"), ("null", "null"))},
    **{f"a_list_of_{name}": f"[{text}]".encode() for name, text in (("null", "null"), ("lists", "[]"), ("objs", "{}"))},
    "a_number": b"7",
    "a_page_of_another": f"<html><body><h2>Pricing</h2>{TABLE}</body></html>".encode(),
    "half_a_page": f"<html><body><h2>Pricing</h2>{TABLE}"[:90].encode(),
    **{
        f"another_{name}": text.encode()
        for name, text in (("json", JSON), ("csv", CSV), ("yaml", YAML), ("card", CARD))
    },
    **{
        f"half_{name}": text[: len(text) // 2].encode() for name, text in (("json", JSON), ("csv", CSV), ("card", CARD))
    },
    "csv_with_a_mark": b"\xef\xbb\xbf" + CSV.replace("\n", "\r\n").encode(),
    "half_a_character": b'{"data": [{"name": "\\ud800"}]}',
    "deep": b"[" * 5_000,
    "half_a_gzip": b"\x1f\x8b\x08\x00" + zlib.compress(b"[]")[:6],
    "half_a_zip": b"PK\x03\x04" + bytes(40),
}


@pytest.mark.parametrize("source_id", sorted(registry()))
def test_a_hostile_payload_is_read_or_rejected_with_a_reason(source_id):
    spec = registry()[source_id]
    for name, content in HOSTILE.items():
        body = Payload(source_id, "all", NOON, hashlib.sha256(content).hexdigest(), f"{name}/README.md", content)
        try:
            batch = spec.normalise(body)
        except NormaliseError as error:
            assert str(error).startswith(source_id), (name, error)
            continue
        assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == batch.records_read, name
        assert set(batch.observations) <= {kind.TABLE for kind in spec.kinds}, name
