/** Recipes of Miyato et al. 2018 with the standard CNN: methods x settings x data sets. */
import { paperData } from "./data.ts";
import { type Recipe, shortenedText } from "./recipe.ts";
import {
  SETTINGS,
  type Setting,
  SN_GAN,
  SN_GAN_PROTOCOL,
  settings,
  standardCnn,
} from "./sn-gan.ts";
import { type SnGanMethod, snGanMethods } from "./sn-gan-methods.ts";

type Data = "cifar10" | "stl10";

const STL10_NOTE =
  "The paper says neither how STL-10 was resized nor which split was used; both follow the BSN authors' " +
  "code. ";
const CODE_NOTE =
  "Batch size, initial weights, the generator's step before the discriminator's, and vectors of power " +
  "iteration, if any, and running statistics that move in every pass are those of the authors' code for such " +
  "networks (chainer-gan-lib), which adds no noise to pixels. Unlike there, z is normal instead of uniform " +
  "in [-1, 1], and the discriminator has the channels of the paper's table and the slope 0.1: there the " +
  "convolutions of stride 2 widen (architecture sndcgan), and the slope is 0.2.";

function recipe(method: SnGanMethod, setting: Setting, data: Data): Recipe {
  const { origin } = SETTINGS[setting];
  const { title, needs, config } = paperData[data];
  const published = method.published[data];
  return {
    name: `${method.name(data)}-${setting.toLowerCase()}`,
    group: `sn-gan-${data}`,
    title: `${method.title}, ${title}, setting ${setting}`,
    description:
      `${method.note}Setting ${setting} of table 1 (${origin}). ${needs} ` +
      `${data === "stl10" ? STL10_NOTE : ""}${valuesNote(method, setting, data)} ${CODE_NOTE}`,
    standsFor: `${SN_GAN}, table 2, standard CNN, ${method.row}; setting ${setting} of table 1`,
    published,
    protocol: SN_GAN_PROTOCOL,
    measuredBy: "sngan-10k-5k",
    shortened: shortenedText(100_000),
    config: standardCnn(setting, config, method),
  };
}

/** What the published values refer to. */
function valuesNote({ published, twice }: SnGanMethod, setting: Setting, data: Data): string {
  if (published[data].length === 0)
    return `The paper has no such value for ${paperData[data].title}.`;
  const best = data === "stl10" && twice?.setting === setting;
  return best
    ? "The published values are the paper's for the method; this is its best setting on STL-10."
    : "The published values are the paper's for the method; the paper does not list them by setting.";
}

/** The rows with twice the updates, at the methods' best settings on STL-10 if the paper names one. */
function twice(method: SnGanMethod): Recipe[] {
  if (method.twice === undefined) return [];
  const { setting, published } = method.twice;
  const once = recipe(method, setting, "stl10");
  const { needs } = paperData.stl10;
  return [
    {
      ...once,
      name: `${method.name("stl10")}-${setting.toLowerCase()}-2x`,
      title: `${once.title}, 2x updates`,
      description:
        `${method.note}As ${once.name}, with 200000 generator updates; the paper does not give the ` +
        `setting, this is its best one for ${method.loss === "hinge" ? "SN-GAN" : "the method"} on STL-10. ` +
        `${needs} ${STL10_NOTE}${CODE_NOTE}`,
      standsFor: `${SN_GAN}, table 2, standard CNN, ${method.row}, 2x updates`,
      published,
      shortened: shortenedText(200_000),
      config: { ...once.config, steps: 200_000 },
    },
  ];
}

/** WGAN-GP at its authors' own setting. */
function gradientPenalty(): Recipe[] {
  const method = snGanMethods.find(({ title }) => title === "WGAN-GP");
  if (method === undefined) return [];
  const own = recipe(method, "A", "cifar10");
  return [
    {
      ...own,
      name: "wgan-gp-cifar10",
      title: "WGAN-GP, CIFAR-10, its authors' setting, A",
      description: `The same as ${own.name}. ${own.description}`,
    },
  ];
}

const grid = (data: Data) =>
  snGanMethods.flatMap((method) => settings.map((setting) => recipe(method, setting, data)));

/** The standard CNN's recipes. */
export const snGanCnn: readonly Recipe[] = [
  ...grid("cifar10"),
  ...gradientPenalty(),
  ...grid("stl10"),
  ...snGanMethods.flatMap(twice),
];
