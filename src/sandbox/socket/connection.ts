import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import { ANSWER_WITHIN, type Delivery } from '../deliver';
import { parseJson } from '../parseJson';
import { CONTROL, DATA, decodeFrame, encodeFrame, type Frame, headerOf } from './frame';
import type { SocketSettings } from './settings';

/** What comes back for a data frame; `data` is base64 of the JSON that the handler answered. */
const ack = z.object({ code: z.number(), data: z.string().optional() });

export interface Envelope {
  /** JSON of the v2 envelope, neither encrypted nor signed: the connection itself is both. */
  text: string;
  eventId: string;
  /** Header `type` of the frames. */
  type: 'event' | 'card';
}

/** One client of the app, as the platform holds it. */
export class Connection {
  /** Looks open and is dead: it reads nothing, and answers no ping. */
  halfOpen = false;
  private readonly waiting = new Map<string, (delivery: Delivery) => void>();
  private serial = 0;

  constructor(
    private readonly socket: WebSocket,
    private readonly service: number,
    private readonly settings: () => SocketSettings,
  ) {
    socket.on('message', (bytes: Buffer) => this.hear(bytes));
    // The close that follows an error is what counts.
    socket.on('error', () => undefined);
  }

  /** Sends an envelope, in as many frames as it takes, and waits 3 s for the one answer. */
  ask(envelope: Envelope): Promise<Delivery> {
    const id = randomUUID();
    return new Promise((resolve) => {
      const end = (delivery: Delivery) => {
        clearTimeout(timer);
        this.waiting.delete(id);
        resolve(delivery);
      };
      const timer = setTimeout(() => end({ kind: 'timeout' }), ANSWER_WITHIN);
      this.waiting.set(id, end);
      if (!this.halfOpen) this.sendInParts(id, envelope);
    });
  }

  /** @param code of the close; null = none, as when the network breaks */
  kick(code: number | null): void {
    if (code === null) this.cut();
    else this.socket.close(code, 'kicked');
  }

  cut(): void {
    this.socket.terminate();
  }

  private sendInParts(id: string, { text, eventId, type }: Envelope): void {
    const bytes = Buffer.from(text);
    const size = this.settings().fragment_bytes;
    const sum = Math.max(1, Math.ceil(bytes.length / size));
    for (let seq = 0; seq < sum; seq += 1) {
      const headers = {
        type,
        message_id: id,
        sum: String(sum),
        seq: String(seq),
        trace_id: eventId,
        timestamp: String(Date.now()),
        instance_id: String(this.service),
      };
      this.send(DATA, headers, bytes.subarray(seq * size, (seq + 1) * size));
    }
  }

  private send(method: number, headers: Record<string, string>, payload: Uint8Array): void {
    this.serial += 1;
    const frame: Frame = {
      SeqID: this.serial,
      LogID: this.serial,
      service: this.service,
      method,
      headers: Object.entries(headers).map(([key, value]) => ({ key, value })),
      payload,
    };
    // A client that is just going away cannot be told; who waits for its answer waits in vain.
    this.socket.send(encodeFrame(frame), () => undefined);
  }

  private hear(bytes: Buffer): void {
    const frame = this.halfOpen ? null : decodeFrame(bytes);
    if (frame?.method === CONTROL && headerOf(frame, 'type') === 'ping') {
      this.send(CONTROL, { type: 'pong' }, Buffer.from(JSON.stringify(this.settings().client_config)));
    }
    if (frame?.method === DATA) this.waiting.get(headerOf(frame, 'message_id') ?? '')?.(answerIn(frame));
  }
}

function answerIn({ payload }: Frame): Delivery {
  const read = ack.safeParse(parseJson(Buffer.from(payload ?? []).toString('utf8')));
  if (!read.success) return { kind: 'broken', reason: 'the answer is not {code, data}' };
  const { code, data } = read.data;
  if (data === undefined) return { kind: 'answer', status: code, body: '', bare: true };
  return { kind: 'answer', status: code, body: Buffer.from(data, 'base64').toString('utf8') };
}
