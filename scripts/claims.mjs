/**
 * Puts every claim to the test at the small scale, one after the other, and prints a table.
 *
 *   npm run claims -- [--out claims] [--only NAME,NAME]
 *
 * Each has a folder of its own below --out, from which an interrupted run goes on; a claim that has a result
 * there is not run again. About two hours on two cores. Ends with 0 if every claim could be tested, whether or
 * not it held.
 */
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { claims } from "../dist/claims/index.js";
import { writeFileAtomically } from "../dist/files/index.js";

const { values } = parseArgs({
  options: {
    out: { type: "string", default: "claims" },
    only: { type: "string", default: claims.map(({ name }) => name).join(",") },
  },
});

const resultOf = (folder) =>
  readFile(join(folder, "result.json"), "utf8").then(JSON.parse, () => undefined);
const run = (...args) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ["dist/cli/main.js", ...args], { stdio: "inherit" });
    child.on("exit", resolve);
  });

const rows = [];
let failed = 0;
for (const name of values.only.split(",")) {
  const folder = join(values.out, name);
  const start = performance.now();
  const before = await resultOf(folder);
  if (before === undefined) await run("claim", "run", name, "--out", folder);
  const result = before ?? (await resultOf(folder));
  const seconds = before?.seconds ?? Math.round((performance.now() - start) / 1000);
  if (result === undefined) failed++;
  else if (before === undefined) {
    const text = `${JSON.stringify({ ...result, seconds }, null, 2)}\n`;
    await writeFileAtomically(join(folder, "result.json"), text);
  }
  rows.push({ name, seconds, result });
}
console.log("\n| claim | seconds | measured | holds |\n| --- | ---: | --- | --- |");
for (const { name, seconds, result } of rows) {
  const { measured = "could not be tested", held } = result ?? {};
  const verdict = held === undefined ? "–" : held ? "yes" : "no";
  console.log(`| ${name} | ${seconds} | ${measured} | ${verdict} |`);
}
if (failed > 0) process.exitCode = 1;
