/** Another process that is asked line by line and answers each line with one line of JSON. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { EvenkeelError } from "../errors.ts";
import { type Environment, keepingMemory, notKeepingMemory } from "../runtime/node-memory.ts";

/** A line's answer. */
export type Answer = Readonly<Record<string, unknown>>;

export interface LineProcess {
  /** What it says before it is asked anything. */
  readonly greeting: Answer;
  ask(line: string): Promise<Answer>;
  /** Ends it and waits until it has ended, so that it disturbs nothing that is measured next. */
  close(): Promise<void>;
}

/** How a process is started, and what its failures are called. */
export interface LineCommand {
  readonly file: string;
  readonly args: readonly string[];
  /** Its name in messages: `the peer`. */
  readonly who: string;
  /** What to do when the file is not there. */
  readonly advice: string;
  /** Its environment; default: this process's, without what is set for our own engine. */
  readonly environment?: Environment;
  /** What an exit code means, where it means something. */
  readonly exitCodes?: Readonly<Record<number, string>>;
}

/**
 * Starts a process and waits for its greeting.
 *
 * @throws EvenkeelError `USAGE` when it cannot be started, or ends with a known exit code; `ENGINE` when it
 *   ends otherwise while an answer is due.
 */
export async function startLineProcess(command: LineCommand): Promise<LineProcess> {
  const { file, args, who, advice, exitCodes = {} } = command;
  const { environment = notKeepingMemory() } = command;
  const child = spawn(file, args, { stdio: ["pipe", "pipe", "pipe"], env: environment });
  let complaints = "";
  child.stderr.on("data", (part) => {
    complaints += part;
  });
  const over = new Promise<void>((resolve) => {
    child.on("error", () => resolve());
    child.on("close", () => resolve());
  });
  const ended = new Promise<never>((_resolve, reject) => {
    child.on("error", (cause) =>
      reject(
        new EvenkeelError("USAGE", `bench: cannot start ${file}: ${cause.message}`, { advice }),
      ),
    );
    child.on("close", (code, signal) => {
      const known = exitCodes[code ?? -1];
      const what = known ?? `${who} ended with ${code ?? signal}`;
      const said = complaints.trim();
      const message = `bench: ${what}${said === "" ? "" : `: ${said}`}`;
      reject(new EvenkeelError(known ? "USAGE" : "ENGINE", message));
    });
  });
  // the process's end reports why it died; the pipe's error adds nothing
  child.stdin.on("error", () => {});
  // while no answer is due, `ended` has no other handler
  ended.catch(() => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await Promise.race([lines.next(), ended]);
    return done ? await ended : (JSON.parse(value) as Answer);
  };
  return {
    greeting: await answer(),
    ask(line) {
      child.stdin.write(`${line}\n`);
      return answer();
    },
    async close() {
      child.stdin.end();
      await over;
    },
  };
}

/**
 * Starts a script of ours as a measuring process of its own and waits for its greeting.
 *
 * @throws EvenkeelError `ENGINE` when it ends while an answer is due; its message holds what it printed.
 */
export function startWorker(script: URL, args: readonly string[]): Promise<LineProcess> {
  return startLineProcess({
    file: process.execPath,
    args: [fileURLToPath(script), ...args],
    environment: keepingMemory(),
    who: "the measuring process",
    advice: "Is Node.js still installed?",
  });
}
