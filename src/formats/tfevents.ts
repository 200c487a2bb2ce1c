/**
 * TensorBoard's event files: scalars and images over training steps.
 *
 * A file is a sequence of records (8 bytes length, its masked CRC-32C, the payload, its masked
 * CRC-32C; all little-endian), each the protocol buffer message `tensorflow.Event`. The first one
 * names the file's version. Only the writing half is here; TensorBoard is the reader.
 */
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { EvenkeelError } from "../errors.ts";
import { crc32c } from "./crc.ts";

/** An image as TensorBoard wants it: an encoded PNG file with its size in pixels. */
export interface EventImage {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** 1 gray, 3 RGB, 4 RGBA. */
  readonly channels: 1 | 3 | 4;
}

/** When and where a record belongs. */
export interface EventTime {
  /** Seconds since 1970, with a fraction. */
  readonly wallTime: number;
  /** The x axis: a non-negative integer. */
  readonly step: number;
}

/** The fields of `tensorflow.Event` and its parts, by their numbers in TensorFlow's definitions. */
const EVENT = { wallTime: 1, step: 2, fileVersion: 3, summary: 5, sessionLog: 7 } as const;
const SUMMARY_VALUE = 1;
const VALUE = { tag: 1, simpleValue: 2, image: 4 } as const;
const IMAGE = { height: 1, width: 2, colorspace: 3, encoded: 4 } as const;
const SESSION_STATUS = 1;
const SESSION_START = 1;

/** The record that an event file begins with. */
export function encodeFileVersion(wallTime: number): Uint8Array {
  const event = beginEvent({ wallTime, step: 0 });
  event.tag(EVENT.fileVersion, WireType.LengthDelimited).string("brain.Event:2");
  return encodeRecord(event.finish());
}

/**
 * The record that tells TensorBoard that the run starts again at `step`: what earlier files of the
 * same folder hold from this step on is no longer shown.
 */
export function encodeSessionStart(time: EventTime): Uint8Array {
  const event = beginEvent(time);
  event.tag(EVENT.sessionLog, WireType.LengthDelimited).fork();
  event.tag(SESSION_STATUS, WireType.Varint).int32(SESSION_START).join();
  return encodeRecord(event.finish());
}

/** The record of several scalars at one step; kept as float32, NaN and infinities included. */
export function encodeScalars(
  time: EventTime,
  scalars: Readonly<Record<string, number>>,
): Uint8Array {
  const event = beginEvent(time);
  event.tag(EVENT.summary, WireType.LengthDelimited).fork();
  for (const [tag, value] of Object.entries(scalars)) {
    event.tag(SUMMARY_VALUE, WireType.LengthDelimited).fork();
    event.tag(VALUE.tag, WireType.LengthDelimited).string(tag);
    event.tag(VALUE.simpleValue, WireType.Bit32).float(Math.fround(value)).join();
  }
  return encodeRecord(event.join().finish());
}

/**
 * The record of one image at one step.
 *
 * @throws EvenkeelError `DATA` for a size or step that is none.
 */
export function encodeImage(time: EventTime, tag: string, image: EventImage): Uint8Array {
  for (const [name, size] of Object.entries({ width: image.width, height: image.height })) {
    if (!(Number.isInteger(size) && size > 0 && size < 2 ** 31)) {
      throw new EvenkeelError("DATA", `tfevents: ${name} must be a positive integer, got ${size}`);
    }
  }
  const event = beginEvent(time);
  event.tag(EVENT.summary, WireType.LengthDelimited).fork();
  event.tag(SUMMARY_VALUE, WireType.LengthDelimited).fork();
  event.tag(VALUE.tag, WireType.LengthDelimited).string(tag);
  event.tag(VALUE.image, WireType.LengthDelimited).fork();
  event.tag(IMAGE.height, WireType.Varint).int32(image.height);
  event.tag(IMAGE.width, WireType.Varint).int32(image.width);
  event.tag(IMAGE.colorspace, WireType.Varint).int32(image.channels);
  event.tag(IMAGE.encoded, WireType.LengthDelimited).bytes(image.png);
  return encodeRecord(event.join().join().join().finish());
}

/** Frames a payload as one record with its two masked checksums. */
export function encodeRecord(payload: Uint8Array): Uint8Array {
  const record = new Uint8Array(8 + 4 + payload.length + 4);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(payload.length), true);
  view.setUint32(8, maskedCrc32c(record.subarray(0, 8)), true);
  record.set(payload, 12);
  view.setUint32(12 + payload.length, maskedCrc32c(payload), true);
  return record;
}

/** A CRC rotated right by 15 bits plus a constant, so that a CRC over bytes with CRCs stays good. */
function maskedCrc32c(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

function beginEvent({ wallTime, step }: EventTime): BinaryWriter {
  if (!Number.isSafeInteger(step) || step < 0) {
    throw new EvenkeelError("DATA", `tfevents: step must be a non-negative integer, got ${step}`);
  }
  const event = new BinaryWriter().tag(EVENT.wallTime, WireType.Bit64).double(wallTime);
  return step === 0 ? event : event.tag(EVENT.step, WireType.Varint).int64(step);
}
