// Put into every window under test: keeps the lifecycle events, and reads the tiles' pictures.
window.lab = (() => {
  const events = [];
  for (const name of [
    "meeting-joined",
    "meeting-left",
    "participant-joined",
    "participant-left",
    "meeting-state-changed",
    "stream-enabled",
    "stream-disabled",
    "waiting",
    "entry-requested",
    "entry-responded",
    "devices-released",
    "error",
  ]) {
    window.meeting.on(name, (...payload) => events.push({ event: name, t: Date.now(), payload }));
  }

  const copy = document.createElement("canvas");
  const paint = copy.getContext("2d", { willReadFrequently: true });

  /** Of a person by name; of the screen that they share, with `/share` behind it. */
  function picture(name) {
    const [person, share] = name.split("/share");
    const tiles = share === undefined ? "[data-participant-id]" : "[data-tile$='/share']";
    return [...document.querySelectorAll(tiles)]
      .find((tile) => tile.dataset.name === person)
      ?.querySelector("canvas[data-live]");
  }

  /** Two rows of 24 cells: 40 bits of Unix milliseconds, then their CRC-8. Null when unreadable. */
  function clock(name) {
    const canvas = picture(name);
    if (!canvas) return null;
    copy.width = canvas.width;
    copy.height = Math.ceil(canvas.height / 6);
    paint.drawImage(canvas, 0, 0);
    const { data } = paint.getImageData(0, 0, copy.width, copy.height);
    const bytes = new Uint8Array(6);
    for (let bit = 0; bit < 48; bit += 1) {
      const x = Math.floor((((bit % 24) + 0.5) * canvas.width) / 24);
      const y = Math.floor(((Math.floor(bit / 24) + 0.5) * canvas.height) / 12);
      if (data[(y * copy.width + x) * 4 + 1] > 126) bytes[bit >> 3] |= 0x80 >> bit % 8;
    }
    let crc = 0;
    for (const byte of bytes.subarray(0, 5)) {
      crc ^= byte;
      for (let i = 0; i < 8; i += 1) crc = ((crc << 1) ^ (crc & 0x80 ? 0x07 : 0)) & 0xff;
    }
    if (crc !== bytes[5] || bytes.every((byte) => byte === 0)) return null; // a dark picture is no clock
    return bytes.subarray(0, 5).reduce((value, byte) => value * 256 + byte, 0);
  }

  /** A number that changes when anything in the lower part of the picture does (FNV-1a). */
  function fingerprint(name) {
    const canvas = picture(name);
    if (!canvas) return null;
    copy.width = canvas.width;
    copy.height = canvas.height;
    paint.drawImage(canvas, 0, 0);
    const from = Math.ceil(canvas.height / 5);
    const { data } = paint.getImageData(0, from, canvas.width, canvas.height - from);
    let hash = 0x811c9dc5;
    for (let i = 0; i < data.length; i += 16) hash = Math.imul(hash ^ data[i], 0x01000193) >>> 0;
    return hash;
  }

  const age = (drawn) => {
    const now = Date.now() % 2 ** 40;
    return now >= drawn ? now - drawn : now - drawn + 2 ** 40;
  };

  /** Notes, at every repaint, how old each newly drawn picture of `name` is. */
  function watch(name) {
    const ages = [];
    let last = null;
    const look = () => {
      const drawn = clock(name);
      if (drawn !== null && drawn !== last) {
        last = drawn;
        ages.push(age(drawn));
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    return ages;
  }

  /** Notes when the first picture of anybody but oneself is drawn. */
  const first = { remotePicture: null };
  const lookForFirst = () => {
    const live = document.querySelector(
      "[data-participant-id]:not([data-self]) canvas[data-live]",
    );
    if (!live) first.remotePicture = null;
    else first.remotePicture ??= Date.now();
    requestAnimationFrame(lookForFirst);
  };
  requestAnimationFrame(lookForFirst);

  /** When the button `id` was last clicked: as the pointer is let go, before anything handles it. */
  const clicks = {};
  addEventListener(
    "pointerup",
    (event) => {
      const button = event.target.closest?.("[id]");
      if (button) clicks[button.id] = Date.now();
    },
    { capture: true },
  );

  return { events, clock, age, fingerprint, watch, first, clicks };
})();
