# What can be done here. `make` alone lists it.

GO      ?= go
SITE    := bin/resolute
# The race detector needs a C compiler; without one the same tests run without it.
RACE    := $(shell command -v gcc >/dev/null 2>&1 || command -v clang >/dev/null 2>&1 && echo -race)
FUZZ    ?= 30s
GOFUMPT := mvdan.cc/gofumpt@v0.12.0
STATIC  := honnef.co/go/tools/cmd/staticcheck@v0.8.2
STAT    := golang.org/x/perf/cmd/benchstat@v0.0.0-20260908200009-22c9c6c9d4da

.PHONY: help
help: ## list what can be done
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: $(SITE)
$(SITE):
	@$(GO) build -o $(SITE) ./cmd/resolute

.PHONY: build
build: $(SITE) ## publish the site: content/ -> public/
	@$(SITE) build

.PHONY: check
check: $(SITE) ## validate the content and all its links
	@$(SITE) check

.PHONY: serve
serve: $(SITE) ## preview with live reload on http://127.0.0.1:1313/
	@$(SITE) serve

.PHONY: test
test: tools ## run all tests, in a real browser too
	$(GO) test -shuffle=on -timeout 40m ./...

.PHONY: race
race: ## run the tests but for the browser's under the race detector
	$(GO) test $(RACE) -short -shuffle=on -timeout 60m $$($(GO) list ./... | grep -v webtest)

.PHONY: tools
tools: ## fetch what the browser tests need: Chromium and npm's test tools
	@sh internal/webtest/setup.sh

.PHONY: admin
admin: ## fetch the web form's script for a site that has admin in content/site.yaml
	@sh internal/webtest/admin.sh

.PHONY: screenshots
screenshots: tools ## write screenshots of all kinds of pages
	$(GO) test ./internal/webtest -run 'TestScreenshots' -count 1 -timeout 30m -args -screenshots internal/webtest/screenshots

.PHONY: lint
lint: ## check form and common mistakes
	@test -z "$$($(GO) run $(GOFUMPT) -l .)" || { $(GO) run $(GOFUMPT) -l .; echo 'run: go run $(GOFUMPT) -w .'; exit 1; }
	$(GO) vet ./...
	$(GO) run $(STATIC) ./...
	$(GO) mod tidy -diff

.PHONY: fuzz
fuzz: ## run every fuzz target for FUZZ (30s)
	@for pkg in $$($(GO) list ./...); do \
	  for f in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
	    echo "$$pkg $$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZ) -fuzzminimizetime 10x $$pkg || exit 1; \
	  done; \
	done

.PHONY: bench
bench: ## measure builds of 1,000 and 10,000 synthetic reports (BENCH_50000=1 adds 50,000)
	$(GO) test -run '^$$' -bench . -benchtime 1x -count 3 -timeout 60m ./internal/build | tee bin/bench.txt
	$(GO) run $(STAT) bin/bench.txt

.PHONY: measuring
measuring: tools
	@cd internal/webtest/tools && test -e node_modules/.package-lock.json -a ! package-lock.json -nt node_modules/.package-lock.json || npm ci --no-audit --no-fund --loglevel=error

.PHONY: bench-search
bench-search: measuring ## compare the search with Pagefind at REPORTS (10000) reports, in minutes
	RESOLUTE_BENCH_SEARCH=$(or $(REPORTS),10000) $(GO) test ./internal/webtest -run 'TestBenchSearch$$' -count 1 -v -timeout 40m

.PHONY: lighthouse
lighthouse: measuring ## let Lighthouse judge every kind of page of the sample site, in minutes
	RESOLUTE_LIGHTHOUSE=1 $(GO) test ./internal/webtest -run 'TestLighthouse$$|TestFirstVisit$$' -count 1 -v -timeout 40m

.PHONY: update
update: ## rewrite the wanted output of all golden tests; read the diff
	$(GO) test ./internal/... ./cmd/... -run 'Golden|Txtar|Script' -update

.PHONY: clean
clean: ## remove what building and testing left
	rm -rf bin public .public.* internal/webtest/node_modules internal/webtest/tools/node_modules internal/webtest/screenshots
