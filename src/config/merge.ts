/** Merges one config into another. */
import type { SchemaNode } from "../schema-text.ts";
import { childValue, nodeAt, variantOf } from "./reference/json-schema.ts";

/** A part of a config, not validated yet. */
export type Layer = Readonly<Record<string, unknown>>;

/** Whether a value is a group of keys. */
export function isLayer(value: unknown): value is Layer {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * `base` overridden by `over`: groups are merged key by key, other values (including lists) are replaced. A group
 * whose keys are places of a list, from 0, is merged into its items.
 *
 * If `over` names a different method than `base`, the options of `base` that the new method does not have
 * are dropped.
 */
export function mergeLayers(base: Layer, over: Layer): Layer {
  return mergeAt([], base, over);
}

/** Adds the default names of methods that a layer omits. */
export function nameMethods(layer: Layer): Layer {
  return nameAt(nodeAt([], {}) as SchemaNode, layer);
}

/** A layer with one value at a path. */
export function layerOf(path: readonly string[], value: unknown): Layer {
  return path.reduceRight((inner, key) => ({ [key]: inner }), value) as Layer;
}

function mergeAt(path: readonly string[], base: Layer, over: Layer): Layer {
  const node = nodeAt(path, {});
  const kept = node?.oneOf ? withoutForeignOptions(node, base, over) : base;
  const merged = new Map(Object.entries(kept));
  for (const [key, value] of Object.entries(over)) {
    const below = merged.get(key);
    merged.set(key, mergeValue([...path, key], below, value));
  }
  return Object.fromEntries(merged);
}

function mergeValue(path: readonly string[], below: unknown, value: unknown): unknown {
  if (!isLayer(value)) return value;
  if (isLayer(below)) return mergeAt(path, below, value);
  if (
    !Array.isArray(below) ||
    !Object.keys(value).every((key) => Object.hasOwn(below, key) && key !== "length")
  )
    return value;
  return below.map((item: unknown, i) =>
    Object.hasOwn(value, i) ? mergeValue([...path, String(i)], item, value[i]) : item,
  );
}

function withoutForeignOptions(node: SchemaNode, base: Layer, over: Layer): Layer {
  const nameOf = (layer: Layer) => layer.name ?? childValue(node.default, "name");
  if (over.name === undefined || over.name === nameOf(base)) return base;
  const known = variantOf(node, over).properties ?? {};
  return Object.fromEntries(Object.entries(base).filter(([key]) => Object.hasOwn(known, key)));
}

function nameAt(node: SchemaNode, layer: Layer): Layer {
  const name = childValue(node.default, "name");
  const named = node.oneOf && layer.name === undefined ? { name, ...layer } : layer;
  const properties = variantOf(node, named).properties ?? {};
  const entries = Object.entries(named).map(([key, value]) => {
    const child = Object.hasOwn(properties, key) ? properties[key] : undefined;
    return [key, child && isLayer(value) ? nameAt(child, value) : value];
  });
  return Object.fromEntries(entries);
}
