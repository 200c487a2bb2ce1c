/** What the server's answers are made from. */
import { type ClaimLibrary, openClaims } from "../claims/index.ts";
import { type ClassifierLibrary, openClassifiers } from "../classifiers/index.ts";
import { type Checks, createChecks } from "../data/index.ts";
import { createRecordStore, type Library, type RecordStore } from "../library/index.ts";
import type { Pages } from "./pages.ts";

/** The parts of a studio. */
export interface AppParts {
  readonly library: Library;
  readonly records: RecordStore;
  readonly claims: ClaimLibrary;
  readonly checks: Checks;
  readonly classifiers: ClassifierLibrary;
  readonly pages: Pages;
  /** What a write needs. */
  readonly token: string;
}

/** The parts of a studio on the runs of a library. */
export function createParts(library: Library, pages: Pages, token: string): AppParts {
  return {
    ...{ library, pages, token },
    records: createRecordStore(),
    claims: openClaims(library.roots),
    classifiers: openClassifiers(library.roots),
    checks: createChecks(),
  };
}
