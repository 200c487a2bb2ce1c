/** The programs of docs/library.md work as they stand there, and type-check. */
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, expect, test } from "vitest";

const root = fileURLToPath(new URL("../", import.meta.url));
const page = readFileSync(join(root, "docs/library.md"), "utf8");
/** The programs by file name, in the order of the page. */
const programs = [...page.matchAll(/```js\n\/\/ (\S+)\n(.*?)```/gs)].map(
  ([, name, code]) => [name, code] as [string, string],
);
// inside the package, so that it finds itself by its own name
const folder = join(root, "test/.library");

/** Writes all programs into a folder of this package. */
function write(extension = ".mjs"): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, code] of programs) {
    writeFileSync(join(folder, name.replace(/\.mjs$/, extension)), code);
  }
}

/** Runs one of them; what it prints. */
async function run(name: string): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [name], {
    cwd: folder,
    env: { ...process.env, EVENKEEL_CACHE: join(folder, "cache") },
  });
  expect(stderr, name).toBe("");
  return stdout;
}

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("docs/library.md trains, resumes, evaluates, samples, exports, and takes a method of its own", async () => {
  expect(programs.map(([name]) => name)).toEqual([
    ...["networks.mjs", "train.mjs", "resume.mjs", "use.mjs", "draw.mjs", "stabilizer.mjs"],
  ]);
  write();
  expect(await run("train.mjs")).toMatch(/runs[\\/]mine: stopped, /);
  expect(await run("resume.mjs")).toBe("20 generator steps, 320 real images shown\n");
  const { status, attempt } = JSON.parse(readFileSync(join(folder, "runs/mine/run.json"), "utf8"));
  expect({ status, attempt }).toEqual({ status: "done", attempt: 2 });

  // a resumed run has the weights of one that was never stopped
  const [, train = ""] = programs.find(([name]) => name === "train.mjs") ?? [];
  const whole = train.replace("runs/mine", "runs/whole").replace("until: 10,", "");
  writeFileSync(join(folder, "whole.mjs"), whole);
  await run("whole.mjs");
  const weights = (name: string) =>
    readFileSync(join(folder, "runs", name, "checkpoints/000020/weights.safetensors"));
  expect(weights("mine").equals(weights("whole"))).toBe(true);

  expect(await run("use.mjs")).toMatch(
    /^frechet-distance \d+\.\d, protocol custom \(from shapes\)\n$/,
  );
  expect(readFileSync(join(folder, "samples.png")).subarray(1, 4).toString()).toBe("PNG");
  expect(readFileSync(join(folder, "mine.onnx")).length).toBeGreaterThan(10_000);

  expect(await run("draw.mjs")).toMatch(/^shape 4 x 3 x 32 x 32, first byte \d+\n$/);
  for (const name of ["image-3.png", "grid.png"]) {
    expect(readFileSync(join(folder, name)).subarray(1, 4).toString()).toBe("PNG");
  }

  expect(await run("stabilizer.mjs")).toMatch(/^(loss of D \d\.\d{3}\n){3}$/);
});

test("the programs type-check as TypeScript", async () => {
  write(".mts");
  const config = {
    extends: "../../tsconfig.json",
    // the types of the built package, as its users have them
    compilerOptions: { noEmit: true, rootDir: "../..", paths: {} },
    include: ["*.mts"],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const { stdout } = await promisify(execFile)(process.execPath, [tsc, "-p", folder]).catch(
    (error) => error,
  );
  expect(stdout).toBe("");
});
