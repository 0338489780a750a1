# Two commands: `make report` makes the reports, `make test` runs all checks.
# Each sets up its own environment (.venv) first, from nothing but Python 3.11 or newer.

PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	then echo $$name; break; fi; done)
BIN := .venv/bin

.PHONY: report test test-heavy test-whole-set lint lab docs lock environment environment-dev clean

report: environment
	$(BIN)/lumo report

test: environment-dev lint
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term

test-heavy: environment-dev
	$(BIN)/python -m pytest -m heavy

# Every report in a browser and a PDF validator: needs chromium, node and the better part of an hour.
test-whole-set: environment-dev
	$(BIN)/python -m pytest -m whole_set

lint: environment-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lab: environment
	$(BIN)/jupyter lab notebooks/explore.ipynb

# The guide, into docs/_build/index.html.
docs: environment-dev
	$(BIN)/sphinx-build --fail-on-warning --keep-going --quiet docs docs/_build

environment environment-dev:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install it, then run make again."; exit 2; }
	@$(PYTHON) scripts/environment.py $(if $(findstring dev,$@),--dev)

# For maintainers: resolve the pins of pyproject.toml anew.
lock:
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
		--no-header pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
		--no-header --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean:
	rm -rf .venv docs/_build reports/*/ reports/*.html reports/*.json
