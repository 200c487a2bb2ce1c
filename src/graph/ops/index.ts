/** The table of all ops. */
import type { OpTable } from "../signatures.ts";
import { compare } from "./compare.ts";
import { convolution } from "./convolution.ts";
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
