import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/platform/*.test.ts"],
    setupFiles: ["test/support/setup.ts"],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    pool: "forks",
    maxWorkers: 1,
  },
});
