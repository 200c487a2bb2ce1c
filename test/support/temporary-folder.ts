/** Folders for tests, removed when they are no longer needed. */
import { mkdtempSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, onTestFinished } from "vitest";

const prefix = join(tmpdir(), "evenkeel-");

/** A new, empty folder that is removed once the test has finished; for use in tests and `beforeEach`. */
export async function temporaryFolder(): Promise<string> {
  const path = await mkdtemp(prefix);
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** A new, empty folder that is removed after all tests of the file or of the `describe` block. */
export function sharedFolder(): string {
  const path = mkdtempSync(prefix);
  afterAll(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** A copy of a folder that a test may change, removed once the test has finished. */
export async function copyOf(folder: string): Promise<string> {
  const copy = join(await temporaryFolder(), basename(folder));
  await cp(folder, copy, { recursive: true });
  return copy;
}
