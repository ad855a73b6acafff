import { MediaFile, Photo } from '../../entities';
import type { Clock } from '../core/clock';
import type { Database } from '../core/database';
import type { Logger } from '../core/log';
import { FeishuRefusal } from './errors';
import type { FeishuGateway } from './gateway';
import type { NewEvent } from './inbound/inbox';
import { type Stored, storePicture, sweepIncoming } from './mediaStore';

export { mediaPath } from './mediaStore';

export interface MediaDeps {
  db: Database;
  gateway: FeishuGateway;
  clock: Clock;
  dataDir: string;
  log: Logger;
  /** Hands a photo to the inbox, which tries it again and again. */
  take(...events: NewEvent[]): Promise<unknown>;
  /** Has the inbox try those photos anew that it gave up. @returns how many */
  retry(): Promise<number>;
  /** The photo can be shown, or will never be, or not for now: its matter wants to know. May come twice. */
  onStored(photoId: number): Promise<void>;
}

/**
 * Photos that people sent. The domain makes the Photo row when the message arrives; the bytes are fetched from
 * here, through the inbox (`photo:<id>`), because Feishu keeps them no longer than the message lives.
 */
export class Media {
  constructor(private readonly deps: MediaDeps) {}

  /** Clears away what the last process left half done; before the inbox starts. */
  sweep(): void {
    try {
      sweepIncoming(this.deps.dataDir);
    } catch (error) {
      this.deps.log.warn({ err: error }, 'half stored photos could not be thrown away');
    }
  }

  /** Puts photos that wait for their bytes into the inbox: those of one message. */
  async fetchPhotosOf(messageId: string): Promise<void> {
    await this.takeWaiting({ messageId });
  }

  /** All photos that wait for their bytes, those too that were given up for the time being. @returns how many */
  async fetchWaitingPhotos(): Promise<number> {
    const waiting = await this.takeWaiting({});
    await this.deps.retry();
    return waiting;
  }

  private async takeWaiting(of: { messageId?: string }): Promise<number> {
    const { db, take } = this.deps;
    const waiting = await db.read.find(Photo, { state: 'waiting', ...of });
    const events = waiting.map(({ id }) => ({ key: `photo:${id}`, type: 'photo', payload: { photoId: id } }));
    if (events.length > 0) await take(...events);
    return events.length;
  }

  /**
   * Fetches one photo's bytes and stores them by their SHA-256. Done again, it only tells `onStored` again.
   *
   * @throws FeishuRefusal when trying again may help
   */
  async storePhoto(photoId: number): Promise<void> {
    const { db, onStored } = this.deps;
    const photo = await db.read.findOne(Photo, { id: photoId });
    if (!photo) return;
    if (photo.state === 'waiting') await this.fetch(photo);
    await onStored(photoId);
  }

  /**
   * Nothing more is tried for now: Feishu did not give it, or there is nowhere to put it. It goes on waiting, with
   * the reason: `inbox --retry`, the next start or the next round fetches it.
   */
  async holdPhoto(photoId: number, error: unknown): Promise<void> {
    const { db, onStored } = this.deps;
    const why = error instanceof FeishuRefusal ? error.sentence : '服务器暂时存不了照片';
    await db.transaction((tx) => tx.update(Photo, { id: photoId, state: 'waiting' }, { error: why }));
    await onStored(photoId);
  }

  private async lose(photoId: number, why: string): Promise<void> {
    const { db, log } = this.deps;
    const lost = await db.transaction((tx) =>
      tx.update(Photo, { id: photoId, state: 'waiting' }, { state: 'lost', error: why }),
    );
    if (lost > 0) log.warn({ photoId }, 'photo lost');
  }

  private async fetch({ id, messageId, sourceKey }: Photo): Promise<void> {
    const { gateway, dataDir } = this.deps;
    let stored: Stored;
    try {
      const { bytes } = await gateway.download(messageId, sourceKey);
      stored = await storePicture(dataDir, bytes);
    } catch (error) {
      if (!(error instanceof FeishuRefusal) || !isFinal(error)) throw error;
      return this.lose(id, error.sentence);
    }
    if (!stored.mime) return this.lose(id, '不是能显示的图片（要 JPEG、PNG、HEIC、WEBP 或 GIF）');
    await this.keep(id, { ...stored, mime: stored.mime });
  }

  private async keep(photoId: number, { sha256, bytes, mime }: Stored & { mime: string }): Promise<void> {
    const { db, clock } = this.deps;
    await db.transaction(async (tx) => {
      const file = { sha256, bytes, mime, storedAt: clock.now() };
      await tx.insert(MediaFile, file, { ignore: true });
      const media = await tx.findOne(MediaFile, { sha256 });
      await tx.update(
        Photo,
        { id: photoId, state: 'waiting' },
        { state: 'stored', mediaId: media?.id ?? null, error: null },
      );
    });
  }
}

const isFinal = ({ kind }: FeishuRefusal): boolean =>
  kind === 'terminal-card' || kind === 'terminal-recipient' || kind === 'gone';
