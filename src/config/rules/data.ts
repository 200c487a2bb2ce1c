/** What the options of a data set must agree on, as its record says. */
import { optionRules } from "../../data/index.ts";
import type { Rule } from "./rule.ts";

export const dataRules: readonly Rule[] = optionRules.map(({ keys, broken }) => {
  const [wrong, ...others] = keys;
  return {
    paths: [["data", wrong], ...others.map((key) => ["data", key]), ["data", "name"]],
    broken: ({ data }) => broken(data),
  };
});
