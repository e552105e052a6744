//! The command line. The flags of `serve` and `bot` are an interface that scripts are written against.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use adjourn_media::{CameraSource, MicrophoneSource, ScreenSource, SpeakerSink};
use adjourn_meeting::{AwayRule, Secret};
use clap::{Args, Parser, Subcommand};

use crate::installation::is_client_id;

/// Where a meeting of one's own listens unless told otherwise: every interface, LiveKit's usual port.
const DEFAULT_LISTEN: &str = "0.0.0.0:7880";

/// Longest `--leave-after` or `--end-after`: a day.
const MAX_SECONDS: f64 = 86_400.0;

/// Longest wait of `--away end-after:SECONDS`: a day.
const MAX_AWAY_SECONDS: u32 = 86_400;

/// A meeting app that you host from your own computer, and that really ends.
///
/// Without a command it opens the window, on the meeting of LINK if there is one.
#[derive(Debug, Parser)]
#[command(name = "adjourn", version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    /// What to do without a window; nothing opens the window.
    #[command(subcommand)]
    pub command: Option<Command>,

    /// The invite link to open, adjourn://join/…
    #[arg(value_parser = link)]
    pub link: Option<String>,

    /// Wait in the tray until the window is wanted, as at the start of the computer.
    #[arg(long)]
    pub in_tray: bool,
}

/// [`Cli::in_tray`] as it is given.
pub const IN_TRAY: &str = "--in-tray";

/// What the program does without a window; none of it needs a display.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the server alone, for a small always-on computer or for tests.
    Serve(ServeArgs),
    /// Take part in a meeting without a window: for tests, load and demonstrations.
    Bot {
        /// As whom.
        #[command(subcommand)]
        bot: Box<Bot>,
    },
    /// Stay behind to say that the program that started this one died.
    #[command(hide = true)]
    Guardian,
    /// Write the page's TypeScript bindings.
    #[command(hide = true)]
    ExportBindings {
        /// The file, ui/src/bindings.ts.
        path: PathBuf,
    },
}

/// `adjourn serve`
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Address and port of the one TCP port; port 0 takes any free one.
    #[arg(long, default_value = DEFAULT_LISTEN, value_name = "ADDRESS:PORT")]
    pub listen: SocketAddr,
    /// UDP port of the media; without it the number of the TCP port if that is free, else any.
    #[arg(long, value_name = "PORT")]
    pub udp_port: Option<u16>,
    /// Accept unencrypted connections from other computers too.
    #[arg(long)]
    pub insecure: bool,
    /// Name of the key that tokens are signed with.
    #[arg(long, env = "LIVEKIT_API_KEY", value_name = "KEY", value_parser = not_empty)]
    pub api_key: String,
    /// The key itself; better in the environment than in a list of processes.
    #[arg(long, env = "LIVEKIT_API_SECRET", hide_env_values = true, value_name = "SECRET", value_parser = secret)]
    pub api_secret: Secret,
    /// Let nobody join a room that was not created through the service first.
    #[arg(long)]
    pub no_auto_create: bool,
    /// Most people in one room at once.
    #[arg(long, default_value_t = 100, value_name = "PEOPLE", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub max_participants: u16,
    /// Where ended and open meetings are remembered; without it until the program stops.
    #[arg(long, value_name = "DIR")]
    pub state_dir: Option<PathBuf>,
}

/// `adjourn bot …`
#[derive(Debug, Subcommand)]
pub enum Bot {
    /// Host a meeting, print its invite link, and take part as the host.
    Host(HostArgs),
    /// Join a meeting by its invite link, or by the address of a server and a token.
    Join(JoinArgs),
}

