import { expect, test } from "vitest";
import { crc32, crc32c } from "./crc.ts";

test("crc32c gives the values of RFC 3720, appendix B.4", () => {
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => 31 - i))).toBe(0x113fdb5c);
});

test("both give the check values of their definitions, for the digits 1 to 9", () => {
  const digits = new TextEncoder().encode("123456789");
  expect(crc32c(digits)).toBe(0xe3069283);
  expect(crc32(digits)).toBe(0xcbf43926);
});

// Python 3.11: [zlib.crc32(bytes(7 * i % 256 for i in range(n))) for n in range(9)]
test("crc32 gives zlib's values for every remainder of four", () => {
  const found = Array.from({ length: 9 }, (_, n) =>
    crc32(Uint8Array.from({ length: n }, (_, i) => (7 * i) % 256)),
  );
  expect(found).toEqual([
    0, 3523407757, 3753740124, 1471701714, 3612672252, 1927239925, 3183494964, 682627753, 754861289,
  ]);
});
