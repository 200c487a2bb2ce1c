/** Sweeps on the built command line: real processes, failed, stopped, resumed. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { command, evenkeel, expectRefusal, set } from "./support/runs/command-line.ts";
import { expectAsAlone, openSweep, TINY } from "./support/runs/sweeps.ts";
import { canMount, onSmallDisk } from "./support/small-disk.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

test("runs are refused, cancelled and begun again, each with a line", async () => {
  const cwd = await temporaryFolder();
  await writeFile(
    join(cwd, "s.yaml"),
    `base: quickstart-unconditional\nset: { steps: 40 }\nrunName: "a{seed}"\n`,
  );
  const nowhere = set("data.name=folder", "data.path=nowhere");
  const { code, out } = await evenkeel(cwd, "sweep", "s.yaml", "--out", "s", ...nowhere);
  expect(code).toBe(1);
  expect(out).toMatch(
    /^sweep s: 1 run: 1 failed\n {2}a0 +failed +step 0\/40 +folder: cannot read/m,
  );
  const cancel = await command(cwd, "sweep", "cancel", "s");
  expect(cancel.out).toBe("cancelled 0 of 1 run\n");
  expectRefusal(await command(cwd, "sweep", "s.yaml", "--out", "s"));
  expectRefusal(await command(cwd, "sweep", "status", "s", "--where", "sed=1"));
  expectRefusal(await command(cwd, "sweep"));
});

test.runIf(canMount())(
  "a full disk stops a sweep with clear lines, and nothing is lost",
  async () => {
    const cwd = await temporaryFolder();
    const often = TINY.replace("checkpointEvery: 5", "checkpointEvery: 1\n  keepCheckpoints: 0");
    await writeFile(join(cwd, "s.yaml"), often);
    await onSmallDisk(join(cwd, "small"), "400k", async (resize) => {
      const first = await command(cwd, "sweep", "s.yaml", "--out", "small/s");
      expect(first.code).toBe(1);
      expect(first.err).toMatch(/^seed0: failed, step \d+ of 40: cannot write .*no space is left/m);
      expect(first.out + first.err).not.toMatch(/\n\s+at /);
      const sweep = await openSweep(join(cwd, "small/s"));
      resize("20m");
      const second = await command(cwd, "sweep", "resume", "small/s", "--retry-failed");
      expect(second.out).toMatch(/^sweep small\/s: 1 run: 1 done$/m);
      expect(second.err).not.toMatch(/seed0 step 0\/40/);
      await expectAsAlone(cwd, sweep, sweep.runs[0]!);
    });
  },
);
