/** Results of evaluations for people, at most 80 columns wide. */
import { basename } from "node:path";
import type { EvaluatedSubject, EvaluationOutcome } from "../../evaluation/request/index.ts";
import { type EvaluationRecord, resultSentences } from "../../evaluation/results/index.ts";
import { resultOf } from "../../metrics/index.ts";
import { bandOf } from "../../runs/experiments/index.ts";
import { showPath } from "../../terminal/paths.ts";
import { alignedRows, columns, hanging } from "../../terminal/table.ts";

type Evaluated = EvaluatedSubject["evaluations"][number];

/** What `evaluate` prints: one result in full, or several in a table. */
export function evaluationLines({ subjects, leftOut }: EvaluationOutcome): string[] {
  const [subject] = subjects;
  if (subject === undefined) return [];
  const { evaluations } = subject;
  const lines =
    subjects.length > 1
      ? evaluations.flatMap((_, i) => seedLines(subjects, i))
      : evaluations.length > 1
        ? protocolLines(subject)
        : evaluations.flatMap((one) => singleLines(subject, one));
  const files = subjects.flatMap(({ file, evaluations: all }) => [
    ...(file === null ? [] : [file]),
    ...all.flatMap(({ pictures }) => pictures),
  ]);
  return [
    ...lines,
    ...warningLines(subjects),
    ...leftOut.flatMap(({ what, reason }) =>
      hanging(`left out: ${what.includes("/") ? showPath(what) : what}: ${reason}`),
    ),
    ...files.map((file) => `recorded: ${showPath(file)}`),
  ];
}

function singleLines({ path }: EvaluatedSubject, { protocol, records }: Evaluated): string[] {
  const [first] = records;
  if (first === undefined) return [];
  const rows = records.map((record) => [`  ${nameOf(record)}`, ...valueCells(record)]);
  const [sides, ...others] = sidesOf(records, protocol.settings);
  return [
    `${showPath(path)}${stepText(first)}, protocol ${protocol.name}`,
    ...hanging(`  ${[sides?.text, featuresText(first)].filter(Boolean).join("; ")}`, "  "),
    ...alignedRows(rows),
    ...resultSentences(records).flatMap((text) => hanging(`  ${text}`, "  ")),
    ...others.flatMap(({ text, names }) => hanging(`  ${names.join(", ")}: ${text}`, "  ")),
  ];
}

/** One subject under several protocols. */
function protocolLines({ path, evaluations }: EvaluatedSubject): string[] {
  const records = evaluations.flatMap((one) => one.records);
  const custom = evaluations.some(({ protocol }) => protocol.name !== originOf(protocol.name));
  const keys = [...new Set(records.map(({ metric }) => metric))];
  const rows = evaluations.map(({ protocol: { name, settings }, records: own }) => [
    `${originOf(name)}${name === originOf(name) ? "" : "*"}`,
    `${thousands(settings.real.count)} ${settings.real.split === "test" ? "test" : "train"}`,
    thousands(settings.fake.count),
    ...keys.map((key) => cellOf(own.find(({ metric }) => metric === key))),
  ]);
  return [
    `${showPath(path)}${stepText(records[0])}`,
    ...columns(["protocol", "real", "fake", ...keys.map(headOf)], rows, 3),
    ...(custom ? ["* custom: changed by options or by the number of images"] : []),
    ...evaluations.flatMap(otherCounts),
  ];
}

/** The results of a protocol that are of another number of generated images than its row says. */
function otherCounts({ protocol: { name, settings }, records }: Evaluated): string[] {
  const others = records.filter(({ counts }) => counts.fake !== settings.fake.count);
  const told = others.map(
    (record) => `${headOf(record.metric)} of ${thousands(record.counts.fake)}`,
  );
  return told.length === 0 ? [] : hanging(`${originOf(name)}: ${told.join(", ")} generated`);
}

/** Several runs of one experiment under the protocol at `index`, and their mean. */
function seedLines(subjects: readonly EvaluatedSubject[], index: number): string[] {
  const all = subjects.map(({ evaluations }) => evaluations[index]!);
  const keys = [...new Set(all.flatMap(({ records }) => records.map(({ metric }) => metric)))];
  const of = (records: readonly EvaluationRecord[], key: string) =>
    records.find(({ metric }) => metric === key);
  const rows = subjects.map(({ path }, i) => [
    basename(path),
    String(all[i]!.records[0]?.gStep ?? ""),
    ...keys.map((key) => cellOf(of(all[i]!.records, key))),
  ]);
  const bands = keys.map((key) => {
    const values = all.flatMap(({ records }) => of(records, key)?.value ?? []);
    return bandCells(key, values);
  });
  return [
    `${subjects.length} runs, protocol ${all[0]!.protocol.name}`,
    ...columns(
      ["run", "step", ...keys.map(headOf)],
      [
        ...rows,
        ["mean", "", ...bands.map(([mean]) => mean)],
        ["± std", "", ...bands.map(([, std]) => std)],
      ],
      2,
    ),
  ];
}

