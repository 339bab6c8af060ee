# The two commands: `make run` opens the main job, `make test` passes the tests. Both set up what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
PHOTO ?=
RECIPE ?= examples/golden_hour.json
SERVE ?=
OUT ?= out

.PHONY: run pages look test slow lint docs bench clean help

help:
	@echo "make run [PHOTO=my.jpg]   open the studio on a photo (SERVE=--no-open: without a browser)"
	@echo "make look [PHOTO=my.jpg]  render a photo through a sample recipe and name the contact sheet"
	@echo "make test                 the default test suite"
	@echo "make slow                 the slow tests"
	@echo "make lint                 ruff, pyright, import-linter"
	@echo "make docs                 renew the reference pages and run the documentation's examples"
	@echo "make bench                measure and write docs/benchmarks.md"

$(STAMP): pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Burnish needs Python 3.11 or newer")'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@$(BIN)/python -m compileall -q -j 0 src/burnish
	@touch $(STAMP)

pages: $(STAMP)
	@$(BIN)/python studio/build_pages.py --if-possible

run: pages
	@$(BIN)/python examples/open_studio.py $(if $(PHOTO),"$(PHOTO)") $(SERVE)

look: $(STAMP)
	$(BIN)/python examples/first_look.py $(if $(PHOTO),"$(PHOTO)") --recipe "$(RECIPE)" --output "$(OUT)"

test: pages
	@$(BIN)/python tests/end_to_end/browser.py
	$(BIN)/python -m pytest -q -n auto

slow: pages
	$(BIN)/python -m pytest -q -n auto -m slow

lint: $(STAMP)
	$(BIN)/ruff check src tests benchmarks examples training
	$(BIN)/ruff format --check src tests benchmarks examples training
	$(BIN)/pyright
	$(BIN)/lint-imports
	@if [ -d studio/node_modules ]; then cd studio && npm run --silent check; else echo "studio: not checked, its packages are not installed"; fi

docs: $(STAMP)
	$(BIN)/python docs/make_reference.py
	$(BIN)/python -m pytest -q tests/test_documentation.py

bench: $(STAMP)
	$(BIN)/python benchmarks/write_page.py

clean:
	rm -rf $(VENV) out dist build .pytest_cache .ruff_cache .hypothesis
