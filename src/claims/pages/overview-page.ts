/** One page of all claims, tested or not. */
import { type Entry, pageHtml, type Section } from "../../report/page/index.ts";
import { countOf, formatSeconds } from "../../text.ts";
import { type Claim, papers, type Scale, scalesOf } from "../claim.ts";
import { type ClaimRecord, type FoundResult, secondsOf } from "../results/index.ts";
import { chosenText, countedText, partFacts, tones } from "./words.ts";

/** How many claims have each verdict, and the time that they took, in a sentence. */
export function overviewText(
  results: readonly { readonly record: Pick<ClaimRecord, "verdict" | "seconds"> }[],
  claims: number,
): string {
  const told = countedText(results.map(({ record }) => record));
  const open = claims - results.length;
  const seconds = results.reduce((sum, { record }) => sum + secondsOf(record), 0);
  const untested = open > 0 ? `, ${open} ${open === 1 ? "is" : "are"} not tested` : "";
  return `Of ${countOf(claims, "claim")}, ${told}${untested}. The tests took ${formatSeconds(seconds)}, one run after the other.`;
}

/** Every claim with its figure, criterion, numbers, verdict and cost, by papers. */
export function overviewPage(
  claims: readonly Claim[],
  results: readonly FoundResult[],
  scale: Scale,
): string {
  const sections = Object.entries(papers).map(([paper, { title }]): Section => {
    const own = claims.filter((claim) => claim.paper === paper);
    const entries = own.map((claim) =>
      entryOf(
        claim,
        results.find(({ record }) => record.claim === claim.name),
        scale,
      ),
    );
    return { title: `${paper}: ${title}`, parts: [{ kind: "entries", entries }] };
  });
  return pageHtml({
    title: `The papers' claims at the ${scale} scale`,
    about: overviewText(results, claims.length),
    sections,
  });
}

function entryOf(claim: Claim, found: FoundResult | undefined, scale: Scale): Entry {
  const title = `${claim.name}, ${claim.where}`;
  const criterion = ["criterion", claim.criterion] as const;
  if (found === undefined) {
    const text = scalesOf(claim).includes(scale)
      ? "not tested"
      : `not defined at the ${scale} scale`;
    return { title, badge: { text }, about: claim.claimed, facts: [criterion] };
  }
  const { record, drawing, page } = found;
  const { verdict, parts, measured, toDecide, chosen, data, runs } = record;
  const several = parts.length > 1;
  const figures = several ? partFacts(parts) : ([["measured", measured]] as const);
  const cost = `${runs === 0 ? "" : `${countOf(runs, "run")}, `}${formatSeconds(secondsOf(record))}`;
  return {
    ...{ title, page, about: claim.claimed },
    badge: { text: verdict, tone: tones[verdict] },
    chart: { alt: record.figure.alt, drawing },
    facts: [
      criterion,
      ...(claim.published === null ? [] : [["published", claim.published] as const]),
      ...figures,
      ...(chosen === null ? [] : [["chosen", chosenText(chosen)] as const]),
      ...(toDecide === null ? [] : [["to decide it", toDecide] as const]),
      ...(data.length === 0
        ? []
        : [["images", data.map((one) => `${one.title}, ${one.measure}`).join("; ")] as const]),
      ["took", cost],
    ],
  };
}
