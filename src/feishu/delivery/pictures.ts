import { randomUUID } from 'node:crypto';
import { access, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MediaFile } from '../../../entities';
import { machineNow } from '../../core/clock';
import type { Database } from '../../core/database';
import type { Logger } from '../../core/log';
import { FeishuRefusal } from '../errors';
import type { FeishuGateway } from '../gateway';
import { incomingDir, mediaPath } from '../mediaStore';
import { FEISHU_LIMITS, type Limits, RateWindows } from '../rates';

/** Of a picture that Feishu takes. */
const MOST_BYTES = 10 * 1024 * 1024;
const HOUR_MS = 3_600_000;

/** Writes a copy of a picture that is small enough to be uploaded. @throws when it cannot */
export type Shrink = (file: string, out: string) => Promise<void>;

/**
 * Gives stored photos an image key of the bot's own: the key in a person's message cannot be used in a card.
 * Each photo is uploaded once, however many cards ask for it at the same time.
 */
export class Pictures {
  private readonly flying = new Map<number, Promise<void>>();
  /** Feishu will not take them, or their bytes are gone: cards go out without. */
  private readonly hopeless = new Set<number>();
  /** When each was last forgotten. Machine time. */
  private readonly renewed = new Map<number, Date>();
  private readonly rates: RateWindows;

  constructor(
    private readonly deps: {
      db: Database;
      gateway: FeishuGateway;
      dataDir: string;
      log: Logger;
      limits?: Limits;
      shrink?: Shrink;
    },
  ) {
    this.rates = new RateWindows((deps.limits ?? FEISHU_LIMITS).api);
  }

  /** Of these, the ones that are still worth an upload. */
  wanted(mediaIds: readonly number[]): number[] {
    return mediaIds.filter((id) => !this.hopeless.has(id));
  }

  /** @throws FeishuRefusal when trying again later may help */
  async upload(mediaIds: readonly number[]): Promise<void> {
    await Promise.all(mediaIds.map((id) => this.once(id)));
  }

  /**
   * How long Feishu keeps an uploaded picture is not known: keys of this card that it no longer takes are forgotten,
   * so that the next drawing uploads the photos anew. What is refused again within the hour has another fault.
   *
   * @param card as JSON
   * @returns whether there is something to try again with
   */
  async forget(card: string): Promise<boolean> {
    const keys = [...card.matchAll(/"img_key":"([^"]+)"/g)].flatMap(([, key]) => key ?? []);
    const media = await this.deps.db.read.find(MediaFile, { imageKey: keys });
    const now = machineNow();
    const lately = (id: number) => now.getTime() - (this.renewed.get(id)?.getTime() ?? 0) < HOUR_MS;
    const ids = media.map(({ id }) => id).filter((id) => !lately(id));
    if (ids.length === 0) return false;
    for (const id of ids) this.renewed.set(id, now);
    await this.deps.db.transaction((tx) => tx.update(MediaFile, { id: ids }, { imageKey: null }));
    return true;
  }

  private once(id: number): Promise<void> {
    const known = this.flying.get(id);
    if (known) return known;
    const made = this.uploadOne(id).finally(() => this.flying.delete(id));
    this.flying.set(id, made);
    return made;
  }

  private async uploadOne(id: number): Promise<void> {
    const { db, gateway, dataDir, log } = this.deps;
    const media = await db.read.findOne(MediaFile, { id });
    if (media?.imageKey) return;
    const file = media && mediaPath(dataDir, media.sha256);
    if (!file || !(await exists(file))) {
      this.hopeless.add(id);
      log.error({ mediaId: id }, 'a stored photo is missing');
      return;
    }
    await this.rates.pass();
    try {
      const imageKey = await this.small(media, file, (small) => gateway.uploadImage(small));
      await db.transaction((tx) => tx.update(MediaFile, { id, imageKey: null }, { imageKey }));
    } catch (error) {
      if (!(error instanceof FeishuRefusal) || error.kind !== 'terminal-card') throw error;
      this.hopeless.add(id);
      log.warn({ mediaId: id, code: error.code }, 'photo refused');
    }
  }

  /** Does it with the picture, or with a smaller copy of one that is too large, which is thrown away after. */
  private async small<T>(
    { id, bytes }: MediaFile,
    file: string,
    work: (small: string) => Promise<T>,
  ): Promise<T> {
    const { shrink, dataDir, log } = this.deps;
    if (bytes <= MOST_BYTES || !shrink) return work(file);
    const copy = join(incomingDir(dataDir), `${randomUUID()}.jpg`);
    try {
      await mkdir(dirname(copy), { recursive: true });
      const done = await shrink(file, copy).then(
        () => true,
        (error: unknown) => log.warn({ err: error, mediaId: id }, 'a large photo was not made smaller'),
      );
      // Feishu says then that it is too large.
      return await work(done ? copy : file);
    } finally {
      await rm(copy, { force: true });
    }
  }
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
