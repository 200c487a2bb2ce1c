/** A pass through a classifier, in a program. */
import type { Value } from "../../graph/index.ts";
import { applyNetwork, inferenceBuffers } from "../../nn/index.ts";
import type { ProgramBuilder } from "../../runtime/index.ts";
import { gammaName, layerOf, type MethodState } from "../../stabilizers/index.ts";
import { besideName, type ClassifierModel } from "./model.ts";

/** Values by name. */
type Values = Readonly<Record<string, Value>>;

/** What a pass gives. */
export interface ClassifierPass {
  /** `[N, classes]` */
  readonly logits: Value;
  /** The parameters as they are trained. */
  readonly raw: Values;
  /** What the pass moved: running statistics, and states of the reparametrization. */
  readonly moved: Values;
}

/** Pixels, uint8 or float32, 0 … 255, as numbers in [-1, 1]. */
export function scaledPixels({ g }: Pick<ProgramBuilder, "g">, pixels: Value): Value {
  const numbers = pixels.dtype === "float32" ? pixels : g.cast(pixels, { dtype: "float32" });
  return g.sub(g.mul(numbers, 2 / 255), 1);
}

/**
 * Reads the classifier from the state, and passes images `[N, C, H, W]` in [-1, 1] through it.
 *
 * @param training whether statistics are those of the batch.
 */
export function passClassifier(
  program: ProgramBuilder,
  model: ClassifierModel,
  images: Value,
  training: boolean,
): ClassifierPass {
  const { parameters, buffers, definition } = model;
  const read = (specs: readonly { readonly name: string; readonly shape: readonly number[] }[]) =>
    Object.fromEntries(specs.map(({ name, shape }) => [name, program.read(name, shape)]));
  const raw = read(parameters);
  const held = read(training ? buffers : inferenceBuffers(buffers));
  const { weights, moved } = effectiveWeights(program, model, raw);
  const values = { ...raw, ...weights, ...held };
  const pass = applyNetwork(program.g, definition.network, values, images, {
    ...{ training, scope: "classifier" },
  });
  return { logits: pass.output, raw, moved: { ...pass.updates, ...moved } };
}

/** What the reparametrization makes of the raw parameters, and the states that moved by that. */
function effectiveWeights(program: ProgramBuilder, model: ClassifierModel, raw: Values) {
  const { g } = program;
  const { reparametrization, gamma } = model.definition;
  const weights: Record<string, Value> = {};
  const moved: Record<string, Value> = {};
  for (const { spec, states } of model.reparametrized) {
    const layer = layerOf(spec.name);
    const result = g.scope(`classifier/${layer}`, () =>
      reparametrization!.apply(
        g,
        raw[spec.name] as Value,
        readStates(program, spec.name, states),
        spec,
      ),
    );
    weights[spec.name] = result.weight;
    for (const [name, value] of Object.entries(result.moved)) {
      moved[besideName(spec.name, name)] = value;
    }
    if (gamma === undefined) continue;
    const factor = raw[gammaName(gamma, layer)] as Value;
    weights[spec.name] = g.mul(result.weight, factor);
    const bias = `${layer}/bias`;
    if (gamma.bias && raw[bias] !== undefined) weights[bias] = g.mul(raw[bias], factor);
  }
  return { weights, moved };
}

/** The states of the reparametrization after an update, by name. */
export function advancedStates(
  program: ProgramBuilder,
  { definition, reparametrized }: ClassifierModel,
  updated: Values,
): Values {
  const next: Record<string, Value> = {};
  for (const { spec, states } of reparametrized) {
    const before = readStates(program, spec.name, states);
    const weight = updated[spec.name] as Value;
    const after = program.g.scope(`classifier/${layerOf(spec.name)}/advance`, () =>
      definition.reparametrization!.advance(program.g, weight, before, spec),
    );
    for (const [name, value] of Object.entries(after)) next[besideName(spec.name, name)] = value;
  }
  return next;
}

function readStates(
  program: ProgramBuilder,
  parameter: string,
  states: readonly MethodState[],
): Values {
  return Object.fromEntries(
    states.map(({ name, shape }) => [name, program.read(besideName(parameter, name), shape)]),
  );
}
