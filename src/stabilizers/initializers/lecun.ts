/** LeCun's initialization (`lecun`). */
import { z } from "zod";
import { lecunNormal } from "../../nn/index.ts";
import type { InitializerMethod } from "../method.ts";

const options = z.strictObject({});

/** `lecun` in a config. */
export const lecunMethod = {
  summary: "N(0, 1/fan-in)",
  options,
  create: lecunNormal,
} as const satisfies InitializerMethod<typeof options>;
