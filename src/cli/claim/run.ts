/** Tests a claim with a display, and prints the outcome. */
import {
  type Claim,
  type ClaimOptions,
  type ClaimRequest,
  type ClaimResult,
  chosenText,
  claimNamed,
  estimateSeconds,
  planTrials,
  runClaim,
  type Scale,
  settingOf,
  type Verdict,
} from "../../claims/index.ts";
import { printNext, showPath } from "../../terminal/paths.ts";
import { createDisplay } from "../../terminal/progress.ts";
import { abortOnSignals, exitCodes } from "../../terminal/signals.ts";
import { columns, hanging, table } from "../../terminal/table.ts";
import { print, printLines, tell, WIDTH } from "../../terminal/terminal.ts";
import { countOf, formatCount, formatSeconds, shell } from "../../text.ts";
import { featuresSetting } from "../shared/options.ts";
import { expectFreePlace } from "../shared/outputs.ts";
import { type PlaceFlags, placeRequest } from "../shared/place.ts";
import { createSweepDisplay, type SweepDisplay } from "../shared/sweep-display.ts";
import { UNVERIFIED } from "./list.ts";

/** Options of `claim run`. */
export interface ClaimFlags extends PlaceFlags {
  readonly scale: Scale;
  readonly data?: string;
  readonly seeds?: number;
  readonly out?: string;
  readonly set: readonly string[];
  readonly features?: string;
  readonly dryRun?: boolean;
}

/** What a verdict ends with. */
const CODES: Readonly<Record<Verdict, number>> = { holds: 0, "does not hold": 1, undecided: 3 };

/** Tests a claim; the exit code is the verdict's. */
export async function testClaim(name: string, flags: ClaimFlags): Promise<void> {
  const { scale, seeds, out, dryRun } = flags;
  const set = [...flags.set, ...featuresSetting(flags)];
  const data = flags.data?.split(",").map((one) => one.trim());
  const request = { claim: claimNamed(name), scale, data, seeds, set, out };
  if (dryRun) return listTrials(request);
  await expectFreePlace("--out", out);
  const place = placeRequest(flags);
  const stop = new AbortController();
  const signals = abortOnSignals(stop);
  const display = claimDisplay(name);
  try {
    const result = await runClaim(request, { ...display.options, place, signal: stop.signal });
    display.close();
    const signal = signals.received();
    if (result === undefined || signal !== undefined) {
      tell("stopped; what was trained is kept");
      const folder = display.folder() ?? out ?? ".";
      printNext([sameCommand(name, folder, flags)]);
      process.exitCode = exitCodes[signal ?? "SIGINT"];
      return;
    }
    printResult(request.claim, result);
  } finally {
    signals.remove();
    display.close();
  }
}

/** The command that continues a test in its folder. */
function sameCommand(
  name: string,
  folder: string,
  { scale, data, seeds, set, features, on, slurm, jobs }: ClaimFlags,
): string {
  return [
    shell`evenkeel claim run ${name} --out ${showPath(folder)}`,
    ...(scale === "small" ? [] : [shell`--scale ${scale}`]),
    ...(data === undefined ? [] : [shell`--data ${data}`]),
    ...(seeds === undefined ? [] : [shell`--seeds ${seeds}`]),
    ...set.map((one) => shell`--set ${one}`),
    ...(features === undefined ? [] : [shell`--features ${features}`]),
    ...(on === undefined ? [] : [shell`--on ${on}`]),
    ...slurm.map((one) => shell`--slurm ${one}`),
    ...(jobs === undefined ? [] : [shell`--jobs ${jobs}`]),
  ].join(" ");
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
    onFolder(path, { data }) {
      folder = path;
      const on = data.length === 0 ? "" : ` on ${data.map(({ title }) => title).join(", ")}`;
      tell(`claim ${name}${on} in ${showPath(path)}`);
    },
    onStage({ name: stage, what, runs }) {
      sweep?.close();
      tell(
        `${stage === "choice" ? `choosing ${what}` : "testing"}: ${countOf(runs.length, "run")}`,
      );
      sweep = createSweepDisplay(runs.length, 0);
    },
    onChosen(what, chosen) {
      sweep?.close();
      tell(`${what}: ${chosenText(chosen)}`);
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
  { folder, findings: { verdict, measured, parts = [], tables, toDecide } }: ClaimResult,
): void {
  const [first] = tables;
  if (first !== undefined && parts.length === 0) {
    print(first.title);
    const cells = first.rows.map((row) => row.map(String));
    printLines(columns([...first.head], cells, 1));
  }
  const measuredRows =
    parts.length === 0
      ? [["measured", measured]]
      : parts.map((part) => [part.name, `${part.verdict}: ${part.measured}`]);
  const rows = [
    ...measuredRows,
    ["published", published ?? UNVERIFIED],
    ["criterion", criterion],
    ...(toDecide === undefined ? [] : [["to decide it", toDecide]]),
    [name, verdict === "undecided" ? "is undecided" : verdict],
  ];
  printLines(table(rows, WIDTH));
  print(`written to ${showPath(folder)}: index.html, result.json`);
  process.exitCode = CODES[verdict];
}

async function listTrials(request: ClaimRequest): Promise<void> {
  const { claim, scale } = request;
  const { test, name, method } = claim;
  const setting = await settingOf(request);
  if (test.kind === "direct") {
    return printLines(hanging(`${name} trains no runs: ${method[scale]}`));
  }
  const { choice, test: tested } = await planTrials(test, setting, request);
  const seconds = await estimateSeconds({ ...request, setting });
  const on = setting.data.map(({ title }) => ` on ${title}`).join(" and");
  const runs = countOf(choice.length + tested.length, "run");
  print(`${name} at the ${scale} scale${on}: ${runs}, about ${formatSeconds(seconds)}`);
  if (choice.length > 0) print(`choosing ${test.choice!.what}`);
  const rows = (all: typeof tested) =>
    table(
      all.map(({ name, config }) => [`  ${name}`, `${formatCount(config.steps)} steps`]),
      WIDTH,
    );
  printLines(rows(choice));
  if (choice.length > 0) printLines(hanging("testing, as it may be chosen"));
  printLines(rows(tested));
}
