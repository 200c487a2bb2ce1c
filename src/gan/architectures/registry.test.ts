/** Every registered architecture: its name, its options, its rules and what it declares. */
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { CHANNELS, smallestSize } from "../../../test/support/gan/architectures.ts";
import { batchNorm, describeNetwork, type Network } from "../../nn/index.ts";
import type { Normalization } from "../../stabilizers/index.ts";
import type { Architecture, NetworksOptions } from "./architecture.ts";
import { type ArchitectureName, architectures, createNetworks } from "./registry.ts";

const none: Normalization = (_context, _name, x) => x;
const batch: Normalization = (context, name, x) => batchNorm(context, name, x);

describe.each(Object.entries<Architecture>(architectures))("%s", (name, architecture) => {
  const size = smallestSize(architecture);
  const build = (side: number, player: Partial<NetworksOptions["generator"]> = {}, options = {}) =>
    createNetworks({
      architecture: name as ArchitectureName,
      imageShape: [2, side, side],
      generator: { channels: CHANNELS.generatorChannels, normalization: none, ...player },
      discriminator: { channels: CHANNELS.discriminatorChannels, normalization: none, ...player },
      options,
    });
  const parametersOf = (network: Network, ...shape: readonly number[]) =>
    describeNetwork(network, { dtype: "float32", shape });

  test("has a name for configs, texts, and a description of every option", () => {
    expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    for (const text of [architecture.summary, ...Object.values(architecture.channels)]) {
      expect(text).toMatch(/\w/);
    }
    for (const [option, schema] of Object.entries(architecture.options.shape)) {
      expect((schema as z.ZodType).description, option).toMatch(/\w/);
    }
  });

  test("needs no option, and refuses unknown ones", () => {
    expect(() => build(size)).not.toThrow();
    expect(() => build(size, {}, { unheardOf: 1 })).toThrow(`${name}: `);
  });

  test("makes images of a size that its rules allow, and one number of each", () => {
    const { generator, discriminator } = build(size);
    expect(parametersOf(generator, 3, 5).output.shape).toEqual([3, 2, size, size]);
    expect(parametersOf(discriminator, 3, 2, size, size).output.shape).toEqual([3, 1]);
  });

  test("makes points if it says so", () => {
    const trace = () => parametersOf(build(1).generator, 3, 5).output.shape;
    if (architecture.points) expect(trace()).toEqual([3, 2, 1, 1]);
    else expect(trace).toThrow();
  });

  test("has networks for Fixup if it says so", () => {
    const { generator, discriminator } = build(size, { fixup: true });
    for (const found of [
      parametersOf(generator, 3, 5),
      parametersOf(discriminator, 3, 2, size, size),
    ]) {
      expect(found.parameters.some(({ branch }) => branch !== undefined)).toBe(architecture.fixup);
    }
  });

  test("normalizes the discriminator unless it says not to", () => {
    const shapes = architecture.options.shape as Readonly<Record<string, z.ZodType>>;
    const valuesOf = (schema: z.ZodType) => {
      const { enum: values, type } = z.toJSONSchema(schema);
      return values ?? [type === "boolean" ? true : 1];
    };
    const variants = [
      {},
      ...Object.entries(shapes).flatMap(([key, schema]) =>
        valuesOf(schema).map((value) => ({ [key]: value })),
      ),
    ];
    for (const options of variants) {
      const { discriminator } = build(size, { normalization: batch }, options);
      const { buffers } = parametersOf(discriminator, 3, 2, size, size);
      const why = architecture.unnormalized?.(architecture.options.parse(options));
      expect(buffers.length > 0, JSON.stringify(options)).toBe(why === undefined);
    }
  });
});

test("an option that several architectures have is one", () => {
  const schemas = new Map<string, unknown>();
  for (const { options } of Object.values<Architecture>(architectures)) {
    for (const [key, schema] of Object.entries(options.shape)) {
      expect(schemas.get(key) ?? schema, key).toBe(schema);
      schemas.set(key, schema);
    }
  }
});
