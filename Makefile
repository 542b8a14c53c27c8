# Otklik. `make` lists what there is; `make run` is all a newcomer needs.
#
# Needs Python 3.11+, git and make. Everything else (PostgreSQL, Node, linters) comes pinned into .venv and web/.
# Stamp files in .venv remember what is installed: a second call goes straight to work.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PY     := $(BIN)/python
TESTS  ?=
ARGS   ?=

export PYTHON
export PIP_DISABLE_PIP_VERSION_CHECK := 1

SERVER := $(VENV)/.installed-run
LAB    := $(VENV)/.installed-test
NODE   := $(VENV)/.installed-web
PEERS  := $(VENV)/.installed-peers
PINS   := requirements/tools.txt tools/install.py

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test checks server-checks web-checks lint server-lint types server-types arch api pytest journeys web web-test bench bench-web chaos demo migrate docs lock format clean

help: ## show this list
	@echo "Otklik: one desk for all messengers"; echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(SERVER) web ## start Otklik; the first start installs what it needs and prints a link for the owner
	@$(BIN)/otklik serve $(ARGS)

demo: $(SERVER) web ## start Otklik with invented customers to look around
	@$(BIN)/otklik demo $(ARGS)

migrate: $(SERVER) ## bring the database to this version without starting
	@$(BIN)/otklik migrate $(ARGS)

test: checks pytest ## everything that must hold: linters, types, floors, web and server tests

checks: $(LAB) $(NODE) web ## linters, types, floors and web tests: all but what needs a database
	@$(PY) tools/side_by_side.py server-checks web-checks

server-checks: server-lint server-types arch

web-checks: $(NODE)
	@$(PY) tools/build_web.py lint types test budget

pytest: $(LAB) $(PEERS) web ## server tests only; TESTS=server/tests/kit and ARGS="-k word" narrow them
	@$(BIN)/pytest -n auto $(TESTS) $(ARGS)

journeys: $(LAB) web ## only the tests in a real browser; `make test` runs them too
	@$(BIN)/pytest -m journey server/tests/journeys $(ARGS)

web-test: $(NODE) web ## web tests, and what a first visit may download
	@$(PY) tools/build_web.py test budget

lint: server-lint $(NODE) ## ruff, eslint, and links of the documentation
	@$(PY) tools/build_web.py lint

server-lint: $(LAB)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "make: run 'make format'"; exit 1; }
	@$(PY) tools/docs.py --check

types: server-types ## mypy and tsc, both strict, and whether both sides mean the same API
	@$(PY) tools/build_web.py types

server-types: $(LAB) $(NODE)
	@$(BIN)/mypy
	@$(PY) tools/describe_api.py --check

arch: $(LAB) ## who may import whom
	@cd server && ../$(BIN)/lint-imports --config ../.importlinter --cache-dir ../.import_linter_cache

api: $(LAB) $(NODE) ## write the types of the API for the web app after an endpoint changed
	@$(PY) tools/describe_api.py

format: $(LAB) ## let ruff lay out the code and mend what it can
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

web: $(NODE) ## build the web app, if its sources changed
	@$(PY) tools/build_web.py

bench-web: $(LAB) web ## measure how the desk feels in a browser on a big installation
	@cd server && PYTHONPATH=. ../$(PY) -m bench web $(ARGS)

bench: $(LAB) web ## measure: messages per second, answer times
	@cd server && PYTHONPATH=. ../$(PY) -m bench $(ARGS)

chaos: $(LAB) ## kill and cut everything during load; the promises must hold
	@cd server && PYTHONPATH=. ../$(PY) -m chaos $(ARGS)

docs: $(LAB) ## write the pages that are made from the code, and check links
	@$(PY) tools/docs.py

lock: $(SERVER) ## pin the newest allowed versions: requirements/*.in to *.txt
	@for name in run test web tools; do \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes \
			--no-emit-index-url --no-emit-find-links --no-header --no-annotate \
			requirements/$$name.in -o requirements/$$name.txt || exit 1; \
	done

clean: ## remove what was built and installed; data folders stay
	@rm -rf $(VENV) web/node_modules web/dist build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find server tools -name __pycache__ -prune -exec rm -rf {} +

# ------------------------------------------------------------------------------------------------ what is installed

$(BIN)/pip:
	@echo "make: making $(VENV)"
	@sh tools/make_venv.sh $(VENV)

$(SERVER): requirements/run.txt requirements/run.in pyproject.toml hatch_build.py $(PINS) | $(BIN)/pip
	@echo "make: installing the server"
	@$(PY) tools/install.py requirements/run.txt
	@$(BIN)/pip install --quiet --no-build-isolation --no-deps --editable .
	@touch $@

$(LAB): requirements/test.txt $(PINS) $(SERVER)
	@echo "make: installing the test tools"
	@$(PY) tools/install.py requirements/test.txt
	@touch $@

$(NODE): requirements/web.txt $(PINS) | $(BIN)/pip
	@echo "make: installing Node"
	@$(PY) tools/install.py requirements/web.txt
	@touch $@

$(PEERS): server/tests/peers/package-lock.json | $(NODE)
	@echo "make: installing the messengers' own clients, for the tests"
	@$(PY) tools/install_peers.py
	@touch $@

define script
test -f $(1) || { echo "make: $(1) is not here yet"; exit 1; }; $(PY) $(1) $(ARGS)
endef
