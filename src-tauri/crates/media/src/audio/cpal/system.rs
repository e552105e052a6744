//! Which sound system, which device, and how to run it.

use crate::codec::RATE;
use crate::{DeviceInfo, DeviceKind, Fault, MediaError};
use ::cpal::traits::{DeviceTrait, HostTrait};
use ::cpal::{
    BufferSize, Device, DeviceId, ErrorKind, Host, SampleFormat, StreamConfig, SupportedBufferSize,
    SupportedStreamConfigRange,
};
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

/// Periods per second that a sound server is asked for: 480 frames at 48 kHz. PulseAudio's own choice are bursts of 2 s.
pub(super) const PERIODS: u32 = 100;
/// The same of bare hardware through ALSA, which holds two periods and no more: with 480 frames a busy machine lost two
/// thirds of what a microphone recorded.
const ALSA_PERIODS: u32 = 50;

/// The sound system: the first that answers is taken alone, since the ones below it show the same hardware through it,
/// and hang (ALSA through PulseAudio).
#[cfg(target_os = "linux")]
fn host() -> Option<Arc<Host>> {
    use ::cpal::HostId;
    let mut pulse = PULSE.lock().unwrap_or_else(PoisonError::into_inner);
    let alive = pulse.as_ref().filter(|host| host.devices().is_ok());
    if let Some(host) = alive {
        return Some(Arc::clone(host));
    }
    super::cookie::ensure();
    // Availability is a look for a socket: PipeWire's library complains aloud when it is asked without one.
    let available = ::cpal::available_hosts();
    let open = |id: &HostId| {
        let answer = available.contains(id).then(|| ::cpal::host_from_id(*id));
        answer?.ok().map(Arc::new)
    };
    *pulse = [HostId::PulseAudio].iter().find_map(open);
    let others = || [HostId::PipeWire, HostId::Alsa].iter().find_map(open);
    pulse.clone().or_else(others)
}

/// One connection to PulseAudio for the whole process: of those that are closed, one in seven stayed behind with its
/// thread and socket (measured), because closing does not wake the client's thread.
#[cfg(target_os = "linux")]
static PULSE: Mutex<Option<Arc<Host>>> = Mutex::new(None);

/// The sound system of an open device, if asking it costs little: PulseAudio, which PipeWire speaks as well.
#[cfg(target_os = "linux")]
fn running_host(open: &DeviceId) -> Option<Arc<Host>> {
    let pulse = PULSE.lock().unwrap_or_else(PoisonError::into_inner);
    pulse.clone().filter(|host| host.id() == open.host())
}

#[cfg(not(target_os = "linux"))]
fn host() -> Option<Arc<Host>> {
    Some(Arc::new(::cpal::default_host()))
}

#[cfg(not(target_os = "linux"))]
fn running_host(_: &DeviceId) -> Option<Arc<Host>> {
    host()
}

/// The device `id`, or the default one.
pub(super) fn find(kind: DeviceKind, id: Option<&str>) -> Result<Device, MediaError> {
    let missing = || MediaError::device(kind, id.unwrap_or_default(), Fault::Missing);
    let host = host().ok_or_else(missing)?;
    let found = match id {
        None => default_of(&host, kind),
        Some(id) => match DeviceId::from_str(id) {
            Ok(id) if id.host() == host.id() => host.device_by_id(&id),
            Ok(id) => ::cpal::host_from_id(id.host())
                .ok()
                .and_then(|host| host.device_by_id(&id)),
            Err(_) => None,
        },
    };
    found.ok_or_else(missing)
}

/// Where an open device stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// It is the one that is used without a choice.
    Default,
    /// It is there, and another one is the default.
    NotDefault,
    /// The system does not list it any more.
    Gone,
    /// The system does not say.
    Unknown,
}

/// Asks where the device `open` stands now. Only sound servers are asked whether it is there at all: bare hardware tells
/// of its end by itself.
pub(super) fn look(kind: DeviceKind, open: &DeviceId) -> Place {
    let Some(host) = running_host(open) else {
        return Place::Unknown;
    };
    let fits = |device: &Device| match kind {
        DeviceKind::Speaker => device.supports_output(),
        _ => device.supports_input(),
    };
    if cfg!(target_os = "linux") {
        let Ok(devices) = host.devices() else {
            return Place::Unknown;
        };
        let mut listed = devices.filter(fits).filter_map(|device| device.id().ok());
        if !listed.any(|id| id == *open) {
            return Place::Gone;
        }
    }
    match default_of(&host, kind).and_then(|device| device.id().ok()) {
        Some(id) if id == *open => Place::Default,
        Some(_) => Place::NotDefault,
        // None, or nothing but a monitor: there is nothing to go to.
        None => Place::Unknown,
    }
}

