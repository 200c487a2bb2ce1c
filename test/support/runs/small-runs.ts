/** Runs so small that a test can train them. */
import { join } from "node:path";
import { built } from "./built.ts";
import { set } from "./command-line.ts";

/** Settings of {@link tiny}. */
export const tinySettings = [
  ...["model.generatorChannels=32", "model.discriminatorChannels=4", "model.latentSize=16"],
  ...["batchSize=8", "data.count=100", "samples.rows=2", "samples.columns=2"],
];

/** Arguments of `train` for networks of images so small that a step takes milliseconds. */
export const tiny = ["quickstart-unconditional", ...set(...tinySettings)];

/** Settings of {@link points}. */
export const pointsSettings = [
  ...["model.generatorChannels=8", "model.discriminatorChannels=8", "nDis=1", "batchSize=16"],
  ...["samples.rows=2", "samples.columns=2", "sampleEvery=0", "logEvery=1"],
];

/** Arguments of `train` for networks of points in the plane; a step takes a millisecond and is logged. */
export const points = ["eight-gaussians", ...set(...pointsSettings)];

/** Trains the networks of {@link tiny} in this process, into the folder `out`, without a report. */
export const trainTiny = (out: string, ...settings: string[]) =>
  trainHere(out, "quickstart-unconditional", ...tinySettings, ...settings);

/** Trains a recipe in this process, into the folder `out`, without a report. */
export async function trainHere(out: string, recipe: string, ...settings: string[]): Promise<void> {
  const { loadConfig, planOfConfig, runTraining } = await loadTraining();
  await runTraining(planOfConfig(await loadConfig(recipe, settings)), { kind: "new", out });
}

/** Goes on with a run in this process, without a report; returns what a person is told. */
export function resume(folder: string, ...settings: string[]): Promise<readonly string[]> {
  return resumeWith(folder, settings);
}

/** The same, on whatever data, where `acceptOtherData` is true. */
export async function resumeWith(
  folder: string,
  settings: readonly string[],
  acceptOtherData = false,
): Promise<readonly string[]> {
  const { readResolvedConfig, planOfConfig, runTraining } = await loadTraining();
  const config = await readResolvedConfig(join(folder, "config.yaml"), settings);
  const notes: string[] = [];
  await runTraining(
    planOfConfig(config),
    { kind: "resume", folder, acceptOtherData },
    {
      report: (message) => {
        if (message.type === "note") notes.push(message.text);
      },
    },
  );
  return notes;
}

/** What trains the run of a config in this process. */
export async function loadTraining() {
  return {
    ...(await built<typeof import("../../../src/config/index.ts")>("config/index")),
    ...(await built<typeof import("../../../src/training/index.ts")>("training/index")),
    ...(await built<typeof import("../../../src/training/session.ts")>("training/session")),
  };
}
