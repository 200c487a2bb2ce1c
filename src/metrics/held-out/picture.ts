/** Generated images in rows with their nearest training images. */
import type { ImageRows } from "../inputs.ts";
import type { MetricPicture } from "../metric.ts";

const WHITE = 255;

/**
 * A picture of generated images, each in a row with its neighbours: one white cell apart from them, and one
 * white row between the groups.
 *
 * @param groups     numbers of generated images.
 * @param neighbours the neighbours of all images of all groups in turn, `k` for each.
 */
export function rowsWithNeighbours(
  generated: ImageRows,
  groups: readonly (readonly number[])[],
  neighbours: ImageRows,
  k: number,
): MetricPicture {
  const columns = k + 2;
  const rows = groups.reduce((sum, group) => sum + group.length, 0) + groups.length - 1;
  const { columns: length, shape } = generated;
  const data = new Uint8Array(rows * columns * length).fill(WHITE);
  const put = (row: number, column: number, from: ImageRows, index: number) =>
    data.set(
      from.data.subarray(index * length, (index + 1) * length),
      (row * columns + column) * length,
    );
  let [row, next] = [0, 0];
  for (const group of groups) {
    for (const image of group) {
      put(row, 0, generated, image);
      for (let i = 0; i < k; i++) put(row, 2 + i, neighbours, next++);
      row++;
    }
    row++;
  }
  return { images: { data, rows: rows * columns, columns: length, shape }, rows, columns };
}
