/** Runs files of the platform tests and counts what passed. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install, run } from "../setup.mjs";

/** Installs what is not there; where that fails, ends the program as one failure. */
export async function installPackages() {
  try {
    await install();
  } catch (error) {
    refuse([`npm ci must succeed, got: ${error.message}`]);
    process.exit();
  }
}

/**
 * Runs test/platform/<name>.test.ts of each name, prints `N passed, N failed` as the last line and sets the exit code.
 * A run that ends badly without a failed test counts as one failure.
 */
export async function runVitest(...names) {
  const folder = mkdtempSync(join(tmpdir(), "evenkeel-"));
  const report = join(folder, "report.json");
  const vitest = ["node_modules/vitest/vitest.mjs", "run", "--config", "vitest.platform.config.ts"];
  const output = ["--reporter=verbose", "--reporter=json", `--outputFile.json=${report}`];
  let ended = true;
  try {
    const files = names.map((name) => `test/platform/${name}.test.ts`);
    await run(process.execPath, ...vitest, ...output, ...files);
  } catch (error) {
    if (error.status === undefined) console.error(error);
    ended = false;
  }
  const { numPassedTests: passed, numFailedTests: failed } = read(report);
  rmSync(folder, { recursive: true });
  finish(passed, ended ? failed : Math.max(failed, 1));
}

/** Says what is missing, and ends as one failure. */
export function refuse(lines) {
  console.error(`error: ${lines.join("\n  ")}`);
  finish(0, 1);
}

function finish(passed, failed) {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

/** Vitest writes no report when it is killed or cannot start. */
function read(report) {
  try {
    return JSON.parse(readFileSync(report, "utf8"));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0 };
  }
}
