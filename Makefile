# Two commands: `make run` serves the platform at http://127.0.0.1:8000, `make test` checks it.
# PORT=… and DATA_DIR=… choose where; docs/operations.md has every variable.

PYTHON = .venv/bin/python
LOCK = $(PYTHON) -m uv pip compile --quiet --no-header --python-version 3.11.2 --generate-hashes $(ARGS)
PARALLEL = --numprocesses auto --maxprocesses 4 --dist worksteal

.PHONY: run setup develop test soak lint format lock messages bench-exam bench-agencies bench-certificates

run: setup
	@exec $(PYTHON) -m lms.supervisor

setup:
	@install/system.sh run
	@install/venv.sh requirements.txt
	@$(PYTHON) -m lms.embedded.install

test: develop lint
	$(PYTHON) manage.py makemigrations --check --dry-run --settings lms.settings.test
	$(PYTHON) -m pytest $(PARALLEL) $(ARGS)

# All of `make test` with its long rounds, then the suite on the oldest PostgreSQL we promise.
soak:
	@install/system.sh soak
	SOAK=1 $(MAKE) test
	PG_BIN=/usr/lib/postgresql/15/bin $(PYTHON) -m pytest $(PARALLEL) $(ARGS)

# An examination of 872 through HTTP, on servers and data of its own; some 15 minutes.
bench-exam: develop
	$(PYTHON) -m benchmarks.exam $(ARGS)

# 10,000 agencies and 1,000,000 people in a database of their own, built once and kept.
bench-agencies: develop
	$(PYTHON) -m benchmarks.agencies $(ARGS)

# The papers of a class of 872, unsigned and signed, beside plain WeasyPrint; some 2 minutes.
bench-certificates: develop
	$(PYTHON) -m benchmarks.certificates $(ARGS)

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
	$(PYTHON) manage.py makemessages --all --no-obsolete --add-location file --ignore var --ignore tests --ignore lms/locale --settings lms.settings.test

# `make lock ARGS=--upgrade` moves every version. Debian 12 has Python 3.11.2.
lock: develop
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-dev.in -c requirements.txt -o requirements-dev.txt

develop:
	@install/system.sh test
	@install/venv.sh requirements-dev.txt
