//! `adjourn bot`: a participant without a window, for tests, load and demonstrations.

mod figures;
mod orders;
mod sight;

use std::{
    future::pending,
    process::ExitCode,
    time::{Duration, Instant},
};

use adjourn_engine::{ClientInfo, Engine, EngineConfig, OtherServer, Problem, Target};
use adjourn_media::{CameraSource, MediaError, MicrophoneSource, Speaker, SpeakerSink};
use adjourn_meeting::{
    EndNote, ErrorCode, MeetingEvent, MeetingState, Reason, ReasonCode, clean_name, random_hex,
};
use adjourn_server::ServerError;
use adjourn_signal::{Invite, control::ControlRequest, invite::InviteError};
use tokio::{
    runtime::Builder,
    sync::mpsc,
    time::{MissedTickBehavior, interval, sleep_until},
};
use tokio_util::sync::CancellationToken;

use self::{
    figures::Figures,
    orders::{Order, OrderError},
    sight::Sight,
};
use crate::{
    cli::{Bot, Conduct, HostArgs, JoinArgs},
    guardian::Guardian,
    hosting::{Door, Hosting, There},
    ipc::MeetingRules,
    lines::{InviteLine, Lines, RefusedLine},
    logs,
    platform::{leave_before_sleep, stand_back},
    stop,
};

/// The figures are not printed more often than this.
const SHORTEST_INTERVAL: Duration = Duration::from_millis(100);

/// How often the first sound is looked for: the precision of `first_audio_ms`.
const LOOK_FOR_SOUND_EVERY: Duration = Duration::from_millis(10);

/// Bytes of the name of an installation.
const CLIENT_BYTES: usize = 16;

