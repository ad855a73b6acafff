import type { PhotoCheck } from '../../entities';
import type { Reader } from '../core/database';
import { bitsSet, COARSE_FRAMES, COARSE_MOST, fromText } from './fingerprint';

/** 64 bits a frame: the whole picture, then the others. */
const WORDS = 2 * COARSE_FRAMES;
/** Rows read at a time: on SQLite a read holds up presses. */
const PAGE = 2_000;
/** Of processes that check photos at once one may commit a row after another has read a later one: look back. */
const LOOK_BACK = 500;

type Row = Pick<PhotoCheck, 'id' | 'photoId' | 'coarse'>;

/**
 * The coarse bits of every photo that was ever checked, kept in memory (68 bytes a photo) and searched from end to
 * end: exact, whatever the photos look like, and a few milliseconds for 200,000. The truth is `photo_check`; what
 * other processes added is read before each search. docs/decisions/0006.
 */
export class Gallery {
  private bits = new Int32Array(1_024 * WORDS);
  private photos = new Int32Array(1_024);
  /** Which bits are the same in all frames of a photo. */
  private agreed = new Int32Array(1_024 * 2);
  private count = 0;
  private last = 0;
  /** The newest rows that were read, which are read again. */
  private recent = new Set<number>();

  get size(): number {
    return this.count;
  }

  /** Reads what was checked since. */
  async catchUp(reader: Reader): Promise<void> {
    for (let from = Math.max(0, this.last - LOOK_BACK); ; ) {
      const rows = await reader.query<Row>(
        `SELECT id, photoId, coarse FROM photo_check WHERE id > ? ORDER BY id LIMIT ${PAGE}`,
        [from],
      );
      for (const row of rows) this.add(row);
      const end = rows.at(-1)?.id;
      if (end === undefined || rows.length < PAGE) break;
      from = end;
    }
    for (const id of this.recent) if (id <= this.last - LOOK_BACK) this.recent.delete(id);
  }

  private add({ id, photoId, coarse }: Row): void {
    if (this.recent.has(id)) return;
    this.recent.add(id);
    this.last = Math.max(this.last, id);
    if (coarse === null) return;
    const words = fromText(coarse);
    // Of another program version: it cannot be compared.
    if (words.length !== WORDS) return;
    if (this.count === this.photos.length) this.grow();
    this.bits.set(words, this.count * WORDS);
    this.photos[this.count] = photoId;
    this.agreed.set(agreedOf(words), this.count * 2);
    this.count += 1;
  }

  private grow(): void {
    const { bits, photos, agreed } = this;
    this.bits = new Int32Array(bits.length * 2);
    this.photos = new Int32Array(photos.length * 2);
    this.agreed = new Int32Array(agreed.length * 2);
    this.bits.set(bits);
    this.photos.set(photos);
    this.agreed.set(agreed);
  }

  /**
   * Photos that may show the same picture: every one whose `coarseDistance` is at most COARSE_MOST. Nearly all need
   * one look: where all frames of a picture agree, each differs from another's whole as its own whole does.
   */
  like(coarse: Uint32Array): number[] {
    const { bits, photos, agreed, count } = this;
    const mine = Int32Array.from(coarse);
    const [low = 0, high = 0] = mine;
    const [agreedLow = 0, agreedHigh = 0] = agreedOf(coarse);
    const found: number[] = [];
    for (let photo = 0; photo < count; photo += 1) {
      const at = photo * WORDS;
      const itsLow = bits[at] as number;
      const itsHigh = bits[at + 1] as number;
      const apartLow = itsLow ^ low;
      const apartHigh = itsHigh ^ high;
      const sameLow = agreed[photo * 2] as number;
      const sameHigh = agreed[photo * 2 + 1] as number;
      if (
        (near(apartLow & sameLow, apartHigh & sameHigh) && anyNear(bits, at, low, high)) ||
        (near(apartLow & agreedLow, apartHigh & agreedHigh) && anyNear(mine, 0, itsLow, itsHigh))
      ) {
        found.push(photos[photo] as number);
      }
    }
    return found;
  }
}

/** So few bits of two words are set. */
function near(low: number, high: number): boolean {
  const first = bitsSet(low);
  return first <= COARSE_MOST && first + bitsSet(high) <= COARSE_MOST;
}

/** Whether one of the frames that begin at `at` is near. */
function anyNear(bits: Int32Array, at: number, low: number, high: number): boolean {
  for (let frame = at; frame < at + WORDS; frame += 2) {
    if (near((bits[frame] as number) ^ low, (bits[frame + 1] as number) ^ high)) return true;
  }
  return false;
}

/** The bits, of two words, that are the same in all frames. */
function agreedOf(words: Uint32Array): [low: number, high: number] {
  const [low = 0, high = 0] = words;
  const apart: [number, number] = [0, 0];
  for (let frame = 2; frame < WORDS; frame += 2) {
    apart[0] |= (words[frame] as number) ^ low;
    apart[1] |= (words[frame + 1] as number) ^ high;
  }
  return [~apart[0], ~apart[1]];
}
