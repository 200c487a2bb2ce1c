import { crc32 } from "node:zlib";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { goldenImages, goldenResized } from "../../../test/support/golden/image-files.ts";
import { tiff } from "../../../test/support/tiff.ts";
import { decodeImage } from "./decode.ts";
import type { Target } from "./target.ts";

/** The image of these bytes at 8 × 8. */
async function decode(bytes: Uint8Array, options: Partial<Target> = {}): Promise<Uint8Array> {
  const out = new Uint8Array(192);
  const target: Target = { size: 8, crop: "square", resize: "sharp-cubic", ...options };
  expect(await decodeImage(bytes, target, out)).toMatchObject({ status: "decoded" });
  return out;
}

const square = (pixels: Buffer, width = 8, height = 8) =>
  sharp(pixels, { raw: { width, height, channels: 3 } });

describe("decodeImage", () => {
  test("keeps the exact pixels of an image that has the size", async () => {
    const pixels = Buffer.from(Array.from({ length: 192 }, (_, i) => (i * 37) % 256));
    const planes = Array.from({ length: 192 }, (_, i) => pixels[(i % 64) * 3 + Math.floor(i / 64)]);
    expect([...(await decode(await square(pixels).png().toBuffer()))]).toEqual(planes);
  });

  const red = square(Buffer.from(Array(64).fill([200, 40, 10]).flat()));
  const gray = square(Buffer.alloc(192, 90)).toColourspace("b-w");
  const glass = sharp({
    create: {
      width: 8,
      height: 8,
      channels: 4,
      background: { r: 200, g: 0, b: 100, alpha: 0.5 },
    },
  });

  test.each([
    ["gray PNG", gray.clone().png(), [90, 90, 90], 0],
    ["PNG, half transparent, on white", glass.clone().png(), [227, 127, 177], 0],
    ["PNG with a palette", red.clone().png({ palette: true }), [200, 40, 10], 0],
    ["PNG of 16 bits", red.clone().toColourspace("rgb16").png(), [200, 40, 10], 0],
    ["lossless WebP", red.clone().webp({ lossless: true }), [200, 40, 10], 0],
    ["JPEG", red.clone().jpeg({ quality: 100 }), [200, 40, 10], 3],
    ["gray JPEG", gray.clone().jpeg(), [90, 90, 90], 3],
    ["CMYK JPEG", red.clone().toColourspace("cmyk").jpeg({ quality: 100 }), [200, 40, 10], 25],
  ] as const)("turns into RGB: %s", async (_, image, expected, absolute) => {
    const out = await decode(await image.toBuffer());
    expect([out[36], out[100], out[164]] as number[]).toBeAllclose(expected, { absolute });
  });

  test("applies the orientation noted in the file", async () => {
    const pixels = Buffer.alloc(192);
    pixels.fill(255, 0, 96);
    const turned = square(pixels).jpeg({ quality: 100 }).withMetadata({ orientation: 6 });
    const out = await decode(await turned.toBuffer());
    expect([out[25], out[30]] as number[]).toBeAllclose([0, 255], { absolute: 8 });
  });

  test("cuts out the middle square", async () => {
    const pixels = Buffer.alloc(24 * 8 * 3);
    for (let i = 0; i < 24 * 8; i++) pixels[3 * i + Math.floor((i % 24) / 8)] = 255;
    const out = await decode(await square(pixels, 24, 8).png().toBuffer());
    expect([...out]).toEqual(Array.from({ length: 192 }, (_, i) => (i >> 6 === 1 ? 255 : 0)));
  });

  /** Columns of red, green and blue, a third each, `width` × `height`. */
  const stripes = (width: number, height: number) => {
    const pixels = Buffer.alloc(width * height * 3);
    for (let i = 0; i < width * height; i++) {
      pixels[3 * i + Math.floor(((i % width) * 3) / width)] = 255;
    }
    return square(pixels, width, height).png().toBuffer();
  };
  /** The colors of an image as letters, a row each. */
  const letters = (planes: Uint8Array, width: number) => {
    const plane = planes.length / 3;
    const letter = (i: number) =>
      [0, 1, 2].map((c) => (planes[c * plane + i]! > 127 ? "rgb"[c] : "")).join("") || "-";
    return Array.from({ length: plane / width }, (_, y) =>
      Array.from({ length: width }, (_, x) => letter(y * width + x)).join(" "),
    );
  };
  /** The image at `height` × `width`. */
  async function at(height: number, width: number, bytes: Uint8Array, more: Partial<Target>) {
    const out = new Uint8Array(3 * height * width);
    const target: Target = {
      size: height,
      width,
      crop: "square",
      resize: "sharp-nearest",
      ...more,
    };
    expect(await decodeImage(bytes, target, out)).toMatchObject({ status: "decoded" });
    return letters(out, width);
  }

  test.each(["sharp-nearest", "opencv-bilinear", "pillow-box"] as const)(
    "pads, stretches, and cuts out a rectangle: %s",
    async (resize) => {
      const wide = await stripes(24, 8);
      expect(await at(6, 6, wide, { resize, fit: "pad", background: "#000000" })).toEqual([
        "- - - - - -",
        "- - - - - -",
        "r r g g b b",
        "r r g g b b",
        "- - - - - -",
        "- - - - - -",
      ]);
      expect(await at(3, 3, wide, { resize, fit: "squash" })).toEqual(Array(3).fill("r g b"));
      // 4 : 2 of 24 x 8 are the middle 16 x 8
      expect(await at(2, 4, wide, { resize })).toEqual(Array(2).fill("r g g b"));
      expect(await at(4, 2, wide, { resize })).toEqual(Array(4).fill("g g"));
    },
  );

  test("lays transparency on a background of any color", async () => {
    const out = await decode(await glass.clone().png().toBuffer(), { background: "#0000ff" });
    expect([out[36], out[100], out[164]] as number[]).toBeAllclose([100, 0, 177], { absolute: 1 });
  });

  // The numbers: Pillow 13.0.0, Image.resize((8, 8), Image.BICUBIC) of the 16 × 16 image below.
  // The outermost pixels are left out: Pillow weighs the missing neighbors differently.
  test("resizes as Pillow's antialiased BICUBIC does", async () => {
    const pixels = Buffer.alloc(16 * 16 * 3);
    for (let i = 0; i < 256; i++) {
      const [x, y] = [(i % 16) + 4, i >> 4];
      pixels[3 * i] = (x * 10) % 256;
      pixels[3 * i + 1] = (y * 15) % 256;
      pixels[3 * i + 2] = (Math.floor(x / 3) + Math.floor(y / 3)) % 2 === 1 ? 255 : 0;
    }
    const out = await decode(await square(pixels, 16, 16).png().toBuffer());
    const inner = (plane: number) =>
      [2, 3, 4, 5].flatMap((y) => [2, 3, 4, 5].map((x) => out[plane * 64 + y * 8 + x] as number));
    expect(inner(0).slice(0, 4)).toEqual([85, 105, 125, 145]);
    expect(inner(1).filter((_, i) => i % 4 === 0)).toEqual([68, 98, 128, 158]);
    expect(inner(2)).toEqual([
      ...[128, 10, 245, 128],
      ...[128, 245, 10, 128],
      ...[128, 128, 128, 128],
      ...[128, 10, 245, 128],
    ]);
  });
});

