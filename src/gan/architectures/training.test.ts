/** Every architecture in the trainer, on the engine, with and without classes. */
import { expect, test } from "vitest";
import { smallestSize } from "../../../test/support/gan/architectures.ts";
import { smallModel, trainFinitely, withRuntime } from "../../../test/support/gan/small.ts";
import { batchNorm, conditionalBatchNorm, fixup, normal, xavierUniform } from "../../nn/index.ts";
import { gradientPenalty, type Normalization, spectralNorm } from "../../stabilizers/index.ts";
import type { Architecture } from "./architecture.ts";
import { type ArchitectureName, architectures, createNetworks } from "./registry.ts";

const none: Normalization = (_context, _name, x) => x;
const batch: Normalization = (context, name, x) => batchNorm(context, name, x);
const conditional: Normalization = (context, name, x) => conditionalBatchNorm(context, name, x);

interface Choice {
  readonly architecture: ArchitectureName;
  readonly condition?: "projection" | "concatenation";
  readonly fixup?: boolean;
}
const names = Object.keys(architectures) as ArchitectureName[];
const choices: readonly Choice[] = names.flatMap((architecture): Choice[] => [
  { architecture },
  { architecture, condition: "projection" },
  { architecture, condition: "concatenation" },
  ...(architectures[architecture].fixup ? [{ architecture, fixup: true }] : []),
]);

test.each(choices)("$architecture, classes by $condition, Fixup $fixup", (choice) => {
  const { architecture, condition } = choice;
  const { points }: Architecture = architectures[architecture];
  const side = points ? 1 : smallestSize(architectures[architecture]);
  const imageShape = [2, side, side] as const;
  const networks = createNetworks({
    ...choice,
    imageShape,
    generator: {
      channels: 16,
      normalization: condition ? conditional : batch,
      fixup: choice.fixup,
    },
    // with two channels all last ReLUs may be 0 from the start
    discriminator: { channels: 4, normalization: none, fixup: choice.fixup },
  });
  const initializer = choice.fixup ? fixup() : points ? xavierUniform() : normal(0.1);
  const model = smallModel({
    imageShape,
    imageType: points ? "float32" : "uint8",
    batchSize: 4,
    classes: condition && 3,
    generator: { network: networks.generator, initializer },
    discriminator: {
      network: networks.discriminator,
      initializer,
      // Fixup's zeros have no norm
      reparametrization: choice.fixup ? undefined : spectralNorm(),
      penalties: [gradientPenalty({ weight: 0.1 })],
    },
  });
  return withRuntime(async (runtime) => {
    const { before, after } = await trainFinitely(runtime, model, 4);
    for (const player of ["generator", "discriminator"] as const) {
      for (const { name, role } of model[player].parameters) {
        if (role !== "weight") continue;
        const key = `${player}/${name}`;
        expect(after[key], key).not.toEqual(before[key]);
      }
    }
  });
});
