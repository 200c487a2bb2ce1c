/** `npm run study:instruments`: what the default instruments cost beside training. */
import { median } from "evenkeel/bench";
import { loadConfig } from "evenkeel/config";
import { openRunInstruments, planOfConfig } from "evenkeel/training";
import { onProgress, runCommand } from "../tools/command.ts";
import { milliseconds } from "../tools/milliseconds.ts";
import { someOf, threads, type ValuesOf, whole } from "../tools/options.ts";
import { openTraining } from "../tools/training.ts";

const RECIPES = ["quickstart-unconditional", "sngan-cifar10-cnn-c"] as const;

/** A recipe, and the steps of a block; 100 steps of the paper's CNN would take minutes. */
interface Case {
  readonly name: (typeof RECIPES)[number];
  readonly block: number;
  readonly set: readonly string[];
}

const options = {
  recipes: someOf("what to train", RECIPES),
  rounds: whole("rounds of two blocks", 5),
  threads: threads(),
};

await runCommand({
  name: "study:instruments",
  description:
    "Measures quickstart-unconditional and the SN-GAN paper's CNN at batch 64 in one process, alternating: a block of training steps, and such a block with one measurement of the instruments at its end. Prints the median of a step and of a measurement, the share that one measurement adds to the 100 steps between two of them, and the ratio of the two blocks. Takes five minutes on two cores; run nothing else meanwhile.",
  options,
  run: study,
});

async function study({ recipes, rounds, threads }: ValuesOf<typeof options>): Promise<void> {
  const shapes = ["data.name=shapes", "data.split=train"];
  const [small, cnn] = RECIPES;
  const cases: readonly Case[] = [
    { name: small, block: 100, set: [] },
    { name: cnn, block: 5, set: [`threads=${threads}`, ...shapes] },
  ];
  console.log(
    "| recipe | training step | measurement | share at the default | on over off | opening |",
  );
  console.log("| --- | ---: | ---: | ---: | --- | ---: |");
  for (const one of cases.filter(({ name }) => recipes.includes(name))) {
    console.log(`| ${(await measure(one, rounds)).join(" | ")} |`);
  }
}

async function measure({ name, block, set }: Case, rounds: number): Promise<readonly string[]> {
  const config = await loadConfig(name, set);
  const { settings } = planOfConfig(config);
  const { model, dataset, runtime, trainer } = await openTraining(config);
  try {
    const instruments = await openRunInstruments({ settings, model }, { dataset, runtime }, 0);
    const opening = instruments!.seconds();
    const steps = async () => {
      for (let i = 0; i < block; i++) await trainer.step();
    };
    const times = { off: [] as number[], on: [] as number[], measurement: [] as number[] };
    for (let round = 0; round <= rounds; round++) {
      onProgress(`${name}: round ${round} of ${rounds}`);
      // the block that goes first alternates, because a machine's speed drifts
      const first = await milliseconds(steps);
      const second = await milliseconds(steps);
      const [off, on] = round % 2 === 0 ? [first, second] : [second, first];
      const measurement = await milliseconds(() => instruments!.measure(trainer));
      // round 0 warms up
      if (round === 0) continue;
      times.off.push(off);
      times.on.push(on + measurement);
      times.measurement.push(measurement);
    }
    const [off, on] = [median(times.off), median(times.on)];
    const measurement = median(times.measurement);
    const share = (100 * measurement) / ((config.instruments.every * off) / block);
    return [
      name,
      `${(off / block).toFixed(1)} ms`,
      `${measurement.toFixed(1)} ms`,
      `${share.toFixed(2)} %`,
      `${(on / off).toFixed(3)} with one in ${block} steps`,
      `${opening.toFixed(2)} s`,
    ];
  } finally {
    await runtime.release();
  }
}