describe("decodeImage, beside other tools", () => {
  // JPEG: Pillow's libjpeg-turbo is sharp's, up to its version; where chroma is halved, they may differ
  // in how they double it. Alpha: the composition is rounded by either once, at another place.
  const toleranceOf = (name: string) => (/JPEG|alpha/.test(name) ? 1 : 0);

  test.each(goldenImages)("$name as Pillow decodes it", async ({ name, file, pixels }) => {
    const out = new Uint8Array(pixels.length);
    const target: Target = { size: 16, crop: "square", resize: "sharp-cubic" };
    expect(await decodeImage(file, target, out)).toMatchObject({
      status: "decoded",
      side: target.size,
    });
    expect(out).toBeAllclose(pixels, { absolute: toleranceOf(name) });
  });

  test.each(goldenResized)("$name, as cv2.resize does it", async (golden) => {
    const { crop, size, file, pixels } = golden;
    const out = new Uint8Array(pixels.length);
    await decodeImage(file, { size, crop, resize: "opencv-bilinear" }, out);
    expect(out).toEqual(pixels);
  });
});

describe("TIFF files of other pixels than 8 bits", () => {
  /** A ramp from `from` to `to`, gray or RGB, in numbers of a kind. */
  const ramp = (
    numbers:
      | typeof Uint16Array
      | typeof Int16Array
      | typeof Uint32Array
      | typeof Int32Array
      | typeof Float32Array
      | typeof Float64Array
      | typeof Int8Array,
    format: 1 | 2 | 3,
    photometric: 1 | 2,
    to: number,
  ) => {
    const samples = photometric === 1 ? 1 : 3;
    const values = Array.from(
      { length: 64 * samples },
      (_, i) => (to * Math.floor(i / samples)) / 63,
    );
    const data = new Uint8Array(numbers.from(values).buffer);
    const bits = 8 * numbers.BYTES_PER_ELEMENT;
    return tiff({ width: 8, height: 8, bits, format, photometric, data });
  };
  const reasonOf = async (bytes: Uint8Array) => {
    const out = new Uint8Array(192).fill(7);
    const target: Target = { size: 8, crop: "square", resize: "sharp-cubic" };
    const outcome = await decodeImage(bytes, target, out);
    // what is broken leaves nothing behind
    if (outcome.status === "broken") expect(new Set(out)).toEqual(new Set([7]));
    return outcome.status === "broken" ? outcome.reason : "decoded";
  };

  test.each([1, 2] as const)("16 bits become 8 (photometric %d)", async (photometric) => {
    const out = await decode(ramp(Uint16Array, 1, photometric, 65535));
    const expected = Array.from({ length: 64 }, (_, i) => Math.floor((65535 * i) / 63) >> 8);
    expect([...out]).toEqual([...expected, ...expected, ...expected]);
  });

  test.each([
    ["floating-point numbers of 32 bits", Float32Array, 3, 1],
    ["floating-point numbers of 32 bits", Float32Array, 3, 255],
    ["whole numbers of 32 bits", Uint32Array, 1, 2 ** 32 - 1],
    ["whole numbers of 32 bits", Uint32Array, 1, 4095],
    ["whole numbers of 32 bits with a sign", Int32Array, 2, 255],
    ["whole numbers of 16 bits with a sign", Int16Array, 2, 255],
    ["whole numbers of 8 bits with a sign", Int8Array, 2, 127],
  ] as const)("%s have no black and white and are broken", async (kind, numbers, format, to) => {
    for (const photometric of [1, 2] as const) {
      expect(await reasonOf(ramp(numbers, format, photometric, to))).toBe(
        `its pixels are ${kind}, not of 8 or 16 bits from black to white`,
      );
    }
  });

  test("floating-point numbers of 64 bits are broken, too", async () => {
    expect(await reasonOf(ramp(Float64Array, 3, 1, 1))).not.toBe("decoded");
  });
});

