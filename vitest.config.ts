/** The tests of `npm test`: all but the long ones. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{src,apps,bench,studies}/**/*.test.ts", "test/*.test.ts"],
    // `npm run test:long` runs these: vitest.long.config.ts
    exclude: ["**/*.long.test.ts"],
    setupFiles: ["test/support/setup.ts"],
    // tests of the command line start many processes; a slow machine takes its time
    testTimeout: 180_000,
    hookTimeout: 180_000,
    pool: "forks",
    maxWorkers: 2,
    // two processes for all files: to load the code takes longer than most tests
    isolate: false,
    // the built package is loaded as Node loads it
    server: { deps: { external: [/\/dist\//] } },
  },
});
