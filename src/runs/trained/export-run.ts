/** Exports a run's networks as files for other programs. */
import { refusal } from "../../errors.ts";
import { encodeSafetensors, type FileTensor } from "../../formats/index.ts";
import {
  effectiveWeights,
  exportDiscriminator,
  exportGenerator,
  type PlayerName,
  reparametrized,
  samplingNames,
  slotNames,
  stateNames,
} from "../../gan/index.ts";
import { createRuntime } from "../../runtime/index.ts";
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
 * - `safetensors`: `generator/<layer>/…`, `ema/<layer>/…` if the run keeps an average,
 *   `discriminator/<layer>/weight` (raw), `discriminator/<layer>/weight.effective` (used in the forward
 *   pass), `discriminator/<layer>/u`, …, and the same for a reparametrized generator. The optimizers' slots
 *   are not included.
 *
 * @throws EvenkeelError `USAGE` for `onnx` of `all`: an ONNX model is one network.
 */
export async function exportRun(
  trained: TrainedModel,
  format: ExportFormat,
  part: ExportPart,
): Promise<Uint8Array> {
  const { model, about, counters, tensors } = trained;
  if (format === "safetensors") return exportTensors(trained, part);
  switch (part) {
    case "generator":
      return exportGenerator(
        model,
        tensors,
        await computeEffective(trained, part),
        exportMetadata(about, model, counters, part),
      );
    case "discriminator":
      return exportDiscriminator(
        model,
        tensors,
        await computeEffective(trained, part),
        exportMetadata(about, model, counters, part),
      );
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
  const slots = new Set(slotNames(model));
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    const [network] = name.split("/");
    const owner = network === "ema" ? "generator" : network;
    if (!slots.has(name) && (part === "all" || owner === part)) add(name, shape, data);
  }
  for (const player of ["generator", "discriminator"] as const) {
    const wanted = part === "all" || part === player;
    if (!wanted || (player === "generator" && reparametrized(model, player).length === 0)) continue;
    const effective = await computeEffective(trained, player);
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

/** The weights that a network's forward pass uses, by parameter name. */
export async function computeEffective(
  { model, tensors }: Pick<TrainedModel, "model" | "tensors">,
  player: PlayerName,
): Promise<Record<string, Float32Array>> {
  const runtime = createRuntime(nodeEngine({ device: "cpu" }));
  try {
    const program = effectiveWeights(model, player);
    for (const name of program.reads) runtime.state.write(name, tensors[name]!);
    return await (await runtime.compile(program)).run();
  } finally {
    await runtime.release();
  }
}
