//! A participant with media: str0m on both of its connections, packets made by the test.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use adjourn_meeting::Secret;
use adjourn_server::Server;
use adjourn_signal::{
    AddTrack, DataPacket, Request, Response, TrackKind, TrackSource, VideoLayer, VideoQuality,
};
use futures_util::FutureExt;
use str0m::change::{SdpAnswer, SdpOffer, SdpPendingOffer};
use str0m::channel::{ChannelConfig, ChannelId, Reliability};
use str0m::format::Codec;
use str0m::media::{
    Direction, KeyframeRequestKind, MediaKind, Mid, Rid, Simulcast, SimulcastLayer,
};
use str0m::net::{Protocol, Receive};
use str0m::rtp::{ExtensionValues, RtpWrite};
use str0m::{Candidate, Event, Input, Output, Rtc, RtcConfig};
use tokio::net::UdpSocket;

use super::{Client, LIMIT};

/// The rids of simulcast, lowest first.
pub const RIDS: [&str; 3] = ["q", "h", "f"];

/// One packet as it arrived.
#[derive(Clone, Debug)]
pub struct Arrived {
    pub sequence: u64,
    pub timestamp: u32,
    pub payload: Vec<u8>,
}

impl Arrived {
    /// What [`MediaClient::send_video`] wrote: layer and frame.
    pub fn video(&self) -> (u8, u16) {
        (
            self.payload[7],
            u16::from_be_bytes([self.payload[8], self.payload[9]]),
        )
    }

    pub fn picture_id(&self) -> u16 {
        u16::from_be_bytes([self.payload[2] & 0x7f, self.payload[3]])
    }
}

/// One of its two connections.
struct Connection {
    rtc: Rtc,
    socket: UdpSocket,
    address: SocketAddr,
    connected: bool,
    /// Every so many-th media packet that comes in is thrown away; none for 0.
    lose_one_in: u32,
    /// The same of those that go out.
    lose_one_out: u32,
    counted: u32,
}

impl Connection {
    async fn new() -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a free port");
        let address = socket.local_addr().expect("is bound");
        let mut rtc = RtcConfig::new()
            .clear_codecs()
            .enable_vp8(true)
            .enable_opus(true, false)
            .set_rtp_mode(true)
            .build(Instant::now());
        rtc.add_local_candidate(Candidate::host(address, "udp").expect("a host candidate"));
        Self {
            rtc,
            socket,
            address,
            connected: false,
            lose_one_in: 0,
            lose_one_out: 0,
            counted: 0,
        }
    }

    /// Moves packets and time; hands every event to `on_event`.
    fn step(&mut self, mut on_event: impl FnMut(&mut Rtc, Event)) {
        let mut buffer = [0; 2_000];
        self.drain(&mut on_event);
        while let Ok((length, from)) = self.socket.try_recv_from(&mut buffer) {
            let bytes = &buffer[..length];
            if self.is_lost(self.lose_one_in, bytes) {
                continue;
            }
            if let Ok(receive) = Receive::new(Protocol::Udp, from, self.address, bytes) {
                let input = Input::Receive(Instant::now(), receive);
                self.rtc
                    .handle_input(input)
                    .expect("the server's packets are taken");
            }
            self.drain(&mut on_event);
        }
        self.rtc
            .handle_input(Input::Timeout(Instant::now()))
            .expect("time goes on");
        self.drain(&mut on_event);
    }

    fn is_lost(&mut self, one_in: u32, datagram: &[u8]) -> bool {
        let is_rtp = (128..192).contains(&datagram[0]) && !(192..=223).contains(&datagram[1]);
        self.counted += u32::from(is_rtp && one_in > 0);
        is_rtp && one_in > 0 && self.counted.is_multiple_of(one_in)
    }

    fn drain(&mut self, on_event: &mut impl FnMut(&mut Rtc, Event)) {
        loop {
            match self.rtc.poll_output().expect("the connection lives") {
                Output::Timeout(_) => return,
                Output::Transmit(datagram) => {
                    if self.is_lost(self.lose_one_out, &datagram.contents) {
                        continue;
                    }
                    // Candidates of other interfaces cannot be reached from a loopback socket: lost.
                    let _ = self
                        .socket
                        .try_send_to(&datagram.contents, datagram.destination);
                }
                Output::Event(Event::Connected) => self.connected = true,
                Output::Event(event) => on_event(&mut self.rtc, event),
            }
        }
    }
}

