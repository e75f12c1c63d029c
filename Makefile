# Every target prepares what it needs: a machine needs Python 3.11 or newer and make.
# Another Python: make run PYTHON=python3.13

PYTHON ?= python3
PHOTO ?=
SUITE ?=
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.installed
OFFSCREEN := QT_QPA_PLATFORM=offscreen

.DEFAULT_GOAL := help
.PHONY: help run demo test check format translations bench chaos proofs screenshots pages readme-pictures demo-sheet local serve worker \
	migrate seed openapi bundle packages clean qt-offscreen qt-window

help: ## show this list
	@awk -F ':.*## ' '/^##@ / { print "\n" substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

##@ The two commands, and trying it out

run: $(READY) qt-window ## start the app with everything it needs on this computer
	$(BIN)/plushifyme $(ARGS)

test: $(READY) qt-offscreen ## run every test, without a display (ARGS="-k gallery" for some)
	$(OFFSCREEN) $(BIN)/python -m pytest -n 3 $(ARGS)

demo: $(READY) qt-offscreen ## a photo becomes four plushies in build/demo, without a display (PHOTO=path)
	$(OFFSCREEN) $(BIN)/python -m desktop demo $(if $(PHOTO),--photo "$(PHOTO)") --out build/demo $(ARGS)

##@ Working on it

check: $(READY) ## lint, format, types, import rules, container and release files
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/mypy packaging/*.py
	$(BIN)/lint-imports
	$(BIN)/hadolint packaging/Dockerfile
	$(BIN)/shellcheck packaging/macos/dmg.sh .ci/run
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml

translations: $(READY) ## find new sentences, and make the files that the app reads
	$(BIN)/python packaging/translations.py

format: $(READY) ## format the code and mend what the linter can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(READY) qt-offscreen ## measure; prints a table, writes build/bench.json (SUITE=name for one)
	$(OFFSCREEN) $(BIN)/python -m tests.benchmarks $(SUITE)

chaos: $(READY) ## attack a whole deployment and check every credit (ARGS="--seed 7", ARGS=--short)
	$(BIN)/python -m tests.chaos $(ARGS)

proofs: $(READY) qt-offscreen ## the long versions of the proofs about what is kept on a computer (ARGS="-k kill")
	PROOFS=long $(OFFSCREEN) $(BIN)/python -m pytest tests/desktop/proofs $(ARGS)

screenshots: $(READY) qt-offscreen ## every page in both themes, into build/screenshots (ARGS=de, ARGS=pseudo)
	$(OFFSCREEN) $(BIN)/python -m tests.screenshots build/screenshots $(ARGS)

pages: $(READY) ## every web page and mail, by Chromium, into build/screenshots/web
	$(BIN)/python -m tests.screenshots.web build/screenshots/web

readme-pictures: screenshots ## photograph everything, and renew the README's pictures
	$(BIN)/python -m tests.screenshots.readme build/screenshots resources/readme

demo-sheet: $(READY) ## the sample photos in all styles on one sheet, build/draft/sheet.png
	$(BIN)/python -m shared.draft.sheet build/draft/sheet.png

openapi: $(READY) ## write the service's description, build/openapi.json
	@mkdir -p build
	$(BIN)/plushifyme-server openapi > build/openapi.json

##@ The server, alone

local: $(READY) ## the local cloud: database, storage, API and worker on this computer
	$(BIN)/plushifyme-server local $(ARGS)

serve: $(READY) ## the API, with the settings of the environment and .env
	$(BIN)/plushifyme-server serve $(ARGS)

worker: $(READY) ## a worker, with the same settings
	$(BIN)/plushifyme-server worker $(ARGS)

migrate: $(READY) ## bring the database to this version
	$(BIN)/plushifyme-server migrate $(ARGS)

seed: $(READY) ## add the demo account to a development database
	$(BIN)/plushifyme-server seed $(ARGS)

##@ The app that people install

bundle: $(READY) qt-offscreen ## the app alone, build/bundle: built, looked at, self-tested
	$(BIN)/python packaging/bundle.py

packages: $(READY) ## pack build/bundle for people, with checksums, into build/packages
	$(BIN)/python packaging/archive.py
	$(if $(filter Linux,$(shell uname -s)),$(BIN)/python packaging/appimage.py)
	$(if $(shell command -v dpkg-deb),$(BIN)/python packaging/deb.py)

clean: ## remove what was built; .venv stays
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# What the targets stand on.

$(READY): pyproject.toml uv.lock packaging/bootstrap.py
	@command -v "$(PYTHON)" >/dev/null || { echo "There is no $(PYTHON). Please install Python 3.11 or newer, or name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "PlushifyMe needs Python 3.11 or newer; $(PYTHON) is $$("$(PYTHON)" --version 2>&1). Name a newer one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" packaging/bootstrap.py
	@touch $@

qt-offscreen: $(READY)
	@$(BIN)/python packaging/qt_libraries.py offscreen

qt-window: $(READY)
	@$(BIN)/python packaging/qt_libraries.py window
