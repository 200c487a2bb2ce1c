/** Image files and archives by other tools; see scripts/golden/image-files.py. */
import { readFileSync } from "node:fs";

interface GoldenFile {
  readonly file: string;
  readonly pixels: string;
}

const golden: {
  readonly images: Readonly<Record<string, GoldenFile>>;
  readonly resized: readonly (GoldenFile & {
    readonly name: string;
    readonly crop: "square" | number;
    readonly size: number;
  })[];
  readonly archives: Readonly<Record<string, string>>;
  readonly longName: string;
} = JSON.parse(readFileSync(new URL("../../golden/image-files.json", import.meta.url), "utf8"));

const bytes = (text: string) => Buffer.from(text, "base64");
/** Pixels by rows as R, G, B planes. */
const planes = (text: string) => {
  const rows = bytes(text);
  const plane = rows.length / 3;
  return Uint8Array.from(rows, (_, i) => rows[3 * (i % plane) + Math.floor(i / plane)] as number);
};

/** Files with what Pillow makes of them: `pixels` as `[3, 16, 16]`. */
export const goldenImages = Object.entries(golden.images).map(([name, { file, pixels }]) => ({
  name,
  file: bytes(file),
  pixels: planes(pixels),
}));

/** Files with what `cv2.resize` makes of a part of them: `pixels` as `[3, size, size]`. */
export const goldenResized = golden.resized.map(({ file, pixels, ...rest }) => ({
  ...rest,
  file: bytes(file),
  pixels: planes(pixels),
}));

/** A file's bytes by the archive's name. */
export function goldenArchive(name: string): Buffer {
  return bytes(golden.archives[name] as string);
}

/** The name of a member that takes more room than a tar header has. */
export const longName = golden.longName;
