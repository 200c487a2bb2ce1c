/** Runs jobs as processes of this machine. */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { onDisk } from "../../files/index.ts";
import type { Executor, Job, JobState } from "../executor.ts";

/**
 * An executor that keeps up to `jobs` processes running.
 *
 * A process is in a group of its own: Ctrl-C in a terminal does not reach it, only `cancel` does, once.
 *
 * @param command how `evenkeel` is started: a program and its first arguments.
 */
export function localExecutor(jobs: number, command: readonly [string, ...string[]]): Executor {
  const waiting: Job[] = [];
  const running = new Map<string, ChildProcess>();
  const states = new Map<string, JobState>();

  const end = (name: string, code: number | null) => {
    running.delete(name);
    states.set(name, { state: "ended", code });
  };
  const begin = async ({ name, args, log }: Job) => {
    const file = await onDisk("write", log, async () => openSync(log, "a"));
    try {
      const [program, ...first] = command;
      const child = spawn(program, [...first, ...args], {
        stdio: ["ignore", file, file],
        detached: true,
      });
      running.set(name, child);
      states.set(name, { state: "running" });
      child.on("error", () => end(name, null));
      child.on("exit", (code) => end(name, code));
    } finally {
      closeSync(file);
    }
  };
  const fill = async () => {
    while (running.size < jobs && waiting.length > 0) await begin(waiting.shift() as Job);
  };

  return {
    async submit(more) {
      waiting.push(...more);
      for (const { name } of more) states.set(name, { state: "waiting" });
      await fill();
    },
    async status() {
      await fill();
      return new Map(states);
    },
    async cancel(names) {
      const chosen = new Set(names);
      for (const { name } of waiting.filter((job) => chosen.has(job.name))) {
        states.set(name, { state: "ended", code: null });
      }
      waiting.splice(0, waiting.length, ...waiting.filter((job) => !chosen.has(job.name)));
      for (const [name, child] of running) if (chosen.has(name)) child.kill("SIGTERM");
    },
  };
}
