/**
 * A reader of the part of Python's pickle language that `torch.save` writes for dictionaries of tensors.
 * Nothing is executed: a name or an instruction that is not on the lists below is refused.
 *
 * @see Python, Lib/pickletools.py, for the instructions.
 */
import { brokenFile } from "../broken.ts";

/** A name that the pickle imports, such as `torch._utils._rebuild_tensor_v2`. */
export class PickleName {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** A call of an imported name; it is recorded, not made. */
export class PickleCall {
  readonly name: string;
  readonly args: readonly PickleValue[];
  constructor(name: string, args: readonly PickleValue[]) {
    this.name = name;
    this.args = args;
  }
}

/** A reference to something outside of the pickle, such as a storage. */
export class PickleReference {
  readonly id: PickleValue;
  constructor(id: PickleValue) {
    this.id = id;
  }
}

/** What a pickle can hold here; tuples and lists are arrays. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | PickleName
  | PickleCall
  | PickleReference
  | PickleValue[]
  | Map<PickleValue, PickleValue>;

const MARK = Symbol("mark");
/**
 * Lists, tuples and dictionaries in a pickle. A tensor takes seven, so this is enough for 70 000 of them; a
 * dictionary takes one byte in the file and 200 in memory.
 */
const MOST_CONTAINERS = 500_000;
/** Calls of it make a dictionary. */
const DICTIONARY = "collections.OrderedDict";

/**
 * Reads one pickle. Values in it may hold themselves, and one another many times: walk them with care.
 *
 * @param allowed the names that it may import, beside `collections.OrderedDict`.
 * @returns what it holds, and where in the file it ends.
 * @throws EvenkeelError `DATA` for a truncated pickle, an instruction that is not known here, and an import
 *   that is not allowed.
 */
export function readPickle(
  file: Uint8Array,
  start: number,
  where: string,
  allowed: ReadonlySet<string>,
): { readonly value: PickleValue; readonly end: number } {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const stack: (PickleValue | typeof MARK)[] = [];
  const memo = new Map<number, PickleValue>();
  let at = start;
  let containers = 0;

  const broken = (rule: string, got: string) =>
    brokenFile(where, rule, got, {
      advice:
        "It must be a dictionary of tensors, as torch.save(model.state_dict(), file) writes it.",
    });
  const pushNew = (container: PickleValue) => {
    if (++containers > MOST_CONTAINERS) {
      throw broken(
        `the pickle must have at most ${MOST_CONTAINERS} lists and dictionaries`,
        "more",
      );
    }
    stack.push(container);
  };
  const take = (length: number) => {
    if (at + length > file.length) throw broken("the pickle must be whole", "one that ends early");
    at += length;
    return at - length;
  };
  const byte = () => view.getUint8(take(1));
  const u32 = () => view.getUint32(take(4), true);
  const text = (length: number) => {
    const from = take(length);
    return new TextDecoder().decode(file.subarray(from, from + length));
  };
  const line = () => {
    const end = file.indexOf(0x0a, at);
    if (end < 0) throw broken("the pickle must be whole", "one that ends early");
    const found = text(end - at);
    at++;
    return found;
  };
  const pop = (): PickleValue => {
    const value = stack.pop();
    if (value === undefined || value === MARK) throw broken("the pickle must be sound", "no value");
    return value;
  };
  const popMark = (): PickleValue[] => {
    const from = stack.lastIndexOf(MARK);
    if (from < 0) throw broken("the pickle must be sound", "no mark");
    return stack.splice(from).slice(1) as PickleValue[];
  };
  const top = () => {
    const value = pop();
    stack.push(value);
    return value;
  };
  const recall = (index: number) => {
    const value = memo.get(index);
    if (value === undefined) throw broken("the pickle must be sound", "an unknown reference");
    stack.push(value);
  };
  const importName = (module: string, name: string) => {
    const full = `${module}.${name}`;
    if (full !== DICTIONARY && !allowed.has(full)) {
      throw broken("only tensors are read; nothing else may be imported", full);
    }
    stack.push(new PickleName(full));
  };
  const call = (args: PickleValue, callee: PickleValue) => {
    if (!(callee instanceof PickleName) || !Array.isArray(args)) {
      throw broken("the pickle must be sound", "a call of no function");
    }
    pushNew(callee.name === DICTIONARY ? new Map() : new PickleCall(callee.name, args));
  };
  const assign = (pairs: readonly PickleValue[]) => {
    const target = top();
    if (!(target instanceof Map)) throw broken("the pickle must be sound", "no dictionary");
    for (let i = 0; i + 1 < pairs.length; i += 2) target.set(pairs[i]!, pairs[i + 1]!);
  };
  const append = (items: readonly PickleValue[]) => {
    const target = top();
    if (!Array.isArray(target)) throw broken("the pickle must be sound", "no list");
    for (const item of items) target.push(item);
  };
  /** A whole number of `length` bytes, the lowest first, with a sign. */
  const long = (length: number) => {
    const from = take(length);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(file[from + i]!);
    return length > 0 && file[at - 1]! >= 0x80 ? value - (1n << BigInt(8 * length)) : value;
  };

  const instructions: Readonly<Record<string, () => void>> = {
    "\x80": () => void take(1), // PROTO
    "\x95": () => void take(8), // FRAME
    "(": () => stack.push(MARK),
    N: () => stack.push(null),
    "\x88": () => stack.push(true),
    "\x89": () => stack.push(false),
    K: () => stack.push(byte()), // BININT1
    M: () => stack.push(view.getUint16(take(2), true)), // BININT2
    J: () => stack.push(view.getInt32(take(4), true)), // BININT
    G: () => stack.push(view.getFloat64(take(8))), // BINFLOAT
    "\x8a": () => stack.push(long(byte())), // LONG1
    X: () => stack.push(text(u32())), // BINUNICODE
    "\x8c": () => stack.push(text(byte())), // SHORT_BINUNICODE
    U: () => stack.push(text(byte())), // SHORT_BINSTRING
    "}": () => pushNew(new Map()),
    "]": () => pushNew([]),
    ")": () => pushNew([]),
    "\x85": () => pushNew([pop()]), // TUPLE1
    "\x86": () => pushNew([pop(), pop()].reverse()), // TUPLE2
    "\x87": () => pushNew([pop(), pop(), pop()].reverse()), // TUPLE3
    t: () => pushNew(popMark()), // TUPLE
    l: () => pushNew(popMark()), // LIST
    c: () => importName(line(), line()), // GLOBAL
    "\x93": () => {
      const [name, module] = [pop(), pop()];
      if (typeof module !== "string" || typeof name !== "string") {
        throw broken("the pickle must be sound", "an import without a name");
      }
      importName(module, name);
    }, // STACK_GLOBAL
    R: () => call(pop(), pop()), // REDUCE
    Q: () => pushNew(new PickleReference(pop())), // BINPERSID
    s: () => assign([pop(), pop()].reverse()), // SETITEM
    u: () => assign(popMark()), // SETITEMS
    a: () => append([pop()]), // APPEND
    e: () => append(popMark()), // APPENDS
    b: () => void pop(), // BUILD: attributes of a dictionary, which are not needed
    q: () => void memo.set(byte(), top()), // BINPUT
    r: () => void memo.set(u32(), top()), // LONG_BINPUT
    "\x94": () => void memo.set(memo.size, top()), // MEMOIZE
    h: () => recall(byte()), // BINGET
    j: () => recall(u32()), // LONG_BINGET
    "0": () => void pop(), // POP
  };

  for (;;) {
    const code = String.fromCharCode(byte());
    if (code === ".") return { value: pop(), end: at };
    const run = Object.hasOwn(instructions, code) ? instructions[code] : undefined;
    if (run === undefined) {
      const hex = code.charCodeAt(0).toString(16).padStart(2, "0");
      throw broken("the pickle may hold tensors alone", `the instruction 0x${hex}`);
    }
    run();
  }
}
