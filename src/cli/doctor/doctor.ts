/** Examines the machine. */
import { availableParallelism, cpus, totalmem } from "node:os";
import { EvenkeelError } from "../../errors.ts";
import { versions } from "../../runs/folder/index.ts";
import { type Engine, selfCheck } from "../../runtime/index.ts";
import { nodeDevices, nodeEngine } from "../../runtime/node.ts";
import { formatBytes } from "../../text.ts";
import { printTable } from "../shared/table.ts";

interface Finding {
  readonly device: string;
  /** `sound`: computes the expected numbers; `absent`: not on this machine; `unusable`: present, but fails. */
  readonly state: "sound" | "absent" | "unusable";
  readonly note: string;
}

/** Prints versions and, for each device, whether it computes the expected numbers. */
export async function examine(json: boolean): Promise<void> {
  const machine = {
    processor: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    memory: totalmem(),
    platform: `${process.platform} ${process.arch}`,
  };
  const found = versions();
  const devices: Finding[] = [];
  for (const { device, available, note } of nodeDevices()) {
    devices.push(available ? await check(device, note) : { device, state: "absent", note });
  }
  if (json) {
    console.log(JSON.stringify({ versions: found, machine, devices }, null, 2));
  } else {
    const rows = [
      ["evenkeel", found.evenkeel],
      ["node", found.node],
      ["onnxruntime", found.onnxruntime],
      ["machine", `${machine.platform}, ${machine.processor}, ${machine.cores} cores`],
      ["memory", formatBytes(machine.memory)],
      ...devices.map(({ device, state, note }) => [device, `${state}: ${note}`]),
    ];
    printTable(rows);
  }
  if (!devices.some(({ device, state }) => device === "cpu" && state === "sound")) {
    throw new EvenkeelError("DEVICE", "doctor: the cpu must compute the expected numbers");
  }
}

async function check(device: "cpu" | "webgpu" | "cuda", note: string): Promise<Finding> {
  try {
    const engine = nodeEngine({ device });
    await selfCheck(engine);
    return { device, state: "sound", note: `${note}${await layoutOf(engine)}` };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { device, state: "unusable", note: reason };
  }
}

/** How convolutions store images, where the engine has a choice: standard operators are slower. */
async function layoutOf({ blocks }: Engine): Promise<string> {
  if (blocks === undefined) return "";
  const size = await blocks();
  return size === undefined
    ? "; no convolutions on blocks of channels here: standard operators"
    : `; images in blocks of ${size} channels`;
}
