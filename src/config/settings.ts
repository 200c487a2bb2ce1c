/** The settings of a run other than its networks and images. */
import type { z } from "zod";
import { EvenkeelError } from "../errors.ts";
import { keyText, refusedPaths, schemaProblems } from "./problems.ts";
import { configSchema } from "./schema.ts";

/**
 * Settings that do not depend on the networks and images: name, seed, device, steps, and what is recorded,
 * measured and kept. The keys are those of a config; docs/config.md explains them.
 */
export const runSettingsSchema = configSchema
  .pick({
    name: true,
    seed: true,
    device: true,
    threads: true,
    steps: true,
    nDis: true,
    order: true,
    samples: true,
    logEvery: true,
    sampleEvery: true,
    checkpointEvery: true,
    evaluate: true,
    instruments: true,
    health: true,
    keepCheckpoints: true,
  })
  .extend({
    flip: configSchema.shape.data.unwrap().shape.flip,
    noise: configSchema.shape.generator.unwrap().shape.noise,
  });

/** Settings with all defaults filled in. */
export type RunSettings = z.output<typeof runSettingsSchema>;

/** Settings as given by a caller: any part of them. */
export type RunSettingsInput = z.input<typeof runSettingsSchema>;

/**
 * Fills in the defaults of all settings.
 *
 * @throws EvenkeelError `CONFIG` that lists every problem: the key, the rule, the value and a suggestion.
 */
export function parseRunSettings(input: RunSettingsInput): RunSettings {
  const parsed = runSettingsSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = schemaProblems(parsed.error, input);
  const { length: total } = refusedPaths(parsed.error);
  const lines = problems.map(({ path, text }) => `${keyText(path)}: ${text}`);
  const more = total > problems.length ? [`and ${total - problems.length} more`] : [];
  throw new EvenkeelError("CONFIG", `settings: ${[...lines, ...more].join("; ")}`, {
    advice: "docs/config.md explains every key.",
    details: {
      problems: problems.map(({ path, text }) => ({ path: path.join("."), text })),
      count: total,
    },
  });
}
