/** The benches as processes. */
import { spawnSync } from "node:child_process";

/** Runs build/bench/NAME.js to its end. */
export function bench(name: string, ...args: string[]) {
  const file = new URL(`../../../build/bench/${name}.js`, import.meta.url);
  const { status, stdout, stderr } = spawnSync(process.execPath, [file.pathname, ...args], {
    encoding: "utf8",
  });
  return { code: status, out: stdout, err: stderr };
}
