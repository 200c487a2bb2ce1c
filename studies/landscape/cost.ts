/** What the study would cost: a few steps of each method, measured. */
import { EvenkeelError } from "evenkeel";
import { forecastSweep } from "evenkeel/sweeps/execution";
import { type ExpandedRun, expandSweep, parseSweep } from "evenkeel/sweeps/plan";
import { onProgress } from "../../tools/command.ts";
import { grouped } from "./grouped.ts";
import type { StudySweep } from "./sweeps.ts";

/** Prints how many runs each sweep has and the hours of training that they take, each alone on this machine. */
export async function printCost(sweeps: readonly StudySweep[], dataRoot: string): Promise<void> {
  const rows: { readonly sweep: string; readonly runs: number; readonly hours: number }[] = [];
  for (const [architecture, own] of grouped(sweeps, (sweep) => sweep.architecture)) {
    const plans = await Promise.all(
      own.map(async ({ name, description }) => {
        const file = parseSweep(name, JSON.stringify(description));
        return { ...(await expandSweep(file, [`data.root=${dataRoot}`])), name };
      }),
    );
    const secondsOf = await measured(
      architecture,
      plans.flatMap(({ runs }) => runs),
    );
    for (const { name, runs, search } of plans) {
      const rounds = search?.rounds ?? 1;
      const seconds = runs.reduce((sum, run) => sum + secondsOf(run), 0);
      const hours = (rounds * seconds) / 3600;
      rows.push({ sweep: name, runs: rounds * runs.length, hours });
    }
  }
  console.table(rows.map((row) => ({ ...row, hours: Number(row.hours.toPrecision(3)) })));
  const sum = (key: "runs" | "hours") => rows.reduce((total, row) => total + row[key], 0);
  console.log(
    `${sum("runs")} runs, ${sum("hours").toPrecision(3)} hours of training on this machine, each run measured alone; not counted: evaluations, and the best settings with further seeds`,
  );
}

/**
 * Seconds of a run. Each method is measured with one discriminator step an iteration; one of them also with as many as
 * there are, from which follows how much of that is the generator's step, which costs all methods the same.
 */
async function measured(
  architecture: string,
  runs: readonly ExpandedRun[],
): Promise<(run: ExpandedRun) => number> {
  const kinds = grouped(runs, kindOf);
  const perIteration = new Map<string, number>();
  let generatorStep: number | undefined;
  for (const [i, [kind, members]] of [...kinds].entries()) {
    onProgress(`${architecture}: measuring method ${i + 1} of ${kinds.size}`);
    const one = await secondsPerIteration(withSteps(members[0], 1));
    perIteration.set(kind, one);
    const most = Math.max(...members.map(({ config }) => config.nDis));
    if (most === 1 || generatorStep !== undefined) continue;
    const several = await secondsPerIteration(withSteps(members[0], most));
    // one = d + g, several = most·d + g
    generatorStep = Math.min(one, Math.max(0, (most * one - several) / (most - 1)));
  }
  return (run) => {
    const one = perIteration.get(kindOf(run)) as number;
    const { nDis, steps } = run.config;
    return steps * (nDis * one - (nDis - 1) * (generatorStep ?? 0));
  };
}

function kindOf({ config: { discriminator } }: ExpandedRun): string {
  const { reparametrization, normalization, penalties } = discriminator;
  return JSON.stringify([
    reparametrization.name,
    normalization.name,
    penalties.map(({ name }) => name),
  ]);
}

function withSteps(run: ExpandedRun, nDis: number): ExpandedRun {
  return { ...run, config: { ...run.config, nDis } };
}

async function secondsPerIteration(run: ExpandedRun): Promise<number> {
  const sweep = { name: run.name, runs: [run], halving: null, search: null };
  const seconds = (await forecastSweep(sweep))?.runs[0]?.seconds;
  if (seconds == null) throw new EvenkeelError("ENGINE", `${run.name}: could not be measured`);
  return seconds / run.config.steps;
}
