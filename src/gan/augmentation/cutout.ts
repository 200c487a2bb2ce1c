/** A hole in an image. */
import type { Transform } from "./augmentation.ts";

/** 0, the middle of the range, where both `cutRows` and `cutColumns` are 1; where either is 0 the image stays. */
export const cutout: Transform = {
  numbers: ([n, , h, w]) => ({ cutRows: [n, 1, h, 1], cutColumns: [n, 1, 1, w] }),
  apply: (g, x, { cutRows, cutColumns }) => g.mul(x, g.sub(1, g.mul(cutRows!, cutColumns!))),
};
