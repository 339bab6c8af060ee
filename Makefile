# The two commands: `make run` opens the main job, `make test` passes the tests. Both set up what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
PHOTO ?=
RECIPE ?= examples/golden_hour.json
OUT ?= out

.PHONY: run test slow lint docs bench clean help

help:
	@echo "make run [PHOTO=my.jpg]   render a photo through a sample recipe and name the contact sheet"
	@echo "make test                 the default test suite"
	@echo "make slow                 the slow tests"
	@echo "make lint                 ruff, pyright, import-linter"
	@echo "make docs                 renew the reference pages and run the documentation's examples"
	@echo "make bench                measure and write docs/benchmarks.md"

$(STAMP): pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Burnish needs Python 3.11 or newer")'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $(STAMP)

run: $(STAMP)
	$(BIN)/python examples/first_look.py $(if $(PHOTO),"$(PHOTO)") --recipe "$(RECIPE)" --output "$(OUT)"

test: $(STAMP)
	$(BIN)/python -m pytest -q -n auto

slow: $(STAMP)
	$(BIN)/python -m pytest -q -n auto -m slow

lint: $(STAMP)
	$(BIN)/ruff check src tests benchmarks examples training
	$(BIN)/ruff format --check src tests benchmarks examples training
	$(BIN)/pyright
	$(BIN)/lint-imports

docs: $(STAMP)
	$(BIN)/python docs/make_reference.py
	$(BIN)/python -m pytest -q tests/test_documentation.py

bench: $(STAMP)
	$(BIN)/python benchmarks/write_page.py

clean:
	rm -rf $(VENV) out dist build .pytest_cache .ruff_cache .hypothesis
