/** `npm test`: from a fresh clone to tested. Arguments are handed on to Vitest. */
import { build, install, run } from "./setup.mjs";

try {
  await install();
  await build();
  await run(process.execPath, "node_modules/vitest/vitest.mjs", "run", ...process.argv.slice(2));
} catch (error) {
  if (error.status === undefined) console.error(error);
  process.exitCode = error.status ?? 1;
}
