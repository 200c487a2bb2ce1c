/**
 * One iteration at the paper's full width against PyTorch, which makes the golden file here and now.
 *
 * Its Adam has an ε of 1e-4: with the usual one the first step is all but the sign of the gradient, and
 * where that is as small as rounding, the weight goes either way.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "vitest";
import { nodeEngine } from "../../src/runtime/node.ts";
import { float32Allowed, readGolden } from "../support/golden/sngan.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const script = fileURLToPath(new URL("../../scripts/golden/sngan_step.py", import.meta.url));

test("an iteration of the paper's CNN equals PyTorch's", { timeout: 600_000 }, async () => {
  const path = join(await temporaryFolder(), "full");
  const python = process.env.PYTHON ?? "python3";
  execFileSync(python, [script, "--full", "--out", `${path}.safetensors`], { stdio: "inherit" });
  const golden = readGolden(path);
  const engine = nodeEngine({ device: "cpu", threads: 2 });
  golden.expectEqual(await golden.runEngine(engine), float32Allowed);
});
