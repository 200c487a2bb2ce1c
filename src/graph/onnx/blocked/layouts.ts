/** In which layouts the values of a graph are at hand, and how one becomes another. */

import type { Value } from "../../types.ts";
import type { Emitter } from "../emitter.ts";
import type { LayoutNodes } from "./layout.ts";
import { blocksToPlaces, placesToBlocks } from "./places.ts";

/** A layout of a value: row-major, in blocks of channels, or in those with the places outermost. */
export type Layout = "plain" | "blocks" | "places";

/** The layouts of values. A value is given in one, and is changed to another when that is asked for, once. */
export interface Layouts {
  give(value: Value, layout: Layout, name: string): void;
  /** The layout that the value was given in. */
  given(value: Value): Layout;
  /** Whether the value is there in this layout, given or changed to. */
  has(value: Value, layout: Layout): boolean;
  plain(value: Value): string;
  blocks(value: Value): string;
  /** Of float32 images in whole blocks. */
  places(value: Value): string;
}

/** @param prepare is called with each value before its layouts are looked at. */
export function createLayouts(
  emit: Emitter,
  layout: LayoutNodes,
  prepare: (value: Value) => void,
): Layouts {
  const all = new Map<Value, { readonly given: Layout; readonly names: Map<Layout, string> }>();
  const of = (value: Value) => {
    prepare(value);
    return all.get(value);
  };
  const inLayout = (value: Value, wanted: Layout, change: () => string): string => {
    const { names } = of(value)!;
    const before = names.get(wanted);
    if (before !== undefined) return before;
    const changed = change();
    names.set(wanted, changed);
    return changed;
  };
  const has = (value: Value, wanted: Layout) => of(value)?.names.has(wanted) ?? false;
  const layouts: Layouts = {
    give: (value, given, name) => void all.set(value, { given, names: new Map([[given, name]]) }),
    given: (value) => of(value)?.given ?? "plain",
    has,
    plain: (value) =>
      inLayout(value, "plain", () => {
        const blocks = layouts.blocks(value);
        return value.dtype === "float32"
          ? layout.fromBlocks(blocks, value.shape)
          : layout.fromBlocksOfAny(blocks, value.shape);
      }),
    blocks: (value) =>
      inLayout(value, "blocks", () =>
        has(value, "places")
          ? placesToBlocks(emit, layout, layouts.places(value), value.shape)
          : layout.toBlocks(layouts.plain(value), value.shape),
      ),
    places: (value) =>
      inLayout(value, "places", () =>
        blocksToPlaces(emit, layout, layouts.blocks(value), value.shape),
      ),
  };
  return layouts;
}
