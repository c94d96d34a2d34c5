# make run    start the app on http://localhost:8501
# make test   all tests but the browser's
# The rest: setup, demo, test-browser, lint, format, bench, clean.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PORT   ?= 8501
JOBS   ?= 2

.PHONY: setup run demo test test-browser lint format bench clean

setup: $(VENV)/.installed

$(VENV)/.installed: requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	@# pip has compiled the libraries; without this a command line that may write no bytecode compiles ours each time.
	$(BIN)/python -m compileall -q core db scripts
	@touch $@

run: setup
	$(BIN)/streamlit run app.py --server.port $(PORT)

demo: setup
	$(BIN)/python scripts/load_demo.py

test: setup
	$(BIN)/python -m pytest -m "not browser" -n $(JOBS)

test-browser: setup
	$(BIN)/python -m pytest -m browser tests/browser

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
