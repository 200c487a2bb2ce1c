/** The tensors that stay between runs: weights, moments, power-iteration vectors, running statistics. */
import type { Tensor } from "onnxruntime-common";
import { EvenkeelError } from "../errors.ts";
import { type Aval, createBuilder, sameShape, sizeOf, toOnnx } from "../graph/index.ts";
import type { Engine } from "./engine.ts";

/** A float32 tensor in host memory. */
export interface HostTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

interface Slot {
  readonly shape: readonly number[];
  tensor: Tensor;
  /** On the CPU, the buffer that the next run writes; the two then change places. */
  spare: Tensor | undefined;
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
  /** For the runtime: where a run shall write the next value, or `null` for a new tensor. */
  target(name: string): Tensor | null;
  /** For the runtime: the next value has been written. */
  replace(name: string, tensor: Tensor): void;
  dispose(): void;
}

export function createState(engine: Engine): State {
  const slots = new Map<string, Slot>();
  const host = (data: Float32Array, shape: readonly number[]) =>
    new engine.Tensor("float32", data, shape);
  const slot = (name: string) => {
    const found = slots.get(name);
    if (found === undefined) {
      throw new EvenkeelError(
        "GRAPH",
        `state: must hold ${name}, got ${[...slots.keys()].join(", ")}`,
      );
    }
    return found;
  };
  const names = () => [...slots.keys()];
  return {
    names,
    has: (name) => slots.has(name),
    shapeOf: (name) => slot(name).shape,
    write(name, { shape, data }) {
      const before = slots.get(name);
      const expected = before?.shape ?? shape;
      if (!sameShape(shape, expected) || data.length !== sizeOf(shape)) {
        throw new EvenkeelError(
          "SHAPE",
          `state: ${name} must be [${expected.join(", ")}], got ${data.length} numbers as [${shape.join(", ")}]`,
        );
      }
      before?.tensor.dispose();
      slots.set(name, { shape, tensor: host(data.slice(), shape), spare: before?.spare });
    },
    async read(wanted = names()) {
      const tensors = wanted.map((name) => [name, slot(name).tensor] as const);
      const far = tensors.filter(([, tensor]) => tensor.location !== "cpu");
      const near = await download(engine, Object.fromEntries(far));
      return Object.fromEntries(
        tensors.map(([name, tensor]) => {
          const { dims, data } = near[name] ?? tensor;
          return [name, { shape: [...dims], data: (data as Float32Array).slice() }];
        }),
      );
    },
    tensor: (name) => slot(name).tensor,
    target(name) {
      if (engine.stateLocation !== "cpu") return null;
      const found = slot(name);
      found.spare ??= host(new Float32Array(sizeOf(found.shape)), found.shape);
      return found.spare;
    },
    replace(name, tensor) {
      const found = slot(name);
      if (engine.stateLocation === "cpu") found.spare = found.tensor;
      else found.tensor.dispose();
      found.tensor = tensor;
    },
    dispose() {
      for (const { tensor, spare } of slots.values()) {
        tensor.dispose();
        spare?.dispose();
      }
      slots.clear();
    },
  };
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
