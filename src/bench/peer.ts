/** Another program that times the same step, asked line by line (scripts/bench/pytorch_step.py). */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { EvenkeelError } from "../errors.ts";

/** Timings of one request. */
export interface PeerTimes {
  readonly ms: readonly number[];
  readonly peakMiB: number;
}

/** A peer that is warmed up. */
export interface Peer {
  /** Its version. */
  readonly version: string;
  /** What it can time, such as `idiomatic` and `best`. */
  readonly variants: readonly string[];
  run(variant: string, iterations: number): Promise<PeerTimes>;
  close(): void;
}

/** The exit code by which the script says that PyTorch is not there. */
const NOT_INSTALLED = 3;

/**
 * Starts the PyTorch script and waits until it is warmed up.
 *
 * @param python the interpreter.
 * @throws EvenkeelError `USAGE` with what is missing, when PyTorch or Python is not there.
 */
export async function startPyTorch(python: string, threads: number): Promise<Peer> {
  const script = fileURLToPath(new URL("../../scripts/bench/pytorch_step.py", import.meta.url));
  const args = [script, ...(threads > 0 ? [`--threads=${threads}`] : [])];
  const child = spawn(python, args, { stdio: ["pipe", "pipe", "pipe"] });
  let complaints = "";
  child.stderr.on("data", (part) => {
    complaints += part;
  });
  const ended = new Promise<never>((_resolve, reject) => {
    child.on("error", (cause) =>
      reject(
        new EvenkeelError("USAGE", `bench: cannot start ${python}: ${cause.message}`, {
          advice: "Name the interpreter that has PyTorch with --python.",
        }),
      ),
    );
    child.on("close", (code) => {
      const what = code === NOT_INSTALLED ? "PyTorch is missing" : `the peer ended with ${code}`;
      reject(new EvenkeelError("USAGE", `bench: ${what}: ${complaints.trim()}`));
    });
  });
  // a peer that died is told by its end, not by the pipe to it
  child.stdin.on("error", () => {});
  // nobody waits for the end while no answer is due
  ended.catch(() => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await Promise.race([lines.next(), ended]);
    return done ? await ended : (JSON.parse(value) as Record<string, unknown>);
  };
  const ready = (await answer()) as { torch: string; variants: readonly string[] };
  return {
    version: ready.torch,
    variants: ready.variants,
    async run(variant, iterations) {
      child.stdin.write(`run ${variant} ${iterations}\n`);
      const result = (await answer()) as Partial<PeerTimes> & { readonly error?: string };
      if (result.ms === undefined || result.peakMiB === undefined) {
        throw new EvenkeelError("ENGINE", `bench: the peer failed: ${result.error}`);
      }
      return { ms: result.ms, peakMiB: result.peakMiB };
    },
    close: () => void child.stdin.end("quit\n"),
  };
}
