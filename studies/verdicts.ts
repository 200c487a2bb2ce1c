/** `npm run study:verdicts`: whether verdicts on failing and on good runs are right, and how early. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { onProgress, runCommand } from "../tools/command.ts";
import { someOf, text, type ValuesOf, whole } from "../tools/options.ts";
import { untrained, type VerdictCase, verdictCases } from "./verdicts/cases.ts";
import {
  type Alarm,
  firstAlarm,
  lastDistance,
  type Quality,
  quality,
  train,
} from "./verdicts/judge.ts";

const NAMES = verdictCases.map(({ name }) => name);
/** Runs at a time. */
const JOBS = 2;

interface Judged extends VerdictCase, Quality {
  readonly alarm: Alarm | undefined;
  readonly isRight: boolean;
}

const options = {
  seed: whole("the seed of all runs", 1, 0),
  out: text("folder to write to", "verdicts"),
  only: someOf("runs", NAMES),
};

await runCommand({
  name: "study:verdicts",
  description:
    "Trains ten runs that were built to fail and ten good ones. The verdict on a failing run is right if it is anything but healthy before a quarter of the run is over; on a good run, if it is healthy throughout. Whether a run really is good is measured without the verdict, by the Fréchet distance of images and the covered modes of points. Thresholds and cases were chosen on the seeds 10 and 0. Each run has its folder below --out; one that is there is judged again from its records. Takes ten minutes on two cores.",
  options,
  run: study,
});

async function study({ seed, out, only }: ValuesOf<typeof options>): Promise<void> {
  const cases = verdictCases.filter(({ name }) => only.includes(name));
  const folderOf = ({ name }: VerdictCase) => join(out, name.replaceAll(/[^A-Za-z0-9]+/g, "-"));
  await mkdir(out, { recursive: true });
  const queue = [untrained, ...cases];
  let done = 0;
  const worker = async () => {
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
      onProgress(`${one.name}: ${one.steps} steps`);
      await train(one, folderOf(one), seed);
      onProgress(`${++done} of ${cases.length + 1} done: ${one.name}`);
    }
  };
  await Promise.all(Array.from({ length: JOBS }, worker));
  const distance = (await lastDistance(folderOf(untrained)))!;
  const judged: Judged[] = [];
  for (const one of cases) {
    const alarm = await firstAlarm(folderOf(one));
    const isRight = one.fails ? alarm !== undefined && alarm.step <= one.steps / 4 : !alarm;
    judged.push({ ...one, alarm, isRight, ...(await quality(one, folderOf(one), distance)) });
  }
  console.log(`an untrained generator's distance: ${distance.toFixed(0)}\n`);
  print(judged);
}

function print(judged: readonly Judged[]): void {
  console.log("| run | built to | ends at | good | verdict | at | of | right |");
  console.log("| --- | --- | --- | --- | --- | ---: | ---: | --- |");
  const yes = (is: boolean) => (is ? "yes" : "no");
  for (const { name, fails, steps, alarm, isRight, text, isGood } of judged) {
    const verdict = alarm?.state ?? "healthy";
    const cells = [name, fails ? "fail" : "train", text, yes(isGood), verdict];
    console.log(`| ${[...cells, alarm?.step ?? "", steps, yes(isRight)].join(" | ")} |`);
  }
  const share = (fails: boolean) => {
    const those = judged.filter((one) => one.fails === fails);
    return `${those.filter(({ isRight }) => isRight).length} of ${those.length}`;
  };
  console.log(
    `\nverdicts are right on ${share(true)} failing runs and on ${share(false)} good ones`,
  );
  for (const { name, alarm } of judged) if (alarm) console.log(`${name}: ${alarm.evidence}`);
}
