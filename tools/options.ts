/** Options of a command: each states its meaning, its default and what it accepts, and so its type. */
import { InvalidArgumentError, Option } from "commander";

/** An option whose value is a `T`. */
export interface OptionOf<T> {
  /** The option for Commander, as `--name`. */
  build(name: string): Option;
  /** Never there: it carries the type. */
  readonly value?: T;
}

/** The values of options, by name. */
export type ValuesOf<Options> = {
  readonly [Name in keyof Options]: Options[Name] extends OptionOf<infer T> ? T : never;
};

/** A whole number of at least `least` (default 1). */
export function whole(text: string, value: number, least = 1): OptionOf<number> {
  return {
    build: (name) => new Option(`--${name} <n>`, text).argParser(parseWhole(least)).default(value),
  };
}

/** The same, `undefined` where it is not given. */
export function optionalWhole(text: string, least = 1): OptionOf<number | undefined> {
  return { build: (name) => new Option(`--${name} <n>`, text).argParser(parseWhole(least)) };
}

/** Processor threads: `--threads`. */
export function threads(value = 0): OptionOf<number> {
  return whole("processor threads; 0: all cores", value, 0);
}

/** Text, such as a file or folder. */
export function text(what: string, value: string): OptionOf<string> {
  return { build: (name) => new Option(`--${name} <text>`, what).default(value) };
}

/** The same, `undefined` where it is not given. */
export function optionalText(what: string): OptionOf<string | undefined> {
  return { build: (name) => new Option(`--${name} <text>`, what) };
}

/** The same, refused where it is not given. */
export function requiredText(what: string): OptionOf<string> {
  return { build: (name) => new Option(`--${name} <text>`, what).makeOptionMandatory() };
}

/** One of several names. */
export function oneOf<const Name extends string>(
  what: string,
  known: readonly Name[],
  value: Name,
): OptionOf<Name> {
  return { build: (name) => new Option(`--${name} <name>`, what).choices(known).default(value) };
}

/** One of several names, refused where it is not given. */
export function requiredOneOf<const Name extends string>(
  what: string,
  known: readonly Name[],
): OptionOf<Name> {
  return {
    build: (name) => new Option(`--${name} <name>`, what).choices(known).makeOptionMandatory(),
  };
}

/** Some of several names, separated by spaces; by default all. */
export function someOf<const Name extends string>(
  what: string,
  known: readonly Name[],
  value: readonly Name[] = known,
): OptionOf<readonly Name[]> {
  return {
    build: (name) =>
      new Option(`--${name} <names...>`, what)
        .choices(known)
        .default(value, value === known ? "all" : value.join(" ")),
  };
}

/** Any names, separated by spaces. */
export function names(what: string, value: readonly string[]): OptionOf<readonly string[]> {
  return { build: (name) => new Option(`--${name} <names...>`, what).default(value) };
}

/** On where it is given. */
export function toggle(what: string): OptionOf<boolean> {
  return { build: (name) => new Option(`--${name}`, what).default(false) };
}

/** `--json`. */
export const json = toggle("print the result as JSON");

function parseWhole(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`must be a whole number of at least ${least}.`);
  };
}
