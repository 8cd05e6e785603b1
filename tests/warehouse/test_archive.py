"""The archive keeps bytes as they came, once, and can be carried elsewhere and back."""

import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.warehouse.worlds import at, put
from transforms.payload import NormaliseError
from warehouse.archive import Archive, Capture, Sidecar, import_manifests, payloads
from warehouse.home import WarehouseError


@given(content=st.binary(max_size=2000))
def test_bytes_come_back_as_they_went_in(tmp_path_factory, content):
    archive = Archive(tmp_path_factory.mktemp("archive"))
    assert archive.read(put(archive, 1, content)) == content


def test_an_unchanged_payload_is_stored_once_and_each_sight_of_it_recorded(tmp_path):
    archive = Archive(tmp_path)
    for day in (1, 2, 2):
        put(archive, day, {"a": 1.0})
    assert len(list(tmp_path.glob("objects/*/*.zst"))) == 1
    assert list(archive.index("places")) == [at(1), at(2)]


def test_a_payload_that_is_held_can_be_seen_again_without_its_bytes(tmp_path):
    archive = Archive(tmp_path)
    sha256 = put(archive, 1, b"12345")
    archive.put(Sidecar("places", at(2), "all.json", sha256, 5, status=304), None)
    assert archive.capture("places", at(2)).files[0].status == 304
    with pytest.raises(WarehouseError, match="is not in the archive"):
        archive.put(Sidecar("places", at(3), "all.json", "0" * 64, 5), None)


def test_bytes_that_are_not_what_the_sidecar_says_are_refused(tmp_path):
    with pytest.raises(WarehouseError, match="do not match their sha256"):
        Archive(tmp_path).put(Sidecar("places", at(1), "all.json", "0" * 64, 3), b"abc")
    assert not list(tmp_path.rglob("*.json"))


def test_a_damaged_payload_is_an_error_and_never_data(tmp_path):
    archive = Archive(tmp_path)
    sha256 = put(archive, 1, b"x" * 1000)
    (tmp_path / "objects" / sha256[:2] / f"{sha256}.zst").write_bytes(b"\x28\xb5\x2f\xfd damaged")
    with pytest.raises(WarehouseError, match="cannot be read"):
        archive.read(sha256)


def test_the_archive_carried_elsewhere_is_the_same_archive(tmp_path):
    archive = Archive(tmp_path / "one")
    put(archive, 1, {"a": 1.0}, name="north/all.json")
    put(archive, 1, {"a": 1.0}, name="south/all.json")
    put(archive, 2, {"a": 2.0}, name="north/all.json")
    assert archive.export(tmp_path / "carried") == 3
    copy = Archive(tmp_path / "two")
    imported = import_manifests(copy, tmp_path / "carried", ["places"])
    assert (imported.files, imported.refused) == (3, ())
    assert copy.index("places") == archive.index("places")
    assert [file.name for file in copy.capture("places", at(1)).files] == ["north/all.json", "south/all.json"]


def test_a_manifest_line_that_lies_is_refused_by_itself(tmp_path):
    good = b'{"a": 1}'
    (tmp_path / "good.json").write_bytes(good)
    line = {
        "source": "places",
        "captured_at": "2026-01-02T00:00:00Z",
        "path": "good.json",
        "sha256": hashlib.sha256(good).hexdigest(),
        "bytes": len(good),
    }
    lines = [
        line,
        line | {"sha256": "0" * 64},
        line | {"path": "../outside.json"},
        line | {"path": "missing.json"},
        {"source": "places"},
        line | {"source": "unknown"},
    ]
    text = "\n".join([*map(json.dumps, lines), "not json"])
    (tmp_path / "manifest-x.jsonl").write_text(text)
    imported = import_manifests(Archive(tmp_path / "archive"), tmp_path, ["places"])
    assert imported.files == 1
    assert [refusal.split(": ")[0] for refusal in imported.refused] == [
        f"manifest-x.jsonl, line {number}" for number in (2, 3, 4, 5, 7)
    ]
    assert imported.unknown_sources == {"unknown"}
    assert Archive(tmp_path / "archive").index("places").keys() == {datetime(2026, 1, 2, tzinfo=UTC)}


def test_a_folder_without_a_manifest_is_an_error(tmp_path):
    with pytest.raises(WarehouseError, match=r"holds no manifest\*\.jsonl"):
        import_manifests(Archive(tmp_path / "archive"), tmp_path, ["places"])


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as bundle:
        for name, content in members.items():
            bundle.writestr(f"{name}.csv", content)
    return file.getvalue()


def test_a_zip_is_kept_whole_and_read_by_member(tmp_path):
    archive = Archive(tmp_path)
    sha256 = put(archive, 1, zipped(mmlu=b"a,b", notes=b"?"), name="all.zip")
    capture = archive.capture("places", at(1))
    found = [
        payload
        for _, payload in payloads(archive, capture, lambda name: name.removesuffix(".csv") if "mmlu" in name else None)
    ]
    assert [(payload.part, payload.name, payload.content, payload.sha256) for payload in found] == [
        ("mmlu", "mmlu.csv", b"a,b", sha256)
    ]


def test_a_broken_zip_is_rejected(tmp_path):
    archive = Archive(tmp_path)
    put(archive, 1, zipped(mmlu=b"a,b")[:40], name="all.zip")
    capture: Capture = archive.capture("places", at(1))
    with pytest.raises(NormaliseError, match="not a zip file that can be read"):
        list(payloads(archive, capture, lambda name: name))
