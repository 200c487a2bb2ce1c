/** Experiments of several seeds. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";

/** What `summary.json` of an experiment holds. */
export async function summary(experiment: string) {
  return JSON.parse(await readFile(join(experiment, "summary.json"), "utf8"));
}

/** The weights and the samples of a run's last step must be another's, byte for byte. */
export async function expectSameRun(
  cwd: string,
  one: string,
  other: string,
  step: number,
): Promise<void> {
  const digits = String(step).padStart(6, "0");
  const files = [`checkpoints/${digits}/weights.safetensors`, `samples/${digits}.png`];
  for (const file of [...files, "generator.onnx"]) {
    const [a, b] = await Promise.all([one, other].map((run) => readFile(join(cwd, run, file))));
    expect(a!.equals(b!), `${file} of ${one} and ${other}`).toBe(true);
  }
}
