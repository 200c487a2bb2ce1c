/** One thing that must hold of a config. */
import type { ConfigPath } from "../reference/json-schema.ts";
import type { Config } from "../schema.ts";

export interface Rule {
  /** The keys it is about; the first one is named in the problem. */
  readonly paths: readonly [ConfigPath, ...ConfigPath[]];
  /** What the first key must be, in words that follow its name; `undefined` if it is. */
  readonly broken: (config: Config) => string | undefined;
}
