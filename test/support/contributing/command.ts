/** The command that CONTRIBUTING shows. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { createRunFolder } from "../../../src/runs/folder/run-folder.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import type { Copy } from "./copy.ts";

export function command(copy: () => Copy): void {
  test("stands in the help of all commands, and has its own", async () => {
    expect((await copy().evenkeel("--help")).out).toMatch(/counters .*show how far a run has come/);
    const { out } = await copy().evenkeel("counters", "--help");
    expect(out).toContain("--json");
  });

  test("works, and refuses as the others do", async () => {
    const out = join(await temporaryFolder(), "run");
    const run = await createRunFolder({
      name: "a",
      config: "seed: 1\n",
      device: "cpu",
      seed: 1,
      out,
    });
    const counters = { gStep: 2, dStep: 4, images: 64 };
    await run.update({ counters });
    expect((await copy().evenkeel("counters", out)).out).toBe("2 generator steps, 64 images\n");
    expect(JSON.parse((await copy().evenkeel("counters", out, "--json")).out)).toEqual(counters);
    const { code, err } = await copy().evenkeel("counters", join(out, "nowhere"));
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringContaining("there is no such folder"),
    });
    expect((await copy().evenkeel("counter", out)).err).toContain("Did you mean counters?");
  });

  test("is loaded when it runs, not at the start", async () => {
    expect(await copy().passed("loads", "src/cli/main.test.ts")).not.toEqual([]);
  });
}
