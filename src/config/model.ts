/** The config's section `model`, from the records of the architectures. */
import { z } from "zod";
import {
  type Architecture,
  type ArchitectureName,
  architectures,
} from "../gan/architectures/index.ts";
import { latentDistributions } from "../gan/latent/index.ts";

type AllOptions = Intersection<(typeof architectures)[ArchitectureName]["options"]["shape"]>;
type Intersection<U> = (U extends unknown ? (one: U) => void : never) extends (all: infer I) => void
  ? I
  : never;

/** An option of some architectures, in addition to those of all architectures. */
export interface ArchitectureOption {
  readonly key: string;
  /** The names of the architectures that have it. */
  readonly owners: readonly string[];
  readonly schema: z.ZodType;
  /** The default; `undefined` if the option is refused for other architectures. */
  readonly fallback: unknown;
}

const records = Object.entries<Architecture>(architectures);

/** The options of all architectures. */
export const architectureOptions: readonly ArchitectureOption[] = [
  ...new Set(records.flatMap(([, { options }]) => Object.keys(options.shape))),
].map((key) => {
  const owners = records.filter(([, { options }]) => Object.hasOwn(options.shape, key));
  const schema = owners[0]![1].options.shape[key] as z.ZodType;
  return { key, owners: owners.map(([name]) => name), schema, fallback: schema.parse(undefined) };
});

/** The architectures' names, each followed by its text; architectures with the same text are grouped. */
function byArchitecture(textOf: (architecture: Architecture) => string): string {
  const texts = [...new Set(records.map(([, architecture]) => textOf(architecture)))];
  const namesOf = (text: string) =>
    records.flatMap(([name, architecture]) => (textOf(architecture) === text ? [name] : []));
  return texts.map((text) => `${namesOf(text).join(", ")}: ${text}`).join("; ");
}

/** The shapes of the options with a default, or of those without. */
function shapes(withDefault: boolean): Record<string, z.ZodType> {
  return Object.fromEntries(
    architectureOptions
      .filter(({ fallback }) => (fallback !== undefined) === withDefault)
      .map(({ key, owners, schema }) => [
        key,
        schema.describe(`${owners.join(", ")}: ${schema.description}`),
      ]),
  );
}

/** The channels of the wider network that one of the two stands for. */
function referenceChannels(player: "generator" | "discriminator") {
  return z
    .int()
    .min(1)
    .max(8192)
    .optional()
    .describe(
      `channels of the wider ${player} whose proportions this one keeps: its initial weights, learning rates and clipping are those that suit so many channels, scaled to its own (docs/proportions.md); default ${player}Channels`,
    );
}

/** The schema of the networks that are trained. */
export const modelSchema = z.strictObject({
  architecture: z
    .enum(Object.keys(architectures) as ArchitectureName[])
    .default("cnn")
    .describe(byArchitecture(({ summary }) => summary)),
  conditioning: z
    .enum(["none", "projection", "concatenation", "auxiliary-classifier"])
    .default("none")
    .describe(
      "whether the networks get the classes: the generator through a normalization by class, the discriminator by a projection (Miyato & Koyama 2018) or a concatenation (Miyato et al. 2018, table 6); with an auxiliary classifier the discriminator is not told the class but tells it, and its cross-entropies are added to both losses (Odena et al. 2017)",
    ),
  classes: z
    .int()
    .min(2)
    .max(65536)
    .optional()
    .describe("number of classes; default: as many as the data set has"),
  ...(shapes(true) as AllOptions),
  latentSize: z.int().min(1).max(65536).default(128).describe("length of z (paper: 128)"),
  latentDistribution: z
    .enum(latentDistributions)
    .optional()
    .describe(
      "distribution of the numbers of z: normal, N(0, 1) (the papers), or uniform in [-1, 1) (chainer-gan-lib, compare_gan); default normal",
    ),
  generatorChannels: z
    .int()
    .min(8)
    .max(8192)
    .default(512)
    .describe(`channels of the generator; ${byArchitecture(({ channels }) => channels.generator)}`),
  discriminatorChannels: z
    .int()
    .min(1)
    .max(8192)
    .default(64)
    .describe(
      `channels of the discriminator; ${byArchitecture(({ channels }) => channels.discriminator)}`,
    ),
  referenceGeneratorChannels: referenceChannels("generator"),
  referenceDiscriminatorChannels: referenceChannels("discriminator"),
  ...(shapes(false) as object),
});

/** Channels of the two networks. */
export interface Channels {
  readonly generator: number;
  readonly discriminator: number;
}

/** The channels of a model's networks. */
export function channelsOf(model: z.output<typeof modelSchema>): Channels {
  return { generator: model.generatorChannels, discriminator: model.discriminatorChannels };
}

/** The channels of the networks whose proportions they keep. */
export function referenceChannelsOf(model: z.output<typeof modelSchema>): Channels {
  const own = channelsOf(model);
  return {
    generator: model.referenceGeneratorChannels ?? own.generator,
    discriminator: model.referenceDiscriminatorChannels ?? own.discriminator,
  };
}

/** The options of a model's own architecture, with their values. */
export function ownOptions(model: z.output<typeof modelSchema>): Record<string, unknown> {
  const values: Readonly<Record<string, unknown>> = model;
  const { shape } = architectures[model.architecture].options;
  return Object.fromEntries(Object.keys(shape).map((key) => [key, values[key]]));
}
