/** The config that a user requests: a start, options that override it, and a factor to shorten it. */
import { loadConfig } from "./load.ts";
import { shortenConfig } from "./recipes/shorten.ts";
import type { Config } from "./schema.ts";

/** A request for a config. */
export interface ConfigRequest {
  /** A recipe's name or a file's path. */
  readonly start: string;
  /** Options `path=value`. */
  readonly set: readonly string[];
  /** The factor by which to shorten the run; default 1. */
  readonly shorten?: number | undefined;
}

/**
 * The complete config.
 *
 * @throws EvenkeelError `CONFIG` for every problem of it.
 */
export async function requestedConfig({ start, set, shorten = 1 }: ConfigRequest): Promise<Config> {
  return shortenConfig(await loadConfig(start, set), shorten);
}