describe("images that take far more memory than their files have bytes", () => {
  const large = (width: number, height = width) =>
    sharp({ create: { width, height, channels: 3, background: "#123456" } });

  test("are broken, unless they are decoded row by row", async () => {
    const files = {
      webp: await large(4000).webp({ lossless: true, effort: 0 }).toBuffer(),
      gif: await large(5000).gif({ effort: 1 }).toBuffer(),
      interlaced: await large(6000).png({ progressive: true }).toBuffer(),
      rows: await large(6000).png().toBuffer(),
      wide: await large(1, 8).png().toBuffer(),
      photo: await large(2400).webp({ lossless: true, effort: 0 }).toBuffer(),
    };
    // a width of 13 million pixels, in the header alone
    files.wide.writeUInt32BE(13_000_000, 16);
    files.wide.writeUInt32BE(crc32(files.wide.subarray(12, 29)), 29);
    const out = new Uint8Array(192);
    const outcomes: Record<string, string> = {};
    for (const [name, file] of Object.entries(files)) {
      const target: Target = { size: 8, crop: "square", resize: "sharp-cubic" };
      const outcome = await decodeImage(file, target, out);
      outcomes[name] = outcome.status === "broken" ? outcome.reason : "decoded";
    }
    expect(outcomes).toEqual({
      webp: `4000 × 4000 pixels in ${files.webp.length} bytes, which would take 122 MiB`,
      gif: expect.stringMatching(/^5000 × 5000 pixels in .* KiB, which would take 95\.7 MiB$/),
      interlaced: "decoded",
      rows: "decoded",
      wide: expect.stringMatching(/^13000000 × 8 pixels in \d+ bytes, which would take 793 MiB$/),
      photo: "decoded",
    });
  });
});
