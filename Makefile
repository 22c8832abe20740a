# From a bare clone with Python 3.11, git and make: `make demo`, `make test`.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PYTEST_ARGS ?= -n 2

BIN := .venv/bin
KG := $(BIN)/kg
DEMO := demo/store

# Where treebanks, corpora and the benchmark lie, if they are there.
export KG_SHARED ?= $(abspath $(wildcard ../shared))
BENCH ?= $(KG_SHARED)/bench
TREEBANKS ?= $(KG_SHARED)/treebanks
CORPUS ?= $(KG_SHARED)/corpus

.PHONY: demo test lint format docs quality concepts train clean

demo: .venv/installed
	rm -rf demo
	mkdir demo
	$(KG) ingest --store $(DEMO) data/articles
	$(KG) stances --store $(DEMO) --from 2025-01-01
	$(KG) query --store $(DEMO) who-rejects --actor Russia
	$(KG) query --store $(DEMO) changed-position
	$(KG) query --store $(DEMO) 'SELECT ?who ?what { ?who kg:demands ?what } ORDER BY ?who ?what LIMIT 10'
	$(KG) draw --store $(DEMO) -o demo/graph.html
	@echo
	@echo "The graph is in demo/graph.html: open it in a browser. The store is $(DEMO): $(KG) query --store $(DEMO) --list"

test: lint
	$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: .venv/installed-test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: .venv/installed-test
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# docs/cli.md from the help of the commands; outputs, figures and picture of README.md from what the program does.
docs: .venv/installed
	$(BIN)/python docs/cli.py
	$(BIN)/python docs/readme.py

# docs/quality.md: how well stances are read, on the articles and gold stances in BENCH.
quality: .venv/installed
	$(BIN)/python benchmarks/quality.py $(BENCH)

# Whether mentions of one thing in other words or in the other language meet in one node of the graph.
concepts: .venv/installed
	$(BIN)/python benchmarks/concepts.py $(BENCH)

# The pipelines of data/pipelines/ from the treebanks, then the judge's weights from the annotated articles in BENCH.
# Takes about an hour on one core.
train: .venv/installed-train
	$(BIN)/python training/treebanks.py $(TREEBANKS) build/treebanks
	$(BIN)/python training/vectors.py $(CORPUS)/bundestag.de.txt.xz build/de.floret
	$(BIN)/python -m spacy init vectors de build/de.floret build/de.vectors --mode floret
	$(BIN)/python -m spacy train training/de.cfg -o build/de --code training/components.py \
		--paths.vectors build/de.vectors \
		--paths.train build/treebanks/de.train.spacy --paths.dev build/treebanks/de.dev.spacy
	$(BIN)/python -m spacy train training/en.cfg -o build/en --code training/components.py \
		--paths.train build/treebanks/en.train.spacy --paths.dev build/treebanks/en.dev.spacy
	for lang in de en; do \
		$(BIN)/python -m spacy evaluate build/$$lang/model-best build/treebanks/$$lang.test.spacy \
			--code training/components.py && \
		$(BIN)/python training/assemble.py $$lang build/$$lang/model-best || exit 1; done
	$(BIN)/python training/judge.py $(BENCH)

clean:
	rm -rf .venv build dist demo kg-store .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

.venv/installed-test: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test,notebook]'
	touch $@ .venv/installed

.venv/installed-train: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[train]'
	touch $@ .venv/installed
