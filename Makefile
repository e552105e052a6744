# What one does with the project. `make test` is what a change must pass.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := build
.PHONY: setup build run test test-devices bench gallery bundle test-bundle fuzz lint deny fmt

# Always the whole workspace: a part of it would be built with other features, and twice.
CARGO_TEST := cargo test --workspace --no-fail-fast
# Those of crate media run in the device lab too, from within the first.
DEVICE_TESTS := --test devices --test video_device --test sound_card
IN_LANES := $(CARGO_TEST) --config 'target."cfg(all())".runner = "$(CURDIR)/tests/support/lane"' --test '*' -- \
	--test-threads=1 --skip device_lab::

UI_SOURCES := $(shell find ui -path ui/node_modules -prune -o -path ui/dist -prune -o -type f -print)

# Packages, toolchain, npm and Python packages; quick when all is there.
setup:
	tests/support/setup

# The page, carried by the binary.
ui/dist/index.html: $(UI_SOURCES)
	tests/support/setup build
	npm --prefix ui run build
	touch $@

build: ui/dist/index.html
	tests/support/setup build
	cargo build --workspace

# The app; without a display the whole demo meeting, with pictures and a summary in target/demo.
run: setup build
	if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then target/debug/adjourn; else target/debug/demo; fi

# In the order of what fails soonest. In each of three lanes one test runs at a time: whole programs, the crates' own
# tests, and the device lab, whose emulated guest runs into its limits where it gets only what the others leave. Each lane
# tells all it has to tell when its turn to be read comes.
test: setup ui/dist/index.html lint
	npm --prefix ui run test
	node tests/gallery/gallery.mjs --axe
	$(CARGO_TEST) --lib --bins
	$(CARGO_TEST) --test '*' --no-run
	cargo build --package adjourn-page
	$(CARGO_TEST) $(DEVICE_TESTS) -- --test-threads=1 >target/devices.log 2>&1 & devices=$$!; \
	LANE=crates $(IN_LANES) >target/crates.log 2>&1 & crates=$$!; \
	LANE=programs $(IN_LANES) && others=0 || others=$$?; \
	wait $$crates && crates=0 || crates=$$?; cat target/crates.log; \
	wait $$devices && devices=0 || devices=$$?; cat target/devices.log; \
	exit $$((others | crates | devices))

lint: setup ui/dist/index.html
	npm --prefix ui run lint
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- --deny warnings

fmt:
	cargo fmt --all
	ui/node_modules/.bin/biome check --write ui

# A real camera and sound card: the virtual ones of a small guest system's kernel.
test-devices: setup ui/dist/index.html
	$(CARGO_TEST) $(DEVICE_TESTS) -- --test-threads=1

# Every figure that the program is held to, of the release build.
bench: setup ui/dist/index.html
	cargo build --release --package adjourn --package adjourn-page
	cargo run --quiet --package adjourn-bench --bin bench

# What may be in the tree of crates; without the list of advisories, which is not asked for from here.
deny:
	command -v cargo-deny >/dev/null || cargo install cargo-deny --locked
	cargo deny --all-features check bans licenses sources

# Every view in light and dark, small and large, with each error and from right to left: target/gallery/index.html.
gallery: setup ui/dist/index.html
	node tests/gallery/gallery.mjs target/gallery

# deb and rpm in target/release/bundle.
bundle: setup ui/dist/index.html
	src-tauri/package/bundle

# The deb in a Debian 12 that has nothing else: its windows host, join and end. As root.
test-bundle: bundle
	tests/package/clean-debian

# Each fuzz target for FUZZ_SECONDS. `make test` only runs them over their seeds.
FUZZ_SECONDS ?= 60
fuzz: setup
	command -v cargo-fuzz >/dev/null || cargo install cargo-fuzz --locked
	src-tauri/fuzz/run.sh $(FUZZ_SECONDS)
