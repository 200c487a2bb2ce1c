/** The further rounds of a searched sweep: their points follow from the results before. */
import { readResolvedConfig } from "../../config/index.ts";
import { refusal } from "../../errors.ts";
import { randomStream } from "../../random.ts";
import { addRound, type SearchGroup, type Sweep, searchGroups } from "../folder/index.ts";
import {
  numbered,
  type PlannedPoint,
  runsOfPoints,
  type Search,
  searchedPoint,
  searchedValues,
} from "../plan/index.ts";
import { type Proposal, propose } from "../search/index.ts";

/** Whether all runs of a sweep that is searched have ended, none by being cancelled, and a round is left. */
export async function isRoundDue(sweep: Sweep): Promise<boolean> {
  const { search } = sweep;
  if (search === null || roundOf(sweep) >= search.rounds) return false;
  const groups = await searchGroups(sweep);
  return groups.every(({ points }) =>
    points.every(({ isOpen, isCancelled }) => !isOpen && !isCancelled),
  );
}

/** The number of the last round that has been begun; 0 of a sweep that is not searched. */
export function roundOf({ runs }: Sweep): number {
  return runs.reduce((last, { searched }) => Math.max(last, searched?.round ?? 0), 0);
}

/**
 * Adds the next round to a sweep of which all runs have ended. Its points follow from the results, the search's seed
 * and the round's number alone; `rounds/` keeps what they were chosen by.
 *
 * @returns the sweep with the runs of the round, or `undefined` where none is due.
 * @throws EvenkeelError `CONFIG` if no point of a group has recorded the metric, or a point's config is refused;
 *   `DISK` if the disk refuses.
 */
export async function nextRound(sweep: Sweep): Promise<Sweep | undefined> {
  const { search } = sweep;
  if (search === null || !(await isRoundDue(sweep))) return undefined;
  const round = roundOf(sweep) + 1;
  const groups = await searchGroups(sweep);
  const chosen = groups.map((group, i) => choose(sweep, search, group, `${round}/${i}`));
  const points: PlannedPoint[] = [];
  for (const [i, { group, points: seen }] of groups.entries()) {
    // every point of a group sets the same keys, so the config of one is the base of the others
    const model = sweep.runs.find(({ point }) => point === seen[0]?.point)!;
    for (const [place, { values }] of chosen[i]!.entries()) {
      const point = searchedPoint(search, group, values);
      const config = await readResolvedConfig(sweep.fileOf(model, "config"), Object.entries(point));
      points.push({ point, config, searched: numbered(search, round, place) });
    }
  }
  const seeds = [...new Set(sweep.runs.map(({ seed }) => seed))];
  const runs = runsOfPoints(points, seeds, search.runName ?? undefined);
  const choice = groups.map(({ group, points: seen }, i) => ({
    group,
    results: seen.map(({ number, value }) => ({ number, value })),
    proposals: chosen[i],
  }));
  return addRound(sweep, round, runs, { round, metric: search.metric, groups: choice });
}

function choose(
  { path }: Sweep,
  search: Search,
  { group, points }: SearchGroup,
  name: string,
): readonly Proposal[] {
  const sign = search.mode === "min" ? 1 : -1;
  if (points.every(({ value }) => !Number.isFinite(value))) {
    throw refusal("CONFIG", {
      where: "search.metric",
      rule: `must be recorded by a point of each group at least, at ${JSON.stringify(group)} there is no ${search.metric} in ${path}`,
      advice:
        "A run's metrics.jsonl names its measures; logEvery and evaluate.every set their steps.",
    });
  }
  const observed = points.map(({ point, value }) => ({
    values: searchedValues(search, point),
    value: Number.isFinite(value) ? sign * (value as number) : null,
  }));
  const space = search.axes.map(({ distribution }) => distribution);
  const stream = randomStream(search.seed, `search/${name}`);
  return propose(space, observed, search.points, stream).map((one) => ({
    ...one,
    expected: { ...one.expected, mean: sign * one.expected.mean },
  }));
}
