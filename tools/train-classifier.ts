/** `npm run train:classifier`: trains a small classifier for its features. */
import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { EvenkeelError } from "evenkeel";
import { createFolders, writeFileAtomically } from "evenkeel/files";
import { evaluate } from "evenkeel/graph";
import {
  type ClassifierTensors,
  classifierExtractor,
  classifierProgram,
  exportClassifier,
  trainClassifier,
  withHalfWeights,
} from "evenkeel/metrics/classifier";
import { createRuntime, type Engine } from "evenkeel/runtime";
import { nodeEngine } from "evenkeel/runtime/node";
import { digitsRecipe } from "./classifiers/digits.ts";
import { photosRecipe } from "./classifiers/photos.ts";
import { type ClassifierData, type ClassifierRecipe, SEED } from "./classifiers/recipe.ts";
import { shapesRecipe } from "./classifiers/shapes.ts";
import { type StateFile, stateFile } from "./classifiers/state.ts";
import { onProgress, runCommand } from "./command.ts";
import { optionalText, optionalWhole, requiredOneOf, threads, type ValuesOf } from "./options.ts";
import { largestOfRows } from "./shapes.ts";

const recipes = { shapes: shapesRecipe, digits: digitsRecipe, photos: photosRecipe } as const;
type RecipeName = keyof typeof recipes;
const names = Object.keys(recipes) as RecipeName[];
const places = Object.entries<ClassifierRecipe>(recipes).flatMap(([name, { place }]) =>
  place === undefined ? [] : [`${name}: ${place}`],
);

/** Batches between two lines of progress. */
const TOLD_EVERY = 50;
/** Held-out images that tell how far it is whenever the state is saved; all of them decide at the end. */
const GLANCE = 1000;

/** Ends a training whose state is saved. */
class Stopped extends Error {}

const options = {
  name: requiredOneOf("which classifier", names),
  data: optionalText(`its images. ${places.join(". ")}`),
  steps: optionalWhole("batches to train on (default: those of a whole training)"),
  threads: threads(),
  out: optionalText("the ONNX file (default: assets/NAME-classifier.onnx)"),
  state: optionalText(
    "the file that keeps the training's state (default: runs/NAME-classifier.state)",
  ),
};

await runCommand({
  name: "train:classifier",
  description:
    "Trains a small classifier for its features, and writes it as ONNX. shapes learns all that a drawing of the built-in set shows and takes about two minutes on one core; digits learns MNIST, a minute; photos learns CIFAR-10's classes, in half an hour on two cores. Ctrl-C saves; the same command continues.",
  options,
  run: train,
});

type Options = ValuesOf<typeof options>;

async function train({
  name,
  data: place,
  steps: asked,
  threads,
  ...files
}: Options): Promise<void> {
  const { out = `assets/${name}-classifier.onnx`, state = `runs/${name}-classifier.state` } = files;
  const recipe: ClassifierRecipe = recipes[name];
  const steps = asked ?? recipe.steps;
  if (recipe.place !== undefined && place === undefined) {
    throw new EvenkeelError("USAGE", `train:classifier: --data must name ${recipe.place}`);
  }
  const data = await recipe.open(place ?? "", onProgress);
  const engine = nodeEngine({ device: "cpu", threads });
  const { words } = recipe.learning(steps);
  const training = `${steps} batches of ${recipe.batchSize}, ${words}, seed ${SEED}`;
  const kept = stateFile(state, `${name}: ${training}`);
  const begun = performance.now();
  const trained = await learn({ engine, recipe, data, kept, steps });
  if (trained === undefined) {
    onProgress(`stopped; the state is in ${state}, the same command continues`);
    process.exitCode = 130;
    return;
  }
  const tensors = withHalfWeights(recipe.definition, trained);
  onProgress(`testing on ${data.test.labels.length} images`);
  const accuracy = await accuracyOf(engine, recipe, tensors, data.test);
  const { classes, numbers = [] } = recipe.definition.targets;
  const model = exportClassifier(recipe.definition, tensors, {
    name: `${name}-classifier`,
    description: recipe.description,
    metadata: {
      classes: (Object.values(classes)[0] ?? []).join(","),
      targets: [...Object.keys(classes), ...numbers].join(", "),
      training,
      ...data.facts,
      accuracy: String(accuracy),
      testImages: String(data.test.labels.length),
      probe: JSON.stringify(probed(recipe, tensors, data.probe)),
    },
  });
  await createFolders(dirname(out));
  await writeFileAtomically(out, model);
  await kept.remove();
  const minutes = ((performance.now() - begun) / 60_000).toFixed(1);
  console.log(
    [
      `${out}, trained in ${minutes} minutes since the start or the last continuation`,
      `  bytes: ${model.length}`,
      `  sha256: ${createHash("sha256").update(model).digest("hex")}`,
      `  accuracy: ${accuracy} of ${data.test.labels.length}`,
    ].join("\n"),
  );
}

