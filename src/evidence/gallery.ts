import type { PhotoCheck } from '../../entities';
import type { Reader } from '../core/database';
import { bitsSet, COARSE_FRAMES, COARSE_MOST, fromText } from './fingerprint';

/** 64 bits a frame. */
const WORDS = 2 * COARSE_FRAMES;
/** Rows read at a time: on SQLite a read holds up presses. */
const PAGE = 2_000;
/** Of processes that check photos at once one may commit a row after another has read a later one: look back. */
const LOOK_BACK = 500;

/**
 * The coarse bits of every photo that was ever checked, kept in memory (56 bytes a photo) and searched from end to
 * end: exact, whatever the photos look like, and a few milliseconds for 200,000. The truth is `photo_check`; what
 * other processes added is read before each search. docs/decisions/0006.
 */
export class Gallery {
  private bits = new Uint32Array(1_024 * WORDS);
  private photos = new Int32Array(1_024);
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
      const rows = await reader.query<Pick<PhotoCheck, 'id' | 'photoId' | 'coarse'>>(
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

  private add({ id, photoId, coarse }: Pick<PhotoCheck, 'id' | 'photoId' | 'coarse'>): void {
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
    this.count += 1;
  }

  private grow(): void {
    const bits = new Uint32Array(this.bits.length * 2);
    const photos = new Int32Array(this.photos.length * 2);
    bits.set(this.bits);
    photos.set(this.photos);
    this.bits = bits;
    this.photos = photos;
  }

  /** Photos that may show the same picture: every one whose `coarseDistance` is at most COARSE_MOST. */
  like(coarse: Uint32Array): number[] {
    const found: number[] = [];
    const { bits, photos, count } = this;
    const [low = 0, high = 0] = coarse;
    for (let photo = 0, at = 0; photo < count; photo += 1, at += WORDS) {
      const itsLow = bits[at] as number;
      const itsHigh = bits[at + 1] as number;
      for (let frame = 0; frame < WORDS; frame += 2) {
        if (
          near((bits[at + frame] as number) ^ low, (bits[at + frame + 1] as number) ^ high) ||
          near((coarse[frame] as number) ^ itsLow, (coarse[frame + 1] as number) ^ itsHigh)
        ) {
          found.push(photos[photo] as number);
          break;
        }
      }
    }
    return found;
  }
}

/** Half of the bits decide nearly always. */
function near(low: number, high: number): boolean {
  const first = bitsSet(low);
  return first <= COARSE_MOST && first + bitsSet(high) <= COARSE_MOST;
}
