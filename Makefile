# Set-up is part of every target: a clean clone needs only Node, Go, gcc and make (the tests also g++,
# musl-gcc, aarch64-linux-gnu-gcc and busybox: Debian's musl-tools, gcc-aarch64-linux-gnu and busybox; demo-plugin3 also curl).
.DEFAULT_GOAL := help
SYSTEMS := plugin plugin1 plugin2 plugin3 plugin4 plugin5
INSTALLED := node_modules/.package-lock.json
TOOL := dist/cli/main.js

.PHONY: help
help: ## list the targets
	@sed -n 's/^\([a-z][^:]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 24

.PHONY: build
build: $(TOOL) ## compile the tool

$(INSTALLED): package-lock.json
	npm ci --no-audit --no-fund
	@touch $@

$(TOOL): $(INSTALLED) package.json scripts/bundle.ts $(shell find src scripts/program scripts/addons -type f)
	@npm run --silent build
	@touch $@

EXECUTABLE := dist/gorename-plugin

.PHONY: executable
executable: $(EXECUTABLE) ## make one executable file of the tool, for this system

$(EXECUTABLE): $(TOOL) scripts/executable.ts
	npx tsx scripts/executable.ts
	@touch $@

.PHONY: release
release: $(INSTALLED) ## make the executables of all systems, in dist/release (some only: TARGETS="linux_amd64 linux_arm64")
	npx tsx scripts/release.ts $(TARGETS)

.PHONY: release-check
release-check: $(TOOL) ## make a release twice from clean clones, compare, and run its executables (needs root and debootstrap; an hour)
	npx tsx scripts/run-tests.ts 'test/release/*.release.ts'

.PHONY: demo
demo: $(TOOL) ## a plugin that the host refuses, and the same plugin built with the tool
	@scripts/demo.sh plugin1 plugin2

.PHONY: $(SYSTEMS:%=demo-%)
$(SYSTEMS:%=demo-%): demo-%: $(TOOL)
	@scripts/demo.sh $*

.PHONY: demo-all
demo-all: $(TOOL) ## all demos in fixtures/systems (a single one: demo-plugin3)
	@scripts/demo.sh $(SYSTEMS)

.PHONY: demo-isolation
demo-isolation: $(TOOL) ## two versions of SQLite in one process, without and with isolation (takes several minutes)
	@scripts/demo.sh isolation

.PHONY: demo-host
demo-host: $(TOOL) ## verify shows why a host will refuse a plugin; build --host fixes it
	@scripts/demo.sh host

.PHONY: test
test: $(INSTALLED) ## all checks and tests
	npm run check

.PHONY: corpus
corpus: $(TOOL) ## all tests, and those with large real modules
	npx tsx scripts/run-tests.ts --corpus

.PHONY: docs
docs: $(INSTALLED) ## make the documentation site, in dist/docs
	npm run --silent docs

.PHONY: bench
bench: $(TOOL) $(EXECUTABLE) ## speed compared with plain go and others (an hour; one case: BENCH=tree); writes bench/results.md
	npx tsx bench/main.ts --executable $(EXECUTABLE) $(if $(ROUNDS),--rounds $(ROUNDS)) $(BENCH)

.PHONY: bench-calls
bench-calls: $(TOOL) ## overhead of calls into a plugin and a C library (needs libbenchmark-dev; perf for docs/calls.svg)
	npx tsx bench/main.ts $(if $(ROUNDS),--rounds $(ROUNDS)) calls-go calls-cpp

.PHONY: soak
soak: $(TOOL) ## kill builds at random moments and check what is left (10 minutes; KILLS=200, SEED=N repeats a run)
	npx tsx scripts/soak.ts $(if $(KILLS),--kills $(KILLS)) $(if $(SEED),--seed $(SEED))

.PHONY: clean
clean: ## remove build output (keeps node_modules)
	rm -rf dist coverage fixtures/systems/output fixtures/systems/*/output
