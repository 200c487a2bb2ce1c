/** What is kept of a tested claim: `result.json`, and its figure. */
import { join } from "node:path";
import { z } from "zod";
import { parseJson, readTextIfPresent, writeFileAtomically } from "../../files/index.ts";
import type { Chart } from "../../report/page/index.ts";
import { versions } from "../../runs/folder/index.ts";
import { verdicts } from "../../statistics/index.ts";
import {
  type Chosen,
  type Claim,
  designOf,
  type Findings,
  type Setting,
  scales,
} from "../claim.ts";

/** The files of a result in a claim's folder. */
export const RESULT_FILES = {
  result: "result.json",
  figure: "figure.svg",
  page: "index.html",
} as const;

/** What is read of a result; it holds more, for people and programs. */
const resultSchema = z.object({
  claim: z.string(),
  scale: z.enum(scales),
  data: z.array(z.object({ title: z.string(), measure: z.string() })).readonly(),
  verdict: z.enum(verdicts),
  measured: z.string(),
  toDecide: z.string().nullable(),
  parts: z
    .array(z.object({ name: z.string(), verdict: z.enum(verdicts), measured: z.string() }))
    .readonly(),
  chosen: z.record(z.string(), z.union([z.string(), z.number()])).nullable(),
  figure: z.object({ alt: z.string() }),
  runs: z.int(),
  seconds: z.object({ training: z.number(), judging: z.number() }),
  at: z.iso.datetime(),
});

/** A result that was read. */
export type ClaimRecord = Readonly<z.output<typeof resultSchema>>;

/** What a result is written from. */
export interface Tested {
  readonly claim: Claim;
  readonly setting: Setting;
  readonly seeds: number | null;
  readonly set: readonly string[];
  readonly chosen: Chosen | null;
  readonly findings: Findings;
  /** How many runs were trained, and the seconds that they and the judgement took. */
  readonly cost: Pick<ClaimRecord, "runs" | "seconds">;
}

/** Writes `result.json` and the claim's first figure. */
export async function writeResult(folder: string, tested: Tested): Promise<void> {
  const { claim, setting, seeds, set, chosen, findings, cost } = tested;
  const { name, paper, where, claimed, criterion, published, test } = claim;
  const { verdict, measured, parts = [], tables, notes = [], toDecide = null, charts } = findings;
  const design = designOf(test, setting, seeds);
  const [figure] = charts;
  const result = {
    ...{ claim: name, paper, where, claimed, criterion, published },
    scale: setting.scale,
    data: setting.data.map(({ name, title, measure }) => ({ name, title, measure: measure.text })),
    ...{ seeds, set, chosen, design: design ?? null },
    ...{ verdict, measured, parts, toDecide, tables, notes },
    figure: { alt: figure.alt, csv: figure.csv },
    ...cost,
    ...{ versions: versions(), at: new Date().toISOString() },
  };
  const drawing = figure.drawing?.svg;
  if (drawing !== undefined) await writeFileAtomically(join(folder, RESULT_FILES.figure), drawing);
  await writeFileAtomically(join(folder, RESULT_FILES.result), `${jsonText(result)}\n`);
}

/** The result in a claim's folder; `undefined` where there is none, or one of another version. */
export async function readResult(folder: string): Promise<ClaimRecord | undefined> {
  const text = await readTextIfPresent(join(folder, RESULT_FILES.result));
  return resultSchema.safeParse(parseJson(text ?? "")).data;
}

/** A result's figure as it was drawn. */
export async function readFigure(folder: string): Promise<Chart["drawing"]> {
  const svg = await readTextIfPresent(join(folder, RESULT_FILES.figure));
  const [, width, height] = /^<svg [^>]*width="(\d+)" height="(\d+)"/.exec(svg ?? "") ?? [];
  if (svg === undefined || width === undefined || height === undefined) return null;
  return { svg, width: Number(width), height: Number(height) };
}

/** JSON in which numbers that it cannot have are texts. */
function jsonText(value: object): string {
  const told = (_key: string, one: unknown) =>
    typeof one === "number" && !Number.isFinite(one) ? String(one) : one;
  return JSON.stringify(value, told, 2);
}

/** Seconds of all training and the judgement of a result. */
export function secondsOf({ seconds }: Pick<ClaimRecord, "seconds">): number {
  return seconds.training + seconds.judging;
}
