# Two commands: `make run` serves the platform at http://127.0.0.1:8000, `make test` checks it.
# PORT=… and DATA_DIR=… choose where; docs/operations.md has every variable.

PYTHON = .venv/bin/python

.PHONY: run setup test soak lint format lock messages

run: setup
	@exec $(PYTHON) -m lms.supervisor

setup:
	@install/system.sh run
	@install/venv.sh requirements.txt
	@$(PYTHON) -m lms.embedded.install

test: develop lint
	$(PYTHON) manage.py makemigrations --check --dry-run --settings lms.settings.test
	$(PYTHON) -m pytest $(ARGS)

soak: export SOAK = 1
soak: test

lint: develop
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	.venv/bin/lint-imports
	$(PYTHON) -m djlint --lint --quiet templates

format: develop
	$(PYTHON) -m ruff check --fix
	$(PYTHON) -m ruff format

# The translations' sources; msgids are Vietnamese, locale/en is their translation.
messages: develop
	$(PYTHON) manage.py makemessages --all --no-obsolete --settings lms.settings.test

lock: develop
	$(PYTHON) -m uv pip compile --generate-hashes --upgrade requirements.in -o requirements.txt
	$(PYTHON) -m uv pip compile --generate-hashes --upgrade requirements-dev.in -c requirements.txt -o requirements-dev.txt

.PHONY: develop
develop:
	@install/system.sh test
	@install/venv.sh requirements-dev.txt
