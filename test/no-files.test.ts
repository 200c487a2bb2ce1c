/** Named pipes, sockets and devices where a file belongs: refused at once; a small config may come through a pipe. */
import { execFileSync, spawn } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { builtUrl } from "./support/runs/built.ts";
import { evenkeel, expectRefusal, set } from "./support/runs/command-line.ts";
import { trainTiny } from "./support/runs/small-runs.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

let cwd = "";
beforeEach(async () => {
  cwd = await temporaryFolder();
});

async function pipe(name: string): Promise<void> {
  await mkdir(dirname(join(cwd, name)), { recursive: true });
  execFileSync("mkfifo", [join(cwd, name)]);
}

async function put(name: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(cwd, name)), { recursive: true });
  await writeFile(join(cwd, name), content);
}

const image = () =>
  sharp({ create: { width: 32, height: 32, channels: 3, background: "red" } })
    .png()
    .toBuffer();

const folder = (path: string) => [
  ...["train", "quickstart"],
  ...set("data.name=folder", `data.path=${path}`),
];
const set10 = (name: string) => ["data", "check", name, "--root", "."];

describe("a pipe is refused", () => {
  test.each([
    ["as an archive", "x.zip", folder("x.zip")],
    ["as a tar", "x.tar", folder("x.tar")],
    ["as a packed tar", "x.tgz", folder("x.tgz")],
    ["as data of no ending", "x", folder("x")],
    ["as the only image", "images/x.png", folder("images")],
    [
      "as a batch file",
      "cifar-10-batches-bin/test_batch.bin",
      [...set10("cifar10"), "--split", "test"],
    ],
    ["as a file of images", "stl10_binary/train_X.bin", set10("stl10")],
    ["as features to compare", "x.npy", ["metrics", "--real", "x.npy", "--fake", "x.npy"]],
    ["as a generator", "x.onnx", ["evaluate", "x.onnx", "--metrics", "fid"]],
    ["as a config", "x.yaml", ["train", "x.yaml", "--print-config"]],
    ["as a sweep", "x.yaml", ["sweep", "x.yaml", "--dry-run"]],
    ["as a run", "x", ["train", "--resume", "x"]],
    ["as a run's record", "x/run.json", ["train", "--resume", "x"]],
  ])("%s", async (_what, name, args) => {
    await pipe(name);
    expectRefusal(await evenkeel(cwd, ...args));
  });

  test("as a list beside images", async () => {
    await put("celeba/img_align_celeba/1.jpg", await image());
    await pipe("celeba/list_eval_partition.txt");
    const result = await evenkeel(cwd, ...set10("celeba"));
    expectRefusal(result);
    expect(result.err).toContain("the path is a pipe, a socket or a device, not a file");
  });

  test("as a network for features, and as a run's weights", async () => {
    await trainTiny(join(cwd, "run"), "steps=1", "data.count=8");
    await pipe("x.onnx");
    const measures = ["--metrics", "fid", "--real-count", "4", "--fake-count", "4"];
    expectRefusal(await evenkeel(cwd, "evaluate", "run", "--features", "x.onnx", ...measures));
    execFileSync("rm", [join(cwd, "run/checkpoints/000001/weights.safetensors")]);
    await pipe("run/checkpoints/000001/weights.safetensors");
    expectRefusal(await evenkeel(cwd, "sample", "run"));
  });
});

test("pipes, devices and sockets among images are broken files", async () => {
  await put("images/1.png", await image());
  await pipe("images/2.png");
  await symlink("/dev/zero", join(cwd, "images/3.png"));
  const server = createServer().listen(join(cwd, "images/4.png"));
  onTestFinished(() => void server.close());
  const result = await evenkeel(cwd, "data", "check", "folder", "--path", "images");
  expect(result.code).toBe(0);
  expect(result.out).toMatch(/images +1, /);
  for (const name of ["2.png", "3.png", "4.png"]) {
    expect(result.out).toContain(
      `broken: ${join(cwd, "images", name)}: the path is a pipe, a socket or a device, not a file`,
    );
  }
  const counts = ["--real-count", "1", "--fake-count", "1", "--features", "shapes"];
  const evaluated = await evenkeel(cwd, "evaluate", "images", "--against", "images", ...counts);
  expect(evaluated.signal).toBeNull();
});

describe("a config through the shell's <(command)", () => {
  const printed = (text: string) => {
    const main = fileURLToPath(builtUrl("cli/main"));
    const command = `"$0" "$1" train <(${text}) --print-config`;
    const child = spawn("bash", ["-c", command, process.execPath, main], { cwd });
    let all = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (all += part));
    return new Promise<string>((resolve) => child.on("close", () => resolve(all)));
  };

  test("is read, also where it takes a while", async () => {
    expect(
      await printed("sleep 0.3; echo 'recipe: quickstart'; sleep 0.2; echo 'steps: 77'"),
    ).toMatch(/^steps: 77$/m);
  });

  test("is refused where it holds nothing, or far too much", async () => {
    expect(await printed("true")).toContain("must hold keys and values, got none");
    expect(await printed("yes")).toContain("it has more than 1 MiB");
  });
});
