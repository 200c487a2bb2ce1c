/** Options of data sets: keys of `data` in a config. */
import type { z } from "zod";

/** An option that data sets can have. */
export interface DataOption<Schema extends z.ZodType = z.ZodType> {
  /**
   * Its values. With a default, which is every set's, it stands in each resolved config, and has no
   * effect on the sets that do not read it. Without, it is optional, and those sets refuse it.
   */
  readonly schema: Schema;
  /** What it is: a phrase for its documentation, which says by itself which sets read it. */
  readonly meaning: string;
  /** Whether its value is a path. */
  readonly isPlace?: true;
}

/** What holds for one set that reads an option. */
export interface Adaptation<Value> {
  /** Its value where none is given; for optional options. */
  readonly default?: Value;
  /** Those of its values that the set has. Default: all. */
  readonly values?: readonly Value[];
  /** What its documentation says of this set in addition. */
  readonly note?: string;
}

/** An option as a set reads it. */
export interface SetOption<Schema extends z.ZodType = z.ZodType>
  extends DataOption<Schema>,
    Adaptation<unknown> {}

/** The options that a set reads, by their keys. */
export type SetOptions = Readonly<Record<string, SetOption>>;

/** The values of a set's options with every default filled in. */
export type OptionValues<Options extends SetOptions> = {
  readonly [Key in keyof Options]: Given<Options[Key]> | Missing<Options[Key]>;
};

type Given<Option extends SetOption> = Option extends {
  readonly values: readonly (infer Value)[];
}
  ? Value
  : unknown extends z.output<Option["schema"]>
    ? unknown
    : NonNullable<z.output<Option["schema"]>>;

type Missing<Option extends SetOption> = Option extends { readonly default: unknown }
  ? never
  : Extract<z.output<Option["schema"]>, undefined>;

/** An option that data sets can have. */
export function option<Schema extends z.ZodType>(
  schema: Schema,
  meaning: string,
): DataOption<Schema> {
  return { schema, meaning };
}

/** An option whose value is the path of a file or a folder. */
export function place<Schema extends z.ZodType>(
  schema: Schema,
  meaning: string,
): DataOption<Schema> {
  return { schema, meaning, isPlace: true };
}

/** An option as one set reads it. */
export function adapt<
  Base extends DataOption,
  const Own extends Adaptation<NonNullable<z.output<Base["schema"]>>>,
>(base: Base, own: Own): Omit<Base, keyof Own> & Own {
  return { ...base, ...own };
}
