# The tasks of the project. Each sets up what it needs in .venv; nothing is installed elsewhere.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

VENV ?= .venv
BIN := $(VENV)/bin
POSTS ?= corpus/posts
OUT ?= out
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

PUBLIC ?=

.PHONY: help run test lint quality floor bench golden schema docs table model scores clean

help: ## show these tasks
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | while IFS='|' read -r task text; do \
	  printf 'make %-8s %s\n' "$$task" "$$text"; done

run: $(VENV)/.installed ## set up, extract the posts in corpus/ to out/records.jsonl, print the table
	$(BIN)/extractor extract $(POSTS) -o $(OUT)/records.jsonl --table
	$(BIN)/extractor store add $(OUT)/records.jsonl --store $(OUT)/news.db
	@printf '\n%s\n' 'The records are in $(OUT)/records.jsonl and $(OUT)/news.db. Next:'
	@printf '  %-62s %s\n' \
	  '$(BIN)/extractor serve $(OUT)/news.db' 'see them in a browser, at http://127.0.0.1:8000' \
	  '$(BIN)/extractor evaluate corpus/gold $(OUT)/records.jsonl' 'how good they are' \
	  '$(BIN)/extractor show $(OUT)/records.jsonl' 'the table again' \
	  '$(BIN)/extractor extract PATH -o FILE' 'your own posts: files, folders, - for standard input' \
	  '$(BIN)/extractor --help' 'all commands' \
	  'make test' 'all tests'

test: $(VENV)/.installed-dev ## set up for development and run all tests
	$(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

lint: $(VENV)/.installed-dev ## style, types, and which room may know which
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict
	$(BIN)/lint-imports

quality: $(VENV)/.installed ## score the project's own corpus, part by part
	@mkdir -p $(OUT)
	@$(BIN)/extractor extract corpus/posts -o $(OUT)/corpus.jsonl
	@for part in train dev test; do \
	  printf '\n%s\n' "corpus/gold/$$part"; $(BIN)/extractor evaluate "corpus/gold/$$part" $(OUT)/corpus.jsonl; done

floor: $(VENV)/.installed ## write tests/quality_floor.toml and the README's table from a new measurement
	$(BIN)/python tests/quality.py

model: $(VENV)/.installed-dev ## train models/jamsos_news anew; PUBLIC=FOLDER names the public data
	$(BIN)/extractor train $(if $(PUBLIC),--public $(PUBLIC)) -o models/jamsos_news $(ARGS)
	@$(MAKE) --no-print-directory scores

scores: $(VENV)/.installed-dev ## print the tables of models/README.md; PUBLIC=FOLDER adds the public test parts
	@$(BIN)/python -m extractor.training.measure $(if $(PUBLIC),--public $(PUBLIC)) $(ARGS)

table: $(VENV)/.installed ## write corpus/POSTS.md anew from the gold facts
	$(BIN)/python tests/corpus_table.py

bench: $(VENV)/.installed ## speed beside others, stage by stage; memory, start-up, workers; takes an hour, ARGS="--help" tells how to ask for less
	$(BIN)/python benchmarks/speed.py --json $(OUT)/speed.json --picture $(OUT)/speed.svg $(ARGS)

golden: $(VENV)/.installed-dev ## write the records of tests/resources/posts anew; read the diff
	$(BIN)/python tests/golden.py
	$(BIN)/python tests/digest/newsroom.py

schema: $(VENV)/.installed ## write schema/record.schema.json anew from the models
	$(BIN)/extractor schema > schema/record.schema.json

docs: $(VENV)/.installed-dev ## write docs/cli.md anew from the commands, docs/store.md and docs/exports.md from the tables
	$(BIN)/python -m typer extractor.cli utils docs --name extractor --title 'Command line' --output docs/cli.md
	$(BIN)/python -m extractor.store.page > docs/store.md
	$(BIN)/python -m extractor.export.page docs/exports.md

clean: ## remove what the tasks made, .venv too
	rm -rf $(VENV) $(OUT) dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) -c constraints.txt -e '.[serve]'
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) -c constraints.txt -e '.[dev]'
	@touch $(VENV)/.installed $@

$(BIN)/python:
	@for python in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
	  "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null || continue; \
	  printf 'Making %s with %s.\n' '$(VENV)' "$$("$$python" --version)"; \
	  "$$python" -m venv $(VENV) && exit 0; \
	  rm -rf $(VENV); \
	  printf '%s\n' "$$python cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; \
	done; \
	printf '%s\n' 'Python 3.11, 3.12 or 3.13 is needed, and none was found.' \
	  'Install one, or say where it is: make run PYTHON=/path/to/python3.12' >&2; exit 1
