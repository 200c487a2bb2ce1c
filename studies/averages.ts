/** `npm run study:averages`: which batch-norm statistics averaged weights need. */
import { readFile } from "node:fs/promises";
import { randomStream } from "evenkeel";
import { loadConfig } from "evenkeel/config";
import { type GanModel, stateNames } from "evenkeel/gan";
import { loadGenerator, sampler } from "evenkeel/gan/inference";
import { toPixels } from "evenkeel/images";
import { featureStatistics, frechetDistance } from "evenkeel/metrics";
import { openShipped, shippedClassifiers } from "evenkeel/metrics/classifier";
import { createRuntime, type Executable, type HostTensor, type Runtime } from "evenkeel/runtime";
import { nodeEngine } from "evenkeel/runtime/node";
import { onProgress, runCommand } from "../tools/command.ts";
import { someOf, type ValuesOf, whole } from "../tools/options.ts";
import { shapesImages } from "../tools/shapes.ts";
import { openTraining } from "../tools/training.ts";
import { matrix } from "./metrics/measure.ts";

/** What each run changes of the recipe. */
const RUNS = {
  none: [],
  "ema 0.9": ["generator.ema=0.9"],
  "ema 0.999": ["generator.ema=0.999"],
  "batch 64": ["batchSize=64"],
  "rates x 0.2": [
    "generator.optimizer.learningRate=2e-4",
    "discriminator.optimizer.learningRate=8e-5",
  ],
  "rates x 4": [
    "generator.optimizer.learningRate=4e-3",
    "discriminator.optimizer.learningRate=16e-4",
  ],
  "SN in G": ["generator.reparametrization.name=sn"],
  SNDCGAN: ["model.architecture=sndcgan"],
} as const satisfies Readonly<Record<string, readonly string[]>>;
type RunName = keyof typeof RUNS;

/** Steps after which images are drawn. */
const SEEN = [250, 500, 1000, 2000];
/** Images on either side, and how many are drawn at once. */
const IMAGES = 2048;
const CHUNK = 64;
const SIZE = 32;
/** A seed of `shapes` on which neither the runs nor the classifier are trained. */
const REAL_SEED = 77;

type Tensors = Readonly<Record<string, HostTensor>>;
/** Where the statistics of the averaged weights come from. */
const WAYS = ["running", "averaged", "own"] as const;

const options = {
  runs: someOf(
    "runs, by what they change of quickstart-unconditional",
    Object.keys(RUNS) as RunName[],
  ),
  steps: whole("steps of a run", 2000),
  seed: whole("seed of the runs", 0, 0),
};

await runCommand({
  name: "study:averages",
  description:
    "Trains quickstart-unconditional with changes, and draws 2048 images from the averaged weights after 250, 500, 1000 and 2000 steps with three kinds of batch-norm statistics: the running ones of the weights in training, their moving average with the weights' decay, and those of the averaged weights themselves (which Evenkeel uses). Prints the Fréchet distance of each to real images in the features of the shapes classifier, beside that of the weights in training. Takes eight minutes on one core.",
  options,
  run: study,
});

async function study({ runs, steps, seed }: ValuesOf<typeof options>): Promise<void> {
  const distance = await openDistance();
  console.log(
    "| run | step | weights in training | averages, running statistics | averages, averaged statistics | averages, own statistics |",
  );
  console.log("| --- | ---: | ---: | ---: | ---: | ---: |");
  for (const run of runs) {
    const set = [`seed=${seed}`, `steps=${steps}`, ...RUNS[run]];
    for await (const { step, measured } of measure(set, distance)) {
      const row = [run, step, ...measured.map((value) => value.toFixed(1))];
      console.log(`| ${row.join(" | ")} |`);
    }
  }
}

