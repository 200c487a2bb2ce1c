/** The first weights of a run that starts from another one's. */
import { refusal } from "../errors.ts";
import { type NotTaken, type Snapshot, type Transfer, takeFitting } from "../gan/index.ts";
import { sizeOf } from "../graph/index.ts";
import type { RunInfo } from "../runs/folder/index.ts";
import { openSource } from "../runs/trained/index.ts";
import { countOf, firstOf, formatShare } from "../text.ts";
import type { Report } from "./messages.ts";
import type { RunPlan } from "./plan/plan.ts";

/** What a run starts from. */
export interface Beginning {
  /** The tensors that are taken, by their names in the run's state. */
  readonly tensors: Snapshot["tensors"];
  /** The text of its `config.yaml`, which names the very checkpoint. */
  readonly configText: string;
  /** What `run.json` says of it. */
  readonly record: RunInfo["from"];
}

/**
 * Opens the checkpoint that a run starts from, if its plan names any, and takes what fits.
 *
 * @param report receives what was taken, what was not, and why: a note each.
 * @throws EvenkeelError `RUN_FOLDER` or `CHECKPOINT` if there is nothing to start from, or if no weight fits.
 */
export async function beginning(
  { from, model, architecture }: Pick<RunPlan, "from" | "model" | "architecture">,
  report: Report,
): Promise<Beginning | undefined> {
  if (from === undefined) return undefined;
  const note = (text: string) => report({ type: "note", text });
  report({ type: "phase", text: `opening ${from.request.run} to start from` });
  const source = await openSource(from.request);
  const { run, step, sha256, notes } = source;
  for (const text of notes) note(text);
  const transfer = takeFitting(model, source.tensors);
  if (!transfer.hasWeights) {
    throw refusal("CHECKPOINT", {
      where: run,
      rule: `no weight of step ${step} fits these networks, ${architecture}: none has the same name and shape`,
      advice:
        "Start from a run of the same model.architecture and channels, or without another run.",
    });
  }
  for (const text of transferNotes(transfer, run, step)) note(text);
  const share = shareTaken(transfer);
  if (share < LITTLE) {
    const text = `from: the networks have little in common with those of ${run}: ${formatShare(share, 1)} of the numbers were taken`;
    report({ type: "warning", text });
  }
  const taken = Object.keys(transfer.taken).length;
  return {
    tensors: transfer.taken,
    configText: from.configText(source),
    record: { run, step, sha256, taken, fresh: transfer.notTaken.length },
  };
}

/** The share of the numbers that is little enough for a warning. */
const LITTLE = 0.1;

/** The share of the numbers that was taken. */
function shareTaken({ taken, notTaken }: Transfer): number {
  const count = (tensors: readonly { readonly shape: readonly number[] }[]) =>
    tensors.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const there = count(Object.values(taken));
  return there / (there + count(notTaken));
}

/** What was taken and what was not, a line for each reason. */
function transferNotes(transfer: Transfer, run: string, step: number): readonly string[] {
  const { taken, notTaken, unused } = transfer;
  const names = Object.keys(taken);
  const all = names.length + notTaken.length;
  const fresh = (why: NotTaken["why"]) => notTaken.filter((one) => one.why === why);
  const shapes = fresh("shape").map(
    ({ name, shape, there }) => `${name} [${shape.join(", ")}], there [${there?.join(", ")}]`,
  );
  const list = (what: string, found: readonly string[], text: string) =>
    found.length === 0 ? [] : [`${what} (${countOf(found.length, "tensor")}): ${text}`];
  const absent = fresh("absent").map(({ name }) => name);
  const vectors = fresh("weight").map(({ name }) => name);
  return [
    `starts from step ${step} of ${run}: ${names.length} of ${countOf(all, "tensor")} taken, ${formatShare(shareTaken(transfer))} of the numbers; the optimizers start fresh`,
    ...list("taken", names, layersText(names)),
    ...list("fresh, not there", absent, layersText(absent)),
    ...list("fresh, of another shape", shapes, firstOf(shapes)),
    ...list("fresh, as their weights are", vectors, layersText(vectors)),
    ...list("there, but not in these networks", unused, layersText(unused)),
  ];
}

/** The layers of tensors by network, those of blocks as one: `generator dense, level1, level2; ema dense`. */
function layersText(names: readonly string[]): string {
  const layers = new Map<string, Set<string>>();
  for (const name of names) {
    const [network = "", layer = ""] = name.split("/");
    const known = layers.get(network) ?? new Set();
    layers.set(network, known.add(layer));
  }
  return [...layers]
    .map(([network, found]) => `${network} ${firstOf([...found], MOST_LAYERS)}`)
    .join("; ");
}

/** Layers of a network that a line names. */
const MOST_LAYERS = 12;
