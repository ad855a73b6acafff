import { Field, Type } from 'protobufjs/light';

/** What travels on a long connection: one binary message is one frame (feishu.md §7.2). */
export interface Frame {
  SeqID: number;
  LogID: number;
  service: number;
  /** 0 control, 1 data. */
  method: number;
  headers: { key: string; value: string }[];
  payload?: Uint8Array;
}

export const CONTROL = 0;
export const DATA = 1;

const Header = new Type('Header')
  .add(new Field('key', 1, 'string', 'required'))
  .add(new Field('value', 2, 'string', 'required'));

const FrameType = new Type('Frame')
  .add(Header)
  .add(new Field('SeqID', 1, 'uint64', 'required'))
  .add(new Field('LogID', 2, 'uint64', 'required'))
  .add(new Field('service', 3, 'int32', 'required'))
  .add(new Field('method', 4, 'int32', 'required'))
  .add(new Field('headers', 5, 'Header', 'repeated'))
  .add(new Field('payload_encoding', 6, 'string', 'optional'))
  .add(new Field('payload_type', 7, 'string', 'optional'))
  .add(new Field('payload', 8, 'bytes', 'optional'))
  .add(new Field('LogIDNew', 9, 'string', 'optional'));

export const encodeFrame = (frame: Frame): Uint8Array => FrameType.encode(FrameType.create(frame)).finish();

/** Null for bytes that are no frame, as when a required field is missing. */
export function decodeFrame(bytes: Uint8Array): Frame | null {
  try {
    return FrameType.toObject(FrameType.decode(bytes), { longs: Number, arrays: true }) as Frame;
  } catch {
    return null;
  }
}

export const headerOf = ({ headers }: Frame, key: string): string | undefined =>
  headers.find((header) => header.key === key)?.value;
