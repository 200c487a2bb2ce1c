import { expect, test } from "vitest";
import { toColor, toGray } from "./channels.ts";

test("bytes in gray are Pillow's, floats are the same before rounding", () => {
  // Pillow: Image.new("RGB", (1, 1), color).convert("L").getpixel((0, 0)) gives 129 and 76
  const color = [10, 3, 200, 1, 73, 2, 255, 0, 0, 0, 0, 0];
  const [bytes, floats] = [new Uint8Array(4), new Float32Array(4)];
  toGray(Uint8Array.from(color), bytes, 2);
  expect([...bytes]).toEqual([129, 2, 76, 0]);
  toGray(Float32Array.from(color), floats, 2);
  const luma = (r: number, g: number, b: number) => 0.299 * r + 0.587 * g + 0.114 * b;
  // the shares are those of ITU-R 601 to five digits
  expect(floats[0]).toBeCloseTo(luma(10, 200, 73), 2);
  expect(floats[1]).toBeCloseTo(luma(3, 1, 2), 2);
});

test("in color all channels are alike, and back in gray they are what they were", () => {
  const gray = Float32Array.of(1.5, -2, 300, 0.25);
  const color = new Float32Array(12);
  toColor(gray, color, 2);
  expect([...color]).toEqual([1.5, -2, 1.5, -2, 1.5, -2, 300, 0.25, 300, 0.25, 300, 0.25]);
  const again = new Float32Array(4);
  toGray(color, again, 2);
  expect([...again]).toEqual([...gray]);
});
