/** A copy of the project in which CONTRIBUTING.md was followed. */
import { execFile } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type Instruction, instructions, patched } from "./guide.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
/** Large, and nothing is added to them: the copy has links to them. */
const LINKED = ["node_modules", "test/golden", "assets"];
const LEFT_OUT = [
  ...[".git", "build", "dist", "docs", "runs", "test/.readme", "test/support/web/.build"],
  ...LINKED,
];

/** Where the copy's test runner writes what it found. */
const REPORT = "tests.json";

/** What a process printed and how it ended. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The copy, with the additions of every kind. */
export interface Copy {
  /** The files that were added or changed, from the copy's root. */
  readonly touched: readonly string[];
  /** Runs a program of `node_modules/.bin` at the copy's root. */
  tool(name: string, ...args: readonly string[]): Promise<Ended>;
  /**
   * Runs those tests of the copy's test files whose full names match `pattern`; the names of those that
   * passed.
   *
   * @throws Error with what the test runner prints if one fails.
   */
  passed(pattern: string, ...files: readonly string[]): Promise<string[]>;
  /** Runs the copy's command line; the copy has to be built. */
  evenkeel(...args: readonly string[]): Promise<Ended>;
  /** Imports a module of the built copy, such as `config/index.js`. */
  load<Module>(module: string): Promise<Module>;
  remove(): void;
}

/** Copies the project to a temporary folder and follows CONTRIBUTING.md there. */
export function followGuide(): Copy {
  const path = mkdtempSync(join(tmpdir(), "evenkeel-contributing-"));
  const isCopied = (from: string) => !LEFT_OUT.includes(relative(root, from).replaceAll("\\", "/"));
  cpSync(root, path, { recursive: true, filter: isCopied });
  for (const name of LINKED) symlinkSync(join(root, name), join(path, name), "junction");
  const steps = instructions();
  for (const step of steps) follow(step, path);
  // a test runner that runs inside of a test is told by these that it is a worker
  const environment = Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST$)/.test(name));
  const env = { ...Object.fromEntries(environment), NO_COLOR: "1" };
  const run = (command: string, args: readonly string[]) =>
    new Promise<Ended>((resolve) => {
      execFile(command, args, { cwd: path, env, maxBuffer: 2 ** 26 }, (error, out, err) =>
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), out, err }),
      );
    });
  const tool: Copy["tool"] = (name, ...args) => run(join(root, "node_modules", ".bin", name), args);
  return {
    touched: [...new Set(steps.map((step) => step.path))],
    tool,
    async passed(pattern, ...files) {
      const report = ["--reporter=json", "--reporter=default", `--outputFile=${REPORT}`];
      const { code, out, err } = await tool("vitest", "run", "-t", pattern, ...report, ...files);
      if (code !== 0) throw new Error(out + err);
      const { testResults } = JSON.parse(readFileSync(join(path, REPORT), "utf8")) as {
        readonly testResults: readonly {
          readonly assertionResults: readonly {
            readonly fullName: string;
            readonly status: string;
          }[];
        }[];
      };
      return testResults
        .flatMap(({ assertionResults }) => assertionResults)
        .flatMap(({ fullName, status }) => (status === "passed" ? [fullName] : []));
    },
    evenkeel: (...args) => run(process.execPath, ["dist/cli/main.js", ...args]),
    load: (module) => import(/* @vite-ignore */ join(path, "dist", module)),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

function follow(step: Instruction, path: string): void {
  const file = join(path, step.path);
  if (step.kind === "patch") {
    writeFileSync(file, patched(readFileSync(file, "utf8"), step.lines));
  } else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, step.text, { flag: "wx" });
  }
}
