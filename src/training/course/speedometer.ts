/** The speed over the last few seconds. */

/** The number of seconds to average the speed over. */
const WINDOW = 10;

/** Measures how fast a counter grows. */
export interface Speedometer {
  /** Records the counter's value at `seconds` of a monotonic clock. */
  note(value: number, seconds: number): void;
  /** Units per second over the last few seconds; `null` until there are two values. */
  speed(): number | null;
}

export function speedometer(): Speedometer {
  const notes: { readonly value: number; readonly seconds: number }[] = [];
  return {
    note(value, seconds) {
      notes.push({ value, seconds });
      while (notes.length > 2 && seconds - notes[1]!.seconds > WINDOW) notes.shift();
    },
    speed() {
      const [first, last] = [notes[0], notes.at(-1)];
      if (first === undefined || last === undefined || last.seconds <= first.seconds) return null;
      return (last.value - first.value) / (last.seconds - first.seconds);
    },
  };
}