#[derive(Debug, thiserror::Error)]
enum BotError {
    #[error(transparent)]
    Invite(#[from] InviteError),
    #[error(transparent)]
    Server(#[from] ServerError),
    #[error("{}", .0.message)]
    Source(Problem),
    #[error("{}", .0.message)]
    OtherServer(Problem),
    #[error(transparent)]
    Media(#[from] MediaError),
    #[error("{0}")]
    NotJoined(String),
    #[error("{0}")]
    Lost(String),
}

/// The threads for it. Who only takes part has its devices and codecs on threads of their own; the rest, on several
/// threads, would wake them in turn for every packet.
pub fn runtime(bot: &Bot) -> Builder {
    match bot {
        Bot::Host(_) => Builder::new_multi_thread(),
        Bot::Join(_) => Builder::new_current_thread(),
    }
}

/// Takes part until it leaves or the meeting is over.
pub async fn run(bot: Bot) -> ExitCode {
    let stop = stop::requested();
    let lines = Lines::start();
    let outcome = match bot {
        Bot::Host(args) => host(args, &lines, &stop).await,
        Bot::Join(args) => join(args, &lines, &stop).await,
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            logs::tell(error);
            ExitCode::FAILURE
        }
    }
}

async fn join(args: JoinArgs, lines: &Lines, stop: &CancellationToken) -> Result<(), BotError> {
    let target = match (args.link, args.url, args.token) {
        (Some(link), ..) => Target::Invite {
            invite: Invite::parse(&link)?,
        },
        (None, Some(url), Some(token)) => Target::Token {
            url,
            token,
            certificate_sha256: None,
        },
        _ => unreachable!("the command line requires a link, or a URL and a token"),
    };
    take_part(
        target,
        &args.name,
        args.conduct,
        lines,
        stop,
        Afterwards::Ends,
        None,
    )
    .await
}

/// The server outlives the host's own leaving: it goes on until the last guest has gone.
async fn host(args: HostArgs, lines: &Lines, stop: &CancellationToken) -> Result<(), BotError> {
    let name = clean_name(&args.name);
    let rules = MeetingRules {
        lobby: args.lobby,
        away: args.away,
    };
    let other = match (args.server, args.api_key, args.api_secret) {
        (Some(url), Some(key), Some(secret)) => {
            Some(OtherServer::new(&url, &key, secret).map_err(BotError::OtherServer)?)
        }
        _ => None,
    };
    let mut hosting = Hosting::start(args.listen, args.conduct.state_dir.clone()).await?;
    let outcome = async {
        let mut restored = hosting.restore().await.into_iter();
        let (hosted, door) = match (other, restored.next()) {
            (None, Some(hosted)) => (hosted, None),
            (None, None) => (hosting.open(&name, "", rules).await?, None),
            (Some(other), earlier) => {
                if let Some(earlier) = earlier {
                    hosting.awaited(earlier.meeting).await;
                }
                let there = There::open(other, &name, "").await;
                let there = there.map_err(BotError::OtherServer)?;
                let (hosted, door) = hosting.open_elsewhere(there).await?;
                (hosted, Some(door))
            }
        };
        for other in restored {
            hosting.host_left(other.meeting).await;
        }
        lines.print(&InviteLine {
            event: "invite",
            link: &hosted.invite.link(),
        });
        let target = Target::Token {
            url: hosted.url,
            token: hosted.host_token,
            certificate_sha256: hosted.certificate_sha256,
        };
        take_part(
            target,
            &name,
            args.conduct,
            lines,
            stop,
            Afterwards::Carries,
            door,
        )
        .await?;
        hosting.host_left(hosted.meeting).await;
        Ok(())
    }
    .await;
    if outcome.is_ok() {
        tokio::select! {
            () = hosting.finished() => {}
            () = stop.cancelled() => {}
        }
    }
    hosting.stop().await;
    outcome
}

/// What the program does when it has left.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Afterwards {
    /// It carries the meeting on for the others.
    Carries,
    /// Nothing: who is still leaving on this computer goes first.
    Ends,
}

async fn take_part(
    target: Target,
    name: &str,
    conduct: Conduct,
    lines: &Lines,
    stop: &CancellationToken,
    afterwards: Afterwards,
    door: Option<Door>,
) -> Result<(), BotError> {
    check_recording(&conduct.speaker).await?;
    let (sight, mut stale) = Sight::new();
    let (engine, mut events) = Engine::start(EngineConfig {
        camera: conduct.camera.clone(),
        microphone: conduct.microphone.clone(),
        speaker: conduct.speaker.clone(),
        video: sight.clone(),
        client: ClientInfo {
            name: "adjourn".into(),
            version: env!("CARGO_PKG_VERSION").into(),
        },
        client_id: Some(
            conduct
                .client
                .clone()
                .unwrap_or_else(|| random_hex(CLIENT_BYTES)),
        ),
        state_dir: conduct.state_dir.clone(),
    });
    let guardian = Guardian::start(&engine);
    let _awake = leave_before_sleep(&engine);
    let resuming = engine.clone();
    tokio::spawn(async move { resuming.resume_pending_ends().await });
    engine.set_camera(conduct.camera != CameraSource::None);
    engine.set_microphone(conduct.microphone != MicrophoneSource::None);
    tokio::select! {
        () = engine.preview(true) => {}
        () = stop.cancelled() => {
            end(engine, guardian).await;
            return Ok(());
        }
    }
    if let Some(problem) = unplayable(&engine, &conduct) {
        end(engine, guardian).await;
        return Err(BotError::Source(problem));
    }

    engine.join(target, clean_name(name));
    let mut figures = Figures::new(Instant::now());
    let tells = !conduct.stats_every.is_zero();
    let mut stats = interval(conduct.stats_every.max(SHORTEST_INTERVAL));
    stats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut listen = interval(LOOK_FOR_SOUND_EVERY);
    listen.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut orders = conduct.commands.then(orders::read_stdin);
    let mut farewell = None;
    let mut leave_at = None;
    let mut end_at = None;
    let mut stopping = false;
    // On the way out the engine forgets its figures: the last line is the last one that means something.
    let mut going = false;
    let reason = loop {
        tokio::select! {
            event = events.recv() => {
                // The engine's task sends `MeetingLeft` before it ends.
                let Some(event) = event else { break None };
                lines.print_event(&event);
                figures.heard(&event, Instant::now());
                match event {
                    MeetingEvent::MeetingJoined { .. } => {
                        let now = tokio::time::Instant::now();
                        leave_at = conduct.leave_after.map(|after| now + after);
                        end_at = conduct.end_after.map(|after| now + after);
                        stats.reset();
                        engine.share(conduct.share.clone());
                    }
                    MeetingEvent::MeetingLeft { reason } => {
                        if reason.code == ReasonCode::Ended && let Some(door) = &door {
                            door.shut(reason.note.clone()).await;
                        }
                        break Some(reason);
                    }
                    MeetingEvent::MeetingStateChanged {
                        state: MeetingState::Disconnected | MeetingState::Failed,
                    } => going = true,
                    MeetingEvent::EndRefused { code, .. } => {
                        going = false;
                        if code != ErrorCode::EndDelayed && let Some(door) = &door {
                            door.reopen().await;
                        }
                    }
                    _ => {}
                }
            }
            _ = stats.tick(), if tells && figures.has_joined() && !going => {
                lines.print(&figures.line(&engine.stats().await, &sight));
            }
            _ = listen.tick(), if tells && figures.waits_for_sound(Instant::now()) => {
                figures.listen(&engine.stats().await, Instant::now());
            }
            () = at(leave_at) => {
                leave_at = None;
                going = true;
                engine.leave();
            }
            () = at(end_at) => {
                end_at = None;
                going = true;
                end_for_all(&engine, door.as_ref(), None).await;
            }
            () = stop.cancelled(), if !stopping => {
                (stopping, going) = (true, true);
                engine.leave();
            }
            order = next(&mut orders) => match order {
                Ok(Order::Leave) => {
                    going = true;
                    engine.leave();
                }
                Ok(Order::End { note }) => {
                    going = true;
                    end_for_all(&engine, door.as_ref(), note).await;
                }
                Ok(Order::Cut) => engine.cut(),
                Ok(Order::Stay) => {
                    going = false;
                    engine.stay();
                    if let Some(door) = &door {
                        door.reopen().await;
                    }
                }
                Ok(Order::Microphone(on)) => engine.set_microphone(on),
                Ok(Order::Camera(on)) => engine.set_camera(on),
                Ok(Order::Share(source)) => engine.share(source),
                Ok(Order::Farewell(text)) => farewell = Some(text),
                Ok(Order::Chat { text, to }) => engine.send_chat(text, to),
                Ok(Order::React(reaction)) => engine.react(reaction),
                Ok(Order::Hand(up)) => engine.set_hand(up),
                Ok(Order::View(tiles)) => engine.set_view(tiles),
                Ok(Order::Control(request)) => {
                    if let (ControlRequest::Remove { identity }, Some(door)) = (&request, &door) {
                        door.shut_out(identity.clone()).await;
                    }
                    engine.control(request);
                }
                Err(error) => lines.print(&RefusedLine {
                    event: "order-refused",
                    message: &error.to_string(),
                }),
            },
            Some(stream) = stale.recv() => engine.request_key_frame(&stream.participant, stream.kind),
        }
    };
    if let Some(text) = farewell {
        engine.farewell(text);
    }
    if afterwards == Afterwards::Ends {
        lines.written().await;
        stand_back();
    }
    end(engine, guardian).await;
    judge(reason, figures.has_joined())
}

/// Where another server carries the meeting, its door is shut before that server hears of the end.
async fn end_for_all(engine: &Engine, door: Option<&Door>, note: Option<EndNote>) {
    if let Some(door) = door {
        engine.cut();
        door.shut(note.clone()).await;
    }
    engine.end_for_all(note);
}

async fn end(engine: Engine, guardian: Guardian) {
    engine.shutdown().await;
    guardian.stop().await;
}

/// The next order of the script; none without one, and none any more when stdin has ended.
async fn next(
    orders: &mut Option<mpsc::Receiver<Result<Order, OrderError>>>,
) -> Result<Order, OrderError> {
    if let Some(stdin) = orders {
        if let Some(order) = stdin.recv().await {
            return order;
        }
        *orders = None;
    }
    pending().await
}

/// Going, or being told to go, is a good end; not getting in, and getting lost, are not.
fn judge(reason: Option<Reason>, joined: bool) -> Result<(), BotError> {
    let Some(reason) = reason else {
        return Err(BotError::Lost(
            "The meeting stopped on an error in the program; the log says more.".into(),
        ));
    };
    match reason.code {
        ReasonCode::Left => Ok(()),
        _ if !joined => Err(BotError::NotJoined(reason.message)),
        ReasonCode::ConnectionLost => Err(BotError::Lost(reason.message)),
        _ => Ok(()),
    }
}

async fn at(moment: Option<tokio::time::Instant>) {
    match moment {
        Some(moment) => sleep_until(moment).await,
        None => pending().await,
    }
}

/// A file that was asked for and cannot be played. A missing or busy device is no reason to stay away.
fn unplayable(engine: &Engine, conduct: &Conduct) -> Option<Problem> {
    let local = engine.local().borrow().clone();
    let camera = local
        .camera
        .problem
        .filter(|_| matches!(conduct.camera, CameraSource::File(_)));
    let microphone = local
        .microphone
        .problem
        .filter(|_| matches!(conduct.microphone, MicrophoneSource::File(_)));
    camera.or(microphone)
}

/// A recording that cannot be written is noticed before anybody sees the bot.
async fn check_recording(speaker: &SpeakerSink) -> Result<(), MediaError> {
    if !matches!(speaker, SpeakerSink::File(_)) {
        return Ok(());
    }
    let speaker = speaker.clone();
    tokio::task::spawn_blocking(move || Speaker::open(&speaker)?.close())
        .await
        .unwrap_or(Ok(()))
}
