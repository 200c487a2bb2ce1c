import { basename } from "node:path";
import { EvenkeelError } from "../errors.ts";
import { throttled, type WorkCallbacks } from "../files/index.ts";
import { parseTarHeader, type TarHeader, tarBlock, tarPadding } from "../formats/index.ts";
import { formatCount } from "../text.ts";
import type { ByteFile } from "./byte-file.ts";
import { type Members, mostOfAName, noMembers } from "./members.ts";
import type { FileSource } from "./source.ts";

/** Members are so small that one read may well hold the next headers too. */
const smallMember = 16 * 1024;
const window = 64 * 1024;
/** Tars in a tar in a tar: ImageNet's has two levels. */
const mostLevels = 4;
/** What is read of a record that holds a name, which stands at its beginning. */
const mostRecordBytes = 64 * 1024;

/**
 * The images of a tar archive, whose headers are read once. Tar archives in it count as folders of
 * their names.
 *
 * An archive that is cut off keeps its whole members; the notes say so.
 *
 * @throws EvenkeelError `DATA` for a damaged header, or a stop by the signal.
 */
export async function openTar(
  path: string,
  file: ByteFile,
  { onProgress, signal }: WorkCallbacks,
): Promise<FileSource> {
  const index: Index = { path, file, members: noMembers(), offsets: [], sizes: [] };
  const report = throttled("index", "bytes", onProgress);
  let turns = 0;
  const pause = async (offset: number) => {
    report(offset, file.bytes);
    if (++turns % 1000 === 0) await new Promise(setImmediate);
    if (signal?.aborted) throw new EvenkeelError("DATA", `tar: stopped in the index of ${path}`);
  };
  const whole = await indexRange(index, { start: 0, end: file.bytes, prefix: "", level: 1 }, pause);
  report(file.bytes, file.bytes);
  const { members, offsets, sizes } = index;
  const notes = whole ? [] : [`${basename(path)} is cut off: what comes after that is not there.`];
  return members.source(path, notes, async (place) => {
    const size = sizes[place] as number;
    const content = await file.read(offsets[place] as number, size);
    if (content.length === size) return content;
    throw new Error(`cut off after ${content.length} of ${size} bytes`);
  });
}

interface Index {
  readonly path: string;
  readonly file: ByteFile;
  readonly members: Members;
  /** Where the content of each member lies. */
  readonly offsets: number[];
  readonly sizes: number[];
}

/** A part of the file that is a tar archive, and the folder that its members are in. */
interface Range {
  readonly start: number;
  readonly end: number;
  readonly prefix: string;
  /** 1 for the whole file. */
  readonly level: number;
}

/** Notes all members of a range; whether it was whole. */
async function indexRange(
  index: Index,
  { start, end, prefix, level }: Range,
  pause: (offset: number) => Promise<void>,
): Promise<boolean> {
  const { path, file, members, offsets, sizes } = index;
  const blockAt = blockReader(file, end);
  let longName: string | undefined;
  for (let offset = start; offset < end; ) {
    await pause(offset);
    const block = blockAt(offset);
    if (block === undefined) return false;
    if (block.every((byte) => byte === 0)) return true;
    const header = parseTarHeader(block);
    if (header === null) throw damaged(path, offset);
    const content = offset + tarBlock;
    offset = content + header.bytes + tarPadding(header.bytes);
    const name = prefix + (longName ?? header.path);
    if (content + header.bytes > end) {
      if (header.type === "0") {
        const there = formatCount(Math.max(0, end - content));
        members.broken(name, `cut off after ${there} of ${formatCount(header.bytes)} bytes`);
      }
      return false;
    }
    longName = nameForNext(header, () =>
      file.readNow(content, Math.min(header.bytes, mostRecordBytes)),
    );
    if (header.type !== "0") continue;
    if (/\.tar$/i.test(name) && level < mostLevels && name.length <= mostOfAName) {
      const inner = {
        start: content,
        end: content + header.bytes,
        prefix: `${name.slice(0, -4)}/`,
        level: level + 1,
      };
      if (!(await indexRange(index, inner, pause))) members.broken(name, "cut off");
    } else {
      members.add(name, offsets.length);
      offsets.push(content);
      sizes.push(header.bytes);
    }
  }
  return true;
}

/** A reader of header blocks that reads several at once while members are small. */
function blockReader(file: ByteFile, end: number): (offset: number) => Buffer | undefined {
  let [from, last] = [0, Number.NEGATIVE_INFINITY];
  let held: Buffer = Buffer.alloc(0);
  return (offset) => {
    if (offset < from || offset + tarBlock > from + held.length) {
      held = file.readNow(offset, offset - last <= smallMember ? window : tarBlock);
      from = offset;
    }
    last = offset;
    if (offset + tarBlock > Math.min(end, from + held.length)) return undefined;
    return held.subarray(offset - from, offset - from + tarBlock);
  };
}

/** The long name that a GNU or POSIX record gives the member after it. */
function nameForNext({ type }: TarHeader, content: () => Buffer): string | undefined {
  if (type === "L") return content().toString("utf8").replace(/\0.*$/s, "");
  if (type !== "x") return undefined;
  return /^\d+ path=(.*)$/m.exec(content().toString("utf8"))?.[1];
}

function damaged(path: string, offset: number): EvenkeelError {
  return new EvenkeelError(
    "DATA",
    `tar: ${path} is damaged at byte ${offset}, a header's checksum does not match`,
    {
      advice: "Get the archive again, or unpack what can be saved and name that folder.",
      details: { path, offset },
    },
  );
}
