import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A new, empty folder that is removed once the test has finished; for use in tests and `beforeEach`. */
export async function temporaryFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "evenkeel-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}
