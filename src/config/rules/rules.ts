/** The rules that the keys of a config must meet together. */

import { show } from "../../schema-text.ts";
import { valueAt } from "../problems.ts";
import type { ConfigPath } from "../reference/json-schema.ts";
import type { Config } from "../schema.ts";
import type { Problem } from "../sources.ts";
import { architectureRules } from "./architecture.ts";
import { augmentationRules } from "./augmentation.ts";
import { dataRules } from "./data.ts";
import { evaluateRules } from "./evaluate.ts";
import { instrumentRules } from "./instruments.ts";
import { methodRules } from "./methods.ts";
import { sampleRules } from "./samples.ts";

/** The rules that a complete config violates; rules about `ignored` keys are skipped. */
export function ruleProblems(
  config: Config,
  ignored: readonly ConfigPath[] = [],
): readonly Problem[] {
  const ignoredKeys = ignored.map((path) => `${path.join(".")}.`);
  return [
    ...dataRules,
    ...architectureRules,
    ...methodRules,
    ...augmentationRules,
    ...evaluateRules,
    ...instrumentRules,
    ...sampleRules,
  ].flatMap(({ paths, broken }) => {
    const isIgnored = (path: ConfigPath) =>
      ignoredKeys.some((key) => key.startsWith(`${path.join(".")}.`));
    const rule = paths.some(isIgnored) ? undefined : broken(config);
    if (rule === undefined) return [];
    const [path] = paths;
    return [{ path, text: `${rule}, got ${show(valueAt(config, path))}` }];
  });
}
