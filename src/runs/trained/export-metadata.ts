import { z } from "zod";
import { parseJson } from "../../files/index.ts";
import type { Counters, ExportOptions, GanModel, PlayerName } from "../../gan/index.ts";
import { versions } from "../folder/index.ts";
import type { RunAbout } from "./about.ts";

/** The description and metadata of an exported network, including its origin. */
export function exportMetadata(
  { name, seed, data, classNames }: RunAbout,
  { definition }: GanModel,
  { gStep }: Counters,
  network: PlayerName,
): ExportOptions {
  const { imageShape, imageType, latentSize, classes, generator } = definition;
  const [channels] = imageShape;
  const origin = `${name}: the ${network}, trained by Evenkeel on ${data} for ${gStep} generator steps.`;
  const images =
    imageType === "float32"
      ? "Points are images of one pixel, [N, 2, 1, 1]"
      : `Images are ${channels === 1 ? "gray" : "RGB"}, [N, ${channels}, H, W], in [-1, 1]`;
  const averaged = generator.ema > 0 ? `moving average, decay ${generator.ema}` : "raw";
  return {
    description: `${origin} ${images}${network === "generator" ? "; z is drawn from N(0, 1)" : ""}.`,
    metadata: {
      evenkeel: versions().evenkeel,
      name,
      data,
      seed: String(seed),
      steps: String(gStep),
      latentSize: String(latentSize),
      ...(classes !== undefined && { classes: String(classes) }),
      ...(classes !== undefined && classNames && { classNames: JSON.stringify(classNames) }),
      weights: network === "generator" ? averaged : "effective",
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
