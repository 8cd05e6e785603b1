"""The main job as a person runs it: from a fresh clone with no network to published answers, again and again."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from pipelines.sources import registry

COMMAND = [str(Path(sys.executable).with_name("tokenwatt"))]
MARTS = (
    "gpu_price",
    "gpu_price_daily",
    "model_price",
    "held_back_price",
    "price_reconciliation",
    "source_reliability",
    "price_change",
    "model_card",
    "model_card_fact",
    "identity_coverage",
    "claim_check",
    "cost_per_token",
    "watts_per_token",
    "break_even",
    "latency",
    "latency_by_context",
    "benchmark_score",
    "benchmark_trend",
    "benchmark_coverage",
    "benchmark_gap",
    "benchmark_rank_gap",
    "gpu_power",
    "energy_trend",
    "price_performance",
    "price_performance_monthly",
    "token_price_index",
    "model_price_index",
    "price_trend",
    "cost_per_task",
    "source_freshness",
)


def tokenwatt(home: Path, *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    """One command in a process of its own. The time limit ends what hangs, however busy the machine is."""
    environment = os.environ | {"TOKENWATT_HOME": str(home), "COLUMNS": "160", "NO_COLOR": "1"}
    return subprocess.run(
        [*COMMAND, *arguments], env=environment, input=stdin, capture_output=True, text=True, check=False, timeout=1800
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A home refreshed once from nothing, with no network."""
    folder = tmp_path_factory.mktemp("home")
    done = tokenwatt(folder, "refresh", "--offline")
    assert done.returncode == 0, done.stdout + done.stderr
    (folder / "first-refresh.txt").write_text(done.stdout)
    return folder


