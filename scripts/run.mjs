/**
 * `npm run bench:NAME`, `npm run study:NAME` and other commands in TypeScript outside of src: installs and
 * builds where that has not been done, then runs the compiled file with the arguments.
 *
 *   node scripts/run.mjs studies/scaling --iterations 1
 */
import { build, install, run } from "./setup.mjs";

const [path, ...args] = process.argv.slice(2);
try {
  await install();
  await build();
  await run(process.execPath, `build/${path}.js`, ...args);
} catch (error) {
  if (error.status === undefined) console.error(error);
  process.exitCode = error.status ?? 1;
}
