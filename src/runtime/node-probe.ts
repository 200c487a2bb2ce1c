/** Whether a graphics card can be used, found out in a process of its own. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("../../assets/probe-device.mjs", import.meta.url));

const probes = new Map<string, Promise<string | undefined>>();

/**
 * Why a device cannot be used; `undefined` where it can. Native drivers print warnings past Node.js, and may
 * end the process: both stay in the one that is started here. Each device is probed once.
 */
export function probeDevice(device: string): Promise<string | undefined> {
  const known = probes.get(device);
  if (known !== undefined) return known;
  const probe = new Promise<string | undefined>((resolve) => {
    execFile(process.execPath, [SCRIPT, device], (error, _, stderr) => {
      if (error === null) return resolve(undefined);
      const how = error.signal ? `the driver ended its process by ${error.signal}` : error.message;
      resolve(stderr.trim().split("\n").at(-1) || how);
    });
  });
  probes.set(device, probe);
  return probe;
}
