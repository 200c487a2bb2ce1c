import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { keepingMemory, memoryKeeper } from "../../runtime/node-memory.ts";
import { evenkeelCommand } from "./command.ts";

test("the command starts this package's command line", async () => {
  const [program, ...args] = evenkeelCommand();
  const { stdout } = await promisify(execFile)(program, [...args, "--version"]);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test("training that is started so keeps its memory by the C library, where that can", async () => {
  const [program, ...args] = evenkeelCommand();
  const { stdout } = await promisify(execFile)(program, [...args, "doctor", "--json"]);
  expect(JSON.parse(stdout).memoryKeeper).toBe(memoryKeeper(keepingMemory({})));
});
