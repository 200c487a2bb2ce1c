/** Every method and loss in the trainer, on the engine. */
import { expect, test } from "vitest";
import { smallModel, trainFinitely, withRuntime } from "../../test/support/gan/small.ts";
import { flatten } from "../graph/index.ts";
import { conv, deconv, dense, type Network } from "../nn/index.ts";
import {
  type Normalization,
  normalizations,
  penalties,
  projections,
  reparametrizations,
} from "../stabilizers/index.ts";
import { type AugmentationMethod, augmentations } from "./augmentation/index.ts";
import { losses } from "./losses/registry.ts";

/** A method with its default options. */
const create = <T>(method: {
  readonly options: { parse(options: unknown): unknown };
  create(options: never): T;
}): T => method.create(method.options.parse({}) as never);

const generatorWith =
  (normalize: Normalization): Network =>
  (context, z) => {
    const { g } = context;
    const hidden = g.relu(
      normalize(context, "norm1", dense(context, "dense", z, { features: 12 })),
    );
    const map = g.reshape(hidden, { shape: [z.shape[0] ?? 1, 3, 2, 2] });
    const geometry = { channels: 2, kernel: 4, stride: 2, padding: 1 };
    return g.tanh(normalize(context, "norm2", deconv(context, "deconv", map, geometry)));
  };

const discriminatorWith =
  (normalize: Normalization): Network =>
  (context, x) => {
    const { g } = context;
    const map = conv(context, "conv", x, { channels: 3, kernel: 3, padding: 1 });
    const hidden = g.leakyRelu(normalize(context, "norm", map), { slope: 0.1 });
    return dense(context, "dense", flatten(g, hidden), { features: 1 });
  };

/** With a penalty on slopes, which differentiates the normalization twice. */
const normalized = (normalize: Normalization) => ({
  classes: 3,
  generator: { network: generatorWith(normalize) },
  discriminator: { network: discriminatorWith(normalize), penalties: [create(penalties.gp)] },
});

/** Each choice of each kind, with the loss, in the small GAN. */
const choices = [
  ...Object.entries(losses).map(([name, loss]) => [`loss ${name}`, { loss }] as const),
  ...Object.entries<AugmentationMethod>(augmentations).map(
    ([name, method]) => [`augmentation ${name}`, { augmentation: create(method) }] as const,
  ),
  ...Object.entries(reparametrizations).map(
    ([name, method]) => [name, { discriminator: { reparametrization: create(method) } }] as const,
  ),
  ...Object.entries(penalties).map(
    ([name, method]) => [name, { discriminator: { penalties: [create(method)] } }] as const,
  ),
  ...Object.entries(normalizations).map(
    ([name, method]) => [`normalization ${name}`, normalized(create(method))] as const,
  ),
  ...Object.entries(projections).map(
    ([name, method]) => [name, { discriminator: { projections: [create(method)] } }] as const,
  ),
];

test.each(choices)("%s: trains with finite measures, and moves every weight", (_name, changes) =>
  withRuntime(async (runtime) => {
    const model = smallModel(changes);
    const { before, after } = await trainFinitely(runtime, model, 3);
    for (const { name, role } of model.discriminator.parameters) {
      if (role !== "weight") continue;
      expect(after[`discriminator/${name}`], name).not.toEqual(before[`discriminator/${name}`]);
    }
  }),
);
