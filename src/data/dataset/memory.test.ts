import { expect, test } from "vitest";
import { allocatePixels } from "./memory.ts";

test("more images than any memory holds are refused before they are read", () => {
  // 2.8 PB
  expect(() => allocatePixels("stl10", 1e12, 3072)).toThrow(
    /^stl10: the images must fit into [\d.]+ \w+ of memory, got 1 000 000 000 000 images that take 2794 TiB$/,
  );
  expect(allocatePixels("stl10", 2, 3)).toEqual(new Uint8Array(6));
});
