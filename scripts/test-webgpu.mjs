/**
 * `npm run test:webgpu`: ONNX Runtime's WebGPU provider in Node. On Linux it uses the Vulkan driver of
 * VK_DRIVER_FILES or, without it, the software driver that comes with Chromium.
 */
import { spawnSync } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findSwiftShader } from "./platform/chromium.mjs";
import { installPackages, refuse, runVitest } from "./platform/run-vitest.mjs";

const { env, platform } = process;
const linux = platform === "linux";
const driver =
  env.VK_DRIVER_FILES ?? env.VK_ICD_FILENAMES ?? (linux ? findSwiftShader() : undefined);
// the second name is for Vulkan loaders before 1.3.207
if (driver) Object.assign(env, { VK_DRIVER_FILES: driver, VK_ICD_FILENAMES: driver });
const folder = isWritable(env.XDG_RUNTIME_DIR)
  ? undefined
  : mkdtempSync(join(tmpdir(), "evenkeel-"));
if (folder) env.XDG_RUNTIME_DIR = folder;

await installPackages();
const probe = fileURLToPath(new URL("../assets/probe-device.mjs", import.meta.url));
const { status, signal, stderr } = spawnSync(process.execPath, [probe, "webgpu"], {
  encoding: "utf8",
});
if (status === 0) {
  console.log(`driver: ${driver ?? "the system's"}`);
  await runVitest("webgpu");
} else {
  const loader = hasLoader() ? "installed" : "missing; on Debian: apt-get install libvulkan1";
  const missing = "none, and no vk_swiftshader_icd.json; on Debian: apt-get install chromium";
  refuse([
    "test:webgpu: there must be a WebGPU adapter, got none",
    `ONNX Runtime says: ${stderr.trim().split("\n").at(-1) || `ended by ${signal}`}`,
    ...(linux ? [`Vulkan loader (libvulkan.so.1): ${loader}`] : []),
    ...(linux ? [`Vulkan driver (VK_DRIVER_FILES): ${driver ?? missing}`] : []),
  ]);
}
if (folder) rmSync(folder, { recursive: true });

function isWritable(path) {
  try {
    accessSync(path ?? "", constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether the dynamic linker knows libvulkan.so.1. */
function hasLoader() {
  const PATH = `${env.PATH}:/sbin:/usr/sbin`;
  const { stdout } = spawnSync("ldconfig", ["-p"], { env: { ...env, PATH }, encoding: "utf8" });
  return stdout?.includes("libvulkan.so.1") ?? false;
}
