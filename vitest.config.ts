import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{src,bench,studies}/**/*.test.ts", "test/*.test.ts"],
    setupFiles: ["test/support/setup.ts"],
    // tests of the command line start many processes; a slow machine takes its time
    testTimeout: 180_000,
    pool: "forks",
    maxWorkers: 2,
  },
});
