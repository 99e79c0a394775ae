# What a person types. Needs GNU make, Rust, Node 20 and a C compiler; the rest is fetched (docs/CONTRIBUTING.md).

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# npm writes this file at the end of an installation, so it is as new as what is installed.
WEB_DEPS := web/node_modules/.package-lock.json
TOOLS_DEPS := web/tools/node_modules/.package-lock.json
CARGO_DEPS := target/.fetched
WEB_DIST := web/dist/index.html

# Directories too: that a file has gone is a change as well.
WEB_SOURCES := $(shell find web/src web/public web/scripts 2>/dev/null) \
	$(wildcard web/*.json web/*.ts web/*.html web/.npmrc)

# Options of `ticklegram serve`, as in: make run ARGS="--listen 127.0.0.1:9001"
ARGS ?=

.PHONY: help
help: ## This list
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

.PHONY: run
run: $(WEB_DIST) ## Build quickly and start the server on port 8001, in mock mode unless .env says otherwise (options in ARGS)
	cargo build --locked --profile quick -p ticklegram
	exec target/quick/ticklegram serve $(ARGS)

.PHONY: build
build: $(WEB_DIST) ## The release binary with the dashboard inside: target/release/ticklegram
	cargo build --locked --release -p ticklegram

.PHONY: check
check: $(WEB_DEPS) $(CARGO_DEPS) ## The quick inner loop: formatting, lints, pure tests, the dashboard's types and style
	scripts/check

.PHONY: test
test: ## Every check there is
	scripts/test

.PHONY: bench
bench: $(WEB_DIST) ## The benchmarks, on a release build
	scripts/bench

.PHONY: fuzz
fuzz: ## Mutated inputs for what reads the outside world, a minute each
	scripts/fuzz

.PHONY: screens
screens: $(WEB_DIST) ## New pictures of every screen, into docs/screens/ (needs Chromium)
	cargo build --locked --profile quick -p ticklegram
	node scripts/screens.mjs

.PHONY: audit
audit: ## Known weaknesses of what we depend on (asks the advisory databases)
	scripts/audit

.PHONY: fmt
fmt: $(WEB_DEPS) ## Format everything
	cargo fmt --all
	npm --prefix web run --silent format

.PHONY: clean
clean: ## Remove what was built and fetched; data/ stays
	cargo clean
	rm -rf web/dist web/node_modules web/tools/node_modules

.PHONY: deps web
deps: $(WEB_DEPS) $(TOOLS_DEPS) $(CARGO_DEPS) ## Fetch the packages that the lock files name
web: $(WEB_DIST) ## Build the dashboard

# For every platform: the rules look at the licence of each crate in the lock file.
$(CARGO_DEPS): Cargo.lock
	cargo fetch --locked
	mkdir -p target
	touch $@

$(WEB_DEPS): web/package.json web/package-lock.json
	npm --prefix web ci --no-audit --no-fund
	touch $@

$(TOOLS_DEPS): web/tools/package.json web/tools/package-lock.json
	npm --prefix web/tools ci --no-audit --no-fund
	touch $@

$(WEB_DIST): $(WEB_DEPS) $(WEB_SOURCES)
	npm --prefix web run build
	touch $@
