/**
 * Raw I420 (BT.601, limited range) to a picture: one WebGL2 context shared by every stream, because webviews allow about
 * sixteen; in plain arithmetic where there is no WebGL.
 */
import { i420Bytes } from "./header";

export type I420Converter = (i420: Uint8Array, width: number, height: number) => CanvasImageSource;

export function createI420Converter(): I420Converter {
  return webglConverter() ?? plainConverter();
}

/** Also where there is no page. */
function newCanvas(): HTMLCanvasElement | OffscreenCanvas {
  return typeof document === "undefined" ? new OffscreenCanvas(1, 1) : document.createElement("canvas");
}

const VERTEX = `#version 300 es
out vec2 at;
void main() {
  vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
  at = vec2(corner.x, 1.0 - corner.y);
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}`;

const FRAGMENT = `#version 300 es
precision mediump float;
in vec2 at;
out vec4 color;
uniform sampler2D planeY, planeU, planeV;
void main() {
  float y = 1.1644 * (texture(planeY, at).r - 0.0627);
  float u = texture(planeU, at).r - 0.5;
  float v = texture(planeV, at).r - 0.5;
  color = vec4(y + 1.5960 * v, y - 0.3918 * u - 0.8130 * v, y + 2.0172 * u, 1.0);
}`;

function webglConverter(): I420Converter | null {
  const canvas = newCanvas();
  const options = { alpha: false, antialias: false, preserveDrawingBuffer: true };
  const gl = canvas.getContext("webgl2", options) as WebGL2RenderingContext | null;
  if (gl === null) return null;
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(type);
    if (shader === null) return null;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) return null;
  // biome-ignore lint/correctness/useHookAtTopLevel: WebGL's useProgram is not a hook
  gl.useProgram(program);
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  ["planeY", "planeU", "planeV"].forEach((name, unit) => {
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    gl.uniform1i(gl.getUniformLocation(program, name), unit);
  });
  const upload = (unit: number, width: number, height: number, plane: Uint8Array) => {
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8, width, height, 0, gl.RED, gl.UNSIGNED_BYTE, plane);
  };
  let spare: I420Converter | null = null;
  canvas.addEventListener("webglcontextlost", () => {
    spare = plainConverter();
  });
  return (i420, width, height) => {
    if (spare !== null) return spare(i420, width, height);
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
      gl.viewport(0, 0, width, height);
    }
    const chromaWidth = (width + 1) >> 1;
    const chromaHeight = (height + 1) >> 1;
    const u = width * height;
    const v = u + chromaWidth * chromaHeight;
    upload(0, width, height, i420.subarray(0, u));
    upload(1, chromaWidth, chromaHeight, i420.subarray(u, v));
    upload(2, chromaWidth, chromaHeight, i420.subarray(v, i420Bytes(width, height)));
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
    return canvas;
  };
}

function plainConverter(): I420Converter {
  const canvas = newCanvas();
  const context = canvas.getContext("2d", { alpha: false }) as
    | CanvasRenderingContext2D
    | OffscreenCanvasRenderingContext2D
    | null;
  return (i420, width, height) => {
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    context?.putImageData(new ImageData(rgba(i420, width, height), width, height), 0, 0);
    return canvas;
  };
}

/** I420 as RGBA, in 16.16 fixed point. */
export function rgba(i420: Uint8Array, width: number, height: number): Uint8ClampedArray<ArrayBuffer> {
  const out = new Uint8ClampedArray(width * height * 4);
  const chromaWidth = (width + 1) >> 1;
  const uAt = width * height;
  const vAt = uAt + chromaWidth * ((height + 1) >> 1);
  for (let row = 0, to = 0; row < height; row++) {
    for (let column = 0; column < width; column++, to += 4) {
      const chroma = (row >> 1) * chromaWidth + (column >> 1);
      const y = 76309 * ((i420[row * width + column] ?? 16) - 16) + 32768;
      const u = (i420[uAt + chroma] ?? 128) - 128;
      const v = (i420[vAt + chroma] ?? 128) - 128;
      out[to] = (y + 104597 * v) >> 16;
      out[to + 1] = (y - 25675 * u - 53279 * v) >> 16;
      out[to + 2] = (y + 132201 * u) >> 16;
      out[to + 3] = 255;
    }
  }
  return out;
}
