/** Exports a run's networks as files for other programs. */
import { refusal } from "../../errors.ts";
import { encodeSafetensors, type FileTensor } from "../../formats/index.ts";
import { type PlayerName, reparametrized, stateNames, trainingNames } from "../../gan/index.ts";
import {
  effectiveWeights,
  exportDiscriminator,
  exportGenerator,
  loadGenerator,
  samplingNames,
} from "../../gan/inference/index.ts";
import { createRuntime, type HostTensor } from "../../runtime/index.ts";
import { nodeEngine } from "../../runtime/node.ts";
import { versions } from "../folder/index.ts";
import { exportMetadata } from "./export-metadata.ts";
import type { TrainedModel } from "./trained.ts";

export type ExportFormat = "onnx" | "safetensors";
export type ExportPart = "generator" | "discriminator" | "all";

/**
 * A file with the networks of a run.
 *
 * - `onnx`: the generator (`z` to `images`) or the discriminator with its effective weights (`images` to
 *   `output`), each self-contained.
 * - `safetensors`: `generator/<layer>/…`, `ema/<layer>/…` if the run keeps an average (with the vectors and
 *   batch-norm statistics of the averaged weights),
 *   `discriminator/<layer>/weight` (raw), `discriminator/<layer>/weight.effective` (used in the forward
 *   pass), `discriminator/<layer>/u`, …, and the same for a reparametrized generator. The optimizers' slots
 *   and statistics of past iterations are not included.
 *
 * @throws EvenkeelError `USAGE` for `onnx` of `all`: an ONNX model is one network.
 */
export async function exportRun(
  trained: TrainedModel,
  format: ExportFormat,
  part: ExportPart,
): Promise<Uint8Array> {
  if (format === "safetensors") return exportTensors(trained, part);
  const { model, about, counters } = trained;
  switch (part) {
    case "generator":
    case "discriminator": {
      const { tensors, effective } = await atInference(trained, part);
      const write = part === "generator" ? exportGenerator : exportDiscriminator;
      return write(model, tensors, effective, exportMetadata(about, model, counters, part));
    }
    case "all":
      throw refusal("USAGE", {
        where: "export",
        rule: "--format onnx holds one network",
        got: "--what all",
        advice: "Use --what generator or --what discriminator, or --format safetensors.",
      });
  }
}

async function exportTensors(trained: TrainedModel, part: ExportPart): Promise<Uint8Array> {
  const { model, about, counters, tensors } = trained;
  const out: Record<string, FileTensor> = {};
  const add = (name: string, shape: readonly number[], data: Float32Array) => {
    out[name] = { dtype: "float32", shape, data: data as Float32Array<ArrayBuffer> };
  };
  const ofTraining = new Set(trainingNames(model));
  const generator = await atInference(trained, "generator");
  for (const [name, { shape, data }] of Object.entries({ ...tensors, ...generator.tensors })) {
    const [network] = name.split("/");
    const owner = network === "ema" ? "generator" : network;
    if (!ofTraining.has(name) && (part === "all" || owner === part)) add(name, shape, data);
  }
  for (const player of ["generator", "discriminator"] as const) {
    const wanted = part === "all" || part === player;
    if (!wanted || (player === "generator" && reparametrized(model, player).length === 0)) continue;
    const { effective } = player === "generator" ? generator : await atInference(trained, player);
    const sampling = samplingNames(model);
    for (const { name, shape } of model[player].parameters) {
      const data = effective[name];
      const raw = player === "generator" ? sampling[name] : stateNames.of(player, name);
      if (data) add(`${raw}.effective`, shape, data);
    }
  }
  return encodeSafetensors(out, {
    evenkeel: versions().evenkeel,
    name: about.name,
    steps: String(counters.gStep),
    ...(about.classNames && { classNames: JSON.stringify(about.classNames) }),
  });
}

/** A network as its forward pass at inference uses it. */
interface AtInference {
  /** The state, with what averaged weights need of their own. */
  readonly tensors: Readonly<Record<string, HostTensor>>;
  /** The weights that the forward pass uses, by parameter name. */
  readonly effective: Readonly<Record<string, Float32Array>>;
}

/** A network of a checkpoint as its forward pass at inference uses it, computed on the CPU. */
export async function atInference(
  { model, tensors }: Pick<TrainedModel, "model" | "tensors">,
  player: PlayerName,
): Promise<AtInference> {
  const runtime = createRuntime(nodeEngine({ device: "cpu" }));
  try {
    const program = effectiveWeights(model, player);
    if (player === "generator") await loadGenerator(runtime, model, tensors);
    else for (const name of program.reads) runtime.state.write(name, tensors[name]!);
    const effective = await (await runtime.compile(program)).run();
    return { tensors: { ...tensors, ...(await runtime.state.read()) }, effective };
  } finally {
    await runtime.release();
  }
}
