// The browser's half of the participant: joins with livekit-client, publishes a moving picture and a
// tone, and measures what the others send. `window.report` is given by participant.mjs.

import { DisconnectReason, Room, RoomEvent, Track } from "livekit-client";

const WIDTH = 640;
const HEIGHT = 360;

const room = new Room({ adaptiveStream: false, dynacast: false });
const seen = new Map(); // identity -> what has come from it

const report = (event, rest = {}) => window.report({ event, t: Date.now(), ...rest });
const who = (participant) => ({
  participantId: participant.identity,
  name: participant.name || participant.identity,
});

function record(participant) {
  if (!seen.has(participant.identity)) {
    const nothing = { video_frames: 0, width: 0, height: 0, clock_age_ms: null };
    seen.set(participant.identity, { ...nothing, screen: { ...nothing } });
  }
  return seen.get(participant.identity);
}

/** A picture with something moving in it, as a camera track. */
function movingPicture() {
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
  const paint = canvas.getContext("2d");
  let step = 0;
  setInterval(() => {
    step += 1;
    paint.fillStyle = `hsl(${step % 360} 60% 40%)`;
    paint.fillRect(0, 0, WIDTH, HEIGHT);
    paint.fillStyle = "white";
    paint.fillRect((step * 7) % WIDTH, HEIGHT / 2, 60, 60);
  }, 50);
  return canvas.captureStream(20).getVideoTracks()[0];
}

/** A sine of `hz`, as a microphone track. */
function tone(context, hz) {
  const oscillator = new OscillatorNode(context, { frequency: hz });
  const gain = new GainNode(context, { gain: 0.3 });
  const out = context.createMediaStreamDestination();
  oscillator.connect(gain).connect(out);
  oscillator.start();
  return out.stream.getAudioTracks()[0];
}

/** The clock of a test card: two rows of 24 cells, 40 bits of Unix milliseconds and their CRC-8. */
function readClock(pixels, width, height) {
  const bytes = new Uint8Array(6);
  for (let bit = 0; bit < 48; bit += 1) {
    const x = Math.floor((((bit % 24) + 0.5) * width) / 24);
    const y = Math.floor(((Math.floor(bit / 24) + 0.5) * height) / 12);
    if (pixels[(y * width + x) * 4 + 1] > 126) bytes[bit >> 3] |= 0x80 >> bit % 8;
  }
  let crc = 0;
  for (const byte of bytes.subarray(0, 5)) {
    crc ^= byte;
    for (let i = 0; i < 8; i += 1) crc = ((crc << 1) ^ (crc & 0x80 ? 0x07 : 0)) & 0xff;
  }
  if (crc !== bytes[5] || bytes.every((byte) => byte === 0)) return null; // a dark picture is no clock
  return bytes.subarray(0, 5).reduce((value, byte) => value * 256 + byte, 0);
}

function watch(track, into) {
  const video = track.attach();
  document.body.append(video);
  const canvas = document.createElement("canvas");
  const paint = canvas.getContext("2d", { willReadFrequently: true });
  const frame = () => {
    into.video_frames += 1;
    into.width = canvas.width = video.videoWidth;
    into.height = canvas.height = video.videoHeight;
    paint.drawImage(video, 0, 0);
    const { data } = paint.getImageData(0, 0, canvas.width, canvas.height);
    const clock = readClock(data, canvas.width, canvas.height);
    if (clock !== null) into.clock_age_ms = (Date.now() % 2 ** 40) - clock;
    video.requestVideoFrameCallback(frame);
  };
  video.requestVideoFrameCallback(frame);
}

function listen(context, track, into) {
  document.body.append(track.attach()); // Chromium decodes remote sound only for an element
  const analyser = new AnalyserNode(context, { fftSize: 16384, smoothingTimeConstant: 0 });
  context.createMediaStreamSource(new MediaStream([track.mediaStreamTrack])).connect(analyser);
  into.hear = () => {
    const spectrum = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(spectrum);
    const peak = spectrum.reduce((best, level, bin) => (level > spectrum[best] ? bin : best), 1);
    const samples = new Float32Array(analyser.fftSize);
    analyser.getFloatTimeDomainData(samples);
    return {
      audio_hz: (peak * context.sampleRate) / analyser.fftSize,
      audio_level: Math.sqrt(samples.reduce((sum, s) => sum + s * s, 0) / samples.length),
    };
  };
}

function stats() {
  const participants = [...room.remoteParticipants.values()].map((participant) => {
    const { hear, ...video } = record(participant);
    return { ...who(participant), ...video, ...(hear?.() ?? { audio_hz: 0, audio_level: 0 }) };
  });
  report("stats", { participants });
}

window.join = async (url, token, hz) => {
  const context = new AudioContext({ sampleRate: 48000 });
  room.on(RoomEvent.ParticipantConnected, (p) => report("participant-joined", { participant: who(p) }));
  room.on(RoomEvent.ParticipantDisconnected, (p) => report("participant-left", { participant: who(p) }));
  const read = (form, text, identity) => report("chat", { form, text, participantId: identity });
  room.on(RoomEvent.ChatMessage, (chat, p) => read("message", chat.message, p?.identity));
  room.registerTextStreamHandler("lk.chat", async (reader, { identity }) => {
    read("stream", await reader.readAll(), identity);
  });
  room.on(RoomEvent.Reconnecting, () => report("reconnecting"));
  room.on(RoomEvent.TrackSubscribed, (track, publication, participant) => {
    const into = record(participant);
    report("subscribed", { source: publication.source, participant: who(participant) });
    if (track.kind === Track.Kind.Audio) listen(context, track, into);
    else watch(track, publication.source === Track.Source.ScreenShare ? into.screen : into);
  });
  room.on(RoomEvent.TrackUnsubscribed, (_track, publication, participant) => {
    report("unsubscribed", { source: publication.source, participant: who(participant) });
  });
  await room.connect(url, token);
  room.on(RoomEvent.Disconnected, (reason) => {
    report("disconnected", { reason: DisconnectReason[reason] ?? String(reason) });
  });
  report("joined", { me: who(room.localParticipant) });
  for (const p of room.remoteParticipants.values()) report("participant-joined", { participant: who(p) });
  await room.localParticipant.publishTrack(tone(context, hz), { source: Track.Source.Microphone });
  await room.localParticipant.publishTrack(movingPicture(), {
    source: Track.Source.Camera,
    simulcast: true,
    videoCodec: "vp8",
  });
  report("published");
  setInterval(stats, 1000);
};

let shared = null;
window.share = () => {
  const options = { source: Track.Source.ScreenShare };
  shared = room.localParticipant.publishTrack(movingPicture(), options);
};
window.unshare = async () => room.localParticipant.unpublishTrack((await shared).track);

window.leave = () => room.disconnect();

// In both forms, as an app might: `chat_message`, and a text stream.
window.write = async (text) => {
  await room.localParticipant.sendChatMessage(`${text} (message)`);
  await room.localParticipant.sendText(`${text} (stream)`, { topic: "lk.chat" });
};
