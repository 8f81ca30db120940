# make             start the app in your browser; the first time also installs it into .venv
# make serve       serve a class from this machine: HAProxy in front of one process per core
# make class       the same for everybody in your network, and open the page where a class joins
# make test        install what the tests need, a browser included, and run every test
# make sweep       hold every sentence against 20,000 random settings (the suite takes a few hundred)
# make newest      the same tests with the newest versions that the registry has
# make oldest      the same tests with the oldest versions that requirements.txt allows
# make lint        style, format, types, and which folder may import which
# make check       lint, then test
# make bench       measure the engine, the pages, and a class of a hundred
# make pictures    take the pictures in docs/ anew
# make browser     install a browser for the tests where there is none
# make help        this list
#
# PYTHON=/path/to/python chooses the interpreter that .venv is made with; PROCESSES, PORT, ADDRESS and ALLOWED_HOSTS
# say how `make serve` serves.

VENV := .venv
PY := $(VENV)/bin/python
PYTHONS := $(or $(PYTHON),python3 python3.13 python3.12 python3.11)
# The stamp left in .venv is newer than the requirements for as long as nothing needs installing.
INSTALL = $(PY) -m pip install --quiet --disable-pip-version-check -r $< && touch $@
# Stamps count for nothing once the interpreter they were made with is gone.
$(shell [ -x $(PY) ] || rm -f $(VENV)/*.stamp)

.PHONY: run serve class test sweep newest oldest lint check bench pictures browser help haproxy

run: $(VENV)/run.stamp
	$(PY) -m streamlit run app.py --server.address localhost

serve: $(VENV)/run.stamp
	@$(PY) -m deploy.serve

class: $(VENV)/run.stamp
	@$(PY) -m deploy.classroom

test: $(VENV)/dev.stamp browser haproxy
	$(call run_tests,$(PY))

# Both halves run even when the first fails, so that one run tells everything.
define run_tests
status=0; \
$(1) -m pytest --ignore=tests/browser --numprocesses=auto --dist=worksteal || status=1; \
$(1) -m pytest tests/browser --numprocesses=2 --dist=loadgroup || status=1; \
exit $$status
endef

# What running needs, without the constraints; the tests' own tools stay as they are.
newest: RANGES = sed '/^-/d' requirements.txt
oldest: RANGES = sed -E '/^-/d; s/>=([0-9.]+),<[0-9.]+/==\1/' requirements.txt
newest oldest: $(VENV)/dev.stamp browser haproxy
	$(PY) -m venv --clear .venv-$@
	$(RANGES) > .venv-$@/requirements.txt
	sed '/^-/d' requirements-dev.txt >> .venv-$@/requirements.txt
	.venv-$@/bin/python -m pip install --quiet --disable-pip-version-check -r .venv-$@/requirements.txt
	$(call run_tests,.venv-$@/bin/python)

sweep: $(VENV)/dev.stamp
	SWEEP=20000 $(PY) -m pytest tests/sweep --numprocesses=auto --dist=worksteal

lint: $(VENV)/dev.stamp
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	$(VENV)/bin/lint-imports --no-logo

check: lint test

bench: $(VENV)/bench.stamp browser haproxy
	$(PY) -m benchmarks.engine
	$(PY) -m benchmarks.pages
	$(PY) -m benchmarks.load
	$(PY) -m benchmarks.classroom

pictures: $(VENV)/dev.stamp browser
	$(PY) -m tests.browser.pictures

browser: $(VENV)/dev.stamp
	@$(PY) -m tests.browser.chromium

# Debian keeps it where only root looks.
haproxy:
	@PATH="$$PATH:/usr/sbin:/usr/local/sbin"; command -v haproxy >/dev/null || { \
	    echo "HAProxy is needed: install your distribution's package (apt-get install haproxy)." >&2; exit 1; }

help:
	@sed -n 's/^# make/make/p' Makefile

$(VENV)/run.stamp: requirements.txt constraints.txt | $(PY)
	$(INSTALL)

$(VENV)/dev.stamp: requirements-dev.txt requirements.txt constraints.txt | $(PY)
	$(INSTALL)

$(VENV)/bench.stamp: requirements-bench.txt $(VENV)/dev.stamp
	$(INSTALL)

# Debian and Ubuntu package ensurepip, which venv needs, apart from Python.
$(PY):
	@for python in $(PYTHONS) none; do \
	    $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
	done; \
	if [ $$python = none ]; then \
	    echo "Python 3.11 or newer is needed, and none of these is: $(PYTHONS); name yours with PYTHON=/path/to/python." >&2; \
	elif ! $$python -c 'import ensurepip' 2>/dev/null; then \
	    echo "$$python cannot make a virtual environment yet: install $${python##*/}-venv (apt-get install $${python##*/}-venv)." >&2; \
	else \
	    echo "Making .venv with $$($$python --version) and installing into it; this takes about a minute."; \
	    $$python -m venv --clear $(VENV) && exit; \
	    rm -rf $(VENV); \
	fi; \
	exit 1
