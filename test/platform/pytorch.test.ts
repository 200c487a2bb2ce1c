/** One iteration at the paper's full width against PyTorch, which makes the golden file here and now. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "vitest";
import { nodeEngine } from "../../src/runtime/node.ts";
import { type Allowed, float32Allowed, LEARNING_RATE, readGolden } from "../sngan-golden.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const script = fileURLToPath(new URL("../../scripts/golden/sngan_step.py", import.meta.url));

/**
 * Adam's first step is α·g/(|g| + ε), all but the sign of g: where a gradient is as small as rounding,
 * the weight moves by α either way. The moments, which are compared as all else is, show the gradient.
 */
const allowed: Allowed = (name, expected, facts) =>
  /^final\/.*\/(weight|bias|scale|shift)$/.test(name)
    ? 2 * LEARNING_RATE
    : float32Allowed(name, expected, facts);

test("an iteration of the paper's CNN equals PyTorch's", { timeout: 600_000 }, async () => {
  const path = join(await temporaryFolder(), "full");
  const python = process.env.PYTHON ?? "python3";
  execFileSync(python, [script, "--full", "--out", `${path}.safetensors`], { stdio: "inherit" });
  const golden = readGolden(path);
  const engine = nodeEngine({ device: "cpu", threads: 2 });
  golden.expectEqual(await golden.runEngine(engine), allowed);
});
