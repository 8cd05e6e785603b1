# Two commands do everything on a machine with Python 3.11, make and git: `make refresh` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help setup refresh test lint bench dev lock clean

help: ## List what can be made.
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(STAMP) ## Make .venv from the pinned, hash-checked requirements.

$(STAMP): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "tokenwatt needs Python 3.11 or newer; set PYTHON=")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $(STAMP)

refresh: setup ## Capture, normalise, merge, build and publish (data in $TOKENWATT_HOME, ./data by default).
	$(BIN)/tokenwatt refresh

test: setup lint ## Lint, types and tests.
	$(BIN)/python -m pytest

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

dev: setup ## Dagster's UI and daemon on the same data.
	$(BIN)/tokenwatt dev

bench: setup ## Measure, as ratios against stated floors.
	$(BIN)/python -m benchmarks

lock: ## Pin the newest allowed requirements again (needs uv).
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet --output-file requirements.txt

clean: ## Remove what set-up made; data stays.
	rm -rf $(VENV) dbt_like_sql/target dbt_like_sql/logs .pytest_cache .mypy_cache .ruff_cache *.egg-info
