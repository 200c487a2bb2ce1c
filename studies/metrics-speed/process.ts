/** Runs a program and measures what it takes. */
import { spawn } from "node:child_process";

/** A program's answer and its cost. */
export interface Measured {
  /** What it printed to standard output, parsed as JSON. */
  readonly answer: unknown;
  /** By the clock, from start to end. */
  readonly seconds: number;
  /** Processor time of the program itself. */
  readonly cpuSeconds: number;
  /** Its highest resident memory. */
  readonly peakMiB: number;
}

/** The last line on standard error: what the program used. */
interface Usage {
  readonly kibibytes: number;
  readonly cpu: number;
}

/** Makes Node print its {@link Usage} when it ends. */
const REPORT = `process.on("exit", () => {
  const { maxRSS, userCPUTime } = process.resourceUsage();
  console.error(JSON.stringify({ kibibytes: maxRSS, cpu: userCPUTime / 1e6 }));
})`;

/** Measures a script in Node. */
export function measureNode(args: readonly string[]): Promise<Measured> {
  const report = `data:text/javascript,${encodeURIComponent(REPORT)}`;
  return measureProgram(process.execPath, ["--import", report, ...args]);
}

/**
 * Measures a program that prints a line of JSON, and its usage as the last line on standard error.
 *
 * @throws Error with what it printed on standard error when it fails.
 */
export function measureProgram(command: string, args: readonly string[]): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    let [out, err] = ["", ""];
    child.stdout.on("data", (part) => {
      out += part;
    });
    child.stderr.on("data", (part) => {
      err += part;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code !== 0) return reject(new Error(err));
      const usage: Usage = JSON.parse(err.trimEnd().split("\n").at(-1) ?? "");
      resolve({
        answer: JSON.parse(out),
        seconds: (performance.now() - begin) / 1000,
        cpuSeconds: usage.cpu,
        peakMiB: usage.kibibytes / 1024,
      });
    });
  });
}
