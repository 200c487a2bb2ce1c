import { z } from "zod";
import { parseJson } from "../../files/index.ts";
import type { Counters, GanModel, PlayerName } from "../../gan/index.ts";
import { describeInference, type ExportOptions } from "../../gan/inference/index.ts";
import { versions } from "../folder/index.ts";
import type { RunAbout } from "./about.ts";

/** What images of so many channels are. */
const channelNames: Readonly<Record<number, string>> = {
  1: "gray",
  3: "RGB",
  4: "RGBA, colors not multiplied by opacity",
};

/** The description and metadata of an exported network, including its origin. */
export function exportMetadata(
  { name, seed, data, classNames }: RunAbout,
  model: GanModel,
  { gStep }: Counters,
  network: PlayerName,
): ExportOptions {
  const { imageShape, imageType, latentSize, latentDistribution, classes } = model.definition;
  const [channels] = imageShape;
  const origin = `${name}: the ${network}, trained by Evenkeel on ${data} for ${gStep} generator steps.`;
  const images =
    imageType === "float32"
      ? "Points are images of one pixel, [N, 2, 1, 1]"
      : `Images are ${channelNames[channels] ?? "of numbers"}, [N, ${channels}, H, W], in [-1, 1]`;
  const drawnFrom = latentDistribution === "uniform" ? "uniform in [-1, 1)" : "drawn from N(0, 1)";
  return {
    description: `${origin} ${images}${network === "generator" ? `; z is ${drawnFrom}` : ""}.`,
    metadata: {
      evenkeel: versions().evenkeel,
      name,
      data,
      seed: String(seed),
      steps: String(gStep),
      latentSize: String(latentSize),
      ...(latentDistribution !== undefined && { latentDistribution }),
      ...(classes !== undefined && { classes: String(classes) }),
      ...(classes !== undefined && classNames && { classNames: JSON.stringify(classNames) }),
      ...(network === "generator" ? describeInference(model) : { weights: "effective" }),
    },
  };
}

/** The names of the classes in the metadata of an exported generator; `undefined` if it does not say them. */
export function classNamesIn(
  metadata: Readonly<Record<string, string | undefined>>,
): readonly string[] | undefined {
  const parsed = z.array(z.string()).safeParse(parseJson(metadata.classNames ?? ""));
  return parsed.data;
}
