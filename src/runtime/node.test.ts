import { InferenceSession } from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import { EvenkeelError } from "../errors.ts";
import { nodeDevices, nodeEngine } from "./node.ts";

const devices = nodeDevices();
const statusOf = (device: string) => devices.find((d) => d.device === device)!;

test("lists every device, with a word on each", () => {
  expect(devices.map(({ device }) => device)).toEqual(["cpu", "webgpu", "cuda"]);
  for (const { note } of devices) expect(note).toMatch(/\w/);
  expect(statusOf("cpu").available).toBe(true);
});

describe("the CPU", () => {
  test("with a number of threads", () => {
    const engine = nodeEngine({ device: "cpu", threads: 3 });
    expect(engine.device).toBe("cpu");
    expect(engine.description).toBe(`onnxruntime-node ${engine.version} on cpu, 3 threads`);
    expect(engine.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(engine.stateLocation).toBe("cpu");
    expect(engine.InferenceSession).toBe(InferenceSession);
    expect(engine.sessionOptions).toMatchObject({
      executionProviders: ["cpu"],
      intraOpNumThreads: 3,
    });
  });

  test("uses as many threads as there are cores when not told", () => {
    const count = nodeEngine({ device: "cpu" }).sessionOptions.intraOpNumThreads;
    expect(count).toBe(nodeEngine({ device: "cpu", threads: 0 }).sessionOptions.intraOpNumThreads);
    expect(count).toBeGreaterThanOrEqual(1);
  });
});

test("auto is CUDA where it is available, else the CPU", () => {
  expect(nodeEngine().device).toBe(statusOf("cuda").available ? "cuda" : "cpu");
  expect(nodeEngine({ device: "auto" }).device).toBe(nodeEngine().device);
});

const absent = devices.filter(({ available }) => !available);

test.skipIf(absent.length === 0)(
  "a device that is not there is refused, with the reason and a way out",
  () => {
    for (const { device, note } of absent) {
      const error = refusal(() => nodeEngine({ device }));
      expect(error.code).toBe("DEVICE");
      expect(error.message).toBe(`device: must be available here, got ${device}: ${note}`);
      expect(error.advice).toContain("--device cpu");
    }
  },
);

test.skipIf(statusOf("cuda").available)(
  "without the CUDA provider, its note says how to get it",
  () => {
    const { message } = refusal(() => nodeEngine({ device: "cuda" }));
    expect(message).toMatchInlineSnapshot(
      `"device: must be available here, got cuda: no libonnxruntime_providers_cuda.so beside the binding; \`npm rebuild onnxruntime-node --onnxruntime-node-install=cuda12\` fetches it where the network allows"`,
    );
  },
);

function refusal(action: () => unknown): EvenkeelError {
  try {
    action();
  } catch (error) {
    if (error instanceof EvenkeelError) return error;
    throw error;
  }
  return expect.unreachable("must be refused");
}
