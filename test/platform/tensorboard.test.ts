/** Runs that were killed and resumed, as TensorBoard's own Python reader shows them. */
import { execFileSync } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readJsonLines } from "../../src/files/json-lines.ts";
import { evenkeel, set, start, until } from "../support/runs/command-line.ts";
import { tiny } from "../support/runs/small-runs.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const READ = `
import json, sys
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
events = EventAccumulator(sys.argv[1])
events.Reload()
print(json.dumps([event.step for event in events.Scalars("loss/d")]))
`;

/** The steps of the curve of D's loss. */
function shown(run: string): readonly number[] {
  const python = process.env.PYTHON ?? "python3";
  return JSON.parse(execFileSync(python, ["-c", READ, run], { encoding: "utf8" }));
}

test.each([
  ["before its first checkpoint", 1000],
  ["between two checkpoints", 15],
])("a run killed %s and resumed has one curve", async (_when, checkpointEvery) => {
  const cwd = await temporaryFolder();
  const settings = set(
    ...["steps=1000", "logEvery=5", `checkpointEvery=${checkpointEvery}`],
    ...["sampleEvery=0", "instruments.every=0", "threads=1"],
  );
  const run = join(cwd, "r");
  const killed = start(cwd, "train", ...tiny, ...settings, "--out", "r", "--no-report");
  const lines = () => readJsonLines(join(run, "metrics.jsonl")).catch(() => []);
  await until(async () => (await lines()).length >= 6 || killed.child.exitCode !== null);
  killed.child.kill("SIGKILL");
  expect((await killed.result).signal).toBe("SIGKILL");
  const resume = ["train", "--resume", "r", "--no-report", ...set("steps=60")];
  const { code, err } = await evenkeel(cwd, ...resume);
  expect(code, err).toBe(0);
  const files = (await readdir(run)).filter((name) => name.startsWith("events."));
  expect(files).toHaveLength(2);
  const whole = [1, ...Array.from({ length: 12 }, (_, i) => 5 * (i + 1))];
  expect(shown(run)).toEqual(whole);
});
