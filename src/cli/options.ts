/** Parsers of option values that commands share; each refuses with the option's name and value. */
import { InvalidArgumentError, Option } from "commander";

/** A whole number of at least `least`. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(`must be a whole number of at least ${least}.`);
    }
    return value;
  };
}

/** An option that may be given several times; its value is all of them. */
export function repeatable(flags: string, text: string): Option {
  return new Option(flags, `${text}; repeatable`)
    .argParser((value: string, before: readonly string[]) => [...before, value])
    .default([], "none");
}

/** A checkpoint of a run: a step, `best` or `latest`. */
export function checkpoint(text: string): number | "best" | "latest" {
  return text === "best" || text === "latest" ? text : wholeNumber(0)(text);
}
