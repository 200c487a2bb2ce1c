import type { Counters, ExportOptions } from "../gan/index.ts";
import type { Config } from "./config/schema.ts";
import { versions } from "./provenance.ts";

/** What an exported network says about where it comes from. */
export function generatorMetadata(config: Config, { gStep }: Counters): ExportOptions {
  return {
    description:
      `${config.name}: trained by Evenkeel on ${config.data.name} for ${gStep} generator steps. ` +
      "Images are RGB, [N, 3, H, W], in [-1, 1]; z is drawn from N(0, 1).",
    metadata: {
      evenkeel: versions().evenkeel,
      name: config.name,
      data: config.data.name,
      seed: String(config.seed),
      steps: String(gStep),
      latentSize: String(config.model.latentSize),
      weights: config.generator.ema > 0 ? `moving average, decay ${config.generator.ema}` : "raw",
    },
  };
}
