/** Lists and explains claims. */
import { claimNamed, claims, papers } from "../../claims/index.ts";
import { shell } from "../../text.ts";
import { printNext } from "../shared/paths.ts";
import { table, WIDTH } from "../shared/table.ts";
import { print, printJson, printLines } from "../shared/terminal.ts";

/** Options of `claim list`. */
export interface ListFlags {
  readonly json?: boolean;
}

/** Prints every claim, one line each. */
export function listClaims({ json }: ListFlags): void {
  if (json) {
    const described = claims.map(({ test: _, ...description }) => description);
    printJson(described);
    return;
  }
  for (const [paper, title] of Object.entries(papers)) {
    print(title);
    const own = claims.filter((claim) => claim.paper === paper);
    printLines(
      table(
        own.map(({ name, where }) => [`  ${name}`, where]),
        WIDTH,
      ),
    );
  }
  printNext(["evenkeel claim show NAME", "evenkeel claim run NAME"]);
}

/** Prints all of a claim. */
export function showClaim(name: string): void {
  const { paper, where, claimed, method, published, criterion } = claimNamed(name);
  const rows = [
    ["paper", papers[paper]],
    ["where", where],
    ["claimed", claimed],
    ["published", published ?? UNVERIFIED],
    ["criterion", criterion],
    ["small", method.small],
    ["paper scale", method.paper],
  ];
  printLines(table(rows, WIDTH));
  printNext([shell`evenkeel claim run ${name}`]);
}

/** What is printed where a claim has no published figure. */
export const UNVERIFIED = "no figure that could be verified";
