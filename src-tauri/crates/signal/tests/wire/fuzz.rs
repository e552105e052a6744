//! The fuzzer's targets over its seeds: what it tries for minutes with a compiler's leave is compiled and tried here too.

use std::fs;
use std::panic::catch_unwind;
use std::path::Path;

use adjourn_signal::ControlRequest;

#[path = "../../../../fuzz/src/lib.rs"]
mod targets;

#[test]
fn every_fuzz_target_reads_its_seeds_and_stands_them_cut_or_bent_anywhere() {
    for (name, run) in targets::TARGETS {
        let holds = |bytes: &[u8]| {
            let read = catch_unwind(|| run(bytes));
            read.unwrap_or_else(|_| {
                panic!("{name} breaks with {:?}", bytes.escape_ascii().to_string())
            })
        };
        let seeds = fs::read_dir(folder().join("seeds").join(name));
        let seeds: Vec<_> = seeds.expect("it has seeds").flatten().collect();
        assert!(!seeds.is_empty(), "{name} has no seeds");
        for seed in seeds {
            let bytes = fs::read(seed.path()).expect("a seed is a file");
            assert!(
                holds(&bytes),
                "{name} reads nothing in {:?}",
                seed.file_name()
            );
            for at in 0..bytes.len() {
                holds(&bytes[..at]);
                for bit in 0..8 {
                    let mut bent = bytes.clone();
                    bent[at] ^= 1 << bit;
                    holds(&bent);
                }
            }
        }
    }
}

#[test]
fn the_fuzzer_runs_every_target_and_nothing_else() {
    let manifest = fs::read_to_string(folder().join("Cargo.toml")).expect("it is a crate");
    let paths: Vec<&str> = manifest
        .lines()
        .filter_map(|line| {
            line.strip_prefix("path = \"fuzz_targets/")?
                .strip_suffix(".rs\"")
        })
        .collect();
    assert_eq!(paths, targets::TARGETS.map(|(name, _)| name));
    for name in paths {
        let file = folder().join(format!("fuzz_targets/{name}.rs"));
        let target = fs::read_to_string(file).expect("it is there");
        assert!(
            target.contains(&format!("adjourn_fuzz::{name}::run(bytes)")),
            "{target}"
        );
    }
}

#[test]
fn the_fuzzer_knows_every_control_request() {
    let unknown = serde_json::from_str::<ControlRequest>(r#"{"method":"?"}"#);
    let expected = unknown.expect_err("there is no such request").to_string();
    // unknown variant `?`, expected one of `Admit`, `Deny`, …
    let mut requests: Vec<&str> = expected.split('`').skip(3).step_by(2).collect();
    let mut known = targets::control::METHODS.to_vec();
    requests.sort_unstable();
    known.sort_unstable();
    assert_eq!(requests, known);
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz")
}
