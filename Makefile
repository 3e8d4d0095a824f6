# The book's commands; python3 (3.11 or newer) and make are all that a fresh machine needs.
# Each is a command of bookkit, which does the same without make: python3 -m bookkit help
PYTHON ?= python3
BOOKKIT = $(PYTHON) -m bookkit
.DEFAULT_GOAL := help
.PHONY: help html test live new chapter drafts accept check lint site-test repro floor linkcheck bench bench-build lock clean env

help env: ## show this list; set up .venv
	@$(BOOKKIT) $@

html test live drafts check lint site-test repro linkcheck bench-build lock clean:
	@$(BOOKKIT) $@

accept: # CHAPTERS="book/grades.md ..." for some
	@$(BOOKKIT) accept $(CHAPTERS)

floor: # ROWS="oldest newest" for some
	@$(BOOKKIT) floor $(ROWS)

bench: # ARGS="--json card.json"
	@$(BOOKKIT) bench $(ARGS)

new: # STEM=lu PART=4
	@$(BOOKKIT) new $(STEM) --part $(PART)

chapter: # STEM=lu
	@$(BOOKKIT) chapter $(STEM)
