# Two commands to begin with: `make demo` and `make test`. `make help` lists the rest.
PYTHON ?= python3
EVAL ?= ../shared/eval
BIN := .venv/bin
READY := .venv/.ready

.PHONY: help demo test test-virtuoso check lint types layers doctest notebooks eval weights \
  bench bench-growth lock clean

help:
	@echo "make demo    build a graph from examples/articles, ask it three questions, write build/demo.ttl"
	@echo "make test    run all the tests"
	@echo "make test-virtuoso  run the tests of the store on Virtuoso 7, if it is installed"
	@echo "make check   lint, types, layers, tests, doctests"
	@echo "make notebooks  run the notebooks and keep their outputs"
	@echo "make eval    score the extractors on the evaluation data (EVAL=path, default $(EVAL))"
	@echo "make weights learn the packaged weights anew from the evaluation data (EVAL=path)"
	@echo "make bench   time Politigraph against what it is built on"
	@echo "make bench-growth  time the service and exports on 1 and 5 million quads (half an hour, 6 GB)"
	@echo "make lock    pin the dependencies anew after a change in pyproject.toml"
	@echo "make clean   remove what the others made"

# The environment is made again when the pins change, and else left alone.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Politigraph needs Python 3.11 or newer: make PYTHON=/path/to/python3.12 …" >&2; exit 1; }
	@echo "Setting up .venv (once; about a minute)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: $(READY)
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh examples/demo.sh

test: $(READY)
	$(BIN)/pytest -q -n auto

test-virtuoso: $(READY)
	$(BIN)/python scripts/test_on_virtuoso.py

check: lint types layers test doctest

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

layers: $(READY)
	$(BIN)/lint-imports

doctest: $(READY)
	$(BIN)/pytest -q --doctest-modules --pyargs politigraph

notebooks: $(READY)
	$(BIN)/python scripts/make_notebooks.py

eval: $(READY)
	$(BIN)/python scripts/evaluate.py $(EVAL)

# Learns every table of weights anew; scikit-learn is needed here and nowhere else.
weights: $(READY)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-learn.lock
	$(BIN)/python scripts/learn_attribution_weights.py $(EVAL)/attribution
	$(BIN)/python scripts/learn_event_weights.py $(EVAL)/events/plover_dev.jsonl \
	  $(EVAL)/events/plv_extra_dev.jsonl -o extract/data/event_weights.tsv
	$(BIN)/python scripts/learn_event_trust.py $(EVAL) --write
	cd scripts && ../$(BIN)/python train_places.py $(abspath $(EVAL))/places/toponyms_dev.jsonl

bench: $(READY)
	$(BIN)/python benchmarks/extract.py
	$(BIN)/python benchmarks/build.py
	$(BIN)/python benchmarks/serve.py
	$(BIN)/python -m benchmarks.network

bench-growth: $(READY)
	$(BIN)/python benchmarks/serve.py --growth

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --extra dev pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --extra learn -c requirements.lock pyproject.toml -o requirements-learn.lock

clean:
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
