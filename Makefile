# Two commands: `make run` starts the assistant, `make test` checks everything. `make storm` attacks it.
PYTHON ?= python3
VENV   := .venv
TOOLS  := .venv-tools
PIP    := -m pip --disable-pip-version-check -q install --require-hashes --no-deps
LOCK   := $(TOOLS)/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
          --no-emit-index-url --no-annotate --no-header

.PHONY: run test bench fuzz storm lock clean

run: $(VENV)/installed
	@exec $(VENV)/bin/python -m assistant run

test: $(TOOLS)/installed
	$(TOOLS)/bin/tox run $(TOXARGS)

# By hand: a minute for each parser. `make fuzz FUZZARGS="message --seconds 3600"` is longer, and for one.
fuzz: $(TOOLS)/installed
	$(TOOLS)/bin/tox run -e fuzz -- $(FUZZARGS)

# All benchmarks, one after another, into benchmarks/README.md. It takes long, and wants the machine for itself.
bench: $(TOOLS)/installed
	$(TOOLS)/bin/tox run -e bench

# By hand: every fault at full length. `make storm STORMARGS="kill stop --rate 0.1"` is two of them, a tenth as long.
storm: $(TOOLS)/installed
	$(TOOLS)/bin/tox run -e storm -- $(STORMARGS)

# `make lock UPGRADE=--upgrade` takes the newest versions that the *.in files allow.
lock: $(TOOLS)/installed
	cd requirements && for name in run semantic dev bench fuzz tools; do ../$(LOCK) $(UPGRADE) $$name.in -o $$name.txt || exit 1; done

$(VENV)/installed: requirements/run.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "make run needs Python 3.11 or newer; try make run PYTHON=python3.12")'
	@echo "Installing what the assistant needs into $(VENV)/ (once) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/python $(PIP) -r requirements/run.txt
	@touch $@

$(TOOLS)/installed: requirements/tools.txt
	@$(PYTHON) -m venv $(TOOLS)
	@$(TOOLS)/bin/python $(PIP) -r requirements/tools.txt
	@touch $@

clean:
	rm -rf $(VENV) $(TOOLS) .tox .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .fuzz
