/** How runs went and what they ran on. */
import { z } from "zod";
import type { Prose, Table } from "./page.ts";
import type { ReportedRun, Subject } from "./subjects.ts";

const verdictSchema = z.object({
  state: z.string(),
  evidence: z.string(),
  since: z.number().nullish(),
});

/** A run for each row. */
export function factsTable(subjects: readonly Subject[]): Table {
  const runs = subjects.flatMap(({ runs }) => runs);
  return {
    kind: "table",
    head: [
      "run",
      "seed",
      "status",
      "step",
      "images",
      "training, s",
      "device",
      "cores",
      "versions",
      "git",
      "started",
    ],
    rows: runs.map(({ path, info }) => [
      path,
      info.seed,
      info.status,
      info.counters.gStep,
      info.counters.images,
      Number((info.timings.training ?? 0).toFixed(1)),
      info.device,
      info.hostCores,
      `Evenkeel ${info.versions.evenkeel}, ONNX Runtime ${info.versions.onnxruntime}, Node ${info.versions.node}`,
      info.git === null ? "" : `${info.git.commit.slice(0, 8)}${info.git.dirty ? ", changed" : ""}`,
      info.startedAt.slice(0, 16).replace("T", " "),
    ]),
  };
}

/** What is known of the health of each run, and why a run did not come to its end. */
export function verdictParts(subjects: readonly Subject[]): readonly Prose[] {
  const runs = subjects.flatMap(({ label, runs: all }) => all.map((run) => ({ label, run })));
  return runs.flatMap(({ label, run }) => {
    const name = runs.length === 1 ? "" : `${label}, seed ${run.info.seed}: `;
    return [...verdictOf(name, run), ...endOf(name, run)];
  });
}

function verdictOf(name: string, { info }: ReportedRun): readonly Prose[] {
  const { success, data } = verdictSchema.safeParse(info.verdict);
  if (!success) return [];
  const since = data.since == null || data.state === "healthy" ? "" : `, since step ${data.since}`;
  return [
    {
      kind: "prose",
      text: `${name}${data.state.replaceAll("-", " ")}${since}. ${data.evidence}`,
      tone: data.state === "healthy" ? "good" : "bad",
    },
  ];
}

function endOf(name: string, { info }: ReportedRun): readonly Prose[] {
  if (info.status === "done") return [];
  const text = `${name}${info.status}${info.exitReason === null ? "" : `: ${info.exitReason}`}`;
  return [{ kind: "prose", text: `${text}.`, tone: info.status === "failed" ? "bad" : "doubtful" }];
}