/** Mean and deviation of values, with one digit more than a value has. */
function bandCells(key: string, values: readonly number[]): readonly [mean: string, std: string] {
  const { mean, std } = bandOf(values);
  const digits = (resultOf(key)?.digits ?? 4) + 1;
  return [mean.toFixed(digits), std === null ? "" : std.toFixed(digits)];
}

/** Every warning once, with the results it is about. */
function warningLines(subjects: readonly EvaluatedSubject[]): string[] {
  const about = new Map<string, Set<string>>();
  const several = (subjects[0]?.evaluations.length ?? 0) > 1;
  for (const { protocol, records } of subjects.flatMap(({ evaluations }) => evaluations)) {
    for (const record of records) {
      for (const warning of record.warnings) {
        const text = several ? `${originOf(protocol.name)}: ${warning}` : warning;
        about.set(text, (about.get(text) ?? new Set()).add(nameOf(record)));
      }
    }
  }
  return [...about].flatMap(([text, names]) =>
    hanging(`warning: ${text} (${[...names].join(", ")})`),
  );
}

/** Images that results were computed from, and the names of the results. */
interface Sides {
  readonly text: string;
  readonly names: readonly string[];
}

/** `10000 test images of cifar10, 5000 generated`, for all results of the same images; first as the protocol says. */
function sidesOf(
  records: readonly EvaluationRecord[],
  { real: wanted, fake }: Evaluated["protocol"]["settings"],
): readonly Sides[] {
  const known = records.find(({ reference }) => reference !== null);
  const found = new Map<string, { text: string; names: string[]; asAsked: boolean }>();
  for (const record of records) {
    const { counts, reference } = record;
    // results of generated images alone go with those that compare as many of them
    const { counts: shown, reference: real } =
      reference === null && known?.counts.fake === counts.fake ? known : record;
    const text = [
      ...(real === null ? [] : [`${shown.real} ${real.split} images of ${real.name}`]),
      `${counts.fake} generated`,
    ].join(", ");
    const asAsked = counts.fake === fake.count && (real === null || shown.real === wanted.count);
    const sides = found.get(text) ?? { text, names: [], asAsked };
    sides.names.push(nameOf(record));
    found.set(text, sides);
  }
  return [...found.values()].sort((a, b) => Number(b.asAsked) - Number(a.asAsked));
}

/** `features: inception-2015 (2048, 6726825d)` */
function featuresText({ extractor }: EvaluationRecord): string {
  if (extractor === null) return "";
  return `features: ${extractor.name} (${extractor.dimension}, ${extractor.sha256.slice(0, 8)})`;
}

/** Value and spread of a record, as cells. */
export function valueCells(record: EvaluationRecord): string[] {
  const { spread, value } = record;
  const digits = digitsOf(record);
  const { outOf } = resultOf(record.metric) ?? {};
  if (outOf !== undefined) return [`${value} of ${record.details[outOf]}`, ""];
  return [
    value.toFixed(digits),
    spread === null ? "" : `± ${spread.std.toFixed(digits)} over ${spread.count} ${spread.over}`,
  ];
}

/** The name of what was measured. */
export function nameOf({ metric }: Pick<EvaluationRecord, "metric">): string {
  return resultOf(metric)?.name ?? metric;
}

/** Digits after the point of a result. */
export function digitsOf({ metric }: Pick<EvaluationRecord, "metric">): number {
  return resultOf(metric)?.digits ?? 4;
}

const stepText = (record: EvaluationRecord | undefined) =>
  record?.gStep == null ? "" : ` at step ${record.gStep}`;

function headOf(key: string): string {
  const { head, name = key } = resultOf(key) ?? {};
  return head ?? name;
}

const cellOf = (record: EvaluationRecord | undefined) =>
  record === undefined ? "–" : record.value.toFixed(digitsOf(record));

const originOf = (name: string) => /^custom \(from (.+)\)$/.exec(name)?.[1] ?? name;

/** `5k` */
const thousands = (count: number) => (count % 1000 === 0 ? `${count / 1000}k` : String(count));
