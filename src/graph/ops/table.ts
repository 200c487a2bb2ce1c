/** The table of all ops. */
import type { OpName } from "../signatures.ts";

import { compare } from "./compare.ts";
import { convolution } from "./convolution.ts";
import type { OpTable } from "./definition.ts";
import { elementwise } from "./elementwise.ts";
import { indexing } from "./indexing.ts";
import { linalg } from "./linalg.ts";
import { movement } from "./movement.ts";
import { pooling } from "./pooling.ts";
import { reductions } from "./reduction.ts";

export const ops: OpTable = {
  ...elementwise,
  ...compare,
  ...reductions,
  ...movement,
  ...pooling,
  ...indexing,
  ...linalg,
  ...convolution,
};

/**
 * The ops whose result has at each place a function of the operands there, after broadcasting: those of the
 * families `elementwise` and `compare`.
 */
export const elementwiseOps: ReadonlySet<OpName> = new Set(
  Object.keys({ ...elementwise, ...compare }) as OpName[],
);
