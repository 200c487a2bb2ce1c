/** The instruments of a training run. */
import { expect, test } from "vitest";
import {
  randomBatches,
  smallGenerator,
  smallModel,
  withRuntime,
} from "../../../test/support/gan/small.ts";
import { gaussian } from "../../../test/support/nn/matrices.ts";
import { evaluateNetwork } from "../../../test/support/nn/networks.ts";
import { createTrainer } from "../../gan/index.ts";
import { analyze } from "../analyze.ts";
import { openInstruments } from "./index.ts";

const n = 6;
const real = { images: gaussian(n * 32, "real", 0.5) };
const z = gaussian(n * 5, "z");

test("the columns are those of a whole analysis, the generator taken in training mode", async () => {
  const model = smallModel();
  const { columns, snapshot, after } = await withRuntime(async (runtime) => {
    const batches = randomBatches(model);
    const trainer = await createTrainer({ runtime, model, batches, seed: 3, nDis: 1 });
    for (let i = 0; i < 5; i++) await trainer.step();
    const before = await trainer.snapshot();
    const instruments = await openInstruments({ runtime, model, real, z });
    const measured = await instruments.measure();
    return { columns: measured, snapshot: before, after: await trainer.snapshot() };
  });
  expect(after).toEqual(snapshot);

  const of = (player: string) =>
    Object.fromEntries(
      Object.entries(snapshot.tensors).flatMap(([name, { data }]) =>
        name.startsWith(`${player}/`) ? [[name.slice(player.length + 1), data] as const] : [],
      ),
    );
  const drawn = evaluateNetwork(
    smallGenerator,
    [n, 5],
    { ...of("generator"), x: z },
    { training: true },
  );
  const fake = { images: Float32Array.from(drawn.y.data) };
  const { tensors } = snapshot;
  const analysis = await withRuntime((runtime) => analyze({ runtime, model, tensors, real, fake }));
  const expected = {
    "inputGradient/real": analysis.inputGradient.real,
    "inputGradient/fake": analysis.inputGradient.fake,
    output: { gap: analysis.outputs.gap, accuracy: analysis.outputs.accuracy },
    diversity: analysis.diversity,
    variance: Object.fromEntries(
      analysis.layers.map(({ layer, variance }) => [layer, variance.lecun]),
    ),
  };
  const flat = Object.entries(expected).flatMap(([group, values]) =>
    Object.entries(values).map(([name, value]) => [`${group}/${name}`, value] as const),
  );
  expect(Object.keys(columns).sort()).toEqual(flat.map(([name]) => name).sort());
  for (const [name, value] of flat) expect(columns[name], name).toBeCloseTo(value, 4);
});