interface Lesson {
  readonly engine: Engine;
  readonly recipe: ClassifierRecipe;
  readonly data: ClassifierData;
  readonly kept: StateFile;
  readonly steps: number;
}

/** The trained tensors; `undefined` if it was stopped. */
async function learn({
  engine,
  recipe,
  data,
  kept,
  steps,
}: Lesson): Promise<ClassifierTensors | undefined> {
  const { definition, batchSize, saveEvery } = recipe;
  const { words, ...learning } = recipe.learning(steps);
  const runtime = createRuntime(engine);
  const from = await kept.read();
  if (from !== undefined) onProgress(`goes on from step ${from.step}`);
  let isStopped = false;
  const stop = () => {
    isStopped = true;
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  const progress = teller(steps);
  try {
    return await trainClassifier(definition, {
      ...{ runtime, batchSize, steps, seed: SEED, from, ...learning },
      next: data.batch,
      async onStep(step, loss, state) {
        progress(step, loss);
        if (isStopped || (step % saveEvery === 0 && step < steps)) {
          const now = await state();
          await kept.write(now);
          if (isStopped) throw new Stopped();
          const some = spread(data.test, GLANCE);
          const share = await accuracyOf(engine, recipe, now.tensors, some);
          onProgress(
            `saved; ${(100 * share).toFixed(1)} % of ${some.labels.length} held-out images`,
          );
        }
      },
    });
  } catch (error) {
    if (error instanceof Stopped) return undefined;
    throw error;
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
    await runtime.release();
  }
}

/** Tells now and then how far the training is and when it will be done. */
function teller(steps: number): (step: number, loss: number) => void {
  let average: number | undefined;
  let [first, begun] = [0, 0];
  return (step, loss) => {
    average = average === undefined ? loss : 0.98 * average + 0.02 * loss;
    if (begun === 0) [first, begun] = [step, performance.now()];
    if (step % TOLD_EVERY !== 0 || step === first) return;
    const perStep = (performance.now() - begun) / (step - first);
    const left = ((steps - step) * perStep) / 60_000;
    onProgress(
      `step ${step} of ${steps}: loss ${average.toFixed(4)}, ${perStep.toFixed(0)} ms a step, ${left.toFixed(1)} minutes left`,
    );
  };
}

/** So many images of a test, at most, evenly spread. */
function spread({ images, labels }: ClassifierData["test"], most: number): ClassifierData["test"] {
  const every = Math.ceil(labels.length / most);
  const length = images.length / labels.length;
  const places = Array.from(labels, (_, place) => place).filter((place) => place % every === 0);
  const chosen = new Uint8Array(places.length * length);
  for (const [i, place] of places.entries()) {
    chosen.set(images.subarray(place * length, (place + 1) * length), i * length);
  }
  return { images: chosen, labels: places.map((place) => labels[place]!) };
}

/** The share of images whose first target is told. */
async function accuracyOf(
  engine: Engine,
  { definition }: ClassifierRecipe,
  tensors: ClassifierTensors,
  { images, labels }: ClassifierData["test"],
): Promise<number> {
  const model = exportClassifier(definition, tensors);
  const extractor = await classifierExtractor(engine, model, "classifier");
  const count = labels.length;
  const { logits } = await extractor.extract(images, [count, ...definition.imageShape]);
  await extractor.release();
  const found = largestOfRows(logits!, extractor.classes);
  return found.filter((label, i) => label === labels[i]).length / count;
}

/** What the graph's float64 reference makes of one image, so that a test can compare the file with it. */
function probed({ definition }: ClassifierRecipe, tensors: ClassifierTensors, image: Uint8Array) {
  const { graph } = classifierProgram(definition, 1);
  const values = Object.entries(tensors).map(([name, { data }]) => [name, data] as const);
  const { features, logits } = evaluate(graph, { images: image, ...Object.fromEntries(values) });
  const digits = (tensor: typeof features) =>
    Array.from(tensor!.data, (x) => Number(x.toPrecision(9)));
  return { features: digits(features), logits: digits(logits) };
}
