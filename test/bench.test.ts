/** `evenkeel bench` on the built command line. What it measures is never judged here. */
import { describe, expect, test } from "vitest";
import { command, expectRefusal } from "./support/runs/command-line.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

async function bench(...args: string[]) {
  return command(await temporaryFolder(), "bench", ...args);
}

test("--list names the cases, for people and for programs", async () => {
  const names = [
    ...["cnn32-none-b64", "cnn32-sn-b64", "cnn32-bssn-b64", "cnn32-wgan-gp-b64"],
    ...["resnet32-sn-b64", "cnn32-sn-quarter-b16", "cnn32-sn-quarter-b64"],
  ];
  const { code, out, err } = await bench("--list");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out.split("\n").slice(0, names.length)).toEqual(
    names.map((name) => expect.stringMatching(`^${name} +\\S`)),
  );
  const { cases } = JSON.parse((await bench("--list", "--json")).out);
  expect(cases.map(({ name }: { name: string }) => name)).toEqual(names);
});

describe("refusals", () => {
  test.each([
    [["cnn32-bssn"], /got cnn32-bssn\n {2}Did you mean cnn32-bssn-b64\?/],
    [["--rounds", "0"], /--rounds.*at least 1/],
    [["--against", "tensorflow"], /--against.*pytorch/],
    [["--profile", "--against", "pytorch"], /--profile.*--against/],
  ])("%j", async (args, message) => {
    const result = await bench(...args);
    expectRefusal(result);
    expect(result.err).toMatch(message);
  });

  test("a peer without an interpreter", { timeout: 120_000 }, async () => {
    const python = ["--python", "no-such-python"];
    const result = await bench("cnn32-none-b64", "--against", "pytorch", ...python);
    expect(result).toMatchObject({ code: 2, out: "" });
    expect(result.err).toMatch(
      /error: bench: cannot start no-such-python: .*\n {2}Name the interpreter .* --python\.\n$/,
    );
  });
});