/// `adjourn bot host`
#[derive(Debug, Args)]
pub struct HostArgs {
    /// Name that the others see.
    #[arg(long, default_value = "Host bot")]
    pub name: String,
    /// Address and port of the meeting; another port is taken when this one is in use.
    #[arg(long, default_value = DEFAULT_LISTEN, value_name = "ADDRESS:PORT")]
    pub listen: SocketAddr,
    /// Let those who come wait until they are let in.
    #[arg(long)]
    pub lobby: bool,
    /// Another server to carry the meeting, wss://…; this computer is then its door only.
    #[arg(long, value_name = "URL", requires_all = ["api_key", "api_secret"], conflicts_with = "lobby")]
    pub server: Option<String>,
    /// Name of a key of that server.
    #[arg(long, env = "LIVEKIT_API_KEY", value_name = "KEY")]
    pub api_key: Option<String>,
    /// The key itself; better in the environment than in a list of processes.
    #[arg(long, env = "LIVEKIT_API_SECRET", hide_env_values = true, value_name = "SECRET", value_parser = secret)]
    pub api_secret: Option<Secret>,
    /// What happens when the host's computer goes away: end-after:SECONDS, keep or end
    #[arg(long, default_value = "end-after:300", value_name = "RULE", value_parser = away)]
    pub away: AwayRule,
    /// What it shows, says and does.
    #[command(flatten)]
    pub conduct: Conduct,
}

/// `adjourn bot join`
#[derive(Debug, Args)]
pub struct JoinArgs {
    /// The invite link, adjourn://join/…
    #[arg(required_unless_present = "url", conflicts_with_all = ["url", "token"])]
    pub link: Option<String>,
    /// Address of any server that speaks LiveKit's protocol, ws://… or wss://…
    #[arg(long, requires = "token")]
    pub url: Option<String>,
    /// The access token for it.
    #[arg(long, requires = "url", value_name = "JWT", value_parser = secret)]
    pub token: Option<Secret>,
    /// Name that the others see.
    #[arg(long, default_value = "Bot")]
    pub name: String,
    /// What it shows, says and does.
    #[command(flatten)]
    pub conduct: Conduct,
}

/// What a bot shows, says and does.
#[derive(Clone, Debug, Args)]
pub struct Conduct {
    /// The picture: test-card, FILE.y4m, none, device or device:ID
    #[arg(long, default_value = "test-card", value_name = "SOURCE")]
    pub camera: CameraSource,
    /// The sound: tone, tone:HERTZ, FILE.wav, none, device or device:ID
    #[arg(long, default_value = "tone", value_name = "SOURCE")]
    pub microphone: MicrophoneSource,
    /// The screen to share from the start: test-card, portal (the desktop asks), screen:ID or window:ID
    #[arg(long, value_name = "SOURCE")]
    pub share: Option<ScreenSource>,
    /// Where the others are heard: none (not even decoded), null, FILE.wav, device or device:ID
    #[arg(long, default_value = "null", value_name = "SINK")]
    pub speaker: SpeakerSink,
    /// Leave this many seconds after joining; a host's program goes on carrying the meeting.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub leave_after: Option<Duration>,
    /// End the meeting for everyone this many seconds after joining.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub end_after: Option<Duration>,
    /// Print figures so often, in seconds; 0 prints none.
    #[arg(long, default_value = "1", value_name = "SECONDS", value_parser = seconds)]
    pub stats_every: Duration,
    /// Take orders from stdin, one JSON object a line, for example {"do":"leave"}.
    #[arg(long)]
    pub commands: bool,
    /// The installation to be known as, so that a second join takes the place of the first; random without it.
    #[arg(long, value_name = "HEX", value_parser = client)]
    pub client: Option<String>,
    /// Where summaries, and a meeting's own state when hosting, are kept; nowhere without it.
    #[arg(long, value_name = "DIR")]
    pub state_dir: Option<PathBuf>,
}

fn not_empty(value: &str) -> Result<String, String> {
    match value {
        "" => Err("it is empty".into()),
        value => Ok(value.into()),
    }
}

fn secret(value: &str) -> Result<Secret, String> {
    not_empty(value).map(Secret::new)
}

fn seconds(value: &str) -> Result<Duration, String> {
    match value.parse::<f64>() {
        Ok(seconds) if (0.0..=MAX_SECONDS).contains(&seconds) => {
            Ok(Duration::from_secs_f64(seconds))
        }
        _ => Err(format!("give a number of seconds from 0 to {MAX_SECONDS}")),
    }
}

