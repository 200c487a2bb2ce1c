/** `npm run claims`: every claim put to the test at the small scale. */
import { join } from "node:path";
import { claims, type Findings } from "evenkeel/claims";
import { writeFileAtomically } from "evenkeel/files";
import { runCommand } from "../tools/command.ts";
import { runEvenkeel } from "../tools/evenkeel.ts";
import { readJsonIfPresent } from "../tools/json.ts";
import { someOf, text, type ValuesOf } from "../tools/options.ts";

const NAMES = claims.map(({ name }) => name);

/** What is read of a claim's `result.json`; this study adds the seconds. */
interface Result extends Pick<Findings, "held" | "measured"> {
  readonly seconds?: number;
}

const options = {
  out: text("folder to write to", "claims"),
  only: someOf("claims to test", NAMES),
};

await runCommand({
  name: "claims",
  description:
    "Tests every claim at the small scale, one after the other, and prints a table. Each has a folder of its own below --out, where an interrupted claim continues; a claim that has a result there is not run again. Takes about two hours on two cores. Ends with 0 if every claim could be tested, whether or not it held.",
  options,
  run: study,
});

async function study({ out, only }: ValuesOf<typeof options>): Promise<void> {
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
  return (await readJsonIfPresent(join(folder, "result.json"))) as Result | undefined;
}
