import { expect, test } from "vitest";
import { repeated } from "./index.ts";

test("images and labels again and again, the last round a part of them", () => {
  const images = Float32Array.of(1, 2, 3, 4);
  expect(repeated({ images, labels: Int32Array.of(7, 8) }, 2, 3)).toEqual({
    images: Float32Array.of(1, 2, 3, 4, 1, 2),
    labels: Int32Array.of(7, 8, 7),
  });
  expect(repeated({ images }, 1, 2)).toEqual({
    images: Float32Array.of(1, 2, 3, 4, 1, 2, 3, 4),
    labels: undefined,
  });
});
