//! What the system says of running processes, from /proc.

use std::fs;
use std::path::{Path, PathBuf};

/// Processes whose environment has `variable` (as `NAME=value`).
pub fn with_environment(variable: &str) -> Vec<u32> {
    let has = |pid: &u32| {
        let environment = fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
        environment
            .split(|byte| *byte == 0)
            .any(|entry| entry == variable.as_bytes())
    };
    all().into_iter().filter(has).collect()
}

/// The name of the program that a process runs.
pub fn program(pid: u32) -> String {
    let path = fs::read_link(format!("/proc/{pid}/exe")).unwrap_or_default();
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// What a process was started with, each word ended by NUL.
pub fn command_line(pid: u32) -> String {
    let words = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    String::from_utf8_lossy(&words).into_owned()
}

/// Memory of a process in KiB, shared pages divided among those who share them.
pub fn pss_kib(pid: u32) -> u64 {
    let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}

/// CPU time that a process has used, in seconds.
pub fn cpu_seconds(pid: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // After the name in parentheses: utime and stime are the 12th and 13th, in clock ticks of 10 ms.
    let fields: Vec<&str> = stat
        .rsplit_once(')')
        .map_or("", |(_, rest)| rest)
        .split_whitespace()
        .collect();
    let ticks = |at: usize| fields.get(at).and_then(|f| f.parse().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

/// Cameras and sound devices that a process holds open.
pub fn open_devices(pid: u32) -> Vec<PathBuf> {
    let Ok(handles) = fs::read_dir(format!("/proc/{pid}/fd")) else {
        return Vec::new();
    };
    handles
        .flatten()
        .filter_map(|handle| fs::read_link(handle.path()).ok())
        .filter(|path| {
            path.starts_with("/dev/snd") || path.to_string_lossy().starts_with("/dev/video")
        })
        .collect()
}

/// Every process that holds a camera or a sound device open, with what it holds.
pub fn device_users() -> Vec<(u32, Vec<PathBuf>)> {
    all()
        .into_iter()
        .map(|pid| (pid, open_devices(pid)))
        .filter(|(_, devices)| !devices.is_empty())
        .collect()
}

fn all() -> Vec<u32> {
    let entries = fs::read_dir(Path::new("/proc")).expect("/proc is there");
    entries
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect()
}
