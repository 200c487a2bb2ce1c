/** The networks, and what a step of theirs takes. */
import { imagePresets, imageSettings } from "../config/images/index.ts";
import { formatBytes } from "../text.ts";
import type { Rule } from "./choice.ts";
import { trainedOn } from "./sets.ts";
import { channelsOf, sizeOf, variantAt } from "./variants.ts";

/** The share of the memory that a training step may take. */
const MEMORY = 0.7;
const LEAST_BATCH = 4;

/** The networks of the size, as wide as the preset says. */
export const chooseNetworks: Rule = ({ request }, soFar) => {
  const { preset } = request;
  const settings = flat(imageSettings(sizeOf(soFar), preset));
  const [architecture, generator, discriminator] = [
    "architecture",
    "generatorChannels",
    "discriminatorChannels",
  ].map((key) => request.asked(`model.${key}`) ?? settings[`model.${key}`]);
  return {
    what: "networks",
    chosen: `${architecture}, ${generator} and ${discriminator} channels`,
    reason: `preset ${preset}, ${imagePresets[preset].text}`,
    settings,
    saysAsked: true,
  };
};

/** Images of a step: those of the networks, fewer where there are few or the memory is small. */
export const chooseBatch: Rule = ({ survey, machine, request }, soFar) => {
  const variant = variantAt(sizeOf(soFar), channelsOf(soFar), request.preset);
  const images = trainedOn(survey.count, soFar("data.heldOut"), request.asked("data.count"));
  const limit = MEMORY * machine.memory;
  let { batchSize } = variant;
  while (batchSize > LEAST_BATCH && machine.bytesOf({ ...variant, batchSize }) > limit)
    batchSize /= 2;
  const bySize = batchSize;
  batchSize = Math.min(batchSize, Math.max(LEAST_BATCH, images));
  const bytes = formatBytes(machine.bytesOf({ ...variant, batchSize }));
  return {
    what: "batch",
    chosen: `${batchSize} images`,
    reason:
      batchSize < bySize
        ? "there are not more"
        : bySize < variant.batchSize
          ? `more would take above ${formatBytes(limit)}; a step takes about ${bytes}`
          : `a step takes about ${bytes}`,
    settings: { batchSize },
  };
};

/** The threads: not a fixed number, so that a run uses the machine that it is on. */
export const chooseThreads: Rule = ({ machine: { cores } }) => ({
  what: "threads",
  chosen: String(cores),
  reason: "one for each core",
  settings: { threads: 0 },
});

/** The leaves of a part of a config by their paths. */
function flat(value: object, path = ""): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) =>
      typeof inner === "object" && inner !== null && !Array.isArray(inner)
        ? Object.entries(flat(inner, `${path}${key}.`))
        : [[path + key, inner]],
    ),
  );
}
