# Every target sets up what it needs by itself: `make run` on a fresh machine is enough.

export TF_CPP_MIN_LOG_LEVEL ?= 2
export PIP_DISABLE_PIP_VERSION_CHECK ?= 1

PY := .venv/bin/python
WITH_APP := .venv/app-installed
WITH_LOOPS := .venv/loops-compiled
WITH_TOOLS := .venv/tools-installed
WITH_SCRIPT_TOOLS := node_modules/tools-installed
CODE := app.py setup.py pages rrr data/demo scripts benchmarks tests
BENCH ?= $(wildcard benchmarks/*.py)
HAS_SCREEN := $(shell [ "$$(uname)" = Darwin ] || [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] && echo yes)

.DEFAULT_GOAL := help
.PHONY: help run demo bench test check docs fix pins clean check-scripts fix-scripts

help: ## list these targets
	@sed -n 's/^\([a-z]*\):[^#]*## */  make \1	/p' Makefile

run: $(WITH_LOOPS) ## start the app on this machine only (another port: make run PORT=8600)
	@$(PY) -m streamlit run app.py --server.address 127.0.0.1 $(if $(PORT),--server.port $(PORT)) \
		--server.headless $(if $(HAS_SCREEN),false,true) --server.showEmailPrompt false

demo: $(WITH_LOOPS) ## the whole loop without a browser (options: make demo ARGS="--json")
	@$(PY) -m rrr demo $(ARGS)

bench: $(WITH_LOOPS) ## measure what README and docs say; takes long (one: make bench BENCH=benchmarks/step_time.py)
	@set -e; for each in $(BENCH); do echo "== $$each"; $(PY) -m $$(echo $${each%.py} | tr / .) $(ARGS); done

test: $(WITH_TOOLS) $(WITH_LOOPS) ## all tests, a real browser included (a part: make test TESTS=tests/services)
	@[ -n "$(TESTS)" ] || ! sh scripts/has_node.sh || node --test --test-reporter=spec $$(find tests -name '*.test.js')
	@RRR_CHROMIUM="$$(sh scripts/ensure_program.sh chromium)" || exit 1; \
		RRR_NGINX="$$(sh scripts/ensure_program.sh nginx)" || [ -z "$$CI" ] || exit 1; \
		export RRR_CHROMIUM RRR_NGINX; \
		$(PY) -m pytest -n 3 --dist worksteal $(TESTS)

check: $(WITH_TOOLS) ## format, lint, types, architecture; changes nothing
	@$(PY) -m ruff format --check $(wildcard $(CODE))
	@$(PY) -m ruff check $(wildcard $(CODE))
	@$(PY) -m mypy
	@.venv/bin/lint-imports
	@! sh scripts/has_node.sh || $(MAKE) --no-print-directory check-scripts

docs: $(WITH_TOOLS) ## the documentation as a site in build/site; every link is checked
	@NO_MKDOCS_2_WARNING=1 $(PY) -m mkdocs build --strict
	@echo "Open build/site/index.html; its search works where it is served: $(PY) -m http.server -d build/site"

fix: $(WITH_TOOLS) ## format the code and mend what the linter can mend
	@$(PY) -m ruff format $(wildcard $(CODE))
	@$(PY) -m ruff check --fix $(wildcard $(CODE))
	@! sh scripts/has_node.sh || $(MAKE) --no-print-directory fix-scripts

# The JavaScript of the pages. Where there is no Node, has_node.sh says that it is left out.
check-scripts: $(WITH_SCRIPT_TOOLS)
	@node_modules/.bin/biome check
	@node_modules/.bin/tsc --project .

fix-scripts: $(WITH_SCRIPT_TOOLS)
	@node_modules/.bin/biome check --write

pins: ## renew the pinned requirements from the ranges in pyproject.toml
	@$$(PYTHON=$${PYTHON:-python3.11} sh scripts/find_python.sh) scripts/pin_requirements.py

clean: ## remove the virtual environment and all caches (your projects stay)
	rm -rf .venv node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info

# The stamps: pins that have changed are installed again.
# The project itself goes in as a link to this checkout, so that `rrr` is a command.
$(WITH_APP): requirements.txt pyproject.toml
	@$(PY) -c "" 2>/dev/null || { python="$$(sh scripts/find_python.sh)" && \
		echo "Setting up .venv with $$python. This happens once and takes a few minutes." && \
		"$$python" -m venv --clear .venv; }
	@$(PY) -m pip install --quiet -r requirements.txt
	@$(PY) -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# Else the first training would wait for it.
$(WITH_LOOPS): $(WITH_APP) $(wildcard rrr/learning/*loop*.py)
	@echo "Compiling the loops over time for this machine."
	@$(PY) -m rrr.learning.prepare 2>.venv/loops.log || { cat .venv/loops.log; exit 1; }
	@touch $@

$(WITH_TOOLS): $(WITH_APP) requirements-test.txt
	@echo "Adding the test tools to .venv."
	@$(PY) -m pip install --quiet -r requirements-test.txt
	@touch $@

$(WITH_SCRIPT_TOOLS): package.json package-lock.json
	@echo "Adding the JavaScript tools to node_modules."
	@npm ci --include=dev --loglevel=error
	@touch $@
