# 两条命令：make run（检查样例文件夹）、make test（全部检查与测试）。都会自建虚拟环境。
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test lint fix corpus train bench bench-large fuzz soak mutants audit docs docs-check clean

run: $(VENV)/ready
	@$(BIN)/perflint corpus/documents --fail-on never

test: $(VENV)/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2
	$(BIN)/python tests/wheel.py
	@$(MAKE) --no-print-directory docs-check
	@$(BIN)/python tests/audit.py

lint: $(VENV)/ready-dev
	$(BIN)/ruff check . && $(BIN)/mypy && $(BIN)/lint-imports

fix: $(VENV)/ready-dev
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

corpus: $(VENV)/ready-dev
	$(BIN)/python -m perflint_zh.samples corpus/sources corpus/documents corpus/labels

docs: $(VENV)/ready-dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

docs-check: $(VENV)/ready-dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet --site-dir build/docs

train: $(VENV)/ready-dev
	$(BIN)/python -m perflint_zh_models

bench: $(VENV)/ready-dev
	$(BIN)/python benchmarks/run.py

bench-large: $(VENV)/ready-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --group bench
	$(BIN)/python benchmarks/large.py

fuzz: $(VENV)/ready-dev
	nice $(BIN)/python -m tests.fuzz $(FUZZ)

soak: $(VENV)/ready-dev
	nice $(BIN)/python benchmarks/soak.py $(SOAK)

mutants: $(VENV)/ready-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --group mutants
	nice $(BIN)/python tests/mutants.py $(MUTANTS)

audit: $(VENV)/ready-dev
	$(BIN)/python tests/audit.py

clean:
	rm -rf $(VENV) build dist site

$(VENV)/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/ready-dev: $(VENV)/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --group dev
	@touch $@
