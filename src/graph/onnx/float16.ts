/** Half precision, IEEE 754 binary16: how constants can be stored in half the bytes. */

/** ONNX's number for the element type (`TensorProto.DataType`). */
export const FLOAT16 = 10;

/** The exponent of the smallest normal number, and the binary digits after the point. */
const [LEAST, DIGITS] = [-14, 10];

/** The number of half precision nearest to `x`: its sign, exponent and digits, the one before the point included. */
function nearest(x: number) {
  const size = Math.abs(x);
  const exponent = Math.max(LEAST, Math.floor(Math.log2(size)));
  const scaled = size / 2 ** (exponent - DIGITS);
  const below = Math.floor(scaled);
  const rest = scaled - below;
  // halves go to the even one
  const digits = below + (rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? 1 : 0);
  return { isNegative: x < 0 || Object.is(x, -0), exponent, digits };
}

/**
 * The nearest numbers of half precision, halfway ones to even.
 *
 * @param values of absolute value below 65 520. Larger ones become numbers that half precision does not have,
 *   which {@link float16Bits} tells.
 */
export function roundToFloat16(values: Float32Array): Float32Array {
  return values.map((x) => {
    const { isNegative, exponent, digits } = nearest(x);
    return (isNegative ? -1 : 1) * digits * 2 ** (exponent - DIGITS);
  });
}

/** The bits of numbers in half precision; `undefined` where it does not have all of them. */
export function float16Bits(values: Float32Array): Uint16Array | undefined {
  const bits = new Uint16Array(values.length);
  for (const [i, x] of values.entries()) {
    const { isNegative, exponent, digits } = nearest(x);
    const isExact = Math.abs(x) === digits * 2 ** (exponent - DIGITS) && exponent <= 15;
    if (!isExact) return undefined;
    // a subnormal number has no first digit and the exponent of the smallest normal one
    bits[i] = (isNegative ? 0x8000 : 0) + ((exponent - LEAST) << DIGITS) + digits;
  }
  return bits;
}
