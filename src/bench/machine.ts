/** The machine that figures are of. */
import { availableParallelism, cpus, platform } from "node:os";
import { versions } from "../runs/folder/index.ts";

export type Machine = Readonly<Record<string, string | number>>;

/** @param peers versions of what is measured beside us, by name. */
export function describeMachine(
  threads: number,
  peers: Readonly<Record<string, string>> = {},
): Machine {
  const { evenkeel, node, onnxruntime } = versions();
  return {
    processor: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    threads: threads > 0 ? threads : availableParallelism(),
    platform: `${platform()} ${process.arch}`,
    evenkeel,
    node,
    onnxruntime,
    ...peers,
  };
}
