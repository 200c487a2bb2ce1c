/** The tensors that stay between runs: weights, moments, power-iteration vectors, running statistics. */
import type { Tensor } from "onnxruntime-common";
import { EvenkeelError } from "../errors.ts";
import { type Aval, createBuilder, sameShape, sizeOf } from "../graph/index.ts";
import { toOnnx } from "../graph/onnx/index.ts";
import type { Engine } from "./engine.ts";
import { free } from "./freeing.ts";

/** A float32 tensor in host memory. */
export interface HostTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Named float32 tensors on the device. */
export interface State {
  names(): string[];
  has(name: string): boolean;
  shapeOf(name: string): readonly number[];
  /**
   * Sets a value, new or of the same shape as before; the data is copied.
   *
   * @throws EvenkeelError `SHAPE` when the shape differs or does not fit the data.
   */
  write(name: string, value: HostTensor): void;
  /**
   * Copies of the values called `names` (default: all).
   *
   * @throws EvenkeelError `GRAPH` when there is no such value.
   */
  read(names?: readonly string[]): Promise<Record<string, HostTensor>>;
  /** For the runtime: the tensor to feed. */
  tensor(name: string): Tensor;
  /** For the runtime: the value that a run has computed; the one before is disposed of, its memory freed. */
  replace(name: string, tensor: Tensor): void;
  /** For the runtime: makes the values called `names` independent of the session that computed them. */
  detach(names: readonly string[]): Promise<void>;
  dispose(): void;
}

export function createState(engine: Engine): State {
  const tensors = new Map<string, Tensor>();
  const find = (name: string) => {
    const found = tensors.get(name);
    if (found === undefined) {
      throw new EvenkeelError(
        "GRAPH",
        `state: must be one of ${[...tensors.keys()].join(", ")}, got ${name}`,
      );
    }
    return found;
  };
  const replace = (name: string, tensor: Tensor) => {
    const before = tensors.get(name);
    if (before !== undefined) discard(before);
    tensors.set(name, tensor);
  };
  const names = () => [...tensors.keys()];
  const state: State = {
    names,
    has: (name) => tensors.has(name),
    shapeOf: (name) => find(name).dims,
    write(name, { shape, data }) {
      const expected = tensors.get(name)?.dims ?? shape;
      if (!sameShape(shape, expected) || data.length !== sizeOf(shape)) {
        throw new EvenkeelError(
          "SHAPE",
          `state: ${name} must be [${expected.join(", ")}], got ${data.length} numbers as [${shape.join(", ")}]`,
        );
      }
      replace(name, new engine.Tensor("float32", data.slice(), shape));
    },
    async read(wanted = names()) {
      const found = wanted.map((name) => [name, find(name)] as const);
      const far = found.filter(([, tensor]) => tensor.location !== "cpu");
      const near = await download(engine, Object.fromEntries(far));
      return Object.fromEntries(
        found.map(([name, tensor]) => {
          const { dims, data } = near[name] ?? tensor;
          return [name, { shape: [...dims], data: (data as Float32Array).slice() }];
        }),
      );
    },
    tensor: find,
    replace,
    async detach(wanted) {
      const present = wanted.filter((name) => tensors.has(name));
      for (const [name, value] of Object.entries(await state.read(present))) {
        state.write(name, value);
      }
    },
    dispose() {
      for (const tensor of tensors.values()) discard(tensor);
      tensors.clear();
    },
  };
  return state;
}

/**
 * Disposes of a tensor, with its memory: in host memory the former state would otherwise wait for the garbage
 * collector, up to one and a half further copies of it at a time.
 */
export function discard(tensor: Tensor): void {
  if (tensor.location === "cpu") free(tensor.data as Float32Array);
  tensor.dispose();
}

/** Device tensors in host memory: through an identity graph whose outputs lie there. */
async function download(
  engine: Engine,
  tensors: Readonly<Record<string, Tensor>>,
): Promise<Record<string, Tensor>> {
  const entries = Object.entries(tensors);
  if (entries.length === 0) return {};
  const g = createBuilder();
  const inputs = Object.fromEntries(
    entries.map(([name, { dims }]): [string, ReturnType<typeof g.input>] => {
      const aval: Aval = { dtype: "float32", shape: [...dims] };
      return [name, g.input(name, aval)];
    }),
  );
  const outputs = Object.fromEntries(entries.map(([name]) => [`copy/${name}`, inputs[name]!]));
  const session = await engine.InferenceSession.create(toOnnx({ inputs, outputs }), {
    ...engine.sessionOptions,
    preferredOutputLocation: "cpu",
  });
  try {
    const copies = await session.run(tensors);
    return Object.fromEntries(entries.map(([name]) => [name, copies[`copy/${name}`] as Tensor]));
  } finally {
    await session.release();
  }
}
