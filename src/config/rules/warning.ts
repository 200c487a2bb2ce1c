/** One thing that is allowed in a config, and unlikely to be meant. */
import type { Config } from "../schema.ts";

export interface Warning {
  /** The keys it is about. */
  readonly keys: string;
  /** Why it is doubtful; `undefined` if it is not there. */
  readonly found: (config: Config) => string | undefined;
}
