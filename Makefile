# Everything here is a small script in bin/. No setting up is needed first.
.PHONY: demo serve test test-long lint format messages screenshots bench bench-scale bench-live bench-first-view

demo:       ## The community with example content on http://127.0.0.1:8000 (PORT=... for another port)
	@bin/demo

serve:      ## A real, empty community in var/community (PORT=..., HOST=...; PROCESSES=2: several, behind a proxy)
	@bin/serve

test:       ## The tests, on PostgreSQL and on SQLite, with Redis and Chromium
	@bin/test

test-long:  ## The long ones: races, and generated markup
	@bin/test --long

lint:       ## Style, types, templates, floors, migrations, deployment checks
	@bin/lint

format:     ## Put Python into its one style
	@bin/format

messages:   ## Gather the texts to translate, and make what Django reads of them
	@bin/messages

screenshots: ## Pictures of ten key pages into var/screenshots
	@bin/screenshots

bench:      ## How fast the pages are, beside the peers' figures, and what a reply costs
	@bin/bench

bench-scale: ## The same pages with 50,000 posts and with a million
	@bin/bench scale

bench-live: ## Thousands of open pages: what each costs, and how soon they hear of a reply
	@bin/bench live

bench-first-view: ## How soon a page is there on a slow phone and a slow line
	@bin/bench-first-view
