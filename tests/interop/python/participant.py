"""A participant made of the official Python SDK.

    participant.py --url ws://… --token JWT --tone HZ

Says one JSON object a line: joined, published, participant-joined, participant-left, each second
stats (frames decoded, loudest frequency heard), chat, subscribed, unsubscribed, disconnected. On stdin the line `leave` leaves,
`chat TEXT` writes, `share` shares a screen and `unshare` stops that.
"""

import argparse
import asyncio
import json
import os
import sys
import time

import numpy as np
from livekit import rtc

WIDTH, HEIGHT, FPS = 640, 360, 20
RATE, BLOCK = 48_000, 480


def report(event, **rest):
    print(json.dumps({"event": event, "t": int(time.time() * 1000), **rest}), flush=True)


def who(participant):
    return {
        "participantId": participant.identity,
        "name": participant.name or participant.identity,
    }


def source_of(publication):
    """As the JavaScript SDK calls it."""
    return rtc.TrackSource.Name(publication.source).removeprefix("SOURCE_").lower().replace(
        "screenshare", "screen_share"
    )


def read_clock(luma):
    """The clock of a test card: two rows of 24 cells, 40 bits of Unix milliseconds, their CRC-8."""
    height, width = luma.shape
    bits = 0
    for bit in range(48):
        x = int((bit % 24 + 0.5) * width / 24)
        y = int((bit // 24 + 0.5) * height / 12)
        bits = bits << 1 | int(luma[y, x] > 126)
    crc = 0
    for byte in (bits >> 8).to_bytes(5, "big"):
        crc ^= byte
        for _ in range(8):
            crc = ((crc << 1) ^ (0x07 if crc & 0x80 else 0)) & 0xFF
    return bits >> 8 if bits and crc == bits & 0xFF else None  # a dark picture is no clock


class Seen:
    """What has come from one participant."""

    def __init__(self):
        self.frames, self.width, self.height, self.clock_age_ms = 0, 0, 0, None
        self.samples = np.zeros(RATE, dtype=np.float32)
        self.screen = None

    async def watch(self, track):
        async for event in rtc.VideoStream(track, format=rtc.VideoBufferType.I420):
            frame = event.frame
            self.frames += 1
            self.width, self.height = frame.width, frame.height
            luma = np.frombuffer(frame.data, dtype=np.uint8)[: frame.width * frame.height]
            clock = read_clock(luma.reshape(frame.height, frame.width))
            if clock is not None:
                self.clock_age_ms = int(time.time() * 1000) % 2**40 - clock

    async def listen(self, track):
        async for event in rtc.AudioStream(track, sample_rate=RATE, num_channels=1):
            new = np.frombuffer(event.frame.data, dtype=np.int16).astype(np.float32) / 32768
            self.samples = np.concatenate([self.samples, new])[-RATE:]

    def stats(self):
        spectrum = np.abs(np.fft.rfft(self.samples * np.hanning(RATE)))
        return {
            "video_frames": self.frames,
            "width": self.width,
            "height": self.height,
            "clock_age_ms": self.clock_age_ms,
            "audio_hz": float(np.argmax(spectrum)),  # one second of samples: a bin is 1 Hz
            "audio_level": float(np.sqrt(np.mean(self.samples**2))),
            "screen": self.screen.stats() if self.screen else {"video_frames": 0},
        }


async def send_picture(source):
    frame = np.full((HEIGHT, WIDTH, 4), 255, dtype=np.uint8)
    step = 0
    while True:
        step += 1
        frame[:, :, :3] = (step % 256, 96, 160)
        left = step * 7 % (WIDTH - 60)
        frame[150:210, left : left + 60, :3] = 255
        source.capture_frame(
            rtc.VideoFrame(WIDTH, HEIGHT, rtc.VideoBufferType.RGBA, frame.tobytes())
        )
        await asyncio.sleep(1 / FPS)


async def send_tone(source, hz):
    at = 0
    while True:
        phase = 2 * np.pi * hz * (at + np.arange(BLOCK)) / RATE
        at += BLOCK
        block = (0.3 * 32767 * np.sin(phase)).astype(np.int16)
        await source.capture_frame(rtc.AudioFrame(block.tobytes(), RATE, 1, BLOCK))


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--token", required=True)
    parser.add_argument("--tone", type=float, default=700)
    args = parser.parse_args()

    room, seen, tasks, done = rtc.Room(), {}, set(), asyncio.Event()

    def start(coroutine):
        task = asyncio.ensure_future(coroutine)
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    @room.on("participant_connected")
    def _(participant):
        report("participant-joined", participant=who(participant))

    @room.on("participant_disconnected")
    def _(participant):
        report("participant-left", participant=who(participant))

    async def read(reader, identity):
        report("chat", form="stream", text=await reader.read_all(), participantId=identity)

    room.register_text_stream_handler(
        "lk.chat", lambda reader, identity: start(read(reader, identity))
    )

    @room.on("reconnecting")
    def _():
        report("reconnecting")

    @room.on("track_subscribed")
    def _(track, publication, participant):
        into = seen.setdefault(participant.identity, Seen())
        report("subscribed", source=source_of(publication), participant=who(participant))
        if publication.source == rtc.TrackSource.SOURCE_SCREENSHARE:
            into.screen = into = into.screen or Seen()
        video = track.kind == rtc.TrackKind.KIND_VIDEO
        start(into.watch(track) if video else into.listen(track))

    @room.on("track_unsubscribed")
    def _(_track, publication, participant):
        report("unsubscribed", source=source_of(publication), participant=who(participant))

    @room.on("disconnected")
    def left(reason):
        if not done.is_set():
            report("disconnected", reason=rtc.DisconnectReason.Name(reason))
            done.set()

    try:
        await room.connect(args.url, args.token)
    except rtc.ConnectError as error:
        report("failed", message=str(error))
        return 1
    report("joined", me=who(room.local_participant))
    for participant in room.remote_participants.values():
        report("participant-joined", participant=who(participant))

    sound = rtc.AudioSource(RATE, 1)
    picture = rtc.VideoSource(WIDTH, HEIGHT)
    await room.local_participant.publish_track(
        rtc.LocalAudioTrack.create_audio_track("tone", sound),
        rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE),
    )
    await room.local_participant.publish_track(
        rtc.LocalVideoTrack.create_video_track("picture", picture),
        rtc.TrackPublishOptions(
            source=rtc.TrackSource.SOURCE_CAMERA,
            video_codec=rtc.VideoCodec.VP8,
            simulcast=True,
        ),
    )
    report("published")

    async def share():
        screen = rtc.VideoSource(WIDTH, HEIGHT)
        start(send_picture(screen))
        return await room.local_participant.publish_track(
            rtc.LocalVideoTrack.create_video_track("screen", screen),
            rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_SCREENSHARE),
        )

    async def commands():
        shared = None
        reader = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
        )
        async for line in reader:
            order, _, text = line.decode().strip().partition(" ")
            if order == "chat":
                await room.local_participant.send_text(text, topic="lk.chat")
            if order == "share":
                shared = await share()
            if order == "unshare":
                await room.local_participant.unpublish_track(shared.sid)
            if order == "leave":
                await room.disconnect()  # this one is not told by an event
                left(rtc.DisconnectReason.CLIENT_INITIATED)

    async def every_second():
        while True:
            await asyncio.sleep(1)
            empty = Seen()
            report(
                "stats",
                participants=[
                    {**who(p), **seen.get(p.identity, empty).stats()}
                    for p in room.remote_participants.values()
                ],
            )

    start(send_picture(picture))
    start(send_tone(sound, args.tone))
    start(commands())
    start(every_second())
    await done.wait()
    # The SDK's threads call back into an interpreter that is being torn down, and abort the process: so it is not.
    sys.stdout.flush()
    os._exit(0)


sys.exit(asyncio.run(main()))
