/** `npm start`: from a fresh clone to a trained GAN. */
import { build, install, runEvenkeel } from "./setup.mjs";

try {
  await install();
  await build();
  await runEvenkeel("train", "quickstart");
} catch (error) {
  if (error.status === undefined) console.error(error);
  process.exitCode = error.status ?? 1;
}