/** The Fréchet distance of images (uint8 `[2048, 3, 32, 32]`) to real ones. */
async function openDistance(): Promise<(images: Uint8Array) => Promise<number>> {
  const engine = nodeEngine({ device: "cpu", threads: 1 });
  const { shapes } = shippedClassifiers;
  const extractor = await openShipped(engine, shapes, await readFile(shapes.file));
  const statistics = async (images: Uint8Array) => {
    const { features } = await extractor.extract(images, [IMAGES, 3, SIZE, SIZE]);
    return featureStatistics(matrix(features, extractor.dimension), { engine });
  };
  const real = await statistics(shapesImages(0, IMAGES, SIZE, REAL_SEED).images);
  return async (images) =>
    (await frechetDistance(real, await statistics(images), { engine })).value;
}

/** The distances of one run as it trains: of the weights in training, then of the averages by {@link WAYS}. */
async function* measure(set: readonly string[], distance: (images: Uint8Array) => Promise<number>) {
  const config = await loadConfig("quickstart-unconditional", set);
  const { model, runtime, trainer } = await openTraining(config);
  const other = createRuntime(nodeEngine({ device: "cpu", threads: 1 }));
  try {
    const follow = await averageOfStatistics(model, runtime);
    let draw: Executable | undefined;
    for (let step = 1; step <= config.steps; step++) {
      await trainer.step();
      await follow.move();
      if (!SEEN.includes(step)) continue;
      onProgress(`${set.join(" ")}: step ${step}`);
      const { tensors } = await trainer.snapshot();
      await loadGenerator(other, model, tensors);
      const own = await other.state.read();
      draw ??= await other.compile(sampler(model, CHUNK));
      const measured: number[] = [];
      for (const shown of [inTraining(model, own), ...WAYS.map((way) => statisticsBy(way))]) {
        for (const [name, tensor] of Object.entries({ ...own, ...shown })) {
          other.state.write(name, tensor);
        }
        measured.push(await distance(await drawn(model, draw)));
      }
      yield { step, measured };

      function statisticsBy(way: (typeof WAYS)[number]): Tensors {
        return { own: {}, running: underEma(model, own), averaged: follow.average }[way];
      }
    }
  } finally {
    await other.release();
    await runtime.release();
  }
}

/** The moving average of the running statistics, under the names of the averaged weights' own. */
async function averageOfStatistics(model: GanModel, runtime: Runtime) {
  const { ema } = model.definition.generator;
  const names = model.generator.buffers.map(({ name }) => name);
  const read = () => runtime.state.read(names.map((name) => stateNames.of("generator", name)));
  const average = underEma(model, structuredClone(await read()));
  return {
    average,
    async move() {
      const now = underEma(model, await read());
      for (const [name, { data }] of Object.entries(average)) {
        for (let i = 0; i < data.length; i++) {
          data[i] = ema * data[i]! + (1 - ema) * now[name]!.data[i]!;
        }
      }
    },
  };
}

/** The running statistics of the weights in training as those of the averages. */
function underEma(model: GanModel, tensors: Tensors): Tensors {
  return renamed(model.generator.buffers, tensors);
}

/** Everything of the weights in training in the place of the averages. */
function inTraining(model: GanModel, tensors: Tensors): Tensors {
  return renamed([...model.generator.parameters, ...model.generator.buffers], tensors);
}

function renamed(specs: readonly { readonly name: string }[], tensors: Tensors): Tensors {
  return Object.fromEntries(
    specs.map(({ name }) => [
      stateNames.of("ema", name),
      tensors[stateNames.of("generator", name)]!,
    ]),
  );
}

async function drawn(model: GanModel, draw: Executable): Promise<Uint8Array> {
  const { latentSize } = model.definition;
  const stream = randomStream(1, "samples");
  const parts: Uint8Array[] = [];
  for (let i = 0; i < IMAGES; i += CHUNK) {
    const z = stream.fillNormal(new Float32Array(CHUNK * latentSize));
    parts.push(Uint8Array.from(toPixels((await draw.run({ z })).images!)));
  }
  return Buffer.concat(parts);
}
