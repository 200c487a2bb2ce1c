import sharp from "sharp";
import { expect, test } from "vitest";
import { contactSheet } from "./contact-sheet.ts";

test("images with opacity are laid on white", async () => {
  const data = Uint8Array.of(255, 255, 0, 0, 0, 0, 255, 0);
  const sheet = await contactSheet({ data, shape: [1, 4, 1, 2] }, [["1"]], {
    ...{ rows: 1, columns: 1, upscale: 20 },
  });
  expect(sheet).toMatchObject({ width: 40, channels: 3 });
  const pixels = await sharp(sheet.png).raw().toBuffer();
  const at = (x: number) => [...pixels.subarray(3 * x, 3 * x + 3)];
  expect([at(5), at(30)]).toEqual([
    [255, 0, 0],
    [255, 255, 255],
  ]);
});

test("images stand above their captions, which are as wide as they are at most", async () => {
  const data = Uint8Array.from({ length: 3 * 4 }, (_, i) => 60 * (1 + Math.floor(i / 4)));
  const captions = [["7:13", "a very long name of a class"], ["8"], ["9"]];
  const sheet = await contactSheet({ data, shape: [3, 1, 2, 2] }, captions, {
    rows: 2,
    columns: 2,
    upscale: 20,
  });
  // two columns of 40 pixels, 8 apart; two rows of 40 with two lines of 15 and 8 below
  expect(sheet).toMatchObject({ width: 88, height: 156, channels: 1 });
  const { data: pixels, info } = await sharp(sheet.png)
    .toColorspace("b-w")
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: 88, height: 156, channels: 1 });
  const at = (x: number, y: number) => pixels[y * 88 + x]!;
  expect([at(5, 5), at(50, 5), at(5, 83), at(50, 83)]).toEqual([60, 120, 180, 255]);
  /** Whether anything is written in a rectangle. */
  const written = (left: number, top: number, right: number, bottom: number) => {
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) if (at(x, y) < 160) return true;
    }
    return false;
  };
  expect(written(0, 40, 40, 55)).toBe(true);
  expect(written(0, 55, 40, 70)).toBe(true);
  expect(written(48, 40, 88, 55)).toBe(true);
  expect(written(48, 55, 88, 70)).toBe(false);
  expect(written(41, 0, 48, 156)).toBe(false);
  expect(written(0, 118, 40, 133)).toBe(true);
});
