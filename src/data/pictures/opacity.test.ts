/** Image files whose opacity is kept. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { openDataset } from "../catalog/index.ts";
import { decodeImage } from "./decode.ts";
import type { Target } from "./target.ts";

/** What Pillow makes of images with opacity: scripts/golden/opacity.py. */
const golden: {
  readonly resized: readonly {
    readonly name: string;
    readonly resize: Target["resize"];
    readonly size: number;
    readonly file: string;
    readonly pixels: string;
  }[];
} = JSON.parse(readFileSync(new URL("../../../test/golden/opacity.json", import.meta.url), "utf8"));

/** Planes of pixels by rows. */
const planesOf = (rows: ArrayLike<number>) => {
  const plane = rows.length / 4;
  return Uint8Array.from(
    { length: rows.length },
    (_, i) => rows[4 * (i % plane) + Math.floor(i / plane)]!,
  );
};

async function decode(bytes: Uint8Array, options: Partial<Target> = {}): Promise<Uint8Array> {
  const target: Target = {
    ...{ size: 8, crop: "square", resize: "sharp-cubic", channels: 4, ...options },
  };
  const out = new Uint8Array(4 * target.size * (target.width ?? target.size)).fill(77);
  expect(await decodeImage(bytes, target, out)).toMatchObject({ status: "decoded" });
  return out;
}

const raw = (pixels: Uint8Array, side: number) =>
  sharp(pixels, { raw: { width: side, height: side, channels: 4 } });

test.each(golden.resized)("$name by $resize, each pixel as Pillow's", async (one) => {
  const { resize, size, file, pixels } = one;
  const out = await decode(Buffer.from(file, "base64"), { resize, size });
  expect(out).toEqual(planesOf(Buffer.from(pixels, "base64")));
});

describe("by sharp", () => {
  const disk = golden.resized.find(({ name }) => name === "a disk")!;

  test.each(["sharp-linear", "sharp-cubic", "sharp-lanczos3"] as const)(
    "%s: colors of transparent places do not bleed",
    async (resize) => {
      const out = await decode(Buffer.from(disk.file, "base64"), { resize, size: 16 });
      const plane = 16 * 16;
      let seen = 0;
      for (let i = 0; i < plane; i++) {
        // of less opacity a color has few digits
        if (out[3 * plane + i]! < 64) continue;
        seen++;
        // a kernel that overshoots makes all colors up to a tenth brighter, beside an edge
        expect([out[i]!]).toBeAllclose([20], { absolute: 3 });
        const [green, blue] = [out[plane + i]!, out[2 * plane + i]!];
        expect([blue / green]).toBeAllclose([230 / 60], { relative: 0.06 });
      }
      expect(seen).toBeGreaterThan(100);
    },
  );

  test("opacity is resized as Pillow does it", async () => {
    const { file, pixels } = golden.resized.find(
      ({ name, resize }) => name === "a disk" && resize === "pillow-bicubic",
    )!;
    const out = await decode(Buffer.from(file, "base64"), { size: 16 });
    const expected = planesOf(Buffer.from(pixels, "base64")).subarray(3 * 256);
    // the same kernel; fixed points of different lengths
    expect(out.subarray(3 * 256)).toBeAllclose(expected, { absolute: 2 });
  });
});

test("an image that has the size keeps each of its bytes", async () => {
  const pixels = Uint8Array.from({ length: 256 }, (_, i) => (i * 37) % 256);
  expect(await decode(await raw(pixels, 8).png().toBuffer())).toEqual(planesOf(pixels));
});

test("what has no opacity is opaque: JPEG, gray PNG, of any size", async () => {
  for (const side of [8, 20, 200]) {
    const gray = sharp({
      create: { width: side, height: side, channels: 3, background: { r: 90, g: 90, b: 90 } },
    });
    for (const image of [gray.clone().jpeg(), gray.clone().toColourspace("b-w").png()]) {
      for (const resize of ["sharp-cubic", "pillow-bicubic"] as const) {
        const out = await decode(await image.toBuffer(), { resize });
        expect(out.subarray(192).every((value) => value === 255)).toBe(true);
        expect([out[0], out[64], out[128]] as number[]).toBeAllclose([90, 90, 90], { absolute: 3 });
      }
    }
  }
});

test("gray with opacity is color with opacity, of 16 bits too", async () => {
  const pixels = Uint8Array.from({ length: 256 }, (_, i) => (i % 4 === 3 ? 128 : 60));
  const gray = raw(pixels, 8).toColourspace("b-w");
  for (const image of [gray.clone(), raw(pixels, 8).toColourspace("rgb16")]) {
    const bytes = await image.png().toBuffer();
    expect((await sharp(bytes).metadata()).hasAlpha).toBe(true);
    expect(await decode(bytes)).toEqual(planesOf(pixels));
  }
});

test("a set without a transparent place says so", async () => {
  const opaque = raw(new Uint8Array(256).fill(255), 8).png();
  const clear = raw(new Uint8Array(256).fill(90), 8).png();
  const folder = await temporaryFolder();
  await opaque.toFile(join(folder, "1.png"));
  const notes = async (channels: 3 | 4) =>
    (await openDataset({ name: "folder", path: folder, size: 8, channels })).notes.join("\n");
  const told = "None of them has a transparent place: the fourth channel (data.channels)";
  expect(await notes(4)).toContain(told);
  expect(await notes(3)).not.toContain(told);
  await clear.toFile(join(folder, "2.png"));
  expect(await notes(4)).not.toContain(told);
});

test("streamed images have the opacity as well", async () => {
  const folder = await temporaryFolder();
  const pixels = Uint8Array.from({ length: 4 * 600 * 600 }, (_, i) => (i * 37) % 251);
  await raw(pixels, 600).png().toFile(join(folder, "1.png"));
  const options = { name: "folder", path: folder, size: 600, channels: 4 } as const;
  const read = async (memory: number) => {
    const dataset = await openDataset({ ...options, memory });
    const out = new Uint8Array(pixels.length);
    await dataset.read([0], out);
    return { out, isStreamed: dataset.readAhead !== undefined, channels: dataset.channels };
  };
  const [streamed, held] = [await read(1), await read(16)];
  expect(streamed).toMatchObject({ isStreamed: true, channels: 4 });
  expect(held).toMatchObject({ isStreamed: false, channels: 4 });
  expect(streamed.out.every((value, i) => value === held.out[i])).toBe(true);
  expect(held.out.subarray(0, 3)).toEqual(Uint8Array.of(pixels[0]!, pixels[4]!, pixels[8]!));
});

test("borders are transparent", async () => {
  const wide = sharp({
    create: { width: 16, height: 8, channels: 3, background: { r: 200, g: 10, b: 10 } },
  });
  const out = await decode(await wide.png().toBuffer(), { fit: "pad" });
  const rows = Array.from({ length: 8 }, (_, y) => out[192 + 8 * y]);
  expect(rows).toEqual([0, 0, 255, 255, 255, 255, 0, 0]);
});
