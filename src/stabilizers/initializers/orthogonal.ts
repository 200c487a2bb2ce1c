/** Orthogonal initialization (`orthogonal`). */
import { orthogonal } from "../../nn/index.ts";
import type { InitializerMethod } from "../method.ts";
import { gainOptions } from "./options.ts";

/** `orthogonal` in a config. */
export const orthogonalMethod = {
  summary: "random orthonormal rows or columns",
  options: gainOptions,
  create: ({ gain }) => orthogonal(gain),
} as const satisfies InitializerMethod<typeof gainOptions>;
