/** JSON that may be damaged. */

/**
 * Most lists and objects around a value. What Evenkeel writes has about ten, protocol buffers stop at a
 * hundred too, and code that walks a value level by level has room for some thousands on the stack.
 */
const MOST_LEVELS = 100;

/** The value of a JSON text; `undefined` if it is none, or one of more than {@link MOST_LEVELS} levels. */
export function parseJson(text: string): unknown {
  if (isDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether brackets are open inside of more than {@link MOST_LEVELS} others, those in strings not counted. */
function isDeep(text: string): boolean {
  let levels = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x5b: // [
      case 0x7b: // {
        if (++levels > MOST_LEVELS) return true;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        levels--;
        break;
      case 0x22: // "
        at = endOfString(text, at);
    }
  }
  return false;
}

/** A key that an object of a JSON text has more than once, of which {@link parseJson} takes the last. */
export function repeatedKey(text: string): string | undefined {
  const open: Set<string>[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === "[" || character === "{") open.push(new Set());
    else if (character === "]" || character === "}") open.pop();
    else if (character === '"') {
      const end = endOfString(text, at);
      const keys = open.at(-1);
      if (keys !== undefined && isBeforeColon(text, end + 1)) {
        const key = String(JSON.parse(text.slice(at, end + 1)));
        if (keys.has(key)) return key;
        keys.add(key);
      }
      at = end;
    }
  }
  return undefined;
}

function isBeforeColon(text: string, start: number): boolean {
  let at = start;
  while (/\s/.test(text.charAt(at))) at++;
  return text.charAt(at) === ":";
}

/** The place of the quotation mark that ends the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== 0x22) {
    at += text.charCodeAt(at) === 0x5c ? 2 : 1;
  }
  return at;
}

/** Whether a value is an object with keys, no list. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The paths at which two values of JSON differ, keys joined by dots; lists differ as a whole. */
export function differingPaths(one: unknown, other: unknown, path = ""): string[] {
  if (!isJsonObject(one) || !isJsonObject(other)) {
    return JSON.stringify(one) === JSON.stringify(other) ? [] : [path];
  }
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].flatMap((name) =>
    differingPaths(one[name], other[name], path === "" ? name : `${path}.${name}`),
  );
}