pub struct MediaClient {
    pub signal: Client,
    publisher: Connection,
    subscriber: Connection,
    pending: Option<SdpPendingOffer>,
    audio: Option<Mid>,
    video: Option<Mid>,
    frame: u16,
    /// The next sequence number of every layer.
    video_sequence: u64,
    /// By track id, in order of arrival.
    pub arrived: HashMap<String, Vec<Arrived>>,
    /// The server's offers.
    pub offers: Vec<String>,
    /// Layers a key frame was asked of.
    pub key_frames_wanted: Vec<Option<Rid>>,
    /// Everything the server said besides offers and answers.
    pub said: Vec<Response>,
    /// Answers to the server's offers are made and not sent, as if the socket had swallowed them.
    pub swallow_answers: bool,
    /// The tracks the server took, as it named them.
    pub published: Vec<String>,
    /// Its reliable and its lossy channel, and whether both are open.
    channels: Option<[ChannelId; 2]>,
    open: usize,
    pub channel_open: bool,
    /// What came on the server's channels.
    pub data: Vec<DataPacket>,
}

impl MediaClient {
    pub async fn join(server: &Server, token: Secret) -> Self {
        Self {
            signal: Client::join(server, token).await,
            publisher: Connection::new().await,
            subscriber: Connection::new().await,
            pending: None,
            audio: None,
            video: None,
            frame: 0,
            video_sequence: 100,
            arrived: HashMap::new(),
            offers: Vec::new(),
            key_frames_wanted: Vec::new(),
            said: Vec::new(),
            swallow_answers: false,
            published: Vec::new(),
            channels: None,
            open: 0,
            channel_open: false,
            data: Vec::new(),
        }
    }

    pub fn lose_one_in(&mut self, packets: u32) {
        self.subscriber.lose_one_in = packets;
    }

    /// Of the packets it publishes.
    pub fn lose_one_out(&mut self, packets: u32) {
        self.publisher.lose_one_out = packets;
    }

    /// Its socket is gone with all that was on its way, and it comes back on another one.
    pub async fn resume(&mut self, server: &Server, token: Secret) {
        let (mut signal, first) = Client::resume(server, token, self.signal.sid()).await;
        assert!(matches!(first, Response::Reconnect(_)), "{first:?}");
        std::mem::swap(&mut signal.joined, &mut self.signal.joined);
        self.signal = signal;
    }

    pub fn is_connected(&self) -> bool {
        self.subscriber.connected && (self.audio.is_none() || self.publisher.connected)
    }

    /// Announces and offers a microphone and a camera of three layers.
    pub async fn publish(&mut self) {
        let mut camera = AddTrack::new("cam", TrackKind::Video, TrackSource::Camera);
        (camera.width, camera.height) = (1280, 720);
        let sizes = [
            (VideoQuality::Low, 320, 180),
            (VideoQuality::Medium, 640, 360),
            (VideoQuality::High, 1280, 720),
        ];
        camera.layers = sizes
            .map(|(quality, width, height)| VideoLayer {
                quality,
                width,
                height,
                bitrate_bps: 0,
                ssrc: 0,
                rid: String::new(),
                spatial_layer: 0,
                repair_ssrc: 0,
            })
            .to_vec();
        let microphone = AddTrack::new("mic", TrackKind::Audio, TrackSource::Microphone);
        self.signal.send(&Request::AddTrack(Box::new(camera))).await;
        self.signal
            .send(&Request::AddTrack(Box::new(microphone)))
            .await;
        let mut simulcast = Simulcast::new();
        for rid in RIDS {
            simulcast.add_send_layer(SimulcastLayer::new(rid));
        }
        let mut change = self.publisher.rtc.sdp_api();
        let stream = Some("S".to_owned());
        self.audio = Some(change.add_media(
            MediaKind::Audio,
            Direction::SendOnly,
            stream.clone(),
            Some("mic".into()),
            None,
        ));
        self.video = Some(change.add_media(
            MediaKind::Video,
            Direction::SendOnly,
            stream,
            Some("cam".into()),
            Some(simulcast),
        ));
        let (offer, pending) = change.apply().expect("there is something to offer");
        self.pending = Some(pending);
        self.signal
            .send(&Request::Offer {
                sdp: offer.to_sdp_string(),
                id: 7,
            })
            .await;
    }

