//! The first start after the computer was: what the program needs comes from the disk.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::Duration;

use adjourn_lab::window::Setting;
use adjourn_lab::{Lab, Window, process};

use crate::report::{Figure, Report};

/// How the files were put out of memory.
const EVERYTHING: &str = "the whole page cache was dropped";
const THE_FILES: &str =
    "each mapped file was dropped by posix_fadvise (the whole cache needs root)";

/// From the start of the process (and of the WebDriver session) to a Home that can be used.
pub fn starting(lab: &Lab, setting: &Setting<'_>, report: &mut Report) {
    // Once, to see which files it is made of.
    let files: BTreeSet<PathBuf> = {
        let window = Window::open(lab, "Bo", setting, &[]);
        window.can_start();
        let processes = window.processes().into_iter();
        processes.flat_map(process::mapped_files).collect()
    };
    assert!(files.contains(lab.binary()), "{files:?}");
    let mut samples = Vec::new();
    let (mut how, mut still) = (THE_FILES, Vec::new());
    for _ in 0..5 {
        thread::sleep(Duration::from_millis(500)); // what is mapped by somebody stays in memory
        how = forget(&files);
        still.extend(in_memory(&files));
        let window = Window::open(lab, "Bo", setting, &[]);
        window.can_start();
        samples.push(window.age().as_secs_f64() * 1000.0);
    }
    let size = |path: &PathBuf| fs::metadata(path).map_or(0, |file| file.len());
    let all: u64 = files.iter().map(size).sum();
    let still = match still.iter().max() {
        Some(most) => format!(
            "of which {:.0} MB at most stayed in memory",
            megabytes(*most)
        ),
        None => "fincore, which could tell what stayed in memory, is missing".into(),
    };
    println!(
        "before each cold start {how}: {} files, {:.0} MB, {still}",
        files.len(),
        megabytes(all)
    );
    let what = "app start to Home usable, cold";
    report.add(Figure::median(what, "ms", 2000.0, samples));
}

/// Puts the files out of memory, as well as this user can.
fn forget(files: &BTreeSet<PathBuf>) -> &'static str {
    Command::new("sync").status().ok(); // only what is on the disk can be dropped
    if fs::write("/proc/sys/vm/drop_caches", "3").is_ok() {
        return EVERYTHING;
    }
    for file in files {
        let mut from = std::ffi::OsString::from("if=");
        from.push(file);
        // Copies nothing, and advises that the whole file is not needed.
        let dd = Command::new("dd")
            .arg(from)
            .args(["iflag=nocache", "count=0", "status=none"])
            .status();
        assert!(dd.is_ok_and(|done| done.success()), "dd {file:?}");
    }
    THE_FILES
}

/// How many bytes of the files are in memory, if that can be told.
fn in_memory(files: &BTreeSet<PathBuf>) -> Option<u64> {
    let mut fincore = Command::new("fincore");
    fincore.args(["--bytes", "--noheadings", "--output", "RES"]);
    let said = fincore.args(files).output().ok()?;
    let said = String::from_utf8(said.stdout).ok()?;
    said.split_whitespace()
        .map(|bytes| bytes.parse::<u64>().ok())
        .sum()
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
