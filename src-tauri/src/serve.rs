//! `adjourn serve`: the server alone.

use std::process::ExitCode;

use adjourn_meeting::room::RoomConfig;
use adjourn_server::{ApiKey, Server, ServerConfig};

use crate::{
    cli::ServeArgs,
    lines::{Lines, Serving},
    logs, memory, stop,
};

/// Serves until SIGTERM or Ctrl-C. One JSON line says where.
pub async fn run(args: ServeArgs) -> ExitCode {
    let stop = stop::requested();
    let server = match Server::start(ServerConfig {
        listen: args.listen,
        udp_port: args.udp_port,
        insecure: args.insecure,
        keys: vec![ApiKey {
            key: args.api_key,
            secret: args.api_secret,
        }],
        auto_create: !args.no_auto_create,
        state_dir: args.state_dir,
        room: RoomConfig {
            max_participants: args.max_participants.into(),
            ..RoomConfig::default()
        },
        ..ServerConfig::default()
    })
    .await
    {
        Ok(server) => server,
        Err(error) => {
            logs::tell(error);
            return ExitCode::FAILURE;
        }
    };
    memory::tidy_after(server.closed_rooms());
    let lines = Lines::start();
    lines.print(&Serving {
        event: "serving",
        url: &server.url(),
    });
    stop.cancelled().await;
    server.shutdown().await;
    ExitCode::SUCCESS
}
