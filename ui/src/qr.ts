import { encode } from "uqr";

/** Light modules around the code, as ISO/IEC 18004 asks for. */
export const QUIET_ZONE = 4;

/** A QR code as one path of an SVG, a module being one unit; `size` is the width with the quiet zone. */
export interface Qr {
  size: number;
  path: string;
}

/** Null for a text that no QR code can hold. */
export function qr(text: string): Qr | null {
  try {
    const { data, size } = encode(text, { ecc: "L", boostEcc: true, border: QUIET_ZONE });
    return { size, path: data.map(rowPath).join("") };
  } catch {
    return null;
  }
}

/** The dark runs of one row: few long bars draw sharper than many squares. */
function rowPath(row: boolean[], y: number): string {
  let path = "";
  for (let x = 0; x < row.length; x++) {
    if (!row[x]) continue;
    const from = x;
    while (row[x + 1]) x++;
    path += `M${from} ${y}h${x - from + 1}v1H${from}z`;
  }
  return path;
}
