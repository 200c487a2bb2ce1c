/** A GAN whose networks have been traced. */
import { EvenkeelError } from "../errors.ts";
import { sizeOf } from "../graph/index.ts";
import type { ImageType } from "../images/index.ts";
import { describeNetwork, type NetworkDescription, type ParameterSpec } from "../nn/index.ts";
import { gammaSpecs, layerOf, type MethodState, matchesLayer } from "../stabilizers/index.ts";
import {
  type CompleteDefinition,
  completeDefinition,
  type GanDefinition,
  type PlayerName,
} from "./definition.ts";

/** A definition with what its networks were found to hold; γ, where there is one, is among the parameters. */
export interface GanModel<
  Type extends ImageType = ImageType,
  Classes extends number | undefined = number | undefined,
> {
  readonly definition: CompleteDefinition<Type, Classes>;
  readonly generator: NetworkDescription;
  readonly discriminator: NetworkDescription;
}

/** Whose images a discriminator judges: statistics of past iterations are kept of either. */
export const JUDGED = ["real", "generated"] as const;

/**
 * Traces both networks and fills in the definition's defaults.
 *
 * @example
 * const player = { optimizer: adam({ beta1: 0.5 }), learningRate: 2e-4, initializer: normal(0.02) };
 * const model = createModel({
 *   generator: { ...player, network: generator },
 *   discriminator: { ...player, network: discriminator, reparametrization: spectralNorm() },
 *   loss: losses.hinge,
 *   latentSize: 128,
 *   imageShape: [3, 32, 32],
 *   batchSize: 64,
 * });
 *
 * @throws EvenkeelError `SHAPE` when they do not fit together, naming the layer, or when a network's reference
 *   has other layers; `CONFIG` when a network's `layers` name one that it does not have, or when the augmentation fits
 *   neither images nor loss.
 */
export function createModel<
  const Type extends ImageType = "uint8",
  const Classes extends number | undefined = undefined,
>(given: GanDefinition<Type, Classes>): GanModel<Type, Classes> {
  const definition = completeDefinition(given);
  const { batchSize, latentSize, imageShape, classes } = definition;
  expectAugmentable(definition);
  const image = [batchSize, ...imageShape];
  const describe = (player: PlayerName, input: readonly number[], output: readonly number[]) => {
    const { network, reference } = definition[player];
    const given = { dtype: "float32", shape: input } as const;
    const sources = player === "discriminator" ? JUDGED : undefined;
    const found = describeNetwork(network, given, { classes, reference, sources });
    expectShape(player, found.output.shape, output);
    const weights = covered(definition, player, found.parameters);
    const { layers = [], gamma } = definition[player];
    expectLayers(`${player}.reparametrization.layers`, layers, found);
    const gammas = gamma === undefined ? [] : gammaSpecs(gamma, weights);
    return { ...found, parameters: [...found.parameters, ...gammas] };
  };
  return {
    definition,
    generator: describe("generator", [batchSize, latentSize], image),
    discriminator: describe("discriminator", image, [batchSize, 1]),
  };
}

/**
 * Refuses names of layers, `*` standing for anything, that a network does not have.
 *
 * @param where the key that holds them.
 * @throws EvenkeelError `CONFIG` that tells the network's layers with weights.
 */
export function expectLayers(
  where: string,
  names: readonly string[],
  { parameters }: NetworkDescription,
): void {
  const known = parameters.filter(({ role }) => role === "weight").map(({ name }) => layerOf(name));
  const odd = names.find((name) => !known.some((layer) => matchesLayer(name, layer)));
  if (odd === undefined) return;
  throw new EvenkeelError(
    "CONFIG",
    `${where}: must name layers out of ${known.join(", ")}, got ${odd}`,
  );
}

/** The weights that a network's reparametrization acts on, with their states. */
export function reparametrized(
  model: GanModel,
  player: PlayerName,
): readonly { readonly spec: ParameterSpec; readonly states: readonly MethodState[] }[] {
  const { reparametrization } = model.definition[player];
  return covered(model.definition, player, model[player].parameters).map((spec) => ({
    spec,
    states: reparametrization?.states(spec) ?? [],
  }));
}

function covered(
  definition: CompleteDefinition,
  player: PlayerName,
  parameters: readonly ParameterSpec[],
): ParameterSpec[] {
  const { reparametrization, layers = ["*"] } = definition[player];
  if (reparametrization === undefined) return [];
  return parameters.filter(
    ({ role, name }) =>
      role === "weight" && layers.some((pattern) => matchesLayer(pattern, layerOf(name))),
  );
}

/** The number of trainable numbers in a network. */
export function parameterCount({ parameters }: NetworkDescription): number {
  return parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

function expectAugmentable({ augmentation, loss, imageShape }: CompleteDefinition): void {
  if (augmentation === undefined) return;
  const [, height, width] = imageShape;
  if (height * width === 1) {
    throw new EvenkeelError("CONFIG", "augmentation: must be none for points");
  }
  if (augmentation.steering && loss.undecided === null) {
    const rule = "an adaptive one needs a loss that sets the output between real and generated";
    throw new EvenkeelError("CONFIG", `augmentation: ${rule} images`);
  }
}

function expectShape(
  what: PlayerName,
  shape: readonly number[],
  expected: readonly number[],
): void {
  if (shape.join() !== expected.join()) {
    throw new EvenkeelError(
      "SHAPE",
      `${what}: must give [${expected.join(", ")}], got [${shape.join(", ")}]`,
    );
  }
}
