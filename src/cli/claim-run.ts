/** Lists, explains and tests claims. */
import { type Claim, claims, expandTrials, papers, runClaim } from "../claims/index.ts";
import { EvenkeelError } from "../errors.ts";
import { nearest } from "../suggest.ts";
import type { ExpandedRun } from "../sweeps/plan/index.ts";
import { countOf, formatCount } from "../text.ts";
import type { ClaimFlags } from "./claim.ts";
import { columns, hanging } from "./evaluation-tables.ts";
import { table } from "./format.ts";
import { createDisplay } from "./progress.ts";
import { printNext, showPath } from "./run-outcome.ts";
import { abortOnSignals, exitCodes } from "./signals.ts";
import { createSweepDisplay, type SweepDisplay } from "./sweep-display.ts";
import { checkPlace, kindsOf, placeOf } from "./sweep-place.ts";
import { expectSlurm } from "./sweep-slurm.ts";

/** Prints every claim, a line each. */
export function listClaims({ json }: { readonly json?: boolean }): void {
  if (json) {
    console.log(
      JSON.stringify(
        claims.map(({ test: _, ...told }) => told),
        null,
        2,
      ),
    );
    return;
  }
  for (const [paper, title] of Object.entries(papers)) {
    console.log(`${title}`);
    const own = claims.filter((claim) => claim.paper === paper);
    for (const line of table(
      own.map(({ name, where }) => [`  ${name}`, where]),
      80,
    )) {
      console.log(line);
    }
  }
  printNext(["evenkeel claim show NAME", "evenkeel claim run NAME"]);
}

/** Prints all of a claim. */
export function showClaim(name: string): void {
  const { paper, where, claimed, method, published, criterion } = claimCalled(name);
  const rows = [
    ["paper", papers[paper]],
    ["where", where],
    ["claimed", claimed],
    ["published", published ?? "no figure that could be verified"],
    ["criterion", criterion],
    ["small", method.small],
    ["paper scale", method.paper],
  ];
  for (const line of table(rows, 80)) console.log(line);
  printNext([`evenkeel claim run ${name}`]);
}

/** Tests a claim; the exit code tells whether it held. */
export async function testClaim(name: string, flags: ClaimFlags): Promise<void> {
  const claim = claimCalled(name);
  const { scale, seeds, set, out, dryRun } = flags;
  if (dryRun) return listTrials(claim, flags);
  checkPlace(flags);
  if (flags.on === "slurm") await expectSlurm();
  const work = createDisplay(1);
  let sweep: SweepDisplay | undefined;
  const stop = new AbortController();
  const signals = abortOnSignals(stop);
  let place = out;
  try {
    const result = await runClaim(
      { claim, scale, seeds, set, out },
      {
        signal: stop.signal,
        progress: (task, done, total) => {
          sweep?.close();
          work.work({ task, done, total, unit: "" });
        },
        onFolder: (folder, trials) => {
          place = folder;
          const runs = trials.length === 0 ? "" : `: ${countOf(trials.length, "run")}`;
          console.error(`claim ${name} in ${showPath(folder)}${runs}`);
          if (trials.length > 0) sweep = createSweepDisplay(trials.length, 0);
        },
        place: (trials) => placeOf(flags, kindsOf(trials), trials.length),
        onEvent: (event) => sweep?.show(event),
      },
    );
    sweep?.close();
    work.close();
    const signal = signals.received();
    if (result === undefined || signal !== undefined) {
      console.error("stopped; what was trained is kept");
      printNext([`evenkeel claim run ${name} --out ${showPath(place ?? ".")}`]);
      process.exitCode = exitCodes[signal ?? "SIGINT"];
      return;
    }
    tell(claim, result.folder, result.findings);
  } finally {
    signals.remove();
    sweep?.close();
    work.close();
  }
}

function tell(
  { name, criterion, published }: Claim,
  folder: string,
  { held, measured, tables }: NonNullable<Awaited<ReturnType<typeof runClaim>>>["findings"],
): void {
  const [first] = tables;
  if (first !== undefined) {
    console.log(first.title);
    const cells = first.rows.map((row) => row.map(String));
    for (const line of columns([...first.head], cells, 1)) console.log(line);
  }
  const rows = [
    ["measured", measured],
    ["published", published ?? "no figure that could be verified"],
    ["criterion", criterion],
    [name, held ? "holds" : "does not hold"],
  ];
  for (const line of table(rows, 80)) console.log(line);
  console.log(`written to ${showPath(folder)}: index.html, result.json`);
  if (!held) process.exitCode = 1;
}

async function listTrials(claim: Claim, { scale, seeds, set }: ClaimFlags): Promise<void> {
  if (claim.test.kind === "direct") {
    for (const line of hanging(`${claim.name} trains no runs: ${claim.method[scale]}`)) {
      console.log(line);
    }
    return;
  }
  const trials: readonly ExpandedRun[] = await expandTrials(claim.test, { scale, seeds, set });
  console.log(`${claim.name} at the ${scale} scale: ${countOf(trials.length, "run")}`);
  const rows = trials.map(({ name, config }) => [
    `  ${name}`,
    `${formatCount(config.steps)} steps`,
  ]);
  for (const line of table(rows, 80)) console.log(line);
}

function claimCalled(name: string): Claim {
  const found = claims.find((claim) => claim.name === name);
  if (found !== undefined) return found;
  const names = claims.map((claim) => claim.name);
  const near = nearest(name, names);
  throw new EvenkeelError("USAGE", `claim: must be one of ${names.join(", ")}, got ${name}`, {
    advice: near === undefined ? "evenkeel claim list tells more." : `Did you mean ${near}?`,
  });
}
