/** How runs went and what they ran on. */
import { z } from "zod";
import type { Prose, Table } from "./page.ts";
import type { ReportedRun, Subject } from "./subjects.ts";

const verdictSchema = z.object({
  state: z.string(),
  evidence: z.string(),
  since: z.number().nullish(),
});

/** Runs that stand side by side; more of them stand below each other. */
const SIDE_BY_SIDE = 3;

/** What each run did, and on what. */
export function factsTable(subjects: readonly Subject[]): Table {
  const runs = subjects.flatMap((subject) => subject.runs);
  const head = ["", ...runs.map(({ path }) => path)];
  const facts = runs.map(factsOf);
  const rows = Object.keys(facts[0] ?? {}).map((name) => [
    name,
    ...facts.map((one) => one[name] ?? ""),
  ]);
  if (runs.length <= SIDE_BY_SIDE) return { kind: "table", head, rows: rows.map(texts) };
  const all = [head, ...rows];
  const [names = [], ...lines] = head.map((_, i) => all.map((row) => row[i] ?? ""));
  return { kind: "table", head: ["run", ...names.slice(1)].map(String), rows: lines };
}

/** Of cells of different kinds in a column all are aligned as text. */
const texts = (row: readonly (string | number)[]) => row.map(String);

function factsOf({ info }: ReportedRun): Readonly<Record<string, string | number>> {
  const { counters, versions, git } = info;
  return {
    seed: info.seed,
    status: info.status,
    "generator steps": counters.gStep,
    "discriminator steps": counters.dStep,
    "images shown": counters.images,
    "seconds of training": Number((info.timings.training ?? 0).toFixed(1)),
    device: info.device,
    cores: info.hostCores,
    started: info.startedAt.slice(0, 19).replace("T", " "),
    Evenkeel: versions.evenkeel,
    "ONNX Runtime": versions.onnxruntime,
    "Node.js": versions.node,
    git: git === null ? "" : `${git.commit.slice(0, 8)}${git.dirty ? ", changed" : ""}`,
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
