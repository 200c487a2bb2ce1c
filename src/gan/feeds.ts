/** What is fed to the programs of a GAN beside images. */
import type { Value } from "../graph/index.ts";
import type { Condition } from "../nn/index.ts";
import type { ProgramBuilder } from "../runtime/index.ts";
import type { PlayerName } from "./definition.ts";
import type { GanModel } from "./model.ts";

type Feeder = Pick<ProgramBuilder, "feed">;

/** `z`: float32 `[count, latent]`. */
export function feedNoise(program: Feeder, { definition }: GanModel, count: number): Value {
  return program.feed("z", { dtype: "float32", shape: [count, definition.latentSize] });
}

/** The classes called `name`, int32 `[count]`, in a GAN that knows of any. */
export function feedLabels(
  program: Feeder,
  { definition: { classes } }: GanModel,
  name: string,
  count: number,
): Condition | undefined {
  if (classes === undefined) return undefined;
  return { labels: program.feed(name, { dtype: "int32", shape: [count] }), classes };
}

/** The share of each class in each example, called `shares`: float32 `[count, classes]`. */
export function feedShares(
  program: Feeder,
  { definition: { classes } }: GanModel,
  count: number,
): Condition | undefined {
  if (classes === undefined) return undefined;
  const shape = [count, classes];
  return { labels: program.feed("shares", { dtype: "float32", shape }), classes };
}

/** The fed scalar called `name` of a network's optimizer. */
export function scalarFeed(player: PlayerName, name: string): string {
  return `${player}/optimizer/${name}`;
}
