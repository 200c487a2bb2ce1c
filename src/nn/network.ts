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
  /** The class of each example, 0 … classes − 1: int32 `[N]`. */
  readonly labels: Value;
  readonly classes: number;
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
 *   same layers and other widths, whose proportions this one keeps (proportions.ts).
 * @throws EvenkeelError `SHAPE` naming the layer when the input does not fit, or when the reference has other
 *   layers, `GRAPH` when two layers have one name.
 */
export function describeNetwork(
  network: Network,
  input: Aval,
  options: {
    readonly classes?: number | undefined;
    readonly reference?: Network | undefined;
  } = {},
): NetworkDescription {
  const g = createBuilder();
  const [count = 1] = input.shape;
  const { classes, reference } = options;
  const condition =
    classes === undefined
      ? undefined
      : { labels: g.input("labels", { dtype: "int32", shape: [count] }), classes };
  const parameters: ParameterSpec[] = [];
  const buffers: BufferSpec[] = [];
  const record = <S extends { readonly name: string; readonly shape: Shape }>(
    list: S[],
    spec: S,
  ) => {
    if (list.some((other) => other.name === spec.name)) {
      throw new EvenkeelError(
        "GRAPH",
        `network: layer names must be unique, got ${spec.name} twice`,
      );
    }
    list.push(spec);
    return g.input(spec.name, { dtype: "float32", shape: spec.shape });
  };
  const context = contextOf(g, true, condition, {
    parameter: (spec) => record(parameters, spec),
    buffer: (spec) => record(buffers, spec),
    update: () => {},
  });
  const { dtype, shape } = network(context, g.input("x", input));
  const own = { parameters, buffers, output: { dtype, shape } };
  if (reference === undefined) return own;
  const wide = describeNetwork(reference, input, { classes });
  return { ...own, parameters: inProportion(parameters, wide.parameters) };
}

/** The result of {@link applyNetwork}. */
export interface Pass {
  readonly output: Value;
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
 *   the network wants them; `scope`, the network's name in errors and profiles.
 */
export function applyNetwork(
  g: Builder,
  network: Network,
  values: Readonly<Record<string, Value>>,
  x: Value,
  options: {
    readonly training?: boolean;
    readonly condition?: Condition | undefined;
    readonly scope?: string;
  } = {},
): Pass {
  const { training = false, condition, scope = "network" } = options;
  const updates: Record<string, Value> = {};
  const observed: Record<string, Value> = {};
  const lookup = ({ name }: { readonly name: string }) => {
    const value = values[name];
    if (value === undefined) throw new EvenkeelError("GRAPH", `${scope}: must be given ${name}`);
    return value;
  };
  const context = contextOf(g, training, condition, {
    parameter: lookup,
    buffer: lookup,
    update: (name, value, decay = 0) => {
      observed[name] = value;
      updates[name] = decay === 0 ? value : movingAverage(g, lookup({ name }), value, decay);
    },
  });
  return { output: g.scope(scope, () => network(context, x)), updates, observed };
}

function contextOf(
  g: Builder,
  training: boolean,
  condition: Condition | undefined,
  hooks: Pick<LayerContext, "parameter" | "buffer" | "update">,
): LayerContext {
  const path: string[] = [];
  const full = (name: string) => [...path, name].join("/");
  return {
    g,
    training,
    condition,
    parameter: (spec) => hooks.parameter({ ...spec, name: full(spec.name) }),
    buffer: (spec) => hooks.buffer({ ...spec, name: full(spec.name) }),
    update: (name, value, decay) => hooks.update(full(name), value, decay),
    scope(name, body) {
      path.push(name);
      try {
        return g.scope(name, body);
      } finally {
        path.pop();
      }
    },
  };
}
