/** How the wall of samples is laid out. */
import { type Choice, SEED, valueWords } from "./axis-values.ts";

/** Values that an axis which is laid out without being asked has at most. */
const FEW = 12;
/** In the address: no axis. */
export const NONE = "none";
/** The widths of pictures, in pixels. */
export const SIZES = { small: 96, medium: 160, large: 320 } as const;

/** A layout. */
export interface Layout {
  readonly rows: Choice | undefined;
  readonly columns: Choice | undefined;
  /** The values that are shown of other axes, in words; empty: all. */
  readonly fixed: readonly (readonly [choice: Choice, value: string])[];
  readonly size: keyof typeof SIZES;
  /** The keys of the axes that are laid out without a choice. */
  readonly usual: { readonly rows: string; readonly columns: string };
}

/** The layout that an address asks for: `rows`, `columns`, `at` (such as `loss=hinge`) and `size`. */
export function layoutOf(choices: readonly Choice[], query: URLSearchParams): Layout {
  const [first = NONE, second = NONE] = usualAxes(choices);
  const rowsKey = query.get("rows") ?? first;
  const usual = { rows: first, columns: rowsKey === second ? first : second };
  const rows = choices.find(({ key }) => key === rowsKey);
  const columnsKey = query.get("columns") ?? usual.columns;
  const columns = choices.find((one) => one.key === columnsKey && one !== rows);
  const at = new Map(
    query.getAll("at").map((text): [string, string] => {
      const end = text.indexOf("=");
      return [text.slice(0, end), text.slice(end + 1)];
    }),
  );
  const others = choices.filter((choice) => choice !== rows && choice !== columns);
  const fixed = others.map((choice) => {
    // one seed stands for the others; the values of a setting are what one looks for
    const otherwise = choice.key === SEED ? valueWords(choice.values[0]) : "";
    return [choice, at.get(choice.key) ?? otherwise] as const;
  });
  const size = query.get("size") ?? "";
  const isSize = (name: string): name is Layout["size"] => Object.hasOwn(SIZES, name);
  return { rows, columns, fixed, size: isSize(size) ? size : "medium", usual };
}

/** The keys of axes in the order in which they are laid out, the seed last; none if one has many values. */
function usualAxes(choices: readonly Choice[]): readonly string[] {
  // with an axis of many values a cell would have many pictures
  if (choices.some(({ values }) => values.length > FEW)) return [];
  const keys = choices.map(({ key }) => key);
  return [...keys.filter((key) => key !== SEED), ...keys.filter((key) => key === SEED)];
}
