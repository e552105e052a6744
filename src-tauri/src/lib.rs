//! Adjourn, the program: a window or none around one engine and, for a host, one embedded server.
//!
//! [`ipc`] is all that the page and the program say to each other, besides the pictures of `frames`.
#![warn(missing_docs)]

mod bot;
mod cli;
mod decode;
mod fakes;
mod frames;
mod gop;
mod guardian;
mod hosting;
mod installation;
pub mod ipc;
mod lines;
mod logs;
mod memory;
mod other_server;
mod outside;
mod platform;
mod recent;
mod serve;
mod settings;
mod shell;
mod shortcut;
mod state_dir;
mod stop;
mod tray;
#[cfg(feature = "updater")]
mod updates;
mod window;

use std::{future::Future, process::ExitCode, time::Duration};

use clap::Parser;
use tokio::runtime::Builder;

use cli::{Cli, Command};

/// How long threads that hang on a device may keep a program that is done.
const STRAGGLERS: Duration = Duration::from_secs(1);

/// Does what the command line says.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    logs::start();
    match cli.command {
        None => window::run(cli.link, cli.in_tray),
        Some(Command::Serve(args)) => block_on(Builder::new_multi_thread(), serve::run(args)),
        Some(Command::Bot { bot }) => block_on(bot::runtime(&bot), bot::run(*bot)),
        Some(Command::Guardian) => guardian::run(),
        Some(Command::ExportBindings { path }) => match ipc::export_bindings(&path) {
            Ok(()) => ExitCode::SUCCESS,
            Err(sentence) => {
                logs::tell(sentence);
                ExitCode::FAILURE
            }
        },
    }
}

fn block_on(mut runtime: Builder, task: impl Future<Output = ExitCode>) -> ExitCode {
    let runtime = match runtime.enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            logs::tell(format_args!(
                "the computer could not start the program’s threads: {error}"
            ));
            return ExitCode::FAILURE;
        }
    };
    let code = runtime.block_on(task);
    platform::stand_back();
    runtime.shutdown_timeout(STRAGGLERS);
    code
}
