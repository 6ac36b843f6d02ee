# The two commands of the README are `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PINS := requirements/run.txt requirements/dev.txt

.PHONY: demo test test-all check claims claim mutation screenshots pins verifier clean

$(VENV)/.installed: $(PINS) pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: $(VENV)/.installed
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	touch $@

demo: $(VENV)/.installed verifier
	@tools/demo.sh

# Two workers: tests wait for processes, pages and clocks as much as they compute.
test: $(VENV)/.dev
	$(BIN)/python -m pytest -q -n 2 --dist loadfile -m "not slow"

test-all: $(VENV)/.dev
	$(BIN)/python -m pytest -q -n 2 --dist loadfile

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_floors.py

build/peers/.made: bench/peers/requirements.txt bench/peers/unpacked.txt $(VENV)/.dev
	$(BIN)/python bench/peers/make_env.py
	touch $@

claims: $(VENV)/.dev build/peers/.made verifier
	$(BIN)/python bench/claims/run_all.py

claim: $(VENV)/.dev build/peers/.made verifier
	@QUICK=$(QUICK) $(BIN)/python bench/claims/run_all.py $(NAME)

build/mutation/.made: bench/mutation/requirements.txt $(VENV)/.dev
	rm -rf build/mutation/tool
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps --target build/mutation/tool -r bench/mutation/requirements.txt
	touch $@

# Hours on one core; MODULES="stats/gates.py stats/path.py" tries these again and keeps what is known of the others.
mutation: build/mutation/.made
	$(BIN)/python bench/mutation/run.py $(MODULES)

screenshots: $(VENV)/.dev
	$(BIN)/python tools/screenshots.py build/demo/run docs/img

verifier: $(VENV)/.installed
	@$(BIN)/python tools/build_verifier.py build/steelyard-verify.pyz

# Pins carry hashes and no address of a package host.
pins:
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 --extra local --group build pyproject.toml -o requirements/run.txt
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 --group test --group check -c requirements/run.txt pyproject.toml -o requirements/dev.txt

clean:
	rm -rf build $(VENV)