    /// Offers one more section for each of these sounds, which carry nothing.
    pub async fn offer_sounds(&mut self, cids: impl Iterator<Item = String>) {
        let mut change = self.publisher.rtc.sdp_api();
        for cid in cids {
            let stream = Some("S".to_owned());
            change.add_media(
                MediaKind::Audio,
                Direction::SendOnly,
                stream,
                Some(cid),
                None,
            );
        }
        let (offer, pending) = change.apply().expect("there is something to offer");
        self.pending = Some(pending);
        let sdp = offer.to_sdp_string();
        self.signal.send(&Request::Offer { sdp, id: 9 }).await;
    }

    /// Offers its two data channels and nothing else.
    pub async fn open_channel(&mut self) {
        let mut change = self.publisher.rtc.sdp_api();
        let reliable = change.add_channel("_reliable".into());
        let lossy = change.add_channel_with_config(ChannelConfig {
            label: "_lossy".into(),
            ordered: false,
            reliability: Reliability::MaxRetransmits { retransmits: 0 },
            ..ChannelConfig::default()
        });
        self.channels = Some([reliable, lossy]);
        let (offer, pending) = change.apply().expect("there is something to offer");
        self.pending = Some(pending);
        let sdp = offer.to_sdp_string();
        self.signal.send(&Request::Offer { sdp, id: 8 }).await;
    }

    /// Sends one packet on the reliable one as it is.
    pub fn send_data(&mut self, packet: &[u8]) {
        assert!(self.try_send_data(true, packet), "there is room for it");
    }

    /// The same on either, if there is room in it.
    pub fn try_send_data(&mut self, reliable: bool, packet: &[u8]) -> bool {
        let channels = self.channels.expect("channels are offered");
        let id = channels[usize::from(!reliable)];
        let mut channel = self.publisher.rtc.channel(id).expect("the channel is open");
        channel.write(true, packet).expect("it can be written to")
    }

    /// Sends one packet of sound and one frame of `packets` packets of each layer.
    pub fn send_frame(&mut self, key: bool, packets: u8) {
        self.frame = self.frame.wrapping_add(1);
        let (frame, timestamp) = (self.frame, u32::from(self.frame) * 3_000);
        let Some((audio, video)) = self.audio.zip(self.video) else {
            return;
        };
        let params = self.publisher.rtc.codec_config().params();
        let payload_type = |codec| {
            params
                .iter()
                .find(|p| p.spec().codec == codec)
                .map(|p| p.pt())
                .expect("is negotiated")
        };
        let (opus, vp8) = (payload_type(Codec::Opus), payload_type(Codec::Vp8));
        let now = Instant::now();
        let mut api = self.publisher.rtc.direct_api();
        if let Some(stream) = api.stream_tx_by_mid(audio, None) {
            let extensions = ExtensionValues {
                audio_level: Some(-20),
                voice_activity: Some(true),
                ..ExtensionValues::default()
            };
            let sequence = 1_000 + u64::from(frame);
            let write = RtpWrite::new(
                opus,
                sequence.into(),
                u32::from(frame) * 960,
                now,
                frame.to_be_bytes().to_vec(),
            );
            stream.write_rtp(write.ext_vals(extensions));
        }
        for (layer, rid) in (0_u8..).zip(RIDS) {
            let Some(stream) = api.stream_tx_by_mid(video, Some(rid.into())) else {
                continue;
            };
            for packet in 0..packets {
                let start = if packet == 0 { 0x10 } else { 0 };
                let picture = (frame + u16::from(layer) * 1_000) & 0x7fff;
                let [high, low] = picture.to_be_bytes();
                let [frame_high, frame_low] = frame.to_be_bytes();
                let inter = u8::from(!key);
                let mut payload = vec![
                    0x80 | start,
                    0xe0,
                    0x80 | high,
                    low,
                    frame_low,
                    0,
                    inter,
                    layer,
                    frame_high,
                    frame_low,
                    packet,
                ];
                payload.resize(600, layer);
                let sequence = self.video_sequence + u64::from(packet);
                let write = RtpWrite::new(vp8, sequence.into(), timestamp, now, payload);
                stream.write_rtp(write.marker(packet + 1 == packets).nackable(true));
            }
        }
        self.video_sequence += u64::from(packets);
    }

    /// Asks for a key frame of a track.
    pub fn ask_for_key_frame(&mut self, track: &str) {
        let mids: Vec<Mid> = self.mids_of(track);
        for mid in mids {
            if let Some(stream) = self.subscriber.rtc.direct_api().stream_rx_by_mid(mid, None) {
                stream.request_keyframe(KeyframeRequestKind::Pli);
            }
        }
    }

