# Attest: `make demo` shows it at work, `make test` checks it. Each target sets .venv up first; a repeat costs nothing.
PYTHON ?= python3
BIN := .venv/bin
SETUP := $(PYTHON) tools/setup.py

.DEFAULT_GOAL := help
.PHONY: help setup demo run test lint soak bench llm offline-kit clean

help:
	@echo "make demo    the sample case: taken in, summarised, every citation re-opened, report written to demo/"
	@echo "make run     attest from this folder: make run ARGS=\"sources demo/case\""
	@echo "make test    style, types, house rules and tests (about 20 minutes on 2 processors)"
	@echo "make soak    the long tests (up to 30 minutes)"
	@echo "make bench   the benchmarks, as one table"
	@echo "make setup   everything installed, the language model runtime too"
	@echo "make llm     try again to compile the language model runtime"
	@echo "make offline-kit   a folder in dist/ from which Attest is installed where there is no internet"
	@echo "make clean   remove .venv and what the tools left behind; cases are never touched"

setup:
	@$(SETUP) base llm

# The language model runtime comes last: nobody waits minutes for a compiler before the first look.
demo:
	@$(SETUP) base
	@$(BIN)/attest demo demo
	@$(SETUP) llm

run:
	@$(SETUP) base
	@$(BIN)/attest $(ARGS)

lint:
	@$(SETUP) base
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/lengths.py

# The tests do not wait for the language model's runtime to compile: where it is absent, its tests are skipped in words.
# Each file of tests stays in one process: what it sets up for all its tests is set up once. Files go in their order, long
# ones of few tests among the rest: at the end no process waits for another.
test: lint
	$(BIN)/python -m pytest -m "not soak" -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder

soak:
	@$(SETUP) base
	$(BIN)/python -m pytest -m soak --timeout=1800 --session-timeout=1800

bench:
	@$(SETUP) base
	@$(BIN)/python -m bench

llm:
	@$(SETUP) base
	@$(SETUP) llm --again

offline-kit:
	@$(SETUP) base
	@$(BIN)/python -m tools.kit $(ARGS)

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
