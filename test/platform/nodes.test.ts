/** What the README shows, with the package as it is published, on each supported Node. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { shortReadmeExample } from "../support/readme.ts";
import { info } from "../support/runs/command-line.ts";
import { sharedFolder } from "../support/temporary-folder.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** The Nodes that scripts/test-nodes.mjs has installed. */
const nodes: readonly { readonly version: string; readonly binary: string }[] = JSON.parse(
  process.env.EVENKEEL_NODES ?? "[]",
);
const folder = sharedFolder();
const run = promisify(execFile);
let tarball: string;
beforeAll(async () => {
  const args = ["pack", "--json", "--loglevel=error", "--pack-destination", folder];
  const { stdout } = await run("npm", args, { cwd: root });
  tarball = join(folder, JSON.parse(stdout)[0].filename);
});

describe.each(nodes)("Node $version", ({ version, binary }) => {
  const cwd = join(folder, version);
  const path = `${dirname(binary)}:${process.env.PATH}`;
  const env = { ...process.env, PATH: path, ONNXRUNTIME_NODE_INSTALL: "skip" };
  const on = (...args: string[]) => run(binary, args, { cwd, env });
  const evenkeel = (...args: string[]) =>
    run(join(cwd, "node_modules/.bin/evenkeel"), args, { cwd, env });

  test("installs the package", async () => {
    await mkdir(cwd);
    await writeFile(join(cwd, "package.json"), '{ "type": "module" }\n');
    const npm = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
    const { stderr } = await run("npm", [...npm, tarball], { cwd, env });
    expect(stderr).toBe("");
  });

  test("trains the quickstart", async () => {
    const { stdout } = await evenkeel("train", "quickstart", "--set", "steps=20");
    expect(stdout).toContain("runs/0001-quickstart/report.html");
    const { status, versions } = await info(join(cwd, "runs/0001-quickstart"));
    expect(status).toBe("done");
    expect(versions.node).toMatch(new RegExp(`^v?${version.replace(".", "\\.")}\\.`));
  });

  test("samples and evaluates", async () => {
    await evenkeel("sample", "runs/0001-quickstart");
    expect(existsSync(join(cwd, "runs/0001-quickstart/sample-seed-0.png"))).toBe(true);
    const { stdout } = await evenkeel("evaluate", "runs/0001-quickstart");
    expect(stdout).toMatch(/ {2}Fréchet distance +\d+\.\d+$/m);
  });

  test("resumes", async () => {
    await evenkeel("train", "--resume", "runs/0001-quickstart", "--set", "steps=25");
    const { counters } = await info(join(cwd, "runs/0001-quickstart"));
    expect(counters.gStep).toBe(25);
  });

  test("runs the library's example", async () => {
    await writeFile(join(cwd, "example.js"), shortReadmeExample);
    const { stdout, stderr } = await on("example.js");
    expect(stderr).toBe("");
    const [, samples = ""] = /^images of the trained generator: (.*)\n$/.exec(stdout) ?? [];
    expect((await readFile(join(cwd, samples))).subarray(1, 4).toString()).toBe("PNG");
    expect(await readdir(join(cwd, "runs"))).toHaveLength(2);
  });
});
