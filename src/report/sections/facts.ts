/** How runs went and what they ran on. */
import { toneOf } from "../../analysis/health/index.ts";
import { shell } from "../../text.ts";
import type { Prose, Table } from "../page/index.ts";
import type { ReportedRun, Subject } from "../subjects.ts";
import { type ComparedRow, comparisonTable } from "./comparison.ts";

/** What each run did, and on what. */
export function factsTable(subjects: readonly Subject[]): Table {
  const runs = subjects.flatMap((subject) => subject.runs);
  const facts = runs.map(factsOf);
  const rows = Object.keys(facts[0] ?? {}).map(
    (name): ComparedRow => [name, ...facts.map((one) => one[name] ?? "")],
  );
  const paths = runs.map(({ path }) => path);
  return comparisonTable({ measures: "", things: "run" }, paths, rows);
}

function factsOf({ info, interruptedAt }: ReportedRun): Readonly<Record<string, string | number>> {
  const { counters, versions, git } = info;
  return {
    seed: info.seed,
    status: interruptedAt === null ? info.status : "interrupted",
    "generator steps": interruptedAt ?? counters.gStep,
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

/** Runs that are named where many have the same to tell. */
const NAMED = 4;

/** What is known of the health of runs, and why they did not come to their end; the same is told once. */
export function verdictParts(subjects: readonly Subject[]): readonly Prose[] {
  const runs = subjects.flatMap(({ label, runs: all }) =>
    all.map((run) => ({ run, name: all.length > 1 ? `${label}, seed ${run.info.seed}` : label })),
  );
  const told = new Map<string, { tone: Prose["tone"]; names: string[] }>();
  for (const { name, run } of runs) {
    for (const { text, tone } of [...verdictOf(run), ...endOf(run)]) {
      const known = told.get(text) ?? { tone, names: [] };
      known.names.push(name);
      told.set(text, known);
    }
  }
  return [...told].map(([text, { tone, names }]) => {
    const more = names.length - NAMED;
    const some = names.slice(0, NAMED).join("; ") + (more > 0 ? `; and ${more} more` : "");
    return {
      kind: "prose",
      text: runs.length === 1 ? text : `${some}: ${text}`,
      ...(tone && { tone }),
    };
  });
}

type Told = Pick<Prose, "text" | "tone">;

function verdictOf({ info }: ReportedRun): readonly Told[] {
  if (!info.verdict) return [];
  const { state, since, evidence } = info.verdict;
  const tone = toneOf(state);
  const when = tone === "bad" ? `, since step ${since}` : "";
  const text = `${state.replaceAll("-", " ")}${when}. ${evidence}`;
  return [{ text, tone: tone === "open" ? "doubtful" : tone }];
}

function endOf({ info, interruptedAt, path }: ReportedRun): readonly Told[] {
  const { status, exitReason } = info;
  if (status === "done") return [];
  if (interruptedAt !== null) {
    const text = shell`interrupted at about step ${interruptedAt}: its process is gone. Resume it with: evenkeel train --resume ${path}`;
    return [{ text, tone: "doubtful" }];
  }
  const text = `${status}${exitReason === null ? "" : `: ${exitReason}`}.`;
  return [{ text, tone: status === "failed" ? "bad" : "doubtful" }];
}
