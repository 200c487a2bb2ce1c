import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished, test } from "vitest";
import { builtUrl } from "../../test/support/runs/built.ts";

test("the engine leaves no usage data in the home or the temporary directory", async ({
  expect,
}) => {
  const home = await mkdtemp(join(tmpdir(), "evenkeel-home-"));
  onTestFinished(() => rm(home, { recursive: true }));
  const temporary = join(home, "tmp");
  await mkdir(temporary);
  const program = `
    const { nodeEngine } = await import(${JSON.stringify(builtUrl("runtime/node").href)});
    console.log(await nodeEngine({ device: "cpu" }).blocks());`;
  const { ORT_DISABLE_TELEMETRY, XDG_CACHE_HOME, ...env } = process.env;
  execFileSync(process.execPath, ["--input-type=module", "--eval", program], {
    env: { ...env, HOME: home, USERPROFILE: home, TMPDIR: temporary },
  });
  expect(await readdir(home, { recursive: true })).toEqual(["tmp"]);
});
