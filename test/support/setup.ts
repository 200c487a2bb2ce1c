import { afterAll, expect, vi } from "vitest";

/** What `toBeAllclose` takes: `|actual - expected| <= absolute + relative * |expected|`. */
export interface Tolerance {
  readonly absolute?: number;
  readonly relative?: number;
}

interface CustomMatchers<R> {
  /** Every element within the tolerance; the failure names the worst element. */
  toBeAllclose(expected: ArrayLike<number>, tolerance: Tolerance): R;
}

declare module "vitest" {
  // biome-ignore lint/suspicious/noExplicitAny: the signature must equal Vitest's own
  interface Assertion<T = any> extends CustomMatchers<T> {}
}

expect.extend({
  toBeAllclose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: Tolerance) {
    const { absolute = 0, relative = 0 } = tolerance;
    if (actual.length !== expected.length) {
      return { pass: false, message: () => `length ${actual.length}, expected ${expected.length}` };
    }
    let worst = { ratio: 0, index: -1 };
    for (let i = 0; i < actual.length; i++) {
      const a = actual[i] as number;
      const e = expected[i] as number;
      if (a === e || Object.is(a, e)) continue;
      const limit = absolute + relative * Math.abs(e);
      const ratio = Number.isFinite(a) && Number.isFinite(e) ? Math.abs(a - e) / limit : Infinity;
      if (!(ratio <= worst.ratio)) worst = { ratio, index: i };
    }
    return {
      pass: worst.ratio <= 1,
      message: () =>
        `element ${worst.index}: ${actual[worst.index]}, expected ${expected[worst.index]}; ` +
        `the difference is ${worst.ratio.toPrecision(3)} times the tolerance`,
    };
  },
});

// tests look for whole messages
process.env.COLUMNS = "100000";

// files share a process
afterAll(() => {
  vi.unstubAllEnvs();
});
