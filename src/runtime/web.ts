/** ONNX Runtime in a browser: onnxruntime-web on WebAssembly or WebGPU. */
import { EvenkeelError } from "../errors.ts";
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
  /** Threads of the CPU; more than one needs a cross-origin isolated page. Default 0: as many as possible. */
  readonly threads?: number;
  /** The URL, ending in `/`, under which the `.wasm` and `.mjs` files of onnxruntime-web lie. */
  readonly wasmPaths?: string;
}

/**
 * An engine in this page or worker.
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
  const isolated = page.crossOriginIsolated === true;
  const cores = page.navigator?.hardwareConcurrency ?? 1;
  ort.env.wasm.numThreads = isolated ? (threads > 0 ? threads : cores) : 1;
  if (wasmPaths !== undefined) ort.env.wasm.wasmPaths = wasmPaths;
  const version = ort.env.versions.web ?? ort.env.versions.common;
  return {
    device,
    version,
    description: `onnxruntime-web ${version} on ${device}${device === "wasm" ? `, ${ort.env.wasm.numThreads} threads` : ""}`,
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
