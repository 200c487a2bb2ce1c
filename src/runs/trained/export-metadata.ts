import type { Config } from "../../config/index.ts";
import { channelsOf } from "../../data/index.ts";
import type { Counters, ExportOptions } from "../../gan/index.ts";
import { versions } from "../folder/index.ts";

/** What an exported network says about itself and where it comes from; `classes`: how many it is told. */
export function exportMetadata(
  config: Config,
  { gStep }: Counters,
  network: "generator" | "discriminator",
  classes: number | undefined,
): ExportOptions {
  const origin = `${config.name}: the ${network}, trained by Evenkeel on ${config.data.name} for ${gStep} generator steps.`;
  const channels = channelsOf(config.data);
  const images =
    channels === 2
      ? "Points are images of one pixel, [N, 2, 1, 1]"
      : `Images are ${channels === 1 ? "gray" : "RGB"}, [N, ${channels}, H, W], in [-1, 1]`;
  const { ema } = config.generator;
  const averaged = ema > 0 ? `moving average, decay ${ema}` : "raw";
  return {
    description: `${origin} ${images}${network === "generator" ? "; z is drawn from N(0, 1)" : ""}.`,
    metadata: {
      evenkeel: versions().evenkeel,
      name: config.name,
      data: config.data.name,
      seed: String(config.seed),
      steps: String(gStep),
      latentSize: String(config.model.latentSize),
      ...(classes !== undefined && { classes: String(classes) }),
      weights: network === "generator" ? averaged : "effective",
    },
  };
}
