/** Data sets that are checked by the command line, as a process beside the studio. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { datasetOf, isDatasetName } from "../../data/index.ts";
import { EvenkeelError, refusal } from "../../errors.ts";
import { readBytes } from "../../files/index.ts";
import { answerOf } from "../actions/index.ts";
import type { DataCheck, DataReport } from "../api.ts";

/** Checks whose results are kept. */
const KEPT = 8;

const requestSchema = z.object({
  name: z.string().refine(isDatasetName, "must be the name of a data set"),
  options: z.record(z.string(), z.string().max(10_000)).default({}),
});

/** The checks of a studio. */
export interface Checks {
  /**
   * Begins the check of a set with some options, or finds the one that was begun before.
   *
   * @param again whether to begin anew.
   * @throws EvenkeelError `USAGE` for a request that names no data set.
   */
  start(request: unknown, again?: boolean): DataCheck;
  /** How a check is going; `undefined` for one that is not known. */
  state(id: string): DataCheck | undefined;
  /** The grid of a check's images; `undefined` before it is there, and for points. */
  grid(id: string): Uint8Array | undefined;
  /** Ends a check. */
  stop(id: string): void;
  /** Ends all. */
  close(): void;
}

interface Job {
  state: DataCheck;
  grid?: Uint8Array;
  readonly ending: AbortController;
}

/** @param main the command line's file; default: the built one. */
export function createChecks(main?: string): Checks {
  const jobs = new Map<string, Job>();
  const stop = (id: string) => {
    const job = jobs.get(id);
    if (job?.state.state !== "running") return;
    job.ending.abort();
    jobs.delete(id);
  };
  return {
    start(request, again = false) {
      const parsed = requestSchema.safeParse(request);
      if (!parsed.success) throw new EvenkeelError("USAGE", "a check needs the name of a data set");
      const { name, options } = parsed.data;
      refuseOthers(name, Object.keys(options));
      const args = Object.entries(options).map(([key, value]) => `--${key}=${value}`);
      const id = JSON.stringify([name, ...args.sort()]);
      if (again) {
        stop(id);
        jobs.delete(id);
      }
      const known = jobs.get(id);
      if (known !== undefined) return known.state;
      const job: Job = {
        state: { id, state: "running", progress: "" },
        ending: new AbortController(),
      };
      jobs.set(id, job);
      for (const old of [...jobs.keys()].slice(0, -KEPT)) {
        stop(old);
        jobs.delete(old);
      }
      void carryOut(job, [name, ...args], main);
      return job.state;
    },
    state: (id) => jobs.get(id)?.state,
    grid: (id) => jobs.get(id)?.grid,
    stop,
    close() {
      for (const { ending } of jobs.values()) ending.abort();
    },
  };
}

/** Refuses options that the set does not have: others of the command line are not for pages. */
function refuseOthers(name: string, keys: readonly string[]): void {
  const known = Object.keys(datasetOf(name).options);
  const other = keys.find((key) => !known.includes(key));
  if (other === undefined) return;
  throw refusal("USAGE", {
    where: `check of ${name}`,
    rule: `the option must be one of ${known.join(", ")}`,
    got: other,
  });
}

async function carryOut(job: Job, args: readonly string[], main: string | undefined) {
  const { id } = job.state;
  let folder: string | undefined;
  try {
    folder = await mkdtemp(join(tmpdir(), "evenkeel-"));
    const file = join(folder, "grid.png");
    const text = await answerOf(["data", "check", ...args, "--json", `--grid=${file}`], {
      main,
      signal: job.ending.signal,
      onStderr(piece) {
        const progress = piece.trim().split("\n").at(-1) ?? "";
        job.state = { id, state: "running", progress };
      },
    });
    const grid = await readBytes(file).catch(() => undefined);
    if (grid !== undefined) job.grid = grid;
    const report = JSON.parse(text) as DataReport;
    job.state = { id, state: "done", report, hasGrid: grid !== undefined };
  } catch (error) {
    const [problem = "", ...advice] = (error as Error).message.split("\n");
    job.state = { id, state: "failed", error: problem, advice: advice.join("\n") || null };
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}
