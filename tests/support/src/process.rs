//! What the system says of running processes, from /proc.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use rustix::process::{Pid, Signal, kill_process};

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

/// Kills a process without a word (SIGKILL), as a crash would.
pub fn kill(pid: u32) {
    signal(pid, Signal::KILL);
}

/// Stops a process where it stands (SIGSTOP).
pub fn stop(pid: u32) {
    signal(pid, Signal::STOP);
}

/// Lets a stopped process go on (SIGCONT).
pub fn go_on(pid: u32) {
    signal(pid, Signal::CONT);
}

fn signal(pid: u32, signal: Signal) {
    if let Some(pid) = Pid::from_raw(pid.cast_signed()) {
        kill_process(pid, signal).ok(); // it may have ended by itself
    }
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

/// How many files, sockets and devices a process holds open.
pub fn handles(pid: u32) -> usize {
    fs::read_dir(format!("/proc/{pid}/fd")).map_or(0, Iterator::count)
}

/// The files that a process has mapped into its memory: its program, its libraries, and data that it reads that way.
pub fn mapped_files(pid: u32) -> BTreeSet<PathBuf> {
    let maps = fs::read_to_string(format!("/proc/{pid}/maps")).unwrap_or_default();
    let path = |line: &str| Some(Path::new(&line[line.find('/')?..]).to_path_buf());
    let paths = maps.lines().filter_map(path);
    // Not what was deleted meanwhile, and no device.
    paths.filter(|path| path.is_file()).collect()
}

/// How many threads a process has.
pub fn threads(pid: u32) -> usize {
    fs::read_dir(format!("/proc/{pid}/task")).map_or(0, Iterator::count)
}

/// The UDP ports that a process has open.
pub fn udp_ports(pid: u32) -> HashSet<u16> {
    let lines = sockets(pid, "udp");
    let port =
        |fields: &Vec<String>| u16::from_str_radix(fields.get(1)?.rsplit(':').next()?, 16).ok();
    lines.iter().filter_map(port).collect()
}

/// How many TCP connections a process has open.
pub fn tcp_connections(pid: u32) -> usize {
    // The fourth field is the state; 01 is established.
    let open = |fields: &&Vec<String>| fields.get(3).is_some_and(|state| state == "01");
    sockets(pid, "tcp").iter().filter(open).count()
}

/// The fields of the lines of /proc/net/`table` that are about sockets of a process: the second is the local address
/// as HEX:HEX, the tenth the socket's inode.
fn sockets(pid: u32, table: &str) -> Vec<Vec<String>> {
    let handles = fs::read_dir(format!("/proc/{pid}/fd"))
        .into_iter()
        .flatten();
    let inode = |handle: fs::DirEntry| {
        let path = fs::read_link(handle.path()).ok()?;
        let path = path.to_string_lossy();
        let inode = path.strip_prefix("socket:[")?.strip_suffix(']')?;
        Some(inode.to_owned())
    };
    let ours: HashSet<String> = handles.flatten().filter_map(inode).collect();
    let table = fs::read_to_string(format!("/proc/{pid}/net/{table}")).unwrap_or_default();
    let fields = |line: &str| {
        line.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let lines = table.lines().skip(1).map(fields);
    lines
        .filter(|fields| fields.get(9).is_some_and(|inode| ours.contains(inode)))
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
