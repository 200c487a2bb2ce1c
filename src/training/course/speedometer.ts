/** Speed over the last seconds. */

/** Seconds that the speed is averaged over. */
const WINDOW = 10;

/** Measures how fast a counter grows. */
export interface Speedometer {
  /** Notes the counter's value now, at `seconds` of a clock that only goes forward. */
  note(value: number, seconds: number): void;
  /** Units a second over the last seconds; `null` before there are two notes. */
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
