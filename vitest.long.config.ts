/** The long tests, `*.long.test.ts`: `npm run test:long`. */
import { defineConfig } from "vitest/config";
import quick from "./vitest.config.ts";

export default defineConfig({
  test: { ...quick.test, include: ["{src,bench,studies,test}/**/*.long.test.ts"], exclude: [] },
});
