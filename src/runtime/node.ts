/** ONNX Runtime in Node: onnxruntime-node on the CPU, WebGPU or CUDA. */

import "./no-telemetry.ts";

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism, cpus } from "node:os";
import { dirname, join } from "node:path";
import * as ort from "onnxruntime-node";
import { EvenkeelError } from "../errors.ts";
import { countOf } from "../text.ts";
import { probeBlocks } from "./blocks.ts";
import type { Device, Engine } from "./engine.ts";
import { memoryKeeper } from "./node-memory.ts";
import { probeDevice } from "./node-probe.ts";

export { keepingMemory, memoryKeeper, notKeepingMemory } from "./node-memory.ts";

/** What can be asked for; `auto` is CUDA where its files are present, else the CPU. */
export type NodeDevice = "auto" | "cpu" | "webgpu" | "cuda";

/** Whether a device can be used here and, where not, why. */
export interface DeviceStatus {
  readonly device: Exclude<NodeDevice, "auto">;
  readonly available: boolean;
  readonly note: string;
}

/** Threads for each core; with hundreds of them the machine does hardly anything else. */
const MOST_THREADS = 32;

/**
 * Elements up to which tensors go to a run together. Measured on the standard CNN at a quarter of the width,
 * batch 16 (fastest iteration on one and on two threads): 46.6 and 28.5 ms without, 45.6 and 28.2 up to 256
 * elements, 45.7 and 28.0 up to 4096, 44.5 and 27.6 up to 20 000.
 */
const PACKED_UP_TO = 20_000;

/**
 * Loading takes ONNX Runtime time in proportion to the square of the ops. Measured on steps of Fixup's residual network
 * (processor time): of 3000, 6000 and 12 000 ops as one, on standard operators, 0.6, 3.2 and 11.5 s; of 12 000 in pieces
 * of 3000, 1000 and 300, with everything before loading, 13.0, 5.7 and 4.4 s. A run takes 0.3 s in all of them.
 */
const PIECES = { above: 10_000, size: 1000 };

// the same for what belongs to no session
ort.env.logLevel = "fatal";

const require = createRequire(import.meta.url);

/**
 * An engine on this machine.
 *
 * @example
 * const runtime = createRuntime(nodeEngine({ device: "cpu", threads: 2 }));
 *
 * @param options `device` (default `auto`); `threads` of the CPU provider (default 0: one for each core
 *   that this process may use).
 * @throws EvenkeelError `DEVICE` when the device is not available here; `CONFIG` for too many threads.
 */
export function nodeEngine(
  options: { readonly device?: NodeDevice; readonly threads?: number } = {},
): Engine {
  const { device: wanted = "auto", threads = 0 } = options;
  const devices = nodeDevices();
  const device = wanted === "auto" ? (isAvailable(devices, "cuda") ? "cuda" : "cpu") : wanted;
  const status = devices.find((d) => d.device === device);
  if (status?.available !== true) {
    throw new EvenkeelError(
      "DEVICE",
      `device: must be available here, got ${device}: ${status?.note}`,
      {
        advice: "Use --device cpu, and see `evenkeel doctor`.",
      },
    );
  }
  const cores = availableParallelism();
  if (threads > MOST_THREADS * cores) {
    throw new EvenkeelError(
      "CONFIG",
      `threads: must be at most ${MOST_THREADS * cores}, ${MOST_THREADS} for each core here, as more only wait for each other, got ${threads}`,
      { advice: "With 0 there is one for each core: --set threads=0, bench --threads 0." },
    );
  }
  const count = threads > 0 ? threads : cores;
  const { version } = readPackage("onnxruntime-node");
  let blocks: Promise<number | undefined> | undefined;
  const engine: Engine = {
    device,
    version,
    description: `onnxruntime-node ${version} on ${device}${device === "cpu" ? `, ${countOf(count, "thread")}` : ""}`,
    stateLocation: device === "webgpu" ? "gpu-buffer" : "cpu",
    InferenceSession: ort.InferenceSession,
    Tensor: ort.Tensor,
    sessionOptions: {
      executionProviders: device === "cpu" ? ["cpu"] : [device, "cpu"],
      intraOpNumThreads: count,
      interOpNumThreads: 1,
      executionMode: "sequential",
      graphOptimizationLevel: "all",
      // measured: off is no slower and takes a third less memory
      enableMemPattern: false,
      enableCpuMemArena: memoryKeeper() === "arena",
      // measured: the waiting threads of one step's session take 7 to 13 % of the next one's time
      extra: { "session.force_spinning_stop": "1" },
      // what fails is thrown as well; printed, it would hold what files hold
      logSeverityLevel: 4,
    },
    ...(device === "cpu" && {
      packedUpTo: PACKED_UP_TO,
      pieces: PIECES,
      blocks: () => {
        blocks ??= probeBlocks(engine);
        return blocks;
      },
    }),
    ...(device !== "cpu" && { probe: () => probeDevice(device) }),
  };
  return engine;
}

/** The devices of this machine, usable or not. */
export function nodeDevices(): DeviceStatus[] {
  const backends = ort.listSupportedBackends().map((backend) => backend.name);
  const folder = dirname(require.resolve("onnxruntime-node/package.json"));
  const files = join(folder, "bin", "napi-v6", process.platform, process.arch);
  const cuda = existsSync(join(files, "libonnxruntime_providers_cuda.so"));
  return [
    {
      device: "cpu",
      available: true,
      note: `${cpus()[0]?.model ?? "CPU"}, ${availableParallelism()} cores`,
    },
    {
      device: "webgpu",
      available: backends.includes("webgpu"),
      note: backends.includes("webgpu")
        ? "in the package; needs a Vulkan, Metal or Direct3D 12 driver"
        : "not in this build of onnxruntime-node",
    },
    {
      device: "cuda",
      available: cuda && backends.includes("cuda"),
      note: cuda
        ? "files present"
        : `no libonnxruntime_providers_cuda.so beside the binding; \`npm rebuild onnxruntime-node --onnxruntime-node-install=cuda12\` fetches it where the network allows`,
    },
  ];
}

function isAvailable(devices: readonly DeviceStatus[], device: Device): boolean {
  return devices.some((d) => d.device === device && d.available);
}

function readPackage(name: string): { readonly version: string } {
  return JSON.parse(readFileSync(require.resolve(`${name}/package.json`), "utf8"));
}
