/** `npm run test:browser`: onnxruntime-web, a report, the page of a generator and the studio in headless Chromium. */
import { findChromium } from "./platform/chromium.mjs";
import { installPackages, refuse, runVitest } from "./platform/run-vitest.mjs";

const chromium = findChromium();
if (chromium) {
  process.env.CHROMIUM_PATH = chromium;
  await installPackages();
  await runVitest("browser", "report", "generator-page", "studio");
} else {
  refuse([
    `test:browser: there must be a Chromium, got ${process.env.CHROMIUM_PATH ?? "none"}`,
    "On Debian: apt-get install chromium. Or set CHROMIUM_PATH to a Chromium or Chrome.",
  ]);
}
