"""What a person decides about held captures is kept in the archive, where replay finds it."""

import pytest

from tests.warehouse.worlds import Places, WatchedIntensity, at, put
from warehouse.archive import Archive
from warehouse.database import connected, prepare
from warehouse.history import merge_source
from warehouse.home import Home, WarehouseError
from warehouse.operations import confirm_waiting
from warehouse.starter import Starter


def test_confirming_a_source_vouches_for_its_held_captures_once(tmp_path):
    home, source = Home(tmp_path), Places(kinds=(WatchedIntensity,))
    archive, nothing = Archive(home.archive), Starter(tmp_path / "none")
    with pytest.raises(WarehouseError, match="no capture of places is held"):
        confirm_waiting(home, "places", at(9))
    put(archive, 1, {f"region {i}": 1.0 for i in range(10)})
    put(archive, 2, {f"region {i}": 60.0 for i in range(10)})
    with connected(home.database) as connection:
        prepare(connection)
        assert len(merge_source(connection, source, archive, nothing).held) == 1
    assert confirm_waiting(home, "places", at(9)) == [at(2)]
    with connected(home.database) as connection:
        assert merge_source(connection, source, archive, nothing).held == []
    with pytest.raises(WarehouseError, match="no capture of places is held"):
        confirm_waiting(home, "places", at(9))
