/** Truncated normal distribution (`truncated-normal`). */
import { truncatedNormal } from "../../nn/index.ts";
import type { InitializerMethod } from "../method.ts";
import { stdOptions } from "./options.ts";

/** `truncated-normal` in a config. */
export const truncatedNormalMethod = {
  summary: "N(0, std²) within two standard deviations",
  options: stdOptions,
  create: ({ std }) => truncatedNormal(std),
} as const satisfies InitializerMethod<typeof stdOptions>;
