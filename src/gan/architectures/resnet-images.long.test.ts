/** The residual networks at their largest size on the engine. */
import { expect, test } from "vitest";
import { imageModel } from "../../../test/support/gan/image-networks.ts";
import { trainFinitely, withRuntime } from "../../../test/support/gan/small.ts";

test("256 pixels compile and step", () =>
  withRuntime(async (runtime) => {
    const model = imageModel([3, 256, 256], {
      channels: { generator: 64, discriminator: 32 },
      options: { skipExcitation: true },
    });
    const { before, after } = await trainFinitely(runtime, model, 2);
    for (const player of ["generator", "discriminator"] as const) {
      for (const { name, role } of model[player].parameters) {
        if (role !== "weight") continue;
        const key = `${player}/${name}`;
        expect(after[key], key).not.toEqual(before[key]);
      }
    }
  }));
