/** The papers' claims, each with what its tests below the studio's folders came to. */
import { join } from "node:path";
import {
  CLAIM_FOLDER,
  type ClaimRecord,
  claims,
  overviewText,
  papers,
  RESULT_FILES,
  readResult,
  secondsOf,
  type Verdict,
} from "../../claims/index.ts";
import { isFile } from "../../files/index.ts";
import { shell } from "../../text.ts";
import type { ClaimEntry, ClaimList, ClaimOutcome, VerdictTone } from "../api.ts";
import { discoverMarked, type FoundFolder, type Root, readInside } from "../library/index.ts";

/** How a claim's verdict is to be shown. */
const tones: Readonly<Record<Verdict, VerdictTone>> = {
  holds: "good",
  "does not hold": "bad",
  undecided: "open",
};

/** The claims of a studio. */
export interface ClaimLibrary {
  /** All claims in the order of their papers, the tested ones with their results. */
  list(): Promise<ClaimList>;
  /** A file of a claim's folder; `undefined` if there is none. */
  file(id: string, kind: "figure" | "page"): Promise<Uint8Array | undefined>;
}

/** Opens the claims that were tested below folders. They are looked for anew whenever all are asked for. */
export function openClaims(roots: readonly Root[]): ClaimLibrary {
  let found: readonly FoundFolder[] = [];
  const discover = async () => {
    found = await discoverMarked(roots, CLAIM_FOLDER);
  };
  return {
    async list() {
      await discover();
      const records = await recordsOf(found);
      const newestFirst = records.toSorted((a, b) => (a.record.at < b.record.at ? 1 : -1));
      const entries = Object.entries(papers).flatMap(([paper, { title }]) =>
        claims
          .filter((claim) => claim.paper === paper)
          .map(({ name, where, claimed, criterion, published }): ClaimEntry => {
            const own = newestFirst.filter(({ record }) => record.claim === name);
            return {
              ...{ name, paper, title, where, claimed, criterion, published },
              results: own.map(outcomeOf),
              command: shell`npx evenkeel claim run ${name}`,
            };
          }),
      );
      return { claims: entries, about: aboutScales(newestFirst) };
    },
    async file(id, kind) {
      const known = () => found.find((one) => one.id === id);
      if (known() === undefined) await discover();
      const folder = known()?.folder;
      return folder === undefined
        ? undefined
        : readInside(folder, join(folder, RESULT_FILES[kind]));
    },
  };
}

/** The result in a claim's folder, and what else the folder has. */
interface Kept {
  readonly id: string;
  readonly record: ClaimRecord;
  readonly hasFigure: boolean;
  readonly hasPage: boolean;
}

async function recordsOf(found: readonly FoundFolder[]): Promise<readonly Kept[]> {
  const all: Kept[] = [];
  for (const { id, folder } of found) {
    // one that cannot be read is of another version, or is being written
    const record = await readResult(folder).catch(() => undefined);
    if (record === undefined) continue;
    const has = (file: string) => isFile(join(folder, file)).catch(() => false);
    const [hasFigure, hasPage] = [await has(RESULT_FILES.figure), await has(RESULT_FILES.page)];
    all.push({ id, record, hasFigure, hasPage });
  }
  return all;
}

/** The newest results of each scale, counted. */
function aboutScales(newestFirst: readonly Kept[]): Readonly<Record<string, string>> {
  const scales = [...new Set(newestFirst.map(({ record }) => record.scale))];
  return Object.fromEntries(
    scales.map((scale) => {
      const newest = new Map<string, Kept>();
      for (const kept of newestFirst) {
        const { record } = kept;
        if (record.scale === scale && !newest.has(record.claim)) newest.set(record.claim, kept);
      }
      return [scale, overviewText([...newest.values()], claims.length)];
    }),
  );
}

const told = (verdict: Verdict) => ({ name: verdict, tone: tones[verdict] });

function outcomeOf({ id, record, hasFigure, hasPage }: Kept): ClaimOutcome {
  const { scale, verdict, measured, parts, toDecide, runs, at, data, figure } = record;
  return {
    ...{ id, scale, measured, toDecide, runs, at, hasPage },
    verdict: told(verdict),
    parts: parts.map((part) => ({ ...part, verdict: told(part.verdict) })),
    data: data.map(({ title, measure }) => `${title}, ${measure}`),
    seconds: secondsOf(record),
    figure: hasFigure ? figure.alt : null,
  };
}
