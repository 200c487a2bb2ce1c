import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { goldenImages } from "../../test/support/golden/image-files.ts";
import { decodeSmallJpeg, isSmallJpeg } from "./jpeg.ts";

const file = (name: string) => goldenImages.find((image) => image.name === name)!.file;

describe("isSmallJpeg", () => {
  test("takes plain files only", () => {
    const taken = goldenImages.filter((image) => isSmallJpeg(image.file)).map(({ name }) => name);
    expect(taken).toEqual([
      "JPEG",
      "JPEG, chroma halved",
      "progressive JPEG",
      "gray JPEG",
      "JPEG with a comment",
    ]);
  });

  test("takes no part of a file", () => {
    const whole = file("JPEG");
    for (let length = 0; length < whole.length; length++) {
      expect(isSmallJpeg(whole.subarray(0, length))).toBe(false);
    }
    expect(isSmallJpeg(Buffer.concat([whole, Buffer.of(0)]))).toBe(false);
  });

  test("takes none with another color space, a profile, or too many pixels", async () => {
    const image = sharp(file("JPEG"));
    const large = image.clone().resize(256, 256).jpeg();
    const cmyk = image.clone().toColourspace("cmyk").jpeg();
    const profile = image.clone().withIccProfile("p3").jpeg();
    for (const other of [large, cmyk, profile]) {
      expect(isSmallJpeg(await other.toBuffer())).toBe(false);
    }
    expect(isSmallJpeg(await image.clone().resize(128, 128).jpeg().toBuffer())).toBe(true);
  });
});

describe("decodeSmallJpeg", () => {
  test.each(["JPEG", "JPEG, chroma halved", "progressive JPEG", "gray JPEG"])(
    "gives the very pixels that sharp gives: %s",
    async (name) => {
      const { width, height, stride, data } = await decodeSmallJpeg(file(name));
      expect([width, height]).toEqual([16, 16]);
      const expected = await sharp(file(name)).toColourspace("srgb").raw().toBuffer();
      const colors = Array.from(expected, (_, i) => data[Math.floor(i / 3) * stride + (i % 3)]);
      expect(colors).toEqual([...expected]);
    },
  );

  test("goes on after a file that libjpeg gives up on", async () => {
    const [whole, damaged] = [file("JPEG"), Buffer.from(file("JPEG"))];
    damaged.fill(0xff, 4, 20);
    await expect(decodeSmallJpeg(damaged)).rejects.toThrowError();
    expect((await decodeSmallJpeg(whole)).width).toBe(16);
  });
});
