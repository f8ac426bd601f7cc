# Everything happens inside .venv, which these targets make themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test slow lint bench campaign simulate lock clean

$(STAMP): requirements-dev.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $(STAMP)

demo: $(STAMP)
	$(BIN)/python -m sample_data.demo

test: $(STAMP)
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 4 --dist loadgroup

# real processes, servers and whole days
slow: $(STAMP)
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 4 --dist loadgroup -m "slow and not campaign"

lint: $(STAMP)
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports --no-logo

bench: $(STAMP)
	$(BIN)/python -m benchmarks --write docs/benchmarks.md

# the long ones: every fault at 5 %, kills at random moments, properties by many examples
campaign: $(STAMP)
	$(BIN)/python -m pytest -m hypothesis --hypothesis-profile=campaign
	$(BIN)/python -m pytest -m campaign -n 0 -s

# an office and its service in virtual time, from seeds: for an hour, or MINUTES=; one again with SEED=
MINUTES ?= 60
simulate: $(STAMP)
	$(BIN)/python -m tests.simulation.run $(if $(SEED),--seed $(SEED),--minutes $(MINUTES))

# needs uv; hashes, and no addresses
lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .import_linter_cache .pytest_cache demo
