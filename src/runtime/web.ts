/** ONNX Runtime in a browser: onnxruntime-web on WebAssembly or WebGPU. */

import { EvenkeelError } from "../errors.ts";
import { countOf } from "../text.ts";
import type { Engine } from "./engine.ts";

/** The part of a browser's globals that matters here; its type library is not loaded. */
const page = globalThis as {
  readonly crossOriginIsolated?: boolean;
  readonly navigator?: {
    readonly hardwareConcurrency?: number;
    readonly gpu?: { requestAdapter(): Promise<unknown> };
  };
};

/** Options of {@link webEngine}. */
export interface WebEngineOptions {
  /** `wasm` runs on the CPU everywhere, `webgpu` where the browser has it. Default `wasm`. */
  readonly device?: "wasm" | "webgpu";
  /**
   * Threads of `wasm`; more than one needs a cross-origin isolated page and `wasmPaths`. Default 0: as
   * many as possible.
   */
  readonly threads?: number;
  /**
   * The absolute URL, ending in `/`, under which `ort-wasm-simd-threaded.wasm` and `.mjs` of
   * onnxruntime-web lie (for `webgpu`: `ort-wasm-simd-threaded.asyncify.*`). Without it the bundler has
   * to emit the `.wasm` file, and there is one thread: others would load the file that onnxruntime-web
   * was bundled into, and with it what else is in there, as often the page's own code.
   */
  readonly wasmPaths?: string;
}

/**
 * An engine in this page or worker. Its first engine of a device decides on `threads` and `wasmPaths`;
 * later ones share what is loaded.
 *
 * @throws EvenkeelError `DEVICE` when WebGPU is asked for and the browser offers no adapter.
 */
export async function webEngine(options: WebEngineOptions = {}): Promise<Engine> {
  const { device = "wasm", threads = 0, wasmPaths } = options;
  if (device === "webgpu" && !(await hasAdapter())) {
    throw new EvenkeelError("DEVICE", "device: must be available in this browser, got webgpu", {
      advice: 'Use the device "wasm".',
    });
  }
  const ort =
    device === "webgpu"
      ? await import("onnxruntime-web/webgpu")
      : await import("onnxruntime-web/wasm");
  const { wasm } = ort.env;
  if (wasm.numThreads === undefined) {
    const possible = device === "wasm" && wasmPaths !== undefined && page.crossOriginIsolated;
    const cores = page.navigator?.hardwareConcurrency ?? 1;
    wasm.numThreads = possible ? (threads > 0 ? threads : cores) : 1;
    if (wasmPaths !== undefined) wasm.wasmPaths = wasmPaths;
  }
  const version = ort.env.versions.web ?? ort.env.versions.common;
  return {
    device,
    version,
    description: `onnxruntime-web ${version} on ${device}${device === "wasm" ? `, ${countOf(wasm.numThreads, "thread")}` : ""}`,
    stateLocation: device === "webgpu" ? "gpu-buffer" : "cpu",
    InferenceSession: ort.InferenceSession,
    Tensor: ort.Tensor,
    sessionOptions: {
      executionProviders: [device],
      graphOptimizationLevel: "all",
      enableMemPattern: false,
      logSeverityLevel: 3,
    },
  };
}

async function hasAdapter(): Promise<boolean> {
  const gpu = page.navigator?.gpu;
  return gpu !== undefined && (await gpu.requestAdapter()) !== null;
}
