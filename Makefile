# `make` alone lists what there is.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
LOCK := --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links

.DEFAULT_GOAL := help
.PHONY: help run test demo check lint types contracts bench lock assets integration browser setup setup-dev clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: ; @$(PYTHON) deploy/bootstrap.py run
setup-dev: ; @$(PYTHON) deploy/bootstrap.py dev

run: setup ## set up and serve the whole suite with the demonstration region (PORT=8000)
	@exec $(BIN)/workforce run --port $(PORT)

test: setup-dev ## set up and run the tests that need no server (SQLite and SqlLog)
	@$(BIN)/pytest -n 2 --dist loadgroup -q tests

demo: setup ## load the demonstration region into a running suite
	@$(BIN)/workforce demo --url http://127.0.0.1:$(PORT)

check: lint types contracts ## lint, types and import contracts

lint: setup-dev ## ruff: rules and format
	@$(BIN)/ruff check services shared deploy tests
	@$(BIN)/ruff format --check services shared deploy tests

types: setup-dev ## mypy, strict
	@$(BIN)/mypy

contracts: setup-dev ## import-linter: who may import whom
	@$(BIN)/lint-imports

integration: setup-dev ## the whole test suite on PostgreSQL and Apache Kafka, started and stopped here
	@bash deploy/integration.sh

browser: setup-dev ## pages in Chromium (apt-get install chromium)
	@WORKFORCE_TEST_CHROMIUM=$${WORKFORCE_TEST_CHROMIUM:-/usr/bin/chromium} $(BIN)/pytest -q -m browser tests

bench: setup-dev ## ratios against stated baselines (docs/performance.md says how they are taken)
	@$(BIN)/python -m tests.bench

assets: ## rebuild the style sheet and script from GOV.UK Frontend (needs npm)
	@bash shared/ui/assets/build.sh

lock: setup-dev ## write the hash-locked requirements again
	@$(BIN)/uv pip compile $(LOCK) -q --extra rates --extra register --extra reporting --extra production pyproject.toml -o requirements/run.txt
	@$(BIN)/uv pip compile $(LOCK) -q --all-extras -c requirements/run.txt pyproject.toml -o requirements/dev.txt
	@echo 'uv==0.13.9' | $(BIN)/uv pip compile $(LOCK) -q - -o requirements/installer.txt

clean: ## remove the environment, the data and all that is made
	@rm -rf .venv var build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
