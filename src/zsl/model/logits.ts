/** Attributes before the network, and logits behind it. */
import { refusal } from "../../errors.ts";
import { type Builder, square, type Value } from "../../graph/index.ts";
import type { Rows } from "../data/data.ts";

/** Added to squared norms, so that a vector of zeros stays one. */
const EPSILON = 1e-24;

/**
 * a·√d/‖a‖ of each row of d numbers, whose mean square is 1 then.
 *
 * @throws EvenkeelError `DATA` for a row of zeros.
 */
export function normalizedAttributes({ columns, data }: Rows): Rows {
  const out = new Float32Array(data.length);
  for (let start = 0; start < data.length; start += columns) {
    const row = data.subarray(start, start + columns);
    const norm = Math.hypot(...row);
    if (norm === 0) {
      const where = `attributes of class ${start / columns}`;
      throw refusal("DATA", { where, rule: "must not all be 0 to be normalized" });
    }
    for (let i = 0; i < columns; i++) {
      out[start + i] = ((row[i] as number) * Math.sqrt(columns)) / norm;
    }
  }
  return { columns, data: out };
}

/**
 * Logits of features z `[N, D]` for prototypes p `[C, D]`: `[N, C]`.
 *
 * @param scale γ of ⟨γ·z/‖z‖, γ·p/‖p‖⟩; `null`: ⟨z, p⟩.
 */
export function classLogits(
  g: Builder,
  features: Value,
  prototypes: Value,
  scale: number | null,
): Value {
  const prepared = (x: Value) => (scale === null ? x : g.mul(unitRows(g, x), scale));
  const options = { transposeA: false, transposeB: true };
  return g.matmul(prepared(features), prepared(prototypes), options);
}

function unitRows(g: Builder, x: Value): Value {
  const [rows = 1] = x.shape;
  const squares = g.reshape(g.sum(square(g, x), { axes: [1] }), { shape: [rows, 1] });
  return g.div(x, g.sqrt(g.add(squares, EPSILON)));
}
