/** Finds Chromium and the software Vulkan driver that comes with it. */
import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

const programs = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/opt/google/chrome/chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
/** Where distributions put Chromium's own files; the program itself may be a script elsewhere. */
const folders = ["/usr/lib/chromium", "/usr/lib64/chromium", "/usr/lib/chromium-browser"];

/** The Chromium of `CHROMIUM_PATH` or, without it, of one of the common places; `undefined` where there is none. */
export function findChromium() {
  const { CHROMIUM_PATH } = process.env;
  return (CHROMIUM_PATH ? [CHROMIUM_PATH] : programs).find((path) => existsSync(path));
}

/** SwiftShader's driver file for Vulkan, or `undefined`. */
export function findSwiftShader() {
  const chromium = findChromium();
  const beside = chromium ? [dirname(realpathSync(chromium))] : [];
  return [...beside, ...folders]
    .map((folder) => join(folder, "vk_swiftshader_icd.json"))
    .find((path) => existsSync(path));
}