def rows(home: Path, sql: str) -> list[dict]:
    done = tokenwatt(home, "query", sql, "--format", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_fresh_clone_without_a_network_publishes_every_mart_with_rows(home):
    manifest = json.loads((home / "published" / "current" / "manifest.json").read_text())
    assert {f"marts.{name}" for name in MARTS} <= manifest["row_counts"].keys()
    assert [name for name, count in manifest["row_counts"].items() if name.split(".")[1] in MARTS and not count] == []
    for name in MARTS:
        assert (home / "published" / "current" / "parquet" / f"{name}.parquet").exists()
    page = (home / "published" / "current" / "dashboard.html").read_text()
    assert page.lstrip().lower().startswith("<!doctype html")


def test_starter_facts_are_marked_with_their_age(home):
    states = rows(home, "select source_id, state, age_hours from marts.source_freshness where observations > 0")
    assert states
    shipped = {spec.source_id for spec in registry().values() if spec.shipped}  # payloads, archived like any other
    assert {state["state"] for state in states if state["source_id"] not in shipped} == {"starter"}
    assert {state["source_id"] for state in states if state["state"] == "frozen"} == shipped
    assert min(state["age_hours"] for state in states) > 0
    assert rows(home, "select count(*) as n from marts.gpu_price where not is_starter") == [{"n": 0}]
    assert "starter" in (home / "first-refresh.txt").read_text()


def test_the_starter_names_source_time_and_licence_in_every_row_and_holds_only_what_may_be_shared():
    folder = Path(__file__).resolve().parents[2] / "warehouse" / "starter"
    files = sorted(folder.glob("*.parquet"))
    assert files
    assert sum(file.stat().st_size for file in folder.iterdir()) < 5 * 2**20
    for file in files:
        bad = duckdb.sql(
            f"""select count(*) from '{file}' where source_id is null or captured_at is null or licence is null
            or source_id in ('gpu-specs', 'artificial-analysis', 'sparecores-sc-data')"""
        ).fetchall()
        assert bad == [(0,)], file


def test_the_question_of_the_readme_has_an_answer(home):
    found = rows(
        home,
        "select gpu_id, min(usd_per_gpu_hour) as usd from marts.gpu_price where purchase_type='on_demand' group by 1",
    )
    h100 = next(row["usd"] for row in found if row["gpu_id"] == "nvidia-h100-sxm-80gb")
    assert 1 < h100 < 15


def test_a_refresh_that_is_killed_leaves_the_last_snapshot_and_the_next_one_changes_nothing_but_the_time(home):
    facts = "select count(*) as n, max(recorded_from) as newest from history.model_price"
    current, before = (home / "published" / "current").resolve(), rows(home, facts)
    environment = os.environ | {"TOKENWATT_HOME": str(home)}
    for seconds in (2.0, 7.0):
        with subprocess.Popen(
            [*COMMAND, "refresh", "--offline"], env=environment, stdout=subprocess.DEVNULL, start_new_session=True
        ) as process:
            time.sleep(seconds)
            os.killpg(process.pid, signal.SIGKILL)
        assert (home / "published" / "current").resolve() == current
        assert rows(home, "select count(*) > 0 as ok from marts.gpu_price") == [{"ok": True}]
    done = tokenwatt(home, "refresh", "--offline")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (home / "published" / "current").resolve() != current
    assert rows(home, facts) == before


def test_every_claim_shows_the_query_that_gives_its_figure(home):
    from warehouse.home import Home
    from warehouse.query import reading

    with reading(Home(home)) as connection:
        claims = connection.execute("select claim_id, figure, evidence_sql from marts.claim_check").fetchall()
        given = {claim_id: connection.execute(f"select figure from ({sql})").fetchall() for claim_id, _, sql in claims}
    assert len(claims) == 24
    assert given == {claim_id: [(pytest.approx(figure),)] for claim_id, figure, _ in claims}
    (sql,) = (sql for claim_id, _, sql in claims if claim_id == "usd-0.03-per-token")
    done = tokenwatt(home, "query", sql, "--format", "json")
    assert done.returncode == 0, done.stderr
    assert 0 < json.loads(done.stdout)[0]["figure"] < 0.01


def test_runs_are_recorded_for_the_dagster_ui(home):
    from dagster import DagsterInstance

    with DagsterInstance.from_config(str(home / "dagster")) as instance:
        runs = instance.get_runs()
    assert {run.job_name for run in runs} == {"refresh"}
    assert any(run.is_success for run in runs)


def test_a_replay_gives_the_history_that_was_there(home):
    done = tokenwatt(home, "replay")
    assert done.returncode == 0, done.stderr
    assert "the same history as before" in done.stdout


def test_an_answer_can_be_walked_back_to_its_sources(home):
    done = tokenwatt(home, "trace", "marts.cost_per_token", "route=self_host", "measurement_source_id=ml-energy")
    assert done.returncode == 0, done.stderr
    for shown in ("measurement", "offer", "ml-energy", "sha256", "record"):
        assert shown in done.stdout
    done = tokenwatt(home, "trace", "marts.gpu_price", "colour=red")
    assert done.returncode == 1
    assert "is no column=value of marts.gpu_price" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (["gpu", "H100 SXM"], "nvidia-h100-sxm-80gb"),
        (["model", "claude 3.5 sonnet"], "anthropic/claude-3.5-sonnet"),
        (["claims"], "h100-power-400w"),
        (["claims", "openai-loss-2022"], "no evidence"),
        (["sources"], "skypilot-catalog"),
        (["query", "select 1 as one"], "one"),
        (["resolve", "gpu", "NVIDIA H100 80GB HBM3 SXM5"], '"id": "nvidia-h100-sxm-80gb"'),
    ],
)
def test_people_get_answers(home, arguments, shown):
    done = tokenwatt(home, *arguments)
    assert done.returncode == 0, done.stderr
    assert shown in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["query", "select * from read_text('/etc/passwd')"], "disabled by configuration"),
        (["query", "selec 1"], "syntax error"),
        (["query", "select 1", "--format", "parquet"], "name a file with -o"),
        (["gpu", "no such thing"], "no such thing"),
        (["claims", "no such thing"], "no claim is known as 'no such thing'"),
        (["refresh", "--source", "nowhere"], "no source nowhere"),
        (["refresh", "--captures", "/nonexistent"], "is no folder"),
        (["confirm", "lambda-pricing"], "no capture of lambda-pricing is held"),
        (["resolve", "gpu"], "line 1 is not JSON"),
    ],
)
def test_mistakes_get_one_clear_line(home, arguments, said):
    done = tokenwatt(home, *arguments, stdin="{")
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_results_come_as_csv_json_and_parquet(home, tmp_path):
    sql = "select gpu_id, usd_per_gpu_hour from marts.gpu_price order by all limit 3"
    assert len(tokenwatt(home, "query", sql, "--format", "csv").stdout.splitlines()) == 4
    target = tmp_path / "prices.parquet"
    done = tokenwatt(home, "query", sql, "--format", "parquet", "-o", str(target))
    assert done.returncode == 0, done.stderr
    assert duckdb.sql(f"select * from '{target}'").fetchall() == [tuple(row.values()) for row in rows(home, sql)]
