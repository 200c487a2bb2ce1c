/**
 * onnxruntime-web in headless Chromium: in a page and in a worker, on WebAssembly with one thread and
 * two, on WebGPU. Run with `npm run test:browser`, which looks for Chromium.
 */
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { WebEngineOptions } from "../../src/runtime/web.ts";
import { expectedSteps, expectOp, expectSteps } from "../support/platform/expected.ts";
import { opNames } from "../support/platform/op-cases.ts";
import { counted } from "../support/platform/state-case.ts";
import { bundle } from "../support/platform/web-bundle.ts";
import { serve, type WebServer } from "../support/platform/web-server.ts";
import { wasmOps, webgpuOps } from "../support/tolerances.ts";
import type { PerformIn } from "../support/web/page.ts";
import type { Tasks } from "../support/web/perform.ts";

/** Beside what Playwright gives, such as no updates and no sandbox. */
const ARGUMENTS = ["--disable-quic", "--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"];

interface Platform {
  readonly name: string;
  readonly where: "page" | "worker";
  /** The end of the engine's description. */
  readonly engine: string;
  readonly device: "wasm" | "webgpu";
  /** Cross-origin isolated. */
  readonly isolated?: boolean;
  /** Whether the engine is told where its own files are; else it takes what was bundled. */
  readonly files?: boolean;
}

const oneThread = { device: "wasm", engine: "on wasm, 1 thread" } as const;
const twoThreads = { device: "wasm", engine: "on wasm, 2 threads", isolated: true } as const;
const webgpu = { device: "webgpu", engine: "on webgpu" } as const;
const platforms: readonly Platform[] = [
  { name: "wasm in a page, 1 thread", where: "page", ...oneThread },
  { name: "wasm in a worker, 1 thread", where: "worker", ...oneThread },
  { name: "wasm in a page, 2 threads", where: "page", files: true, ...twoThreads },
  { name: "wasm in a worker, 2 threads", where: "worker", files: true, ...twoThreads },
  { name: "wasm in an isolated page, bundled", where: "page", isolated: true, ...oneThread },
  { name: "webgpu in a page", where: "page", ...webgpu },
  { name: "webgpu in a worker", where: "worker", ...webgpu },
];

const expected = expectedSteps();
let browser: Browser;
let importsOfNode: string[];

beforeAll(async () => {
  importsOfNode = await bundle();
  const executablePath = process.env.CHROMIUM_PATH;
  if (!executablePath) throw new Error("CHROMIUM_PATH is unset; use `npm run test:browser`");
  browser = await chromium.launch({ executablePath, args: ARGUMENTS });
});
afterAll(() => browser?.close());

test("nothing of Node is bundled", () => {
  expect(importsOfNode).toEqual([]);
});

describe.each(platforms)("$name", (platform) => {
  const { where, device, isolated = false, files = false } = platform;
  let server: WebServer;
  let page: Page;
  const foreign: string[] = [];
  const errors: string[] = [];
  const perform = <T extends keyof Tasks>(task: T) => {
    const options: WebEngineOptions = {
      device,
      threads: 2,
      ...(files ? { wasmPaths: `${server.origin}/engine/` } : {}),
    };
    return page.evaluate(
      (parameters) => {
        const { performIn } = globalThis as unknown as { readonly performIn: PerformIn };
        return performIn(parameters.where, parameters.task, parameters.options);
      },
      { where, task, options },
    ) as ReturnType<Tasks[T]>;
  };

  beforeAll(async () => {
    server = await serve(isolated);
    page = await browser.newPage();
    page.on("pageerror", (error) => errors.push(String(error)));
    page.context().on("request", (request) => {
      if (new URL(request.url()).origin !== server.origin) foreign.push(request.url());
    });
    await page.goto(server.origin);
  });
  afterEach(() => {
    expect(errors).toEqual([]);
    expect(foreign).toEqual([]);
  });
  afterAll(async () => {
    await page?.close();
    server?.close();
  });

  test("the engine is the one asked for", async () => {
    expect(await perform("describe")).toMatch(platform.engine);
  });

  test("the self-check passes, and catches a wrong number", async () => {
    const wrong = await perform("selfCheck");
    expect(wrong.asIs).toEqual([]);
    expect(wrong.wrongNumber).toEqual([expect.stringMatching(/^matmul \(off by /)]);
    if (device === "wasm") expect(wrong.endOnlyPadding).toEqual([]);
  });

  test("a program's state outlives the program", async () => {
    expect(await perform("count")).toEqual(counted);
  });

  test("one training step equals the float64 reference", async () => {
    expectSteps(await perform("steps"), expected);
    // a page sees its own workers only: the second thread is one
    if (where === "page") expect(page.workers()).toHaveLength(files ? 1 : 0);
  });

  // WebGPU is the same in a worker, and slow here
  test.skipIf(device === "webgpu" && where === "worker")(
    "every op equals the float64 reference",
    async () => {
      const results = await perform("ops");
      for (const op of opNames) {
        expectOp(op, results[op]!, device === "webgpu" ? webgpuOps : wasmOps);
      }
    },
  );
});
