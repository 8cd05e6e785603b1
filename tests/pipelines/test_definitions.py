"""Dagster's view: every source, model and test of the project is an asset or a check, on one path to the snapshot."""

import json
import os

import dagster as dg
import pytest

from pipelines.dbt import MANIFEST
from pipelines.definitions import build_definitions
from pipelines.sources import registry
from transforms.schemas import KINDS
from warehouse.home import Home


@pytest.fixture(scope="module")
def definitions(tmp_path_factory):
    before = dict(os.environ)
    home = Home(tmp_path_factory.mktemp("home"))
    home.prepare()
    yield build_definitions(home)
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="module")
def keys(definitions):
    return {key.to_user_string() for key in definitions.resolve_asset_graph().get_all_asset_keys()}


def test_each_source_is_captured_and_observed(keys):
    for source_id in registry():
        assert {f"capture/{source_id}", f"observations/{source_id}"} <= keys


def test_each_kind_feeds_the_models_and_the_marts_feed_the_snapshot(definitions, keys):
    assert {f"history/{table}" for table in KINDS} <= keys
    graph = definitions.resolve_asset_graph()
    above = dg.AssetSelection.assets(["published", "snapshot"]).upstream().resolve(graph)
    assert {key.to_user_string() for key in above} >= {f"history/{table}" for table in ("gpu_offer", "model_price")}
    marts = {key for key in keys if key.startswith("marts/")}
    assert len(marts) >= 8
    assert marts <= {key.to_user_string() for key in above}


def test_dbt_tests_are_checks_of_their_models(definitions):
    manifest = json.loads(MANIFEST.read_text())
    tests = [node for node in manifest["nodes"].values() if node["resource_type"] == "test"]
    checks = definitions.resolve_asset_graph().asset_check_keys
    on_models = [check for check in checks if check.asset_key.path[0] in ("marts", "intermediate", "staging", "seeds")]
    assert 0 < len(tests) <= len(on_models)


def test_every_live_source_is_refreshed_by_one_schedule_that_ends_in_a_snapshot(definitions):
    repository = definitions.get_repository_def()
    scheduled = []
    for schedule in repository.schedule_defs:
        assert schedule.default_status is dg.DefaultScheduleStatus.STOPPED
        keys = {key.to_user_string() for key in repository.get_job(schedule.job_name).asset_layer.executable_asset_keys}
        assert "published/snapshot" in keys
        scheduled += [key for key in keys if key.startswith("capture/")]
    live = [f"capture/{spec.source_id}" for spec in registry().values() if spec.status == "live"]
    assert sorted(scheduled) == sorted(live)
    assert len(repository.schedule_defs) <= 4
