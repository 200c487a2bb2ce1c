/** Which devices of this machine can be used with Node.js. */
import type { Engine } from "./engine.ts";
import { type NodeDevice, nodeDevices, nodeEngine } from "./node.ts";
import { selfCheck } from "./self-check.ts";

/** What was found out about a device. */
export interface CheckedDevice {
  readonly device: Exclude<NodeDevice, "auto">;
  /** `sound`: computes the expected numbers; `absent`: not on this machine; `unusable`: present, but fails. */
  readonly state: "sound" | "absent" | "unusable";
  /** What the device is, or why it cannot be used. */
  readonly note: string;
}

/** Runs {@link selfCheck} on every device of this machine, one after the other. */
export async function checkDevices(): Promise<readonly CheckedDevice[]> {
  const checked: CheckedDevice[] = [];
  for (const { device, available, note } of nodeDevices()) {
    checked.push(available ? await check(device, note) : { device, state: "absent", note });
  }
  return checked;
}

async function check(device: CheckedDevice["device"], note: string): Promise<CheckedDevice> {
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
