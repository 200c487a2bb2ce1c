/** The picture files of a run, found by what they are called: nothing else of a folder is handed out. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { runFiles } from "../../runs/folder/index.ts";
import { sampleFiles } from "../../training/index.ts";
import { readInside } from "./inside.ts";

/** What can be asked for. */
export type RunFileRequest =
  | { readonly kind: "sample"; readonly gStep: number }
  | { readonly kind: "picture"; readonly name: string }
  | { readonly kind: "reals" }
  | { readonly kind: "report" };

/** The names of the pictures that metrics drew for a run. */
export async function picturesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(runFiles(folder).pictures).catch(() => []);
  return names.filter((name) => name.endsWith(".png")).sort();
}

/** The bytes of a run's file; `undefined` as {@link readInside} says. */
export async function readRunFile(
  folder: string,
  request: RunFileRequest,
): Promise<Uint8Array | undefined> {
  const path = await pathOf(folder, request);
  return path === undefined ? undefined : readInside(folder, path);
}

/** Paths come from lists of what is there; what was asked for is only compared with them. */
async function pathOf(folder: string, request: RunFileRequest): Promise<string | undefined> {
  const files = runFiles(folder);
  switch (request.kind) {
    case "sample": {
      const found = (await sampleFiles(files.samples)).find(({ gStep }) => gStep === request.gStep);
      return found && join(files.samples, found.name);
    }
    case "picture": {
      const found = (await picturesIn(folder)).find((name) => name === request.name);
      return found && join(files.pictures, found);
    }
    case "reals":
      return files.reals;
    case "report":
      return files.report;
  }
}
