/**
 * Networks as plain functions.
 *
 * A network is a function from an input value to an output value that asks its context for parameters
 * by name. The same function, run against a context that only records, gives the list of its
 * parameters; run against one that holds values, it builds the graph. Nothing is stored in between: the
 * result depends only on the parameters, the buffers and the input.
 */
import { EvenkeelError } from "../errors.ts";
import { type Aval, type Builder, createBuilder, type Shape, type Value } from "../graph/index.ts";
import { movingAverage } from "./moving-average.ts";
import type { BufferSpec, ParameterSpec } from "./parameter.ts";
import { inProportion } from "./proportions.ts";

/** The classes of the examples of a batch. */
export interface Condition {
  /**
   * The class of each example, 0 … classes − 1: int32 `[N]`. At inference also mixtures: the share of each
   * class in each example, float32 `[N, classes]`.
   */
  readonly labels: Value;
  readonly classes: number;
}

/** A layer that is linear in its weight, up to a bias, for layers after it that ask. */
export interface LinearLayer {
  /** As the pass uses it, reparametrized or not. */
  readonly weight: Value;
  /** The axis of the weight that its outputs lie along. */
  readonly axis: 0 | 1;
  /** One a channel of the output; undefined: there is none. */
  readonly bias: Value | undefined;
  /** The output without the bias, of a weight that may have fewer outputs. */
  apply(weight: Value): Value;
}

/** What layers ask of the network they stand in. */
export interface LayerContext {
  readonly g: Builder;
  /** Training mode: batch norm uses the batch's statistics and moves the running ones. */
  readonly training: boolean;
  /** The classes of the examples; undefined for unconditional networks. */
  readonly condition: Condition | undefined;
  /** The value of a parameter; `spec.name` is completed by the scopes around. */
  parameter(spec: ParameterSpec): Value;
  /** The value of a buffer; `spec.name` is completed by the scopes around. */
  buffer(spec: BufferSpec): Value;
  /**
   * After this pass the buffer is decay·buffer + (1 − decay)·value.
   *
   * @param decay default 0: the buffer takes the value.
   */
  update(name: string, value: Value, decay?: number): void;
  /** Everything `body` asks for belongs to layer `name`. */
  scope<T>(name: string, body: () => T): T;
  /** Notes which layer gave `y`, and returns `y`. */
  note(y: Value, layer: LinearLayer): Value;
  /** Gives something beside the network's output, by a name that is used once. */
  also(name: string, value: Value): void;
  /** The layer that gave `y`, if it is a linear one's output. */
  noted(y: Value): LinearLayer | undefined;
}

/** A network: the output for the input `x`. */
export type Network = (context: LayerContext, x: Value) => Value;

/** What {@link describeNetwork} finds. */
export interface NetworkDescription {
  readonly parameters: readonly ParameterSpec[];
  readonly buffers: readonly BufferSpec[];
  readonly output: Aval;
}

/**
 * The parameters, buffers and output shape of a network for this input.
 *
 * @param options `classes`: how many classes there are, for conditional networks; `reference`: a network of the
 *   same layers and other widths, whose proportions this one keeps (proportions.ts); `sources`: the sources of
 *   its inputs in training, where passes name theirs.
 * @throws EvenkeelError `SHAPE` naming the layer when the input does not fit, or when the reference has other
 *   layers, `GRAPH` when two layers have one name.
 */
