/** Normal distribution (`normal`). */
import { normal } from "../../nn/index.ts";
import type { InitializerMethod } from "../method.ts";
import { stdOptions } from "./options.ts";

/** `normal` in a config. */
export const normalMethod = {
  summary: "N(0, std²)",
  options: stdOptions,
  create: ({ std }) => normal(std),
} as const satisfies InitializerMethod<typeof stdOptions>;
