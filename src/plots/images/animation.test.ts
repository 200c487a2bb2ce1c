import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { animation } from "./animation.ts";

/** Seven images of three pixels by two, of a single color each. */
const shape = [7, 3, 2, 3];
const data = Uint8Array.from({ length: 7 * 18 }, (_, i) => {
  const [image, channel] = [Math.floor(i / 18), Math.floor((i % 18) / 6)];
  return 36 * image + channel;
});

describe.each(["gif", "webp"] as const)("%s", (format) => {
  test("shows all images for their times, forever, the same bytes each time", async () => {
    const file = await animation({ data, shape }, { format, fps: 30, upscale: 4 });
    expect(await animation({ data, shape }, { format, fps: 30, upscale: 4 })).toEqual(file);
    const decoded = sharp(file, { animated: true });
    const { pages, pageHeight, width, delay, loop } = await decoded.metadata();
    expect({ pages, pageHeight, width, loop }).toEqual({
      pages: 7,
      pageHeight: 8,
      width: 12,
      loop: 0,
    });
    // sevenths of a second at 30 images a second, in steps of 10 ms and of 1 ms
    const delays = {
      gif: [30, 40, 30, 30, 40, 30, 30],
      webp: [33, 34, 33, 33, 34, 33, 33],
    };
    expect(delay).toEqual(delays[format]);
    const pixels = await decoded.removeAlpha().raw().toBuffer();
    const seen = Array.from({ length: 7 }, (_, i) => [...pixels.subarray(i * 288, i * 288 + 3)]);
    const expected = Array.from({ length: 7 }, (_, i) => [36 * i, 36 * i + 1, 36 * i + 2]);
    if (format === "webp") expect(seen).toEqual(expected);
    else expect(seen.flat()).toBeAllclose(expected.flat(), { absolute: 4 });
  });
});

test("apng of gray images has one channel and all frames", async () => {
  const images = { data: Uint8Array.of(0, 80, 160), shape: [3, 1, 1, 1] };
  const file = Buffer.from(await animation(images, { format: "apng", fps: 10, upscale: 2 }));
  expect(await sharp(file).metadata()).toMatchObject({ width: 2, height: 2, channels: 1 });
  expect(file.toString("latin1").split("fcTL")).toHaveLength(4);
});
