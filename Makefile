# Each target is a small script in bin/. No setting up is needed first.
.DEFAULT_GOAL := help

help:       ## List the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' Makefile

.PHONY: help dev demo serve test test-long lint format messages screenshots bench bench-scale bench-live bench-first-view

demo:       ## The community with example content on http://127.0.0.1:8000 (PORT=... for another port)
	@bin/demo

dev:        ## The demo for developers: reloads what changes, shows errors (PORT=... for another port)
	@bin/dev

serve:      ## A real, empty community in var/community (PORT=..., HOST=...; PROCESSES=2: several, behind a proxy)
	@bin/serve

test:       ## The tests on PostgreSQL and SQLite, with Redis and Chromium
	@bin/test

test-long:  ## The long tests: races, whole matrices, generated input
	@bin/test --long

lint:       ## Style, types, templates, words, layers, migrations, deployment checks
	@bin/lint

format:     ## Format Python and templates
	@bin/format

messages:   ## Collect the texts to translate, and compile the translations
	@bin/messages

screenshots: ## Pictures of ten key pages into var/screenshots
	@bin/screenshots

bench:      ## Speed of pages and of a reply, beside other forums
	@bin/bench

bench-scale: ## The same pages with 50,000 posts and with a million
	@bin/bench scale

bench-live: ## Thousands of open pages: memory, and time until a reply arrives
	@bin/bench live

bench-first-view: ## Time until a page shows on a slow phone and a slow line
	@bin/bench-first-view
