//! What this process still holds of the system's devices, as the system says; not as our own code believes.

use std::time::Duration;

/// How long the sound server may take to answer. On a quiet machine it takes 1 to 3 ms.
const LIMIT: Duration = Duration::from_millis(200);

/// Which devices this process holds. None where the system could not be asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// A video device is open.
    pub camera: Option<bool>,
    /// A capture device is open, or a recording stream of ours is at the sound server.
    pub microphone: Option<bool>,
    /// A playback device is open, or a playing stream of ours is at the sound server.
    pub speaker: Option<bool>,
}

/// Asks the system. Blocks for at most 200 ms: a sound server that takes longer has not been asked.
pub fn held() -> Held {
    system::held()
}

#[cfg(target_os = "linux")]
mod system {
    use super::{Held, LIMIT};
    use pulseaudio::protocol::{
        AuthParams, AuthReply, ClientInfoList, Command, CommandReply, MAX_VERSION, Prop, Props,
        ProtocolError, SetClientNameReply, SinkInputInfoList, SourceOutputInfoList,
        read_reply_message, write_command_message,
    };
    use std::io::BufReader;
    use std::os::unix::net::UnixStream;
    use std::path::{Path, PathBuf};

    /// What cookies are long; the server of a user without one takes any (as libpulse, zeros).
    const COOKIE_BYTES: usize = 256;

    pub(super) fn held() -> Held {
        let handles: Vec<PathBuf> = std::fs::read_dir("/proc/self/fd")
            .into_iter()
            .flatten()
            .filter_map(|entry| std::fs::read_link(entry.ok()?.path()).ok())
            .collect();
        if handles.is_empty() {
            return Held::default();
        }
        let any = |fits: fn(&Path) -> bool| handles.iter().any(|handle| fits(handle));
        let (capture, playback) = (any(is_capture), any(is_playback));
        // (recording, playing) at the sound server.
        let streams = match sound_server() {
            Server::None => Some((false, false)),
            Server::Unknown => None,
            Server::Pulse(socket) => {
                crate::bounded::call("receipt", LIMIT, move || streams(&socket).ok()).flatten()
            }
        };
        Held {
            camera: Some(any(is_camera)),
            microphone: streams.map_or(capture.then_some(true), |found| Some(capture || found.0)),
            speaker: streams.map_or(playback.then_some(true), |found| Some(playback || found.1)),
        }
    }

    fn is_camera(handle: &Path) -> bool {
        handle.to_string_lossy().starts_with("/dev/video")
    }

    /// `/dev/snd/pcmC0D0c`. The mixer's `/dev/snd/controlC0` carries no sound, and listing devices leaves it open.
    fn is_capture(handle: &Path) -> bool {
        let name = handle.to_string_lossy();
        name.starts_with("/dev/snd/pcm") && name.ends_with('c')
    }

    /// `/dev/snd/pcmC0D0p`.
    fn is_playback(handle: &Path) -> bool {
        let name = handle.to_string_lossy();
        name.starts_with("/dev/snd/pcm") && name.ends_with('p')
    }

    enum Server {
        None,
        Pulse(PathBuf),
        /// One that cannot be asked: on another computer, or PipeWire without its PulseAudio half.
        Unknown,
    }

    fn sound_server() -> Server {
        let remote = std::env::var("PULSE_SERVER").is_ok_and(|server| !server.starts_with("unix:"));
        let pipewire = std::env::var_os("XDG_RUNTIME_DIR")
            .is_some_and(|directory| Path::new(&directory).join("pipewire-0").exists());
        match pulseaudio::socket_path_from_env() {
            _ if remote => Server::Unknown,
            Some(socket) => Server::Pulse(socket),
            None if pipewire => Server::Unknown,
            None => Server::None,
        }
    }

