.PHONY: check fmt lint types imports personas schemas test lock
PY ?= python3

check: lint types imports personas test ## what CI runs

fmt: ## rewrite in house style
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

lint:
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types:
	$(PY) -m mypy

imports: ## the layer contracts
	lint-imports

personas:
	arena persona check personas
	arena persona fmt --check personas
	arena scenario check scenarios
	arena scenario fmt --check scenarios

test:
	$(PY) -m pytest

schemas: ## the form of persona and scenario files, for editors
	arena persona schema -o schemas/persona.schema.json
	arena persona schema --fragment -o schemas/fragment.schema.json
	arena scenario schema -o schemas/scenario.schema.json

lock: ## freeze the words of new prompt versions
	$(PY) -m arena.prompts.lock
