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

.PHONY: demo test lint format docs quality performance concepts quotes speed train judge clean

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

# docs/cli.md from the help of the commands; the ontology as HTML and its JSON-LD context; the answers of docs/queries.md,
# and outputs, figures and picture of README.md from what the program does.
docs: .venv/installed-test
	$(BIN)/python docs/cli.py
	$(BIN)/python docs/context.py
	$(BIN)/python docs/ontology.py
	$(BIN)/python docs/queries.py
	$(BIN)/python docs/readme.py

# docs/quality.md: how well stances are read, on the articles and gold stances in BENCH.
quality: .venv/installed
	$(BIN)/python benchmarks/quality.py $(BENCH)

# Whether mentions of one thing in other words or in the other language meet in one node of the graph.
concepts: .venv/installed
	$(BIN)/python benchmarks/concepts.py $(BENCH)

# How well quotations and their speakers are found, on the annotated articles of CORPUS.
quotes: .venv/installed
	$(BIN)/python benchmarks/quotes.py $(CORPUS)/wikinews.de.jsonl

# docs/performance.md: the stores beside rdflib's and bare pyoxigraph. SIZES="10000 100000 1000000" takes hours.
SIZES ?= 10000
performance: .venv/installed-performance
	$(BIN)/python benchmarks/store.py $(addprefix --stances ,$(SIZES))

# docs/speed.md: what extraction costs beside the bare parse, and its memory; then how time grows with length.
speed: .venv/installed
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/growth.py

# The pipelines of data/pipelines/ from the treebanks: a teacher for each language (a large encoder that is not shipped) that
# labels sentences, and a small parser that learns from these too. About six hours on one core.
SPACY_TRAIN = $(BIN)/python -m spacy train --code training/components.py
TEACHER = $(BIN)/python training/teacher.py

train: .venv/installed-teacher
	$(BIN)/python training/treebanks.py $(TREEBANKS) build/treebanks
	$(BIN)/python training/vectors.py $(CORPUS)/bundestag.de.txt.xz build/de.floret
	$(BIN)/python -m spacy init vectors de build/de.floret build/de.vectors --mode floret
	$(TEACHER) train build/treebanks/de.train.spacy build/treebanks/de.dev.spacy build/teacher.de.pt
	$(TEACHER) score build/teacher.de.pt build/treebanks/de.test.spacy
	mkdir -p build/de.train
	cp build/treebanks/de.train.spacy build/de.train/gold.spacy
	cp build/treebanks/de.train.spacy build/de.train/gold-again.spacy
	$(TEACHER) label build/teacher.de.pt build/de.train/news.spacy $(CORPUS)/wikinews.de.jsonl \
		--sentences 6000 --without-ids-of $(BENCH)/dev.de.articles.jsonl
	$(TEACHER) label build/teacher.de.pt build/de.train/speeches.spacy $(CORPUS)/bundestag.de.txt.xz --sentences 14000
	$(SPACY_TRAIN) training/de.cfg -o build/de --paths.vectors build/de.vectors \
		--paths.train build/de.train --paths.dev build/treebanks/de.dev.spacy
	$(SPACY_TRAIN) training/en.cfg -o build/en.gold \
		--paths.train build/treebanks/en.train.spacy --paths.dev build/treebanks/en.dev.spacy
	$(TEACHER) train build/treebanks/en.train.spacy build/treebanks/en.dev.spacy build/teacher.en.pt --lang en --epochs 5
	$(TEACHER) score build/teacher.en.pt build/treebanks/en.test.spacy
	mkdir -p build/en.train
	cp build/treebanks/en.train.spacy build/en.train/gold.spacy
	$(TEACHER) label build/teacher.en.pt build/en.train/news.spacy \
		training/annotated/en-*.jsonl $(BENCH)/train.en.articles.jsonl
	$(SPACY_TRAIN) training/en.silver.cfg -o build/en \
		--paths.train build/en.train --paths.dev build/treebanks/en.dev.spacy
	for lang in de en; do \
		$(BIN)/python training/assemble.py $$lang build/$$lang/model-best build/treebanks/$$lang.test.spacy || exit 1; \
	done
	$(MAKE) judge

# The judge's weights from annotated articles: those of BENCH and our own.
judge: .venv/installed-train
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

.venv/installed-performance: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[performance]'
	touch $@ .venv/installed

.venv/installed-teacher: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[train,teacher]'
	touch $@ .venv/installed .venv/installed-train
