/** Counts what work does with arrays: a measure of its growth that no other load of the machine changes. */

const searches = ["includes", "indexOf", "lastIndexOf"] as const;
const callbacks = [
  ...["every", "filter", "find", "findIndex", "findLast", "findLastIndex", "flatMap"],
  ...["forEach", "map", "reduce", "reduceRight", "some"],
] as const;

// biome-ignore lint/suspicious/noExplicitAny: methods of any kind
type Methods = Record<string | symbol, (this: unknown[], ...args: any[]) => any>;

/**
 * The elements of arrays that synchronous work iterates over, spreads, or goes through by an array's methods; of a
 * search at most all.
 */
export function elementsVisited(work: () => void): number {
  const array = Array.prototype as unknown as Methods;
  const names = [...searches, ...callbacks, Symbol.iterator] as const;
  const originals = names.map((name) => [name, array[name]] as const);
  let visits = 0;
  const [iterate] = [array[Symbol.iterator]!];
  for (const [name, original] of originals) {
    const isSearch = (searches as readonly (string | symbol)[]).includes(name);
    array[name] = function (first, ...others) {
      if (isSearch) {
        visits += this.length;
        return original!.call(this, first, ...others);
      }
      const counted = (...args: unknown[]) => {
        visits++;
        return first(...args);
      };
      return original!.call(this, counted, ...others);
    };
  }
  array[Symbol.iterator] = function () {
    const iterator = iterate.call(this) as IterableIterator<unknown>;
    return {
      next() {
        visits++;
        return iterator.next();
      },
      [Symbol.iterator]() {
        return this;
      },
    };
  };
  try {
    work();
  } finally {
    for (const [name, original] of originals) array[name] = original!;
  }
  return visits;
}

/** How many times as many elements `work` visits for four times as much of something, from `size` on. */
export function visitGrowth(work: (size: number) => () => void, size: number): number {
  const [small, large] = [work(size), work(4 * size)].map(elementsVisited) as [number, number];
  return large / small;
}
