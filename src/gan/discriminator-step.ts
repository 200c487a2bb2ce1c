/** The discriminator step as one program. */
import { type Builder, dot, gradient, mean, type Value } from "../graph/index.ts";
import { createProgram, type Program } from "../runtime/index.ts";
import { layerOf, type PenaltyContext } from "../stabilizers/index.ts";
import { augmented, SIGN } from "./augmentation/index.ts";
import { classLoss } from "./auxiliary.ts";
import { advancedStates, afterPass, effectiveParameters, readParameters } from "./effective.ts";
import { feedLabels, feedNoise } from "./feeds.ts";
import type { GanModel } from "./model.ts";
import { discriminator, generate, scalePixels } from "./pass.ts";
import { stateNames } from "./state.ts";
import { updateParameters } from "./update.ts";

/**
 * Feeds `real` (`[N, C, H, W]`, uint8 or float32 as the definition says), `z` (float32 `[N, latent]`), in
 * conditional GANs `labels` and `fakeLabels` (int32 `[N]`), the optimizer's scalars and whatever random
 * numbers the augmentation and the penalties draw. Images of the generator, in training mode but without its
 * gradient, moving its running statistics only if the definition says so; one reparametrized weight set for
 * real and generated images, or one for each if the method moves its vectors in each pass; loss and penalties;
 * gradients to the raw weights; update; projections; the method's stored vectors, once, with the new weights;
 * the discriminator's own running statistics, where it has any.
 *
 * Results, all scalars: `loss/d`, `output/real` and `output/fake` (means), of an auxiliary classifier `classes/real`
 * and `classes/fake` (cross-entropies), `<measure>/<layer>` of the
 * method (`sigma/conv1`), `gradNorm/<layer>` (‖·‖₂ of the raw weight's gradient) and, where an augmentation is
 * steered by it, `augmentation/sign` (the mean sign of D's outputs on real images).
 *
 * @param options `gradients` adds the raw gradients as results `gradient/<parameter>`; for tests.
 */
export function discriminatorStep(
  model: GanModel,
  options: { readonly gradients?: boolean } = {},
): Program {
  const { batchSize: n, imageShape, imageType = "uint8", loss } = model.definition;
  const { dequantization = "none", augmentation, auxiliary } = model.definition;
  const { penalties, projections, reparametrization } = model.definition.discriminator;
  const program = createProgram("discriminator step");
  const { g } = program;
  const given = program.feed("real", { dtype: imageType, shape: [n, ...imageShape] });
  const pixelNoise =
    imageType === "uint8" && dequantization === "uniform"
      ? program.draw("dequantization", [n, ...imageShape], "uniform")
      : undefined;
  const z = feedNoise(program, model, n);

  const real = {
    images: scalePixels(g, given, pixelNoise),
    condition: feedLabels(program, model, "labels", n),
  };
  const condition = feedLabels(program, model, "fakeLabels", n);
  const generator = readParameters(program, model, "generator");
  const drawn = effectiveParameters(program, model, "generator", generator).parameters;
  const generated = generate(program, model, drawn, z, condition);
  const images = g.stopGradient(generated.output);
  const fake = { images, condition };
  const shape = [n, ...imageShape] as const;
  const augmentReal = augmented(program, augmentation, "real", shape);
  const augmentFake = augmented(program, augmentation, "fake", shape);

  const raw = readParameters(program, model, "discriminator");
  const first = effectiveParameters(program, model, "discriminator", raw);
  const effective = reparametrization?.eachPass
    ? effectiveParameters(afterPass(program, first.moved), model, "discriminator", raw)
    : first;
  const { discriminate, judge } = discriminator(
    program,
    model,
    effective.parameters,
    first.parameters,
  );
  const {
    onReal: ofReal,
    onFake: ofFake,
    updates,
  } = judge(
    { ...real, images: augmentReal(real.images) },
    { ...fake, images: augmentFake(fake.images) },
  );
  const [onReal, onFake] = [ofReal.output, ofFake.output];
  const classLosses = auxiliary && {
    real: classLoss(g, ofReal, real),
    fake: classLoss(g, ofFake, fake),
  };
  const adversarial = loss.discriminator(g, onReal, onFake);
  const objective =
    auxiliary && classLosses
      ? g.add(
          adversarial,
          g.add(
            g.mul(classLosses.real, auxiliary.real),
            g.mul(classLosses.fake, auxiliary.generated),
          ),
        )
      : adversarial;
  const { parameters } = model.discriminator;
  const weights = parameters.flatMap(({ name, role }) => (role === "weight" ? [raw[name]!] : []));
  const total = penalties
    .map((penalty, i) => {
      const context: PenaltyContext = {
        g,
        discriminate: (x) => discriminate({ ...real, images: augmentReal(x) }),
        real: real.images,
        fake: fake.images,
        weights,
        draw: (name, shape, distribution) =>
          program.draw(`penalty/${i}/${name}`, shape, distribution),
      };
      return penalty(context);
    })
    .reduce((sum, term) => g.add(sum, term), objective);

  const gradients = gradient(
    g,
    total,
    parameters.map(({ name }) => raw[name] as Value),
  );
  const updated = updateParameters(
    program,
    model,
    "discriminator",
    raw,
    gradients,
    (_, value, spec) =>
      spec.role === "weight"
        ? projections.reduce((w, project) => project(g, w, spec), value)
        : value,
  );
  const stored = {
    ...effective.moved,
    ...advancedStates(program, model, "discriminator", updated),
  };
  for (const [name, value] of Object.entries(stored)) program.write(name, value);
  for (const [name, value] of Object.entries(updates)) {
    program.write(stateNames.of("discriminator", name), value);
  }
  if (model.definition.generator.runningStatistics === "all-steps") {
    for (const [name, value] of Object.entries(generated.updates)) {
      program.write(stateNames.of("generator", name), value);
    }
  }

  program.result("loss/d", total);
  program.result("output/real", mean(g, onReal));
  program.result("output/fake", mean(g, onFake));
  if (classLosses !== undefined) {
    program.result("classes/real", classLosses.real);
    program.result("classes/fake", classLosses.fake);
  }
  if (augmentation?.steering) program.result(SIGN, meanSign(g, onReal, loss.undecided ?? 0));
  for (const [name, value] of Object.entries(effective.measures)) program.result(name, value);
  for (const [i, { name, role }] of parameters.entries()) {
    const slope = gradients[i] as Value;
    if (options.gradients) program.result(`gradient/${name}`, slope);
    if (role !== "weight") continue;
    program.result(`gradNorm/${layerOf(name)}`, g.sqrt(dot(g, slope, slope)));
  }
  return program.build();
}

/** E sign(x − middle) */
function meanSign(g: Builder, x: Value, middle: number): Value {
  const [above, below] = [g.greater(x, middle), g.less(x, middle)];
  return mean(g, g.sub(g.where(above, 1, 0), g.where(below, 1, 0)));
}
