/** Texts for people: numbers, counts, sizes and durations; what comes from a file, made safe to print. */

/**
 * A number with at most `digits` significant digits, without trailing zeros: `1.234`, `12350`, `1.2e-7`;
 * default 4.
 */
export function formatNumber(value: number, digits = 4): string {
  return String(Number(value.toPrecision(digits)));
}

/**
 * A measured number with three significant digits, trailing zeros kept: `0.0120`, `1.20`. Whole from 100
 * on: `1235`. Below 0.001 and from 100 000 on with an exponent: `1.2e-4`.
 */
export function formatMeasured(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return value.toExponential(1);
  return size >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** A share in percent, with so many decimals (default 0): 0.125 is `13 %`. */
export function formatShare(share: number, decimals = 0): string {
  return `${(100 * share).toFixed(decimals)} %`;
}

/** A rounded count whose thousands are set apart from five digits on: `5085`, `50 000`. */
export function formatCount(count: number): string {
  const digits = String(Math.round(count));
  return digits.length < 5 ? digits : digits.replace(/\B(?=(\d{3})+$)/g, " ");
}

/** A count of things, whose plural ends in s: `1 run`, `12 runs`. */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** A size in bytes, in binary units, with one decimal below 100: `812 bytes`, `1.4 MiB`, `200 GiB`. */
export function formatBytes(bytes: number): string {
  const units = ["KiB", "MiB", "GiB", "TiB"];
  if (bytes < 1024) return countOf(bytes, "byte");
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** A duration in seconds, rounded, in its two largest units: `5s`, `2m 05s`, `1h 02m`, `3d 4h`. */
export function formatSeconds(seconds: number): string {
  const total = Math.max(0, Math.round(seconds));
  const [days, hours] = [Math.floor(total / 86400), Math.floor(total / 3600) % 24];
  const [minutes, rest] = [Math.floor(total / 60) % 60, total % 60];
  const two = (n: number) => String(n).padStart(2, "0");
  if (days > 0) return `${days}d ${hours}h`;
  if (hours > 0) return `${hours}h ${two(minutes)}m`;
  if (minutes > 0) return `${minutes}m ${two(rest)}s`;
  return `${rest}s`;
}

/**
 * Lines of whole words, each at most `width` long unless a single word is longer. A command (`evenkeel …` up
 * to the end of its sentence, or what stands between backticks) and a text in single quotes are one word.
 */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of wholeWords(text)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** A line that is longer than `width` as several, whose further ones are indented by two columns more. */
export function wrapLine(line: string, width: number): string[] {
  if (line.length <= width) return [line];
  const [indent = ""] = /^ */.exec(line) ?? [];
  const [first = "", ...rest] = wrapText(line.slice(indent.length), width - indent.length - 2);
  return [indent + first, ...rest.map((part) => `${indent}  ${part}`)];
}

/** What begins a word of several words, and where it ends: at a word, or before one. */
const LONG_WORDS: readonly {
  readonly begin: RegExp;
  readonly end: RegExp;
  readonly before?: RegExp;
}[] = [
  { begin: /^[^`]*`[^`]*$/, end: /`/ },
  { begin: /^\(?evenkeel$/, end: /[.,:;)]$/, before: /^\(|^$/ },
  { begin: /^(?:[^']*[=(])?'[^']*$/, end: /'/ },
];

function wholeWords(text: string): string[] {
  const words = text.split(" ");
  const whole: string[] = [];
  for (let i = 0; i < words.length; ) {
    const after = i + lengthOfWord(words.slice(i));
    whole.push(words.slice(i, after).join(" "));
    i = after;
  }
  return whole;
}

/** Of how many words the first one of a text consists; a quote that does not end is a word of its own. */
function lengthOfWord([first = "", ...rest]: readonly string[]): number {
  const long = LONG_WORDS.find(({ begin }) => begin.test(first));
  if (long === undefined) return 1;
  const { end, before } = long;
  const last = rest.findIndex(
    (word, i) => end.test(word) || before?.test(rest[i + 1] ?? "") === true,
  );
  return last < 0 ? 1 : last + 2;
}

/** The first of some texts, at most `most` (default 5), and the number of the others: `a, b, c and 7 more`. */
export function firstOf(texts: readonly string[], most = 5): string {
  const more = texts.length - most;
  return texts.slice(0, most).join(", ") + (more > 0 ? ` and ${formatCount(more)} more` : "");
}

/** Most characters that a message quotes of what it found. */
export const MOST_QUOTED = 200;

/** Control characters, line separators, and marks that reorder what stands around them. */
const UNSAFE = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const NAMED: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * A text with its control characters as escapes: a line feed is `\n`, ESC is `\x1b`. Printed, it neither
 * moves the cursor nor colors or reorders what stands around it.
 */
export function escapeControls(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const code = character.charCodeAt(0);
    return NAMED[character] ?? (code < 256 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`);
  });
}

/**
 * A JSON or YAML text whose quoted texts have their control characters, and the others that
 * {@link escapeControls} escapes, as `\u009b`: it stands for the same values. Its line feeds stay.
 */
export function escapeQuoted(text: string): string {
  return text.replace(UNSAFE, (character) =>
    character === "\n" ? character : `\\u${hex(character.charCodeAt(0), 4)}`,
  );
}

/**
 * A command to copy into a POSIX shell, as a template: what is filled in is quoted where a shell would take
 * it apart or replace it. shell`evenkeel report ${path}` of `my runs` is `evenkeel report 'my runs'`.
 */
export function shell(
  parts: TemplateStringsArray,
  ...values: readonly (string | number)[]
): string {
  return String.raw({ raw: parts }, ...values.map((value) => shellWord(String(value))));
}

/** A text as one word of a shell's command. */
function shellWord(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  if (text.search(UNSAFE) < 0) return `'${text.replaceAll("'", "'\\''")}'`;
  const escaped = text.replace(/[\\']/g, "\\$&").replace(UNSAFE, (character) => {
    const code = character.charCodeAt(0);
    return code < 128 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`;
  });
  return `$'${escaped}'`;
}

/** Several lines, each as {@link escapeControls} gives it. */
export function escapeLines(text: string): string {
  return text.split("\n").map(escapeControls).join("\n");
}

/** Most characters of a line of a message; a list of all keys of a config has a third of it. */
const MOST_OF_A_LINE = 2000;

/** Several lines, each as {@link quoted} gives it, with room for a path and a list of all keys there are. */
export function quotedLines(text: string): string {
  return text
    .split("\n")
    .map((line) => quoted(line, MOST_OF_A_LINE))
    .join("\n");
}

/** A text as one line of at most `most` characters, default {@link MOST_QUOTED}, as a message quotes it. */
export function quoted(text: string, most = MOST_QUOTED): string {
  // an escape is at least as long as what it stands for
  const line = escapeControls(text.slice(0, most + 1));
  if (line.length <= most) return line;
  // half of a pair of code units is no character
  return `${line.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

const hex = (code: number, digits: number) => code.toString(16).padStart(digits, "0");
