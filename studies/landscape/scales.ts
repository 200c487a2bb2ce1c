/** The study's networks and data, as they are and small. */

/** What a scale trains. */
export interface Scale {
  /** The networks by name: a recipe, and what is set over it. */
  readonly architectures: Readonly<Record<string, ScaledNetworks>>;
  /** Discriminator steps of a run. */
  readonly dSteps: number;
  /** By how much the study's learning rates are raised. */
  readonly faster: number;
  /** Of the search: rounds and points of a round. */
  readonly rounds: number;
  readonly points: number;
  /** Seeds of the best setting of each method, beside the one that chooses it. */
  readonly seeds: number;
}

interface ScaledNetworks {
  readonly base: string;
  readonly set: Readonly<Record<string, unknown>>;
}

const QUIET = { sampleEvery: 0, keepCheckpoints: 1 };
const METRICS = { "evaluate.metrics": ["fid", "kid"] };

/** 10 000 test images against 10 000 generated ones. */
const paperCifar = { ...METRICS, ...QUIET, "evaluate.protocol": "10k-10k-test" };

const small = {
  ...METRICS,
  ...QUIET,
  threads: 1,
  batchSize: 32,
  "data.size": 16,
  "model.latentSize": 32,
  "model.generatorChannels": 64,
  "model.discriminatorChannels": 8,
  "model.referenceGeneratorChannels": 512,
  "model.referenceDiscriminatorChannels": 64,
  "instruments.every": 0,
};

/** The images of the small scale, with what they are measured by. */
export const smallData = {
  shapes: { "data.name": "shapes", "data.split": "train", "evaluate.protocol": "shapes" },
  mnist: {
    "data.name": "mnist",
    "data.split": "train",
    "data.resize": "pillow-bilinear",
    "evaluate.protocol": "digits",
  },
} as const;

/** The scales; the small one with the settings of its data. */
export function scaleOf(name: "small" | "paper", data: keyof typeof smallData): Scale {
  if (name === "paper") {
    return {
      architectures: {
        sndcgan: { base: "sndcgan-cifar10", set: paperCifar },
        "resnet-cifar": {
          base: "sngan-cifar10-resnet",
          set: { ...paperCifar, "generator.batchSize": 64 },
        },
        resnet19: {
          base: "sndcgan-cifar10",
          set: {
            ...paperCifar,
            data: { name: "celeba", size: 128 },
            "model.architecture": "resnet19",
          },
        },
      },
      dSteps: 200_000,
      faster: 1,
      rounds: 12,
      points: 10,
      seeds: 5,
    };
  }
  return {
    architectures: { sndcgan: { base: "sndcgan-cifar10", set: { ...small, ...smallData[data] } } },
    dSteps: 600,
    faster: 4,
    rounds: 3,
    points: 4,
    seeds: 5,
  };
}
