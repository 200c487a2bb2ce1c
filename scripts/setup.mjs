/** What `npm start` and `npm test` do first: install and build, where that has not been done. */
import { spawn } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the checkout. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Runs a program in the checkout with its output shown; rejects with its exit code as `status`. Ctrl-C
 * reaches the program through the terminal, and we wait for what it does about it.
 */
export function run(program, ...args) {
  return runIn(process.env, program, ...args);
}

/** Runs the built command line as {@link run} does, in the environment in which training takes the least memory. */
export async function runEvenkeel(...args) {
  const { keepingMemory } = await import("../dist/runtime/node-memory.js");
  return runIn(keepingMemory(), process.execPath, "dist/cli/main.js", ...args);
}

function runIn(environment, program, ...args) {
  const ignore = () => {};
  process.on("SIGINT", ignore);
  const child = spawn(program, args, {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
    // the CPU and WebGPU files are in the package; its install script would download CUDA's
    env: { ...environment, ONNXRUNTIME_NODE_INSTALL: "skip" },
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => {
      process.off("SIGINT", ignore);
      if (status === 0) resolve();
      else reject(Object.assign(new Error(`${program} failed`), { status }));
    });
  });
}

/** Installs the packages that package-lock.json names, unless they are there. */
export async function install() {
  const marker = join(root, "node_modules", ".package-lock.json");
  const lock = join(root, "package-lock.json");
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync(lock).mtimeMs) return;
  console.log("installing packages …");
  await run("npm", "ci", "--no-audit", "--no-fund");
}

/** Compiles src and apps to dist, and bench, studies and tools to build, unless the output is newer than every source. */
export async function build() {
  const outputs = ["dist/cli/main.js", "dist/pages/studio/index.html", "build/tools/command.js"];
  const built = outputs.map((path) => join(root, path));
  const configs = ["package.json", "tsconfig.json", "tsconfig.build.json", "tsconfig.tools.json"];
  const changed = Math.max(...[...configs, "src", "apps", "bench", "studies", "tools"].map(newest));
  if (built.every((path) => existsSync(path) && statSync(path).mtimeMs >= changed)) return;
  console.error("building …");
  await run("npm", "run", "--silent", "build");
}

function newest(path) {
  const full = join(root, path);
  const info = statSync(full);
  if (!info.isDirectory()) return info.mtimeMs;
  return Math.max(info.mtimeMs, ...readdirSync(full).map((name) => newest(join(path, name))));
}
