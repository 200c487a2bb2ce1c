/** Reads a sweep file and lists all its problems at once. */
import { z } from "zod";
import {
  type ConfigPath,
  type Problem,
  recipes,
  type Source,
  tellProblems,
  valueAt,
  yamlSource,
} from "../../config/index.ts";
import { EvenkeelError } from "../../errors.ts";
import { readGivenText } from "../../files/index.ts";
import { refusedText, type SchemaNode, show } from "../../schema-text.ts";
import { nearest } from "../../suggest.ts";
import { quoted } from "../../text.ts";
import { distributionProblems } from "../search/index.ts";
import { type SweepDescription, sweepSchema } from "./schema.ts";

/** Characters of a key that a message quotes. */
const MOST_OF_A_KEY = 120;

/** A sweep's file as it was read. */
export interface SweepFile {
  readonly path: string;
  /** As it was written. */
  readonly text: string;
  readonly description: SweepDescription;
  /** Where a key was written, such as `grid.yaml, line 3`. */
  locate(path: ConfigPath): string | undefined;
}

/**
 * Reads a sweep file. The name of a recipe is read as a sweep of that recipe without axes.
 *
 * @throws EvenkeelError `CONFIG` that lists every problem: line, key, rule, value, and what it may have
 *   meant.
 */
export async function readSweepFile(path: string): Promise<SweepFile> {
  if (Object.hasOwn(recipes, path)) return parseSweep(path, `base: ${path}\n`);
  const text = await readGivenText(path);
  if (text === undefined) {
    const near = nearest(path, Object.keys(recipes));
    throw new EvenkeelError("CONFIG", `${path}: there is no such sweep file and no such recipe`, {
      advice: `${near === undefined ? "" : `Did you mean ${near}? `}docs/sweeps.md has an example of a sweep file.`,
    });
  }
  return parseSweep(path, text);
}

/** Reads a sweep's text; `path` is what problems name. */
export function parseSweep(path: string, text: string): SweepFile {
  const source = yamlSource(path, text);
  if (source.problems.length > 0) throw refusal(path, source.problems, source);
  const parsed = sweepSchema.safeParse(source.layer);
  if (!parsed.success) throw refusal(path, schemaProblems(parsed.error, source.layer), source);
  const problems = parsed.data.axes.flatMap((axis, i) =>
    axisProblems(axis).map((text) => ({ path: ["axes", i], text })),
  );
  if (problems.length > 0) throw refusal(path, problems, source);
  return { path, text, description: parsed.data, locate: source.locate };
}

/** The error that lists problems of a sweep's file, of very many the first. */
export function refusal(
  file: string,
  problems: readonly Problem[],
  { locate }: Pick<Source, "locate">,
): EvenkeelError {
  const { message, details } = tellProblems("the sweep", problems, (problem) =>
    [problem.source ?? locate(problem.path) ?? file, keyText(problem.path), problem.text]
      .filter(Boolean)
      .join(": "),
  );
  const told = problems.slice(0, details.problems.length);
  return new EvenkeelError("CONFIG", message, {
    advice: "docs/sweeps.md explains every key of a sweep, docs/config.md those of a config.",
    details: {
      ...details,
      problems: told.map(({ path, text }) => ({ path: keyText(path), text })),
    },
  });
}

const root = z.toJSONSchema(sweepSchema, { io: "input" }) as unknown as SchemaNode;

function schemaProblems(error: z.ZodError, layer: unknown): Problem[] {
  return error.issues.flatMap((issue): Problem[] => {
    const path = issue.path as ConfigPath;
    const node = nodeAt(path);
    if (issue.code === "unrecognized_keys") {
      const known = Object.keys(node?.properties ?? {});
      return issue.keys.map((key) => {
        const near = nearest(key, known);
        const meant =
          near === undefined ? `known here: ${known.join(", ")}` : `did you mean ${near}?`;
        return { path: [...path, key], text: `unknown key; ${meant}` };
      });
    }
    const value = valueAt(layer, path);
    const isWorded = issue.message.startsWith("must ") || node === undefined;
    const rule = isWorded ? issue.message : `must be ${refusedText(node, value)}`;
    return [{ path, text: `${rule}, got ${show(value)}` }];
  });
}

function nodeAt(path: ConfigPath): SchemaNode | undefined {
  return path.reduce<SchemaNode | undefined>(
    (node, key) =>
      typeof key === "number"
        ? node?.items
        : (ownOf(node?.properties, key) ?? (node?.additionalProperties || undefined)),
    root,
  );
}

function ownOf(properties: SchemaNode["properties"] = {}, key: string): SchemaNode | undefined {
  return Object.hasOwn(properties, key) ? properties[key] : undefined;
}

/** What the schema alone cannot say. */
function axisProblems({
  key,
  keys,
  values,
  range,
  distribution,
  zip,
}: SweepDescription["axes"][number]): string[] {
  const kinds = Object.entries({ values, range, distribution, zip }).flatMap(([kind, given]) =>
    given === undefined ? [] : [kind],
  );
  const named = Object.entries({ key, keys }).flatMap(([kind, given]) =>
    given === undefined ? [] : [kind],
  );
  if (kinds.length !== 1 || named.length !== (zip === undefined ? 1 : 0)) {
    const got = [...named, ...kinds].join(", ") || "nothing";
    return [
      `must have a key (or keys) with values, range or distribution, or zip alone, got ${got}`,
    ];
  }
  if (distribution !== undefined) return distributionProblems(distribution);
  if (zip !== undefined) {
    const lengths = Object.entries(zip).map(([name, list]) => `${name} ${list.length}`);
    const same = new Set(Object.values(zip).map(({ length }) => length)).size === 1;
    return same
      ? []
      : [`zip must have as many values of each key, got ${lengths.join(", ") || "no keys"}`];
  }
  if (range === undefined) return [];
  const { from, to, count, step, scale } = range;
  if ((count === undefined) === (step === undefined)) {
    return ["range must have either count or step"];
  }
  if (step !== undefined && scale === "log")
    return ["range must have count, not step, on a log scale"];
  if (step !== undefined && to < from) return [`range.to must be at least ${from}, got ${to}`];
  if (scale === "log" && !(from > 0 && to > 0)) {
    return [`range must have positive ends on a log scale, got ${from} and ${to}`];
  }
  return [];
}

/** `axes[2].range.to` */
function keyText(path: ConfigPath): string {
  const parts = path.map((key, i) =>
    typeof key === "number" ? `[${key}]` : `${i > 0 ? "." : ""}${key}`,
  );
  return quoted(parts.join(""), MOST_OF_A_KEY);
}
