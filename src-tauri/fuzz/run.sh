#!/bin/sh
# Runs every fuzz target (or those named) for a time each: run.sh [SECONDS] [TARGET...]
# Needs cargo-fuzz (cargo install cargo-fuzz --locked), and no nightly compiler: the project's own does it.
# What it learns is kept in corpus/, what breaks a target in artifacts/.
set -eu
cd "$(dirname "$0")"
# Sanitizers are an unstable option. A nightly of the day would be one more thing to fetch, and to break.
export RUSTC_BOOTSTRAP=1
seconds=${1:-60}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- $(cargo fuzz list --fuzz-dir .)

cargo fuzz build --fuzz-dir .
for target in "$@"; do
	echo "== $target, $seconds s"
	mkdir -p "corpus/$target"
	# One allocation of more than 64 MB for at most 256 KiB of input is a defect too.
	cargo fuzz run --fuzz-dir . "$target" "corpus/$target" "seeds/$target" -- \
		-max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -malloc_limit_mb=64 -verbosity=0 -print_final_stats=1
done