    /// Whether this process records and plays at the sound server.
    fn streams(socket: &Path) -> Result<(bool, bool), ProtocolError> {
        let mut server = Connection::open(socket)?;
        let clients: ClientInfoList = server.ask(&Command::GetClientInfoList)?;
        let ours: Vec<u32> = clients
            .iter()
            .filter(|client| is_ours(&client.props))
            .map(|client| client.index)
            .collect();
        let is_mine = |client: Option<u32>, props: &Props| {
            client.is_some_and(|client| ours.contains(&client)) || is_ours(props)
        };
        let recording: SourceOutputInfoList = server.ask(&Command::GetSourceOutputInfoList)?;
        let playing: SinkInputInfoList = server.ask(&Command::GetSinkInputInfoList)?;
        Ok((
            recording
                .iter()
                .any(|stream| is_mine(stream.client_index, &stream.props)),
            playing
                .iter()
                .any(|stream| is_mine(stream.client_index, &stream.props)),
        ))
    }

    fn is_ours(props: &Props) -> bool {
        let pid = props.get(Prop::ApplicationProcessId).unwrap_or_default();
        let pid = pid.strip_suffix(&[0]).unwrap_or(pid);
        pid == std::process::id().to_string().as_bytes()
    }

    /// Questions to PulseAudio, one after the other. The client of the crate cannot list streams.
    struct Connection {
        socket: BufReader<UnixStream>,
        version: u16,
        sequence: u32,
    }

    impl Connection {
        fn open(socket: &Path) -> Result<Self, ProtocolError> {
            let stream = UnixStream::connect(socket)?;
            stream.set_read_timeout(Some(LIMIT))?;
            stream.set_write_timeout(Some(LIMIT))?;
            let mut connection = Self {
                socket: BufReader::new(stream),
                version: MAX_VERSION,
                sequence: 0,
            };
            let cookie =
                pulseaudio::cookie_path_from_env().and_then(|path| std::fs::read(path).ok());
            let hello: AuthReply = connection.ask(&Command::Auth(AuthParams {
                version: MAX_VERSION,
                supports_shm: false,
                supports_memfd: false,
                cookie: cookie.unwrap_or_else(|| vec![0; COOKIE_BYTES]),
            }))?;
            connection.version = MAX_VERSION.min(hello.version);
            let mut props = Props::new();
            props.set(Prop::ApplicationName, c"Adjourn");
            let _: SetClientNameReply = connection.ask(&Command::SetClientName(props))?;
            Ok(connection)
        }

        fn ask<T: CommandReply>(&mut self, command: &Command) -> Result<T, ProtocolError> {
            write_command_message(self.socket.get_mut(), self.sequence, command, self.version)?;
            self.sequence += 1;
            read_reply_message(&mut self.socket, self.version).map(|(_, answer)| answer)
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn an_open_video_device_or_pcm_is_told_from_everything_else() {
            assert!(is_camera(Path::new("/dev/video0")));
            assert!(!is_camera(Path::new("/home/ana/dev/video0.y4m")));
            assert!(is_capture(Path::new("/dev/snd/pcmC0D0c")));
            assert!(is_playback(Path::new("/dev/snd/pcmC1D3p")));
            for other in ["/dev/snd/controlC0", "/dev/snd/seq", "/dev/snd/pcmC0D0p"] {
                assert!(!is_capture(Path::new(other)), "{other}");
            }
        }

        #[test]
        fn a_sound_server_that_does_not_answer_is_not_waited_for() {
            let directory =
                std::env::temp_dir().join(format!("adjourn-receipt-{}", std::process::id()));
            std::fs::create_dir_all(&directory).expect("a directory");
            let socket = directory.join("silent");
            let _silent = std::os::unix::net::UnixListener::bind(&socket).expect("a socket");
            let asked = std::time::Instant::now();
            assert!(streams(&socket).is_err());
            assert!(asked.elapsed() < 5 * LIMIT, "{:?}", asked.elapsed());
            assert!(streams(&directory.join("none")).is_err());
            let _ = std::fs::remove_dir_all(&directory);
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use super::Held;

    /// There is no way to ask that would not take the device itself.
    pub(super) fn held() -> Held {
        Held::default()
    }
}