export function describeNetwork(
  network: Network,
  input: Aval,
  options: {
    readonly classes?: number | undefined;
    readonly reference?: Network | undefined;
    readonly sources?: readonly string[] | undefined;
  } = {},
): NetworkDescription {
  const g = createBuilder();
  const [count = 1] = input.shape;
  const { classes, reference, sources } = options;
  const condition =
    classes === undefined
      ? undefined
      : { labels: g.input("labels", { dtype: "int32", shape: [count] }), classes };
  const parameters: ParameterSpec[] = [];
  const buffers: BufferSpec[] = [];
  const [ofParameters, ofBuffers] = [new Set<string>(), new Set<string>()];
  const record = <S extends { readonly name: string; readonly shape: Shape }>(
    list: S[],
    names: Set<string>,
    spec: S,
  ) => {
    if (names.has(spec.name)) {
      throw new EvenkeelError(
        "GRAPH",
        `network: layer names must be unique, got ${spec.name} twice`,
      );
    }
    names.add(spec.name);
    list.push(spec);
    return g.input(spec.name, { dtype: "float32", shape: spec.shape });
  };
  const context = contextOf(g, true, condition, {
    parameter: (spec) => record(parameters, ofParameters, spec),
    buffer: (spec) =>
      spec.ofEachSource && sources !== undefined
        ? (sources
            .map((source) =>
              record(buffers, ofBuffers, { ...spec, name: nameOfSource(spec.name, source) }),
            )
            .at(0) as Value)
        : record(buffers, ofBuffers, spec),
    update: () => {},
    also: () => {},
  });
  const { dtype, shape } = network(context, g.input("x", input));
  const own = { parameters, buffers, output: { dtype, shape } };
  if (reference === undefined) return own;
  const wide = describeNetwork(reference, input, { classes, sources });
  return { ...own, parameters: inProportion(parameters, wide.parameters) };
}

/** The result of {@link applyNetwork}. */
export interface Pass {
  readonly output: Value;
  /** What it gave beside its output, by name. */
  readonly also: Readonly<Record<string, Value>>;
  /** New values of buffers, by name. */
  readonly updates: Readonly<Record<string, Value>>;
  /** What the buffers follow: their new values if nothing of the old ones remained. */
  readonly observed: Readonly<Record<string, Value>>;
}

/**
 * Builds one pass of the network into the graph of `g`.
 *
 * @param values parameters and buffers by name; weights already reparametrized.
 * @param options `training`, default false; `condition`, the classes of the examples where
 *   the network wants them; `source`, where the inputs come from, of a network that was described with sources;
 *   `scope`, the network's name in errors and profiles.
 */
export function applyNetwork(
  g: Builder,
  network: Network,
  values: Readonly<Record<string, Value>>,
  x: Value,
  options: {
    readonly training?: boolean;
    readonly condition?: Condition | undefined;
    readonly source?: string | undefined;
    readonly scope?: string;
  } = {},
): Pass {
  const { training = false, condition, source, scope = "network" } = options;
  const updates: Record<string, Value> = {};
  const observed: Record<string, Value> = {};
  const also: Record<string, Value> = {};
  const lookup = ({ name }: { readonly name: string }) => {
    const value = values[name];
    if (value === undefined) throw new EvenkeelError("GRAPH", `${scope}: must be given ${name}`);
    return value;
  };
  const separate = new Map<string, string>();
  const context = contextOf(g, training, condition, {
    parameter: lookup,
    buffer(spec) {
      if (!spec.ofEachSource || source === undefined) return lookup(spec);
      const name = nameOfSource(spec.name, source);
      separate.set(spec.name, name);
      return lookup({ name });
    },
    update: (asked, value, decay = 0) => {
      const name = separate.get(asked) ?? asked;
      observed[name] = value;
      updates[name] = decay === 0 ? value : movingAverage(g, lookup({ name }), value, decay);
    },
    also: (name, value) => {
      also[name] = value;
    },
  });
  return { output: g.scope(scope, () => network(context, x)), also, updates, observed };
}

/** The buffer of one source. */
function nameOfSource(buffer: string, source: string): string {
  return `${buffer}/${source}`;
}

function contextOf(
  g: Builder,
  training: boolean,
  condition: Condition | undefined,
  hooks: Pick<LayerContext, "parameter" | "buffer" | "update" | "also">,
): LayerContext {
  const path: string[] = [];
  const layers = new Map<Value, LinearLayer>();
  const full = (name: string) => [...path, name].join("/");
  return {
    g,
    training,
    condition,
    parameter: (spec) => hooks.parameter({ ...spec, name: full(spec.name) }),
    buffer: (spec) => hooks.buffer({ ...spec, name: full(spec.name) }),
    update: (name, value, decay) => hooks.update(full(name), value, decay),
    also: hooks.also,
    scope(name, body) {
      path.push(name);
      try {
        return g.scope(name, body);
      } finally {
        path.pop();
      }
    },
    note(y, layer) {
      layers.set(y, layer);
      return y;
    },
    noted: (y) => layers.get(y),
  };
}
