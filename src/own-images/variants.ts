/** The networks of a run, as far as what a step takes depends on them. */
import { type ImagePresetName, type ImageSize, imageSettings } from "../config/images/index.ts";
import type { SettingsSoFar, Variant } from "./choice.ts";

/** The networks of a preset at a size, with the batches of that size. */
export function variantAt(
  size: ImageSize,
  channels: Variant["channels"],
  preset: ImagePresetName,
): Variant {
  const { batchSize = 1 } = imageSettings(size, preset);
  return { size, channels, preset, batchSize };
}

/** The networks that were chosen so far. */
export function variantOf(soFar: SettingsSoFar, preset: Variant["preset"]): Variant {
  return {
    size: sizeOf(soFar),
    channels: channelsOf(soFar),
    batchSize: Number(soFar("batchSize")),
    preset,
  };
}

/** The size that was chosen so far. */
export function sizeOf(soFar: SettingsSoFar): ImageSize {
  const height = Number(soFar("data.size"));
  return { height, width: Number(soFar("data.width") ?? height) };
}

/** The channels of the images that were chosen so far. */
export function channelsOf(soFar: SettingsSoFar): Variant["channels"] {
  return soFar("data.channels") as Variant["channels"];
}

/** A size in words. */
export function pixelsText({ height, width }: ImageSize): string {
  return `${height === width ? height : `${height} x ${width}`} pixels`;
}
