/** `npm run test:pytorch`: one training step at full width against PyTorch. */
import { execFileSync } from "node:child_process";
import { build, install, run } from "./setup.mjs";

const WANTED = "2.13.0";
const python = process.env.PYTHON ?? "python3";

/** The version of PyTorch, or what is missing. */
function torchVersion() {
  try {
    const code = "import numpy, torch; print(torch.__version__)";
    return execFileSync(python, ["-c", code], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  } catch (error) {
    const reason = String(error.stderr ?? error.message)
      .trim()
      .split("\n")
      .at(-1);
    return `missing (${reason})`;
  }
}

const version = torchVersion().trim();
if (version.split("+")[0] !== WANTED) {
  console.error(
    `error: test:pytorch: ${python} must have PyTorch ${WANTED} and NumPy, got ${version}`,
  );
  console.error(`  Install them with: ${python} -m pip install torch==${WANTED} numpy`);
  console.error("  Or name another interpreter: PYTHON=… npm run test:pytorch");
  process.exit(2);
}
try {
  await install();
  await build();
  const vitest = ["node_modules/vitest/vitest.mjs", "run", "--config", "vitest.platform.config.ts"];
  await run(process.execPath, ...vitest, "pytorch");
} catch (error) {
  if (error.status === undefined) console.error(error);
  process.exitCode = error.status ?? 1;
}
