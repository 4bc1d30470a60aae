# Everything a newcomer needs is Python 3.11 or newer; the rest is set up here, with uv where it is there.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python
WORKERS ?= 3
UV ?= uv
# No address of an index ends up in a lock: it installs from whichever index the reader uses.
COMPILE := $(UV) pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-annotate --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help demo test check check-types check-rest proof bench lock clean

help:  ## show what there is to call
	@echo "Umlauf: make …"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1|\2/p' Makefile | while IFS='|' read -r name what; do printf '%-10s %s\n' "$$name" "$$what"; done
	@echo "  PYTHON=python3.13 make …   takes another Python"

demo: $(VENV)/.ready  ## set up and run everything on this machine, with an example (Ctrl-C stops it)
	@$(RUN) -m umlauf up

test: check  ## set up, check and run all tests
	@$(RUN) -m pytest tests --ignore tests/architecture -n $(WORKERS) --dist loadfile --no-loadscope-reorder

check: $(VENV)/.ready  ## style, types, layers, dependencies, catalogues
	@$(MAKE) --no-print-directory -j 2 check-types check-rest

check-types:
	@$(BIN)/mypy

check-rest:
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/deptry .
	@$(RUN) -m pytest tests/architecture -q

proof: $(VENV)/.ready  ## the long tests: kills, recovery, real measures; prints their figures
	@$(RUN) -m pytest proof -s --timeout 3600

bench: $(VENV)/.ready  ## measure, print the figures docs/performance.md quotes
	@$(RUN) -m bench
	@$(RUN) -m bench.survey 4000
	@$(RUN) -m bench.ranking
	@$(RUN) -m bench.board

lock:  ## resolve the dependencies anew (needs uv)
	@$(COMPILE) --extra postgres --output-file requirements.lock
	@$(COMPILE) --all-extras --constraints requirements.lock --output-file requirements-dev.lock

clean:  ## remove the environment and the caches; what is in var/ stays
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/.ready: requirements-dev.lock
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Umlauf needs Python 3.11 or newer. Name one: PYTHON=python3.12 make …' >&2; exit 1; }
	@echo 'Setting up $(VENV) (once; the packages are some 300 MB to fetch) …'
	@if command -v uv >/dev/null 2>&1; then \
	  uv venv -q --allow-existing --python "$(PYTHON)" $(VENV) && \
	  uv pip install -q --python $(RUN) --require-hashes -r requirements-dev.lock; \
	else \
	  "$(PYTHON)" -m venv $(VENV) && \
	  $(RUN) -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock; \
	fi
	@touch $(VENV)/.ready
