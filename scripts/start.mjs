/** `npm start`: from a fresh clone to a trained GAN. */
import { build, install, run } from "./setup.mjs";

try {
  await install();
  await build();
  await run(process.execPath, "dist/cli/main.js", "train", "quickstart");
} catch (error) {
  if (error.status === undefined) console.error(error);
  process.exitCode = error.status ?? 1;
}
