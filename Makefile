# The front door. `make help` lists what there is.
# Python 3.11 or newer; uv is used if it is there, else venv and pip.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
REPORTS := var/tests
WORKERS ?= auto
NO_DATABASE := bench browser calc exports house labels sources terms

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo test check lint format messages openapi lock bench clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1	/' | expand -t 18

setup: $(VENV)/.run ## install what the program needs
setup-dev: $(VENV)/.dev ## install what changing the program needs

$(VENV)/.made:
	tools/make_venv.sh "$(PYTHON)" "$(VENV)"
	@touch $@

$(VENV)/.run: $(VENV)/.made requirements/run.txt pyproject.toml
	@# dev.txt holds all of run.txt: an environment for changing the program stays one.
	@if test -e $(VENV)/.dev; then $(MAKE) --no-print-directory $(VENV)/.dev; \
	else tools/install.sh "$(VENV)" requirements/run.txt; fi
	@touch $@

$(VENV)/.dev: $(VENV)/.made requirements/dev.txt pyproject.toml
	tools/install.sh "$(VENV)" requirements/dev.txt
	@touch $@ $(VENV)/.run

demo: setup ## load the demo, print its picture, serve it at http://127.0.0.1:8000
	$(BIN)/yhdyspinta demo
	$(BIN)/yhdyspinta serve

test: setup-dev ## run all tests: SQLite, PostgreSQL, a real browser
	@mkdir -p $(REPORTS) && rm -f $(REPORTS)/*.xml
	@tools/install_chromium.sh
	$(BIN)/python -m pytest -n $(WORKERS) --ignore=tests/browser --junit-xml=$(REPORTS)/sqlite.xml
	@# Calculations, readers, papers and the rules of the house know no database, and the benchmark
	@# always makes its own.
	$(BIN)/python -m tests.postgresql -n $(WORKERS) $(addprefix --ignore=tests/,$(NO_DATABASE)) --junit-xml=$(REPORTS)/postgresql.xml
	@if tools/find_chromium.sh >/dev/null; then \
	  $(BIN)/python -m pytest -n $(WORKERS) tests/browser --junit-xml=$(REPORTS)/browser.xml; \
	else \
	  echo 'NOTE: no chromium was found, so the browser tests were LEFT OUT.'; \
	  echo '      Install it (Debian: apt-get install chromium) and run make test again.'; \
	fi
	@$(BIN)/python tools/count_tests.py $(REPORTS)

lint: setup-dev ## look for mistakes without running anything
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint ## lint, and see that migrations, translations and documents are current
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m pytest -q -p no:randomly tests/house tests/calc/test_worked_examples.py
	$(BIN)/python -m pytest -q -p no:randomly tests/house/xgettext_messages.py

format: setup-dev ## write the code in the project's form
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

messages: setup-dev ## collect words to translate and compile the catalogues (needs gettext)
	cd yhdyspinta && ../$(BIN)/python ../manage.py makemessages -l fi -l sv -l en --no-wrap --add-location file
	cd yhdyspinta && ../$(BIN)/python ../manage.py compilemessages -l fi -l sv -l en

openapi: setup-dev ## write docs/openapi.json from the code
	$(BIN)/python manage.py shell -v 0 -c "from yhdyspinta.api import schema; print(schema.text(), end='')" > docs/openapi.json

lock: setup-dev ## pin all packages anew (needs uv)
	uv pip compile pyproject.toml --python-version 3.11 --universal --generate-hashes --no-header -q -o requirements/run.txt
	uv pip compile pyproject.toml --group dev --python-version 3.11 --universal --generate-hashes --no-header -q -o requirements/dev.txt

bench: setup-dev ## measure speed beside plain ways of doing the same
	$(BIN)/python -m bench

clean: ## remove the environment and caches, never var/
	rm -rf $(VENV) *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
