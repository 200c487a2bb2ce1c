/** Rules on the instruments of a run. */
import type { Rule } from "./rule.ts";

export const instrumentRules: readonly Rule[] = [
  {
    paths: [
      ["instruments", "spectraEvery"],
      ["instruments", "every"],
    ],
    broken: ({ instruments: { every, spectraEvery } }) =>
      spectraEvery > 0 && (every === 0 || spectraEvery % every !== 0)
        ? `must be a multiple of instruments.every, ${every}`
        : undefined,
  },
  {
    paths: [
      ["health", "action"],
      ["instruments", "every"],
    ],
    broken: ({ health: { action }, instruments: { every } }) =>
      action !== "none" && every === 0
        ? "must be none when instruments.every is 0, since health is judged from instruments"
        : undefined,
  },
];
