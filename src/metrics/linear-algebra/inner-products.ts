/** All inner products between the rows of two matrices: the one product that the metrics are made of. */
import type { Engine } from "../../runtime/index.ts";

/** A float64 matrix in row-major order. */
export interface Matrix64 {
  readonly data: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

/** A·Bᵀ, `[a.rows, b.rows]`, in float64; both have as many columns. */
export async function innerProducts(
  a: Matrix64,
  b: Matrix64,
  engine: Engine | undefined,
): Promise<Float64Array> {
  if (engine === undefined) return plainInnerProducts(a, b);
  // imported on use: listing the metrics, as the command line does at every start, needs no runtime
  const { innerProductsOn } = await import("../../runtime/index.ts");
  return innerProductsOn(engine, a, b);
}

/** Columns that are worked on at a time: four rows of them stay in the first-level cache. */
const PANEL = 512;

/** A product under way. */
interface Product {
  readonly a: Float64Array;
  readonly b: Float64Array;
  /** Columns of both. */
  readonly k: number;
  /** Rows of b. */
  readonly n: number;
  /** The products of the columns so far. */
  readonly result: Float64Array;
}

/** A·Bᵀ in plain loops, 2 x 4 inner products at a time. */
function plainInnerProducts(
  { data: a, rows: m, columns: k }: Matrix64,
  { data: b, rows: n }: Matrix64,
): Float64Array {
  const [full, wide] = [m - (m % 2), n - (n % 4)];
  const product: Product = { a, b, k, n, result: new Float64Array(m * n) };
  for (let begin = 0; begin < k; begin += PANEL) {
    const end = Math.min(begin + PANEL, k);
    for (let i = 0; i < full; i += 2) {
      for (let j = 0; j < wide; j += 4) addTile(product, begin, end, i, j);
      for (let j = wide; j < n; j++) {
        addOne(product, begin, end, i, j);
        addOne(product, begin, end, i + 1, j);
      }
    }
    for (let i = full; i < m; i++) {
      for (let j = 0; j < n; j++) addOne(product, begin, end, i, j);
    }
  }
  return product.result;
}

/** Adds the columns `begin` … `end` − 1 to the products of the rows i, i + 1 with the rows j … j + 3. */
function addTile(product: Product, begin: number, end: number, i: number, j: number): void {
  const { a, b, k, n, result } = product;
  let [s00, s01, s02, s03, s10, s11, s12, s13] = [0, 0, 0, 0, 0, 0, 0, 0];
  const [a0, a1] = [i * k, (i + 1) * k];
  const [b0, b1, b2, b3] = [j * k, (j + 1) * k, (j + 2) * k, (j + 3) * k];
  for (let c = begin; c < end; c++) {
    const x0 = a[a0 + c]!;
    const x1 = a[a1 + c]!;
    const y0 = b[b0 + c]!;
    const y1 = b[b1 + c]!;
    const y2 = b[b2 + c]!;
    const y3 = b[b3 + c]!;
    s00 += x0 * y0;
    s01 += x0 * y1;
    s02 += x0 * y2;
    s03 += x0 * y3;
    s10 += x1 * y0;
    s11 += x1 * y1;
    s12 += x1 * y2;
    s13 += x1 * y3;
  }
  const [top, below] = [i * n + j, (i + 1) * n + j];
  result[top] = result[top]! + s00;
  result[top + 1] = result[top + 1]! + s01;
  result[top + 2] = result[top + 2]! + s02;
  result[top + 3] = result[top + 3]! + s03;
  result[below] = result[below]! + s10;
  result[below + 1] = result[below + 1]! + s11;
  result[below + 2] = result[below + 2]! + s12;
  result[below + 3] = result[below + 3]! + s13;
}

/** Adds the columns `begin` … `end` − 1 to the product of the rows i and j. */
function addOne({ a, b, k, n, result }: Product, begin: number, end: number, i: number, j: number) {
  let sum = 0;
  for (let c = begin; c < end; c++) sum += a[i * k + c]! * b[j * k + c]!;
  result[i * n + j] = result[i * n + j]! + sum;
}
