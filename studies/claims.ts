/** `npm run claims`: every claim put to the test, and one page of all. */
import { join } from "node:path";
import { EvenkeelError } from "evenkeel";
import {
  type Claim,
  type ClaimRecord,
  claimNamed,
  claims,
  estimateSeconds,
  overviewText,
  readResult,
  type Scale,
  type Setting,
  scales,
  scalesOf,
  secondsOf,
  settingOf,
  writeOverview,
} from "evenkeel/claims";
import { onProgress, runCommand } from "../tools/command.ts";
import { runEvenkeel } from "../tools/evenkeel.ts";
import { oneOf, optionalText, someOf, text, type ValuesOf } from "../tools/options.ts";
import { clockOf, left, stopOnSignals } from "./claims/progress.ts";

const NAMES = claims.map(({ name }) => name);
/** Exit codes of verdicts: the claim could be tested. */
const TESTED: readonly (number | null)[] = [0, 1, 3];

const options = {
  out: text("folder to write to", "claims"),
  only: someOf("claims to test", NAMES),
  scale: oneOf<Scale>(
    "small: two hours and ten minutes on two cores, by the estimates of claim show; medium: about ten",
    scales,
    "small",
  ),
  data: optionalText("the images, as evenkeel claim run takes them (default: what is found)"),
  dataRoot: optionalText("the folder of the data sets' own folders (data.root)"),
};

await runCommand({
  name: "claims",
  description:
    "Tests every claim, one after the other, and writes an overview of all, overview.html. Each has a folder of its own below --out, where an interrupted claim continues; a claim that has a result there is not run again. Ends with 0 if every claim could be tested, whatever its verdict.",
  options,
  run: study,
});

async function study({ out, only, scale, data, dataRoot }: ValuesOf<typeof options>) {
  const set = dataRoot === undefined ? [] : [`data.root=${dataRoot}`];
  const chosen = only.map(claimNamed).filter((claim) => scalesOf(claim).includes(scale));
  if (chosen.length === 0) {
    throw new EvenkeelError(
      "USAGE",
      `--only: none of ${only.join(", ")} is defined at the ${scale} scale`,
    );
  }
  const plan = await planOf(chosen, { out, scale, data, set });
  const clock = clockOf(plan.filter(({ record }) => record === undefined));
  const stop = stopOnSignals();
  const failed: string[] = [];
  for (const [i, { claim, folder, record, seconds }] of plan.entries()) {
    const place = `${i + 1} of ${plan.length}, ${claim.name}`;
    if (record !== undefined) {
      onProgress(`${place}: tested before, ${record.verdict}`);
      continue;
    }
    onProgress(`${place}: ${left(seconds, clock.secondsLeft())}`);
    const images = data === undefined || claim.test.kind === "direct" ? [] : ["--data", data];
    const settings = set.flatMap((one) => ["--set", one]);
    const args = ["--scale", scale, ...images, ...settings, "--out", folder];
    const code = await clock.measure(seconds, () =>
      runEvenkeel("claim", "run", claim.name, ...args),
    );
    if (stop.isAsked()) {
      process.exitCode = code ?? 1;
      return onProgress("stopped; the same command continues");
    }
    if (!TESTED.includes(code)) failed.push(claim.name);
    else await writeOverview({ folder: out, scale });
  }
  if (failed.length < plan.length) {
    const { path, results } = await writeOverview({ folder: out, scale });
    console.log("\n| claim | verdict | measured | seconds |\n| --- | --- | --- | ---: |");
    for (const { record } of results) console.log(rowOf(record));
    console.log(`\n${overviewText(results, claims.length)} ${path}`);
  }
  for (const name of failed) console.log(`${name} could not be tested`);
  if (failed.length > 0) process.exitCode = 1;
}

/** A claim that is to be tested, or was. */
interface Planned {
  readonly claim: Claim;
  readonly folder: string;
  readonly record: ClaimRecord | undefined;
  /** About how long it takes. */
  readonly seconds: number;
}

async function planOf(
  chosen: readonly Claim[],
  request: {
    readonly out: string;
    readonly scale: Scale;
    readonly data: string | undefined;
    readonly set: readonly string[];
  },
): Promise<readonly Planned[]> {
  const { out, scale, set } = request;
  const plan: Planned[] = [];
  for (const claim of chosen) {
    const folder = join(out, claim.name);
    const data = claim.test.kind === "direct" ? undefined : request.data?.split(",");
    const setting = await settingOf({ claim, scale, data, set });
    const record = await readResult(folder);
    plan.push({
      ...{ claim, folder },
      record: record?.scale === scale && isOn(record, data && setting) ? record : undefined,
      seconds: await estimateSeconds({ claim, setting, set }),
    });
  }
  return plan;
}

/** Whether a result is of the images that are asked for, if any are. */
function isOn({ data }: ClaimRecord, asked: Setting | undefined): boolean {
  if (asked === undefined) return true;
  const titles = asked.data.map(({ title }) => title);
  return titles.join() === data.map(({ title }) => title).join();
}

function rowOf(record: ClaimRecord): string {
  const { claim, verdict, measured } = record;
  return `| ${[claim, verdict, measured, Math.round(secondsOf(record))].join(" | ")} |`;
}
