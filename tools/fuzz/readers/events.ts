/** The writer of TensorBoard's event files: whatever it is given, its records are sound, or it refuses. */
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { parseJson } from "evenkeel/files";
import {
  encodeFileVersion,
  encodeImage,
  encodeScalars,
  encodeSessionStart,
} from "evenkeel/formats";
import type { FuzzedReader } from "../reader.ts";

/** What is written, as JSON: any of it may be missing or of another type. */
interface Written {
  readonly wallTime?: unknown;
  readonly step?: unknown;
  readonly scalars?: unknown;
  readonly width?: unknown;
  readonly height?: unknown;
  readonly tag?: unknown;
}

/** CRC-32C bit by bit, as RFC 3720 defines it. */
function checksum(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  crc = (crc ^ 0xffffffff) >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** The fields of a record's event, by their numbers; throws where the record or the event is not sound. */
function eventOf(record: Uint8Array): ReadonlyMap<number, unknown> {
  const view = new DataView(record.buffer, record.byteOffset, record.length);
  const length = Number(view.getBigUint64(0, true));
  const payload = record.subarray(12, 12 + length);
  const isFramed =
    record.length === length + 16 &&
    view.getUint32(8, true) === checksum(record.subarray(0, 8)) &&
    view.getUint32(12 + length, true) === checksum(payload);
  if (!isFramed) throw new Error("a record of an event file is not sound");
  const reader = new BinaryReader(payload);
  const fields = new Map<number, unknown>();
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    if (type === WireType.Bit64) fields.set(field, reader.double());
    else if (type === WireType.Varint) fields.set(field, BigInt(reader.int64()));
    else fields.set(field, reader.bytes());
  }
  return fields;
}

function expectSame(found: unknown, wanted: unknown, what: string): void {
  if (!Object.is(found, wanted)) throw new Error(`${what} is ${found}, not ${wanted}`);
}

export const eventWriter: FuzzedReader = {
  name: "event-writer",
  seeds: [
    Buffer.from(JSON.stringify({ wallTime: 1.5, step: 7, scalars: { "loss/d": 1, b: -2.5 } })),
    Buffer.from(JSON.stringify({ wallTime: 0, step: 0, tag: "samples", width: 8, height: 9 })),
  ],
  tokens: [
    '"step":',
    "1e999",
    "-1",
    "1.5",
    "9007199254740993",
    '"\\ud800"',
    '""',
    "{",
    "}",
    ",",
    '"a":1,',
  ],
  read(input) {
    const given = Object(parseJson(Buffer.from(input).toString())) as Written;
    const time = { wallTime: Number(given.wallTime), step: Number(given.step) };
    const scalars = Object.fromEntries(
      Object.entries(Object(given.scalars) as object).map(([tag, value]) => [tag, Number(value)]),
    );
    expectSame(eventOf(encodeFileVersion(time.wallTime)).get(1), time.wallTime, "the time");
    const image = {
      ...{ png: input, width: Number(given.width ?? 1), height: Number(given.height ?? 1) },
      channels: 3 as const,
    };
    for (const record of [
      encodeSessionStart(time),
      encodeScalars(time, scalars),
      encodeImage(time, String(given.tag), image),
    ]) {
      const event = eventOf(record);
      expectSame(event.get(1), time.wallTime, "the time");
      expectSame(Number(event.get(2) ?? 0), time.step + 0, "the step");
    }
  },
};
