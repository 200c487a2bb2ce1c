/** The tests of `npm run test:all`: those of `npm test` and the long ones, `*.long.test.ts`. */
import { defineConfig } from "vitest/config";
import quick from "./vitest.config.ts";

export default defineConfig({ test: { ...quick.test, exclude: [] } });
