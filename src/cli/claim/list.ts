/** Lists and explains claims. */
import {
  type Claim,
  claimNamed,
  claims,
  designOf,
  designRows,
  estimateSeconds,
  papers,
  type Scale,
  scales,
  scalesOf,
  seedsOf,
  settingOf,
} from "../../claims/index.ts";
import { printNext } from "../../terminal/paths.ts";
import { hanging, table } from "../../terminal/table.ts";
import { printJson, printLines, WIDTH } from "../../terminal/terminal.ts";
import { formatSeconds, shell } from "../../text.ts";

/** Options of `claim list`. */
export interface ListFlags {
  readonly json?: boolean;
}

/** Options of `claim show`. */
export interface ShowFlags {
  readonly scale: Scale;
}

/** Prints every claim, one line each. */
export function listClaims({ json }: ListFlags): void {
  if (json) {
    const described = claims.map(({ test: _, ...description }) => description);
    printJson(described);
    return;
  }
  for (const [paper, { title }] of Object.entries(papers)) {
    printLines(hanging(title));
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

/** Prints all of a claim, and what is stated of its test at a scale before it is run. */
export async function showClaim(name: string, { scale }: ShowFlags): Promise<void> {
  const claim = claimNamed(name);
  const { paper, where, claimed, method, published, criterion } = claim;
  const setting = await settingOf({ claim, scale, set: [] });
  const { test } = claim;
  const seeds = test.kind === "trials" ? seedsOf(test, setting) : null;
  const stated = designOf(test, setting, seeds);
  const seconds = await estimateSeconds({ claim, setting, set: [] });
  const rows = [
    ["paper", papers[paper].title],
    ["where", where],
    ["claimed", claimed],
    ["published", published ?? UNVERIFIED],
    ["criterion", criterion],
    ...scales.map((one) => [one, method[one] ?? notDefined(claim)]),
    ...(setting.data.length === 0
      ? []
      : [["data", setting.data.map((data) => `${data.title}, ${data.measure.text}`).join("; ")]]),
    ...(stated === undefined ? [] : designRows(stated)),
    ["takes", `about ${formatSeconds(seconds)} on two processor cores, at the ${scale} scale`],
  ];
  printLines(table(rows, WIDTH));
  printNext([shell`evenkeel claim run ${name}`]);
}

const notDefined = (claim: Claim) =>
  `not defined; the claim is tested at ${scalesOf(claim).join(" and ")}`;

/** What is printed where a claim has no published figure. */
export const UNVERIFIED = "no figure that could be verified";
