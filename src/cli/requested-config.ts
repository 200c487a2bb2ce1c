/** The config that a command line asks for. */
import { type Config, loadConfig, shortenConfig } from "../config/index.ts";

/** What of a command line makes a config. */
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
export async function requestedConfig(request: ConfigRequest): Promise<Config> {
  const { start, set, shorten = 1 } = request;
  return shortenConfig(await loadConfig(start, set), shorten);
}
