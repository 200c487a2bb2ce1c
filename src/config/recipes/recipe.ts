/** The type of recipes, and the groups that they belong to. */
import type { ProtocolName } from "../../metrics/protocols/index.ts";
import type { ConfigInput } from "../schema.ts";

/** The groups of recipes in the order of listings, with their headings. */
export const recipeGroups = {
  start: "the first run",
  images: "your own images, a folder, zip or tar (data.path)",
  points: "points in the plane, about a minute a run",
  "sn-gan-cifar10": "SN-GAN (Miyato et al. 2018), standard CNN, CIFAR-10",
  "sn-gan-stl10": "SN-GAN (Miyato et al. 2018), standard CNN, STL-10",
  "sn-gan-resnet": "SN-GAN (Miyato et al. 2018), residual networks",
  "sn-gan-gamma": "SN-GAN (Miyato et al. 2018), WGAN-GP with γ, CIFAR-10",
  "bsn-scale": "BSN (Lin et al. 2021), by the scale",
  "bsn-rates": "BSN (Lin et al. 2021), by rates and n_dis",
  "bsn-gamma": "BSN (Lin et al. 2021), learnable γ, WGAN-GP",
  "bsn-imagenet": "BSN (Lin et al. 2021), residual networks, ImageNet",
  more: "beyond the two papers",
} as const;
export type RecipeGroup = keyof typeof recipeGroups;

/** A published value for the experiment that a recipe reproduces. */
export interface Published {
  readonly metric: "IS" | "FID";
  readonly value: number;
  /** As given in the paper; the protocol says over what it is the deviation. */
  readonly deviation?: number;
  /** The table or section that contains it. */
  readonly source: string;
}

/** A named config that reproduces something. */
export interface Recipe {
  readonly name: string;
  /** The group of the recipe in listings. */
  readonly group: RecipeGroup;
  /** One line of text. */
  readonly title: string;
  /** What to know before the run: the data, differences from the source, what is unknown. */
  readonly description: string;
  /** The table, figure or experiment it stands for; `null` if it stands for none. */
  readonly standsFor: string | null;
  /** Empty if nothing was published, or nothing that could be verified. */
  readonly published: readonly Published[];
  /** How its source measures; `null` if it stands for nothing. */
  readonly protocol: string | null;
  /** The closest protocol; `null` if it stands for nothing. */
  readonly measuredBy: ProtocolName | null;
  /** What a shortened version keeps, and what it can and cannot show. */
  readonly shortened: string;
  /** The command that a finished run suggests next, instead of training longer. */
  readonly next?: string;
  readonly config: ConfigInput;
}

/** For recipes that are short: the text on shortened versions. */
export const ALREADY_SHORT =
  "--shorten N trains N times fewer steps; the full run is short already.";

/** The text on shortened versions of a paper's run of `steps` generator steps. */
export function shortenedText(steps: number, schedule = ""): string {
  return (
    `--shorten N trains N times fewer than the ${steps / 1000}K generator steps. What is counted in ` +
    `steps (samples, checkpoints, log records${schedule}) shrinks with them; rates, batch sizes and ` +
    "widths do not change. It shows whether training is stable at this setting, how norms and gradients " +
    "develop, and how methods compare at the same N; it cannot show the scores of the full run, nor what happens late."
  );
}

/** The IS and FID of one row of a table. */
export function scores(
  source: string,
  is: readonly [value: number, deviation: number] | null,
  fid: readonly [value: number, deviation?: number] | null,
): Published[] {
  const entry = (metric: "IS" | "FID", [value, deviation]: readonly [number, number?]) => ({
    metric,
    value,
    ...(deviation !== undefined && { deviation }),
    source,
  });
  return [...(is ? [entry("IS", is)] : []), ...(fid ? [entry("FID", fid)] : [])];
}
