/** Cancels runs of a sweep. */
import { cancelRuns, openSweep, selectRuns } from "../sweeps/folder/index.ts";
import { cancelTasks } from "../sweeps/slurm/index.ts";
import { countOf } from "../text.ts";
import { askSlurm } from "./sweep-slurm.ts";

/** Drops runs that wait; those that run save and stop. */
export async function cancelSweep(
  path: string,
  { where }: { readonly where: readonly string[] },
): Promise<void> {
  const sweep = await openSweep(path);
  const runs = selectRuns(sweep, where);
  // marks first: a task that begins nevertheless reads its own
  const { marked, stopping, outOfReach } = await cancelRuns(sweep, runs);
  const { byRun } = await askSlurm(sweep);
  await cancelTasks(marked.flatMap(({ name }) => byRun.get(name) ?? []));
  const isReached = (name: string) => byRun.get(name)?.stage === "running";
  const some = new Set([
    ...stopping.map(({ name }) => name),
    ...marked.map(({ name }) => name).filter(isReached),
  ]).size;
  const saving = some === 0 ? "" : `; ${some} of them run, and save and stop within seconds`;
  console.log(`cancelled ${marked.length} of ${countOf(runs.length, "run")}${saving}`);
  for (const { run, host } of outOfReach) {
    if (isReached(run.name)) continue;
    console.error(`warning: ${run.name} goes on, on ${host}: stop it there`);
  }
}
