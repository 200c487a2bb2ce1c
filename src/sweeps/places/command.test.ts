import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { evenkeelCommand } from "./command.ts";

test("the command starts this package's command line", async () => {
  const [program, ...args] = evenkeelCommand();
  const { stdout } = await promisify(execFile)(program, [...args, "--version"]);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
