/** A warning: a setting that is allowed but unlikely to be intended. */
import type { Config } from "../schema.ts";

export interface Warning {
  /** The keys that the warning is about. */
  readonly keys: string;
  /** Why the setting is doubtful; `undefined` if the warning does not apply. */
  readonly found: (config: Config) => string | undefined;
}
