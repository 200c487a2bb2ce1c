/** An overview of the claims that were tested. */
import { dirname, join, relative } from "node:path";
import { EvenkeelError } from "../errors.ts";
import { writeFileAtomically } from "../files/index.ts";
import { shell } from "../text.ts";
import type { Scale } from "./claim.ts";
import { overviewPage } from "./pages/index.ts";
import { claims } from "./registry.ts";
import { type FoundResult, findResults } from "./results/index.ts";

/** Which results, and where the page goes. */
export interface OverviewRequest {
  /** The folder of the claims' folders. */
  readonly folder: string;
  readonly scale: Scale;
  /** The page; default `overview.html` in the folder. */
  readonly out?: string | undefined;
}

/**
 * Writes one page of all claims: each with its figure, criterion, numbers, verdict and cost, from the newest
 * result of each below a folder.
 *
 * @returns the page's path, and the results in the order of the claims.
 * @throws EvenkeelError `USAGE` where no claim was tested; `DISK` if the folder cannot be read or the page not be written.
 */
export async function writeOverview({
  folder,
  scale,
  out = join(folder, "overview.html"),
}: OverviewRequest): Promise<{ readonly path: string; readonly results: readonly FoundResult[] }> {
  const found = await findResults(folder, scale);
  const known = claims.filter(({ name }) => found.some(({ record }) => record.claim === name));
  if (known.length === 0) {
    throw new EvenkeelError(
      "USAGE",
      `${folder}: there must be a tested claim of the ${scale} scale in one of its folders, got none`,
      { advice: shell`evenkeel claim run NAME --out ${join(folder, "NAME")} tests one.` },
    );
  }
  const results = known.map(({ name }) => {
    const own = found.find(({ record }) => record.claim === name)!;
    const page = relative(dirname(out), join(folder, own.page));
    return { ...own, page: page.replaceAll("\\", "/") };
  });
  await writeFileAtomically(out, overviewPage(claims, results, scale));
  return { path: out, results };
}
