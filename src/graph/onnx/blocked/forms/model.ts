/** A form of a convolution as a model by itself, to measure it. */
import { internal } from "../../../../errors.ts";
import { onnxDType } from "../../../dtypes.ts";
import type { Shape } from "../../../types.ts";
import { createEmission } from "../../emission.ts";
import { onnxModel, onnxValue } from "../../messages.ts";
import { convContext } from "../convolution.ts";
import { blockedShape, layoutNodes } from "../layout.ts";
import { blocksToPlaces } from "../places.ts";
import { blockWeight } from "../weights.ts";
import { choose, forms } from "./choose.ts";
import type { Convolve, Form, Operand } from "./form.ts";
import { phases } from "./phases.ts";
import type { Problem } from "./problem.ts";
import { phaseProblem, phasesOf } from "./stride-phases.ts";

/** The convolution or one of its gradients. */
export type ConvOp = keyof typeof forms;

/** A model that {@link formModel} made. */
export interface FormModel {
  readonly bytes: Uint8Array;
  /** The shapes of its two inputs by name: images in blocks where their channels fill them. */
  readonly inputs: Readonly<Record<string, readonly number[]>>;
}

/** The names of the forms that fit, of a gradient to the input also those of the convolutions it is made of. */
export function fittingForms(op: ConvOp, problem: Problem): string[] {
  const fitting = (among: readonly Form[], each: Problem) =>
    among.filter((form) => form.fits(each)).map(({ name }) => name);
  const own = fitting(forms[op], problem);
  const [rows, columns] = phasesOf(problem) ?? [[], []];
  if (op !== "convInputGrad" || own.length === 0) return own;
  const inner = rows.flatMap((row) =>
    columns.flatMap((column) => fitting(forms.conv, phaseProblem(problem, row, column))),
  );
  return [...new Set([...own, ...inner])];
}

/** The name of the form that is chosen, `undefined` if none fits. */
export function chosenForm(op: ConvOp, problem: Problem): string | undefined {
  return choose<Form>(forms[op], problem, [])?.name;
}

/**
 * A model of one form: images come in blocks, as they are inside of a training step, and of the result only
 * the first image or output is given.
 *
 * @param form one of {@link fittingForms}.
 */
export function formModel(op: ConvOp, form: string, problem: Problem): FormModel {
  const { emit, nodes, constants } = createEmission();
  const layout = layoutNodes(emit, problem.size);
  const context = convContext(emit, layout);
  const { batch, inputs, outputs, inputSize, outputSize, kernel, size } = problem;
  const declared: Record<string, readonly number[]> = {};
  const images = (name: string, channels: number, places: Shape): Operand => {
    const shape = [batch, channels, ...places];
    const blocks = channels % size === 0;
    declared[name] = blocks ? blockedShape(shape, size) : shape;
    const blocked = () => (blocks ? name : layout.toBlocks(name, shape));
    return {
      plain: () => (blocks ? layout.fromBlocks(name, shape) : name),
      blocked,
      places: () => blocksToPlaces(emit, layout, blocked(), shape),
    };
  };
  const weight = () => {
    declared.weight = [outputs, inputs, ...kernel];
    return { name: "weight", shape: declared.weight };
  };
  const convolve: Convolve = (operands, each, end, only) => {
    const among = forms.conv.filter(({ gives }) => only === undefined || gives === only);
    const found = choose(among, each, [form])!;
    return { layout: found.gives, name: found.emit(context, operands, each, end) };
  };
  const result = (): string => {
    switch (op) {
      case "conv": {
        const x = images("x", inputs, inputSize);
        const kernels = {
          plain: () => weight().name,
          blocked: () => blockWeight(emit, layout, weight()),
        };
        return convolve({ x, kernels }, problem, {}).name;
      }
      case "convInputGrad": {
        const dy = images("dy", outputs, outputSize);
        const found = choose(forms.convInputGrad, problem, [form, phases.name]);
        if (found === undefined) break;
        return found.emit(context, { dy, weight: weight() }, problem, {}, convolve).name;
      }
      case "convWeightGrad": {
        const operands = {
          x: images("x", inputs, inputSize),
          dy: images("dy", outputs, outputSize),
        };
        const found = choose(forms.convWeightGrad, problem, [form]);
        if (found !== undefined) return found.emit(context, operands, problem);
      }
    }
    throw internal(`no form of ${op} fits`);
  };
  const first = emit.node("Gather", [result(), emit.int64([0])], { axis: 0 });
  const sum = emit.node("ReduceSum", [first], { keepdims: 0 });
  const bytes = onnxModel({
    name: form,
    nodes,
    inputs: Object.entries(declared).map(([name, shape]) =>
      onnxValue(name, onnxDType.float32, shape),
    ),
    outputs: [onnxValue(sum, onnxDType.float32, [])],
    constants: [...constants.values()],
  });
  return { bytes, inputs: declared };
}
