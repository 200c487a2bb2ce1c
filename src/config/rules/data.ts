/** Rules on the options of a data set, from its record. */
import { optionRules } from "../../data/index.ts";
import type { Rule } from "./rule.ts";

export const dataRules: readonly Rule[] = optionRules.map(({ keys, broken }) => {
  const [wrong, ...others] = keys;
  return {
    paths: [["data", wrong], ...others.map((key) => ["data", key]), ["data", "name"]],
    broken: ({ data }) => broken(data),
  };
});
