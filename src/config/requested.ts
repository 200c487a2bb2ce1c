/** The config that somebody asks for: a start, options over it, and how much shorter it is to be. */
import { loadConfig } from "./load.ts";
import { shortenConfig } from "./recipes/shorten.ts";
import type { Config } from "./schema.ts";

/** What makes a config. */
export interface ConfigRequest {
  /** A recipe's name or a file's path. */
  readonly start: string;
  /** Options `path=value`. */
  readonly set: readonly string[];
  /** How many times fewer steps; default 1. */
  readonly shorten?: number | undefined;
}

/**
 * The complete config.
 *
 * @throws EvenkeelError `CONFIG` for whatever is wrong with it.
 */
export async function requestedConfig({ start, set, shorten = 1 }: ConfigRequest): Promise<Config> {
  return shortenConfig(await loadConfig(start, set), shorten);
}
