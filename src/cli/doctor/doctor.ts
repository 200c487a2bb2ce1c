/** Examines the machine. */
import { availableParallelism, cpus, totalmem } from "node:os";
import { EvenkeelError } from "../../errors.ts";
import { versions } from "../../runs/folder/index.ts";
import { checkDevices } from "../../runtime/node-check.ts";
import { printTable } from "../../terminal/table.ts";
import { printJson } from "../../terminal/terminal.ts";
import { formatBytes } from "../../text.ts";
import { trainingMemory } from "../shared/restart.ts";

const KEEPERS = {
  glibc: "glibc; the engine's arenas are off",
  arena: "the engine's arenas",
} as const;

/** Prints versions and, for each device, whether it computes the expected numbers. */
export async function examine(json: boolean): Promise<void> {
  const machine = {
    processor: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    memory: totalmem(),
    platform: `${process.platform} ${process.arch}`,
  };
  const found = versions();
  const devices = await checkDevices();
  const { keeper, advice } = trainingMemory();
  if (json) {
    printJson({ versions: found, machine, memoryKeeper: keeper, devices });
  } else {
    printTable([
      ["evenkeel", found.evenkeel],
      ["node", found.node],
      ["onnxruntime", found.onnxruntime],
      ["machine", `${machine.platform}, ${machine.processor}, ${machine.cores} cores`],
      ["memory", formatBytes(machine.memory)],
      ["kept by", [KEEPERS[keeper], ...(advice === undefined ? [] : [advice])].join("; ")],
      ...devices.map(({ device, state, note }) => [device, `${state}: ${note}`]),
    ]);
  }
  if (!devices.some(({ device, state }) => device === "cpu" && state === "sound")) {
    throw new EvenkeelError("DEVICE", "doctor: the cpu must compute the expected numbers");
  }
}
