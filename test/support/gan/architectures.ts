/** Small networks of any architecture. */
import type { Architecture } from "../../../src/gan/architectures/index.ts";

/** The channels of the networks that tests build. */
export const CHANNELS = { generatorChannels: 16, discriminatorChannels: 4 };

/** The smallest height and width of images that the architecture's rules allow with {@link CHANNELS}. */
export function smallestSize({ rules }: Architecture): number {
  const sizes = Array.from({ length: 1024 }, (_, i) => i + 1);
  const fits = (size: number) =>
    rules.every(({ broken }) => broken({ height: size, width: size, ...CHANNELS }) === undefined);
  const found = sizes.find(fits);
  if (found === undefined) throw new Error("no size fits the architecture's rules");
  return found;
}
