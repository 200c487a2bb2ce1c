import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { builtUrl } from "../../../test/support/runs/built.ts";
import { keepingMemory, memoryKeeper, notKeepingMemory } from "../../runtime/node-memory.ts";

/** Node's own arguments that make a process say with which environment it starts. */
const TELLING = ["--import", "data:text/javascript,console.log(process.env.MALLOC_MMAP_MAX_)"];
const main = fileURLToPath(builtUrl("cli/main"));

function evenkeel(...args: readonly string[]) {
  const env = { ...notKeepingMemory() };
  const { stdout, stderr } = spawnSync(process.execPath, [...TELLING, main, ...args], { env });
  return { starts: stdout.toString().trim().split("\n"), err: stderr.toString() };
}

test("training starts once more with the environment, where Node.js can and the C library has it", () => {
  const { starts, err } = evenkeel("train", "no such recipe", "--dry-run");
  const can = "execve" in process && memoryKeeper(keepingMemory({})) === "glibc";
  expect(starts).toEqual(can ? ["undefined", "0"] : ["undefined"]);
  expect(err).toContain("no such recipe");
  expect(err).not.toContain("Warning");
});

test("what trains nothing starts once", () => {
  expect(evenkeel("train", "quickstart", "--print-config").starts[0]).toBe("undefined");
  expect(evenkeel("train", "quickstart", "--print-config").starts).not.toContain("0");
});
