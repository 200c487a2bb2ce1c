/** What becomes of the colors of an image. */
import { mean, sliceAxis } from "../../graph/index.ts";
import type { ImagesShape, Transform } from "./augmentation.ts";

/** An affine map of each pixel's channels: `matrix` times x, plus `offset`. */
export const colorMap: Transform = {
  numbers: ([n, c]) => ({ matrix: [n, c, c], offset: [n, c, 1, 1] }),
  apply(g, x, { matrix, offset }) {
    const [n, c, h, w] = x.shape as ImagesShape;
    const pixels = g.reshape(x, { shape: [n, c, h * w] });
    const mapped = g.matmul(matrix!, pixels, { transposeA: false, transposeB: false });
    return g.add(g.reshape(mapped, { shape: [n, c, h, w] }), offset!);
  },
};

/** The channels of an image that are colors: the fourth is its opacity. */
export const colorsOf = (channels: number) => (channels === 4 ? 3 : channels);

/** m + `contrast`·(x − m), m being the mean of the image over its pixels and colors; opacity stays as it is. */
export const contrastAboutMean: Transform = {
  numbers: ([n]) => ({ contrast: [n, 1, 1, 1] }),
  apply(g, x, { contrast }) {
    const [, channels] = x.shape as ImagesShape;
    const count = colorsOf(channels);
    const colors = count === channels ? x : sliceAxis(g, x, 1, 0, count);
    const middle = mean(g, colors, [1, 2, 3], true);
    const changed = g.add(middle, g.mul(g.sub(colors, middle), contrast!));
    if (count === channels) return changed;
    return g.concat([changed, sliceAxis(g, x, 1, count, channels)], { axis: 1 });
  },
};
