/** Builds graphs: one method an op, checked when called. */
import { EvenkeelError } from "../errors.ts";
import { broken } from "./ops/rule.ts";
import { ops } from "./ops/table.ts";
import type { AttributesOf, OpName } from "./signatures.ts";
import type { Aval, Builder, Operand, Shape, Value } from "./types.ts";
import { formatAval, sizeOf } from "./value.ts";

let nextId = 0;

/**
 * A builder of graph values.
 *
 * @throws EvenkeelError `SHAPE` from every op method when dtypes or shapes are not legal, naming the
 *   scope, the op, the rule and what it got.
 */
export function createBuilder(): Builder {
  const scopes: string[] = [];
  const scopeName = () => scopes.join("/");
  const inputs = new Set<string>();

  const make = (aval: Aval, source: Value["source"]): Value => ({
    id: nextId++,
    dtype: aval.dtype,
    shape: aval.shape,
    source,
    scope: scopeName(),
  });
  const constant = (data: ArrayLike<number>, shape: Shape): Value => {
    if (data.length !== sizeOf(shape)) {
      throw new EvenkeelError(
        "SHAPE",
        `${at(scopeName(), "constant")}: data must fill the shape [${shape.join(", ")}], got ${data.length} numbers`,
      );
    }
    const kept = data instanceof Float32Array ? data : Float64Array.from(data);
    return make({ dtype: "float32", shape }, { kind: "constant", data: kept });
  };
  const scalar = (value: number) => constant([value], []);

  const apply: Builder["apply"] = (op, operands, attributes) => {
    const values = operands.map((x) => (typeof x === "number" ? scalar(x) : x));
    const aval = inferOp(op, values, attributes, scopeName());
    return make(aval, { kind: "op", op, inputs: values, attributes: { ...attributes } });
  };

  const methods = Object.fromEntries(
    (Object.keys(ops) as OpName[]).map((op) => [
      op,
      (...args: unknown[]) => {
        if (Array.isArray(args[0])) return apply(op, args[0], (args[1] ?? {}) as never);
        const last = args.at(-1);
        const isAttributes = typeof last === "object" && last !== null && !("source" in last);
        const operands = (isAttributes ? args.slice(0, -1) : args) as Operand[];
        return apply(op, operands, (isAttributes ? last : {}) as never);
      },
    ]),
  ) as unknown as Pick<Builder, OpName>;

  return {
    ...methods,
    apply,
    constant,
    scalar,
    input(name, aval) {
      if (inputs.has(name))
        throw new EvenkeelError("GRAPH", `input: names must be unique, got ${name} twice`);
      inputs.add(name);
      return make(aval, { kind: "input", name });
    },
    fill: (value, shape) =>
      shape.length === 0 ? scalar(value) : apply("expand", [scalar(value)], { shape: [...shape] }),
    scope(name, body) {
      scopes.push(name);
      try {
        return body();
      } finally {
        scopes.pop();
      }
    },
  };
}

/**
 * The dtype and shape of op `op` on these inputs.
 *
 * @throws EvenkeelError `SHAPE` naming `where`, the op, the rule and the inputs.
 */
export function inferOp<K extends OpName>(
  op: K,
  inputs: readonly Aval[],
  attributes: AttributesOf<K>,
  where = "",
): Aval {
  try {
    return ops[op].infer(inputs as never, attributes as never);
  } catch (error) {
    const rule = broken(error);
    if (rule === undefined) throw error;
    const got = inputs.map(formatAval).join(", ") || "nothing";
    const attrs = Object.keys(attributes).length > 0 ? ` with ${JSON.stringify(attributes)}` : "";
    throw new EvenkeelError("SHAPE", `${at(where, op)}: ${rule}, got ${got}${attrs}`, {
      details: { op, where, inputs, attributes },
    });
  }
}

function at(scope: string, op: string): string {
  return scope === "" ? op : `${scope}: ${op}`;
}
