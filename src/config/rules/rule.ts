/** A rule that a config must meet. */
import type { ConfigPath } from "../reference/json-schema.ts";
import type { Config } from "../schema.ts";

export interface Rule {
  /** The keys that the rule is about; the problem names the first one. */
  readonly paths: readonly [ConfigPath, ...ConfigPath[]];
  /** What the first key must be, in words that follow its name; `undefined` if the rule is met. */
  readonly broken: (config: Config) => string | undefined;
}
