"""One writer at a time, who is named to those who wait; and errors of the disk are one clear sentence."""

import os
import subprocess
import sys
import textwrap

import pytest

from warehouse.home import Home, WarehouseError, write_atomically

HOLDER = """
    import sys
    from pathlib import Path
    from warehouse.home import Home
    with Home(Path(sys.argv[1])).writing("a long refresh"):
        print("held", flush=True)
        sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    command = [sys.executable, "-c", textwrap.dedent(HOLDER), str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_writer_is_told_who_holds_the_warehouse_and_gives_up_in_the_end(tmp_path, holder):
    told = []
    with (
        pytest.raises(
            WarehouseError, match=rf"is being written by process {holder.pid} \(a long refresh, since .*gave up"
        ),
        Home(tmp_path).writing("another", timeout_seconds=0.1, waiting=told.append),
    ):
        pass
    assert told[0].startswith(f"process {holder.pid} (a long refresh")


def test_a_writer_that_was_killed_leaves_the_warehouse_free(tmp_path, holder):
    holder.kill()
    holder.wait()
    with Home(tmp_path).writing("the next", timeout_seconds=5):
        pass


def test_a_process_that_writes_may_take_the_lock_again(tmp_path):
    home = Home(tmp_path)
    with home.writing("outer"), home.writing("inner", timeout_seconds=0.1):
        assert "outer" in (tmp_path / ".writer.json").read_text()
    assert not (tmp_path / ".writer.json").exists()


def test_a_home_that_cannot_be_written_is_one_clear_error(tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(WarehouseError, match="set TOKENWATT_HOME to a folder that can be written"):
        Home(file / "home").prepare()


def test_a_write_that_fails_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    target = tmp_path / "file"
    write_atomically(target, b"old")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WarehouseError, match="No space left on device"):
        write_atomically(target, b"new")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]
