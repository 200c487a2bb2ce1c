/** `npm run claims`: every claim put to the test at the small scale. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { claims, type Findings } from "evenkeel/claims";
import { writeFileAtomically } from "evenkeel/files";
import { namesOf, npmCommand, runCommand } from "../tools/command.ts";
import { runEvenkeel } from "../tools/evenkeel.ts";

const NAMES = claims.map(({ name }) => name);

interface Options {
  readonly out: string;
  readonly only: readonly string[];
}

/** What is read of a claim's `result.json`; this study adds the seconds. */
interface Result extends Pick<Findings, "held" | "measured"> {
  readonly seconds?: number;
}

await runCommand(
  npmCommand(
    "claims",
    "Tests every claim at the small scale, one after the other, and prints a table. Each has a folder of its own below --out, where an interrupted claim continues; a claim that has a result there is not run again. Takes about two hours on two cores. Ends with 0 if every claim could be tested, whether or not it held.",
  )
    .option("--out <dir>", "folder to write to", "claims")
    .option("--only <names>", "claims, separated by commas; default: all", namesOf(NAMES), NAMES)
    .action(study),
);

async function study({ out, only }: Options): Promise<void> {
  const rows: { name: string; seconds: number; result: Result | undefined }[] = [];
  for (const name of only) {
    const folder = join(out, name);
    const earlier = await resultIn(folder);
    const { result, seconds } = earlier
      ? { result: earlier, seconds: earlier.seconds ?? 0 }
      : await test(name, folder);
    rows.push({ name, seconds, result });
  }
  console.log("\n| claim | seconds | measured | holds |\n| --- | ---: | --- | --- |");
  for (const { name, seconds, result } of rows) {
    const cells = result
      ? [result.measured, result.held ? "yes" : "no"]
      : ["could not be tested", "–"];
    console.log(`| ${[name, seconds, ...cells].join(" | ")} |`);
  }
  if (rows.some(({ result }) => result === undefined)) process.exitCode = 1;
}

/** Runs a claim and adds the seconds that it took to its result. */
async function test(name: string, folder: string) {
  const start = performance.now();
  await runEvenkeel("claim", "run", name, "--out", folder);
  const seconds = Math.round((performance.now() - start) / 1000);
  const result = await resultIn(folder);
  if (result !== undefined) {
    const text = `${JSON.stringify({ ...result, seconds }, null, 2)}\n`;
    await writeFileAtomically(join(folder, "result.json"), text);
  }
  return { result, seconds };
}

async function resultIn(folder: string): Promise<Result | undefined> {
  const text = await readFile(join(folder, "result.json"), "utf8").catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}
