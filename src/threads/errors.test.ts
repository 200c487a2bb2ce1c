import { expect, test } from "vitest";
import { EvenkeelError } from "../errors.ts";
import { packError, unpackError } from "./errors.ts";

test("an error keeps its code, advice and facts on its way between threads", () => {
  const error = new EvenkeelError("USAGE", "steps: must be more, got 4", {
    advice: "More.",
    details: { kind: "complete", steps: 4 },
  });
  const arrived = unpackError(structuredClone(packError(error)));
  expect(arrived).toBeInstanceOf(EvenkeelError);
  const { code, message, advice, details, stack } = error;
  expect(arrived).toMatchObject({ code, message, advice, details, stack });
});

test("another error stays one of no code", () => {
  const arrived = unpackError(structuredClone(packError(new TypeError("no function"))));
  expect(arrived).not.toBeInstanceOf(EvenkeelError);
  expect(arrived.message).toBe("no function");
});