    fn mids_of(&self, track: &str) -> Vec<Mid> {
        let offer = self.offers.last().map(String::as_str).unwrap_or_default();
        sections(offer)
            .filter(|section| section.contains(&format!(" {track}\r\n")))
            .filter_map(|section| attribute(section, "a=mid:"))
            .map(Mid::from)
            .collect()
    }

    /// Takes what the server said and moves packets.
    pub async fn step(&mut self) {
        while let Some(response) = self.signal.next().now_or_never() {
            match response {
                Some(Response::Offer { sdp, id }) => self.answer(sdp, id).await,
                Some(Response::Answer { sdp, .. }) => {
                    let answer =
                        SdpAnswer::from_sdp_string(&sdp).expect("the server's answer is valid");
                    let pending = self.pending.take().expect("an offer is out");
                    self.publisher
                        .rtc
                        .sdp_api()
                        .accept_answer(pending, answer)
                        .expect("is accepted");
                }
                Some(Response::TrackPublished { track, .. }) => {
                    self.published.push(track.sid.as_str().to_owned());
                }
                Some(other) => self.said.push(other),
                None => break,
            }
        }
        let (wanted, open) = (&mut self.key_frames_wanted, &mut self.open);
        self.publisher.step(|_, event| match event {
            Event::KeyframeRequest(request) => wanted.push(request.rid),
            Event::ChannelOpen(..) => *open += 1,
            _ => {}
        });
        self.channel_open = self.open == 2;
        let (arrived, offer) = (
            &mut self.arrived,
            self.offers.last().map(String::as_str).unwrap_or_default(),
        );
        let data = &mut self.data;
        self.subscriber.step(|rtc, event| {
            if let Event::ChannelData(packet) = &event {
                data.push(
                    DataPacket::decode(&packet.data).expect("the server's packets are valid"),
                );
            }
            if let Event::RtpPacket(packet) = event {
                let mut api = rtc.direct_api();
                let Some(mid) = api
                    .stream_rx(&packet.header.ssrc)
                    .map(|stream| stream.mid())
                else {
                    return;
                };
                let section = sections(offer).find(|s| attribute(s, "a=mid:") == Some(&*mid));
                let track = section
                    .and_then(|s| attribute(s, "a=msid:"))
                    .and_then(|m| m.split(' ').nth(1));
                arrived
                    .entry(track.unwrap_or_default().to_owned())
                    .or_default()
                    .push(Arrived {
                        sequence: *packet.seq_no,
                        timestamp: packet.header.timestamp,
                        payload: packet.payload.to_vec(),
                    });
            }
        });
    }

    async fn answer(&mut self, sdp: String, id: u32) {
        let offer = SdpOffer::from_sdp_string(&sdp).expect("the server's offer is valid");
        let known = self.offers.last() == Some(&sdp);
        self.offers.push(sdp);
        let answer = self
            .subscriber
            .rtc
            .sdp_api()
            .accept_offer(offer)
            .expect("is accepted");
        assert!(!known || !self.swallow_answers);
        if !self.swallow_answers {
            self.signal
                .send(&Request::Answer {
                    sdp: answer.to_sdp_string(),
                    id,
                })
                .await;
        }
    }

    /// The tracks it published, as the server named them: camera, then microphone.
    pub fn tracks(&self) -> (String, String) {
        (self.published[0].clone(), self.published[1].clone())
    }

    /// Media sections in the server's last offer.
    pub fn sections_offered(&self) -> usize {
        self.offers
            .last()
            .map_or(0, |offer| sections(offer).count())
    }
}

/// Steps all clients until `done`.
pub async fn run(
    what: &str,
    clients: &mut [&mut MediaClient],
    mut done: impl FnMut(&mut [&mut MediaClient]) -> bool,
) {
    let started = Instant::now();
    loop {
        for client in clients.iter_mut() {
            client.step().await;
        }
        if done(clients) {
            return;
        }
        assert!(started.elapsed() < LIMIT, "{what} does not happen");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// Steps all clients for a while.
pub async fn run_for(time: Duration, clients: &mut [&mut MediaClient]) {
    let started = Instant::now();
    run("nothing", clients, |_| started.elapsed() >= time).await;
}

fn sections(sdp: &str) -> impl Iterator<Item = &str> {
    sdp.split("\r\nm=").skip(1)
}

fn attribute<'a>(section: &'a str, prefix: &str) -> Option<&'a str> {
    section
        .lines()
        .find_map(|line| line.trim_end().strip_prefix(prefix))
}
