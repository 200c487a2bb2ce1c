/** Tests a claim with a display, and prints the outcome. */
import {
  type Claim,
  type ClaimOptions,
  type ClaimResult,
  claimNamed,
  expandTrials,
  runClaim,
} from "../../claims/index.ts";
import { countOf, formatCount, shell } from "../../text.ts";
import { expectFreePlace } from "../shared/outputs.ts";
import { printNext, showPath } from "../shared/paths.ts";
import { type PlaceFlags, placeRequest } from "../shared/place.ts";
import { createDisplay } from "../shared/progress.ts";
import { abortOnSignals, exitCodes } from "../shared/signals.ts";
import { createSweepDisplay, type SweepDisplay } from "../shared/sweep-display.ts";
import { columns, hanging, table, WIDTH } from "../shared/table.ts";
import { print, printLines, tell } from "../shared/terminal.ts";
import { UNVERIFIED } from "./list.ts";

/** Options of `claim run`. */
export interface ClaimFlags extends PlaceFlags {
  readonly scale: "small" | "paper";
  readonly seeds?: number;
  readonly out?: string;
  readonly set: readonly string[];
  readonly dryRun?: boolean;
}

/** Tests a claim; the exit code says whether it held. */
export async function testClaim(name: string, flags: ClaimFlags): Promise<void> {
  const claim = claimNamed(name);
  const { scale, seeds, set, out, dryRun } = flags;
  if (dryRun) return listTrials(claim, flags);
  await expectFreePlace("--out", out);
  const place = placeRequest(flags);
  const stop = new AbortController();
  const signals = abortOnSignals(stop);
  const display = claimDisplay(name);
  try {
    const result = await runClaim(
      { claim, scale, seeds, set, out },
      { ...display.options, place, signal: stop.signal },
    );
    display.close();
    const signal = signals.received();
    if (result === undefined || signal !== undefined) {
      tell("stopped; what was trained is kept");
      const folder = display.folder() ?? out ?? ".";
      printNext([shell`evenkeel claim run ${name} --out ${showPath(folder)}`]);
      process.exitCode = exitCodes[signal ?? "SIGINT"];
      return;
    }
    printResult(claim, result);
  } finally {
    signals.remove();
    display.close();
  }
}

/** Shows the trials of a claim, and other work that takes time. */
function claimDisplay(name: string) {
  const work = createDisplay(1);
  let sweep: SweepDisplay | undefined;
  let folder: string | undefined;
  const options: ClaimOptions = {
    progress(task, done, total) {
      sweep?.close();
      work.work({ task, done, total, unit: "" });
    },
    onFolder(path, trials) {
      folder = path;
      const runs = trials.length === 0 ? "" : `: ${countOf(trials.length, "run")}`;
      tell(`claim ${name} in ${showPath(path)}${runs}`);
      if (trials.length > 0) sweep = createSweepDisplay(trials.length, 0);
    },
    onEvent: (event) => sweep?.show(event),
  };
  return {
    options,
    folder: () => folder,
    close() {
      sweep?.close();
      work.close();
    },
  };
}

function printResult(
  { name, criterion, published }: Claim,
  { folder, findings: { held, measured, tables } }: ClaimResult,
): void {
  const [first] = tables;
  if (first !== undefined) {
    print(first.title);
    const cells = first.rows.map((row) => row.map(String));
    printLines(columns([...first.head], cells, 1));
  }
  const rows = [
    ["measured", measured],
    ["published", published ?? UNVERIFIED],
    ["criterion", criterion],
    [name, held ? "holds" : "does not hold"],
  ];
  printLines(table(rows, WIDTH));
  print(`written to ${showPath(folder)}: index.html, result.json`);
  if (!held) process.exitCode = 1;
}

async function listTrials(claim: Claim, { scale, seeds, set }: ClaimFlags): Promise<void> {
  if (claim.test.kind === "direct") {
    return printLines(hanging(`${claim.name} trains no runs: ${claim.method[scale]}`));
  }
  const trials = await expandTrials(claim.test, { scale, seeds, set });
  print(`${claim.name} at the ${scale} scale: ${countOf(trials.length, "run")}`);
  const rows = trials.map(({ name, config }) => [
    `  ${name}`,
    `${formatCount(config.steps)} steps`,
  ]);
  printLines(table(rows, WIDTH));
}
