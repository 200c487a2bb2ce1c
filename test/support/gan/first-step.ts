/** What the networks of a GAN are like before training, and what the first step of each changes. */
import { activationsOf } from "../../../src/analysis/activations.ts";
import { scalarFeed } from "../../../src/gan/feeds.ts";
import {
  discriminator,
  discriminatorStep,
  effectiveParameters,
  type GanModel,
  generate,
  generatorStep,
  initialState,
  type PlayerName,
  readParameters,
} from "../../../src/gan/index.ts";
import { gradient, sum, type Value } from "../../../src/graph/index.ts";
import {
  createProgram,
  type HostTensor,
  type Program,
  type Runtime,
} from "../../../src/runtime/index.ts";
import { stepFeeds } from "./small.ts";

/** Numbers by what they are of: `discriminator/conv1`. */
type Figures = Readonly<Record<string, number>>;

/** One draw of initial weights. */
export interface Start {
  /** Mean square of what a layer gives its activation; `discriminator/output`. */
  readonly activations: Figures;
  /** Squared norm of the gradient of D's output to that, and to the image; mean over the images. */
  readonly gradients: Figures;
  readonly weights: Readonly<Record<string, HostTensor>>;
}

/** What a step of D and then one of G made of a draw. */
export interface FirstStep {
  /** Root mean square of what changed in a layer's activations over that of the activations. */
  readonly changes: Figures;
  readonly weights: Readonly<Record<string, HostTensor>>;
}

/** Measures of a model on one batch of images, `[N, C, H, W]` of bytes. */
export interface Meter {
  start(seed: number): Promise<Start>;
  /** From the draw of the last {@link start}. */
  step(): Promise<FirstStep>;
}

/** Compiles the measures of a model; the state is overwritten. */
export async function meterOf(
  runtime: Runtime,
  model: GanModel,
  images: Uint8Array,
): Promise<Meter> {
  const probe = await runtime.compile(activationsProgram(model));
  const onDiscriminator = await runtime.compile(discriminatorStep(model));
  const onGenerator = await runtime.compile(generatorStep(model));
  const given = stepFeeds(model);
  const feeds = (...names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, Float32Array.from(given[name]!)]));
  const scalars = (player: PlayerName) =>
    feeds(...model.definition[player].optimizer.scalars.map((name) => scalarFeed(player, name)));
  const real = Float32Array.from(images, (x) => x / 127.5 - 1);
  const probed = () => probe.run({ real, ...feeds("z") });
  const names = weightNames(model);
  let before: Record<string, Float32Array> = {};
  return {
    async start(seed) {
      const state = initialState(model, seed);
      for (const [name, tensor] of Object.entries(state)) runtime.state.write(name, tensor);
      before = await probed();
      return {
        activations: figures(before, "activation", meanSquare),
        gradients: figures(before, "gradient", (x) => {
          return (meanSquare(x) * x.length) / model.definition.batchSize;
        }),
        weights: Object.fromEntries(names.map((name) => [name, state[name]!])),
      };
    },
    async step() {
      await onDiscriminator.run({ real: images, ...feeds("z"), ...scalars("discriminator") });
      await onGenerator.run({ ...feeds("z"), ...scalars("generator") });
      const after = await probed();
      return {
        changes: figures(before, "activation", (x, name) => {
          const moved = x.map((value, i) => after[name]![i]! - value);
          return Math.sqrt(meanSquare(moved) / meanSquare(x));
        }),
        weights: await runtime.state.read(names),
      };
    },
  };
}

/** A figure of each result whose name begins with `kind`. */
function figures(
  results: Readonly<Record<string, Float32Array>>,
  kind: string,
  figure: (x: Float32Array, name: string) => number,
): Figures {
  return Object.fromEntries(
    Object.entries(results).flatMap(([name, x]) =>
      name.startsWith(`${kind}/`) ? [[name.slice(kind.length + 1), figure(x, name)]] : [],
    ),
  );
}

function weightNames(model: GanModel): string[] {
  return (["generator", "discriminator"] as const).flatMap((player) =>
    model[player].parameters.flatMap(({ name, role }) =>
      role === "weight" ? [`${player}/${name}`] : [],
    ),
  );
}

/** Feeds `real` and `z`; results in `activation/<player>/<layer>` and `gradient/discriminator/<layer>`. */
function activationsProgram(model: GanModel): Program {
  const { batchSize: n, imageShape, latentSize } = model.definition;
  const program = createProgram("activations");
  const { g } = program;
  const effective = (player: PlayerName) =>
    effectiveParameters(program, model, player, readParameters(program, model, player)).parameters;
  const z = program.feed("z", { dtype: "float32", shape: [n, latentSize] });
  const made = generate(program, model, effective("generator"), z, undefined).output;
  const image = program.feed("real", { dtype: "float32", shape: [n, ...imageShape] });
  const { discriminate } = discriminator(program, model, effective("discriminator"));
  const output = discriminate({ images: image, condition: undefined });
  const inner = inputsOfActivations(output, "discriminator");
  const activations = { ...inputsOfActivations(made, "generator"), ...inner };
  for (const [name, value] of Object.entries({ ...activations, "discriminator/output": output })) {
    program.result(`activation/${name}`, value);
  }
  const places = Object.entries({ ...inner, "discriminator/image": image });
  const slopes = gradient(
    g,
    sum(g, output),
    places.map(([, value]) => value),
  );
  for (const [i, [name]] of places.entries()) program.result(`gradient/${name}`, slopes[i]!);
  return program.build();
}

function inputsOfActivations(output: Value, player: PlayerName): Record<string, Value> {
  return Object.fromEntries(
    activationsOf(output, player).map(({ of, input }) => [`${player}/${of}`, input]),
  );
}

function meanSquare(x: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < x.length; i++) total += x[i]! ** 2;
  return total / x.length;
}