fn away(value: &str) -> Result<AwayRule, String> {
    match value {
        "keep" => Ok(AwayRule::Keep),
        "end" => Ok(AwayRule::End),
        value => value
            .strip_prefix("end-after:")
            .and_then(|seconds| seconds.parse().ok())
            .filter(|seconds| (1..=MAX_AWAY_SECONDS).contains(seconds))
            .map(|seconds| AwayRule::EndAfter { seconds })
            .ok_or_else(|| {
                format!("give keep, end, or end-after:SECONDS with 1 to {MAX_AWAY_SECONDS} seconds")
            }),
    }
}

fn client(value: &str) -> Result<String, String> {
    if is_client_id(value) {
        Ok(value.to_ascii_lowercase())
    } else {
        Err("give 32 hex digits".into())
    }
}

/// Only tells a link from a mistyped command; whether the link is a good one is said in the window.
fn link(value: &str) -> Result<String, String> {
    if value.contains(':') {
        Ok(value.into())
    } else {
        Err("it is neither a command nor an invite link, which begins with adjourn://join/".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(line.split_whitespace())
    }

    #[test]
    fn the_command_line_has_no_contradiction() {
        <Cli as clap::CommandFactory>::command().debug_assert();
    }

    #[test]
    fn the_lines_that_scripts_use_are_understood() {
        for line in [
            "adjourn",
            "adjourn adjourn://join/abc",
            "adjourn --in-tray",
            "adjourn serve --listen 127.0.0.1:7880 --udp-port 7881 --insecure --api-key devkey --api-secret secret --no-auto-create",
            "adjourn bot host",
            "adjourn bot host --name Ana --listen 127.0.0.1:0 --end-after 2.5",
            "adjourn serve --api-key devkey --api-secret secret --state-dir /tmp/state",
            "adjourn bot host --lobby --away end-after:60 --state-dir /tmp/state --commands",
            "adjourn bot host --away keep",
            "adjourn bot host --server wss://meet.example.org --api-key devkey --api-secret secret",
            "adjourn bot host --away end",
            "adjourn bot join adjourn://join/abc --commands --client 00112233445566778899aabbccddeeff",
            "adjourn bot join adjourn://join/abc --name Bo --camera none --microphone tone:440 --speaker null --leave-after 3",
            "adjourn bot join --url ws://127.0.0.1:7880 --token a.b.c --camera test-card",
        ] {
            assert!(parse(line).is_ok(), "{line}: {:?}", parse(line).err());
        }
    }

    #[test]
    fn a_line_that_would_half_work_is_refused() {
        for line in [
            "adjourn nonsense",
            "adjourn bot join",
            "adjourn bot join --url ws://127.0.0.1:7880",
            "adjourn bot join --token a.b.c",
            "adjourn bot join adjourn://join/abc --url ws://127.0.0.1:7880 --token a.b.c",
            "adjourn bot host --leave-after -1",
            "adjourn bot host --leave-after NaN",
            "adjourn bot host --microphone tone:loud",
            "adjourn bot host --away end-after:0",
            "adjourn bot host --away later",
            "adjourn bot host --server wss://meet.example.org --api-key devkey",
            "adjourn bot host --lobby --server wss://meet.example.org --api-key devkey --api-secret secret",
            "adjourn bot join adjourn://join/abc --lobby",
            "adjourn bot join adjourn://join/abc --client 0011",
            "adjourn serve --api-key= --api-secret secret",
            "adjourn serve --api-key devkey --api-secret=",
            "adjourn --in-tray serve --api-key devkey --api-secret secret",
        ] {
            assert!(parse(line).is_err(), "{line}");
        }
    }

    #[test]
    fn a_secret_on_the_command_line_does_not_print_itself() {
        let cli =
            parse("adjourn serve --api-key devkey --api-secret hunter2").expect("a good line");
        assert!(!format!("{cli:?}").contains("hunter2"));
    }
}
