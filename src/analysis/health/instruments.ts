/** The default instruments: what is measured of a run while it trains. */
import {
  discriminator,
  effectiveParameters,
  type GanModel,
  generate,
  readParameters,
} from "../../gan/index.ts";
import { gradient, mean, square, sum } from "../../graph/index.ts";
import { asSeen } from "../../images/index.ts";
import type { Condition } from "../../nn/index.ts";
import { createProgram, type Program, type Runtime } from "../../runtime/index.ts";
import { layerOf } from "../../stabilizers/index.ts";
import { diversity, rangeOf, separation } from "../batch-statistics.ts";
import { weightsOf } from "../programs.ts";
import type { AnalyzedImages } from "../subject.ts";

/** Columns of a record, by name. */
export type Columns = Readonly<Record<string, number>>;

/** Instruments on a trainer's runtime; they read its state and change nothing. */
export interface Instruments {
  /**
   * Columns of now: `inputGradient/real/mean` (and `min`, `max`; `fake` as well), ‖∇ₓD(x)‖₂;
   * `output/gap`, `output/accuracy`; `diversity/real`, `diversity/fake`; `variance/<layer>`, the variance of
   * D's effective weight times its fan-in, 1 being LeCun's.
   */
  measure(): Promise<Columns>;
}

/** What {@link openInstruments} takes. */
export interface InstrumentOptions {
  /** That of the trainer. */
  readonly runtime: Runtime;
  readonly model: GanModel;
  /** n ≥ 2 real images, always the same. */
  readonly real: AnalyzedImages;
  /** float32 `[n, latent]`, always the same. */
  readonly z: Float32Array;
  /** int32 `[n]`, of the generated images in conditional GANs. */
  readonly labels?: Int32Array | undefined;
}

/**
 * Compiles the instruments. Each measurement costs a pass of the generator over n, and two of the
 * discriminator with the gradient to its input over n; batch statistics, where there are any, are those of
 * these n, as in training.
 *
 * @throws EvenkeelError `ENGINE` when the engine refuses the program.
 */
export async function openInstruments(options: InstrumentOptions): Promise<Instruments> {
  const { runtime, model, real, z, labels } = options;
  const n = z.length / model.definition.latentSize;
  const executable = await runtime.compile(instruments(model, n));
  const feeds = {
    z,
    real: real.images,
    ...(model.definition.classes !== undefined && { labels: real.labels!, fakeLabels: labels! }),
  };
  const { imageShape } = model.definition;
  const onReal = diversity(asSeen(real.images, imageShape), n);
  return {
    async measure() {
      const found = await executable.run(feeds);
      const { gap, accuracy } = separation(found["real/output"]!, found["fake/output"]!);
      const slopes = (["real", "fake"] as const).flatMap((kind) =>
        Object.entries(rangeOf(found[`${kind}/slope`]!)).map(
          ([name, value]) => [`inputGradient/${kind}/${name}`, value] as const,
        ),
      );
      const variances = Object.entries(found).flatMap(([name, [value]]) =>
        name.startsWith("variance/") ? [[name, value!] as const] : [],
      );
      return {
        ...Object.fromEntries(slopes),
        "output/gap": gap,
        "output/accuracy": accuracy,
        "diversity/real": onReal,
        "diversity/fake": diversity(asSeen(found["fake/images"]!, imageShape), n),
        ...Object.fromEntries(variances),
      };
    },
  };
}

/** Feeds `z`, `real` (float32 `[n, C, H, W]`) and, in conditional GANs, `labels` and `fakeLabels`. */
function instruments(model: GanModel, n: number): Program {
  const { imageShape, classes } = model.definition;
  const program = createProgram("instruments");
  const { g } = program;
  const condition = (name: string): Condition | undefined =>
    classes === undefined
      ? undefined
      : { labels: program.feed(name, { dtype: "int32", shape: [n] }), classes };
  const z = program.feed("z", { dtype: "float32", shape: [n, model.definition.latentSize] });
  const fakeCondition = condition("fakeLabels");
  const drawn = effectiveParameters(
    program,
    model,
    "generator",
    readParameters(program, model, "generator"),
  ).parameters;
  const fakes = generate(program, model, drawn, z, fakeCondition).output;
  const reals = program.feed("real", { dtype: "float32", shape: [n, ...imageShape] });

  const raw = readParameters(program, model, "discriminator");
  const { parameters } = effectiveParameters(program, model, "discriminator", raw);
  const { discriminate } = discriminator(program, model, parameters);
  const batches = {
    real: { images: reals, condition: condition("labels") },
    fake: { images: g.stopGradient(fakes), condition: fakeCondition },
  };
  program.result("fake/images", fakes);
  for (const [kind, batch] of Object.entries(batches)) {
    const output = discriminate(batch);
    const [slopes] = gradient(g, sum(g, output), [batch.images]);
    program.result(`${kind}/output`, g.reshape(output, { shape: [n] }));
    program.result(`${kind}/slope`, g.sqrt(sum(g, square(g, slopes!), [1, 2, 3])));
  }
  for (const { name, fanIn } of weightsOf(model)) {
    const weight = parameters[name]!;
    const center = mean(g, weight);
    const variance = mean(g, square(g, g.sub(weight, center)));
    program.result(`variance/${layerOf(name)}`, g.mul(variance, fanIn));
  }
  return program.build();
}