/// The default device, unless it is a monitor: that would send everybody's own voice back to them.
fn default_of(host: &Host, kind: DeviceKind) -> Option<Device> {
    let device = match kind {
        DeviceKind::Speaker => host.default_output_device(),
        _ => host.default_input_device(),
    };
    device.filter(|device| kind == DeviceKind::Speaker || !is_monitor(device))
}

/// PulseAudio and PipeWire offer what a speaker plays as a source.
fn is_monitor(device: &Device) -> bool {
    device.id().is_ok_and(|id| id.id().ends_with(".monitor"))
}

/// All devices of a kind, the default one first.
pub(in super::super) fn list(kind: DeviceKind) -> Vec<DeviceInfo> {
    let Some(host) = host() else {
        return Vec::new();
    };
    let default = default_of(&host, kind).and_then(|device| device.id().ok());
    let fits = |device: &Device| match kind {
        DeviceKind::Speaker => device.supports_output(),
        _ => device.supports_input() && !is_monitor(device),
    };
    let info = |device: Device| {
        let id = device.id().ok()?;
        let name = device.description().map_or_else(
            |_| id.to_string(),
            |description| description.name().to_owned(),
        );
        Some(DeviceInfo {
            id: id.to_string(),
            name,
            is_default: Some(&id) == default.as_ref(),
        })
    };
    let mut infos: Vec<_> = host
        .devices()
        .into_iter()
        .flatten()
        .filter(fits)
        .filter_map(info)
        .collect();
    infos.sort_by_key(|info| !info.is_default);
    infos
}

/// The configuration that costs least: 48 kHz, 32 bit float, a microphone in mono.
pub(super) fn choose(
    kind: DeviceKind,
    device: &Device,
) -> Result<(StreamConfig, SampleFormat), ::cpal::Error> {
    let (default, ranges) = match kind {
        DeviceKind::Speaker => (
            device.default_output_config(),
            device.supported_output_configs().map(Iterator::collect),
        ),
        _ => (
            device.default_input_config(),
            device.supported_input_configs().map(Iterator::collect),
        ),
    };
    let ranges: Vec<SupportedStreamConfigRange> = ranges.unwrap_or_default();
    let format_rank = |format| KNOWN_FORMATS.iter().position(|known| *known == format);
    // A speaker is played in mono on as many channels as it has; more than stereo only if it offers nothing else.
    let channel_rank = |channels: u16| match (kind, channels) {
        (DeviceKind::Speaker, 2) => 0,
        (DeviceKind::Speaker, channels) => channels.max(1),
        (_, channels) => channels,
    };
    let rate_of = |range: &SupportedStreamConfigRange| match &default {
        _ if (range.min_sample_rate()..=range.max_sample_rate()).contains(&RATE) => RATE,
        Ok(default) => default
            .sample_rate()
            .clamp(range.min_sample_rate(), range.max_sample_rate()),
        Err(_) => range
            .max_sample_rate()
            .min(RATE)
            .max(range.min_sample_rate()),
    };
    let best = ranges
        .iter()
        .filter_map(|range| {
            let format = format_rank(range.sample_format())?;
            Some((
                (
                    rate_of(range).abs_diff(RATE),
                    format,
                    channel_rank(range.channels()),
                ),
                range,
            ))
        })
        .min_by_key(|(rank, _)| *rank);
    match best {
        Some((_, range)) => {
            let rate = rate_of(range);
            let bare = device.id().is_ok_and(|id| id.host().name() == "ALSA");
            let frames = rate / if bare { ALSA_PERIODS } else { PERIODS };
            let buffer_size = match *range.buffer_size() {
                SupportedBufferSize::Range { min, max } if min <= max => {
                    BufferSize::Fixed(frames.clamp(min, max))
                }
                _ => BufferSize::Fixed(frames),
            };
            Ok((
                StreamConfig {
                    channels: range.channels(),
                    sample_rate: rate,
                    buffer_size,
                },
                range.sample_format(),
            ))
        }
        None => {
            let default = default?;
            let config = StreamConfig {
                buffer_size: BufferSize::Default,
                ..default.config()
            };
            Ok((config, default.sample_format()))
        }
    }
}

/// Formats that are converted here, best first.
const KNOWN_FORMATS: [SampleFormat; 5] = [
    SampleFormat::F32,
    SampleFormat::I16,
    SampleFormat::I32,
    SampleFormat::U16,
    SampleFormat::U8,
];

/// What an error means for people.
pub(super) fn fault(error: &::cpal::Error) -> Fault {
    match error.kind() {
        ErrorKind::DeviceBusy => Fault::Busy,
        ErrorKind::PermissionDenied => Fault::Refused,
        ErrorKind::DeviceNotAvailable | ErrorKind::HostUnavailable => Fault::Missing,
        _ => Fault::Failed(error.to_string()),
    }
}
