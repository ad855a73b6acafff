import { deepEqual } from 'fast-equals';
import { CardMessage, isFileKind, isGroupKind, type OutboxMessage } from '../../../entities';
import { machineNow } from '../../core/clock';
import { type Database, sqlInstant } from '../../core/database';
import { addDays, dayOf, instantAt } from '../../core/days';
import { newUuid } from '../../core/ids';
import type { Logger } from '../../core/log';
import { isGroup, type Recipient, type RenderRequest } from '../../core/messages';
import { shownHashOf } from '../../core/outbox';
import { FeishuRefusal, UNKNOWN_PICTURE } from '../errors';
import type { FeishuGateway, Receiver } from '../gateway';
import { FEISHU_LIMITS, KeyedRates, type Limits, RateWindows } from '../rates';
import type { CardRenderer, FileWriter } from '../renderer';
import { Slots } from '../slots';
import { type Claimed, MOST_URGENT } from './claims';
import type { Ledger } from './ledger';
import type { Outage } from './outage';
import { type Outcome, type Shown, TAKEN } from './outcomes';
import type { Pictures } from './pictures';

/** Feishu's idempotency key holds for one hour; ours starts before theirs. Business time. */
const UUID_MS = 3_600_000;
/** A card can be changed for 14 days (feishu.md 2.3). Business time. */
const CARD_LIFE_MS = 14 * 86_400_000;
/** After this many tries a failure that nobody knows to pass by itself counts as a refusal. */
const MOST_TRIES = 10;
/** Routine messages leave the rest of Feishu's allowance to what is urgent. */
const ROUTINE_SHARE = 0.98;
const MOST_PICTURE_ROUNDS = 2;
/** Only windows shorter than this are waited for once a request is marked, or its claim would run out. */
const LEAVING_MS = 5_000;
/** Calls to Feishu that are under way together. */
export const IN_FLIGHT = 32;
/**
 * Requests marked ahead of those, so that a call that ends is followed by the next at once: without them, a Feishu that
 * answers after 40 ms got 0.78 of what a bare loop sends, with them 0.92 (SQLite). The more of them, the more is written
 * together: a message costs 0.11 round trips to MariaDB with 56 of them, 0.08 with 96.
 * They hold nobody up who is urgent (0.1 s past 20,000 routine ones, `npm run bench -- limiter`).
 */
export const NEXT_UP = 96;
/** Who was marked and got no call for so long is put back, or the claim could run out under way. Machine time. */
const LATE_MS = 5_000;

export interface AttemptDeps {
  db: Database;
  gateway: FeishuGateway;
  renderers: CardRenderer;
  files: FileWriter;
  pictures: Pictures;
  ledger: Pick<Ledger, 'mark'>;
  outage: Outage;
  limits?: Limits;
  log: Logger;
  machine?: () => Date;
}

interface Drawn {
  card: object;
  json: string;
}

interface Drawing {
  shown: Pick<CardMessage, 'kind' | 'subjectType' | 'subjectId'>;
  recipient: Recipient;
  at: Date;
  retired: boolean;
}

/** Seconds doubling up to five minutes, spread by the row's id so that a crowd does not come back at once. */
export const backoffMs = (attempts: number, id: number): number =>
  Math.min(1_000 * 2 ** Math.min(attempts, 12), 300_000) * (0.8 + (id % 5) * 0.1);

/** Feishu counts by person and by group, and their ids are of two tables. */
export const laneOf = ({ kind, recipientId }: Pick<OutboxMessage, 'kind' | 'recipientId'>): number =>
  isGroupKind(kind) ? -recipientId : recipientId;

/** Only whom Feishu knows is claimed. */
const openIdOf = (recipient: Recipient): string => (isGroup(recipient) ? '' : String(recipient.openId));
const receiverOf = (recipient: Recipient): Receiver =>
  isGroup(recipient) ? { chatId: String(recipient.chatId) } : { openId: openIdOf(recipient) };

/** One try of one claimed request: drawn from the newest state, sent, and what Feishu said of it. */
export class Attempts {
  private readonly sends: RateWindows;
  private readonly routine: RateWindows;
  private readonly replacements: RateWindows;
  private readonly buzzes: RateWindows;
  private readonly uploads: RateWindows;
  private readonly perRecipient: KeyedRates;
  private readonly perCard: KeyedRates;
  private readonly calls = new Slots(IN_FLIGHT);
  private readonly marked = new Slots(IN_FLIGHT + NEXT_UP);
  /** Where the turns were given evenly and the process then stood still, the calls must not leave all at once. */
  private readonly leaving: Record<OutboxMessage['mode'], RateWindows>;
  private readonly machine: () => Date;

  constructor(private readonly deps: AttemptDeps) {
    this.machine = deps.machine ?? machineNow;
    const { api, routine, person, card } = deps.limits ?? FEISHU_LIMITS;
    this.sends = new RateWindows(api);
    this.routine = new RateWindows(routine);
    this.replacements = new RateWindows(api);
    this.buzzes = new RateWindows(api);
    this.uploads = new RateWindows(api);
    const seconds = api.filter(({ perMs }) => perMs < LEAVING_MS);
    const windows = (): RateWindows => new RateWindows(seconds);
    this.leaving = { send: windows(), replace: windows(), buzz: windows() };
    this.perRecipient = new KeyedRates(person);
    this.perCard = new KeyedRates(card);
  }

  /**
   * @param stop puts what has not gone out yet back as it was
   * @returns null when the claim ran out meanwhile: then another process does it
   */
  async of(row: OutboxMessage, recipient: Recipient, at: Date, stop: AbortSignal): Promise<Outcome | null> {
    const { outage } = this.deps;
    const before = row.firstTriedAt;
    try {
      if (stop.aborted || outage.waiting) return this.untried(row);
      const outcome = await this[row.mode](row, recipient, at, stop);
      if (outcome && TAKEN.includes(outcome.end)) outage.over();
      return outcome;
    } catch (error) {
      if (!(error instanceof FeishuRefusal)) throw error;
      if (error.code === TOO_FAST || error.code === 429) this.ratesOf(row).pause(error.afterMs ?? 1_000);
      const until = error.outage ? outage.met(error) : undefined;
      return this.failed(row, error, before, until);
    }
  }

  /**
   * Whether what was sent is no longer true: until its card is written down, nobody could ask for it to be drawn
   * anew. Looked at once it is.
   */
  async outdated(row: OutboxMessage, recipient: Recipient, at: Date, shown: Shown | null): Promise<boolean> {
    if (isFileKind(row.kind)) return false;
    const request = requestOf(row, { shown: row, recipient, at, retired: false });
    const now = await this.deps.renderers.render(this.deps.db.read, request, false);
    // Half of what it costs to write both as JSON.
    return now !== null && !deepEqual(now.card, shown?.card);
  }

  private async send(
    row: OutboxMessage,
    recipient: Recipient,
    at: Date,
    stop: AbortSignal,
  ): Promise<Outcome | null> {
    const hourOver = row.firstTriedAt !== null && at.getTime() - row.firstTriedAt.getTime() >= UUID_MS;
    if (hourOver && (row.messageClass === 'digest' || row.messageClass === 'task')) {
      return {
        end: 'unknown',
        row,
        code: row.lastErrorCode,
        why: '可能已经送到，超过一小时不再重发，以免重复',
      };
    }
    if (row.messageClass === 'digest' && (await this.hadDigest(row, at))) {
      return { end: 'dropped', row, code: null, why: '今天已经发过一次今日待办' };
    }
    // From here on it may be there twice, and says so.
    row.again ||= hourOver;
    // A repeat under its uuid leaves what came first, which may be what was drawn before: nobody knows what is shown.
    const mayShowOlder = row.firstTriedAt !== null && !row.again;
    const drawing = { shown: row, recipient, at, retired: false };
    const content = await (isFileKind(row.kind) ? this.upload(row, drawing) : this.draw(row, drawing));
    if ('end' in content) return content;
    if (!(await this.itsTurn(row, stop))) return this.untried(row);
    const freshUuid = hourOver ? newUuid() : undefined;
    return this.leave({ row, at, ...(freshUuid && { freshUuid }) }, stop, async () => {
      row.firstTriedAt = hourOver ? at : (row.firstTriedAt ?? at);
      row.uuid = freshUuid ?? row.uuid;
      await this.leaving.send.pass();
      const { gateway } = this.deps;
      const { uuid } = row;
      if ('fileKey' in content) {
        const file = { openId: openIdOf(recipient), fileKey: content.fileKey, uuid };
        return { end: 'sent', row, ...(await gateway.sendFile(file)), shown: null };
      }
      const ask = { ...receiverOf(recipient), content: content.json, uuid };
      const sent = await this.offer(content.json, () => gateway.sendCard(ask));
      const shown = mayShowOlder ? null : { card: content.card, hash: shownHashOf(content.json) };
      return { end: 'sent', row, ...sent, shown };
    });
  }

  private async replace(
    row: OutboxMessage,
    recipient: Recipient,
    at: Date,
    stop: AbortSignal,
  ): Promise<Outcome | null> {
    const card = await this.deps.db.read.findOne(CardMessage, { id: Number(row.cardId) });
    if (!card) return { end: 'dropped', row, code: null, why: '要更新的卡片没有记录' };
    // By what the card shows, not by what was asked: a press may have turned it into another since.
    const drawn = await this.draw(row, { shown: card, recipient, at, retired: card.retiredAt !== null });
    if ('end' in drawn) return drawn;
    const hash = shownHashOf(drawn.json);
    if (hash === card.shownHash) return { end: 'dropped', row, code: null, why: '卡片内容没有变化' };
    const gone = (code: number | null, why: string): Outcome => {
      const resend = card.retiredAt === null && isPressable(drawn.json);
      return { end: 'gone', row, card, resend, code, why };
    };
    if (at.getTime() - card.sentAt.getTime() >= CARD_LIFE_MS) return gone(null, '卡片发出超过14天，不能再改');
    // Put back meanwhile, so that whatever else changes until then is shown by one change and not by many.
    const tooSoonBy = this.perCard.take(card.id);
    if (tooSoonBy > 0) return this.untried(row, tooSoonBy);
    if (!(await this.itsTurn(row, stop))) return this.untried(row);
    try {
      return await this.leave({ row, at }, stop, async () => {
        await this.leaving.replace.pass();
        this.perCard.leaves(card.id);
        const ask = { messageId: card.messageId, content: drawn.json };
        await this.offer(drawn.json, () => this.deps.gateway.replaceCard(ask));
        return { end: 'replaced', row, card, hash };
      });
    } catch (error) {
      if (error instanceof FeishuRefusal && error.kind === 'gone') return gone(error.code, error.sentence);
      throw error;
    }
  }

  /** Words of an answer use the same allowance as cards. @param to the lane of whom they are for, if there is one */
  async turnForWords(to: number | string): Promise<void> {
    await this.perRecipient.pass(to);
    await this.sends.pass();
    await this.leaving.send.pass();
  }

  /** How many routine messages may go now: those that may not are not claimed, and hold nobody's place. */
  get roomForRoutine(): number {
    return Math.min(this.routine.free, this.sends.free);
  }

  /** 加急: once, and only while the card is there unread. */
  private async buzz(
    row: OutboxMessage,
    recipient: Recipient,
    at: Date,
    stop: AbortSignal,
  ): Promise<Outcome | null> {
    if (row.firstTriedAt !== null) {
      return { end: 'unknown', row, code: row.lastErrorCode, why: '加急可能已经送到，不再重发，以免重复' };
    }
    const card = await this.deps.db.read.findOne(CardMessage, { id: Number(row.cardId) });
    if (!card || card.readAt || card.retiredAt) {
      return { end: 'dropped', row, code: null, why: '已经看过或已换新，不用加急' };
    }
    if (!(await this.itsTurn(row, stop))) return this.untried(row);
    return this.leave({ row, at }, stop, async () => {
      row.firstTriedAt = at;
      await this.leaving.buzz.pass();
      await this.deps.gateway.buzz({ messageId: card.messageId, openId: openIdOf(recipient) });
      return { end: 'buzzed', row, card };
    });
  }

  /** Whether no call is free: then nobody waits for what is written down just now. */
  get full(): boolean {
    return this.calls.full;
  }

  /**
   * Marked, then called. Only a few more are marked than are called, for a crash makes what is marked doubtful.
   *
   * @returns null when the claim ran out
   */
  private leave(claimed: Claimed, stop: AbortSignal, call: () => Promise<Outcome>): Promise<Outcome | null> {
    return this.marked.use(async () => {
      if (!(await this.deps.ledger.mark(claimed))) return null;
      const markedAt = this.machine().getTime();
      return this.calls.use(async () => {
        const late = this.machine().getTime() - markedAt > LATE_MS;
        if (late || stop.aborted || this.deps.outage.waiting) return this.untried(claimed.row);
        return call().catch((error: unknown) => {
          // Here already, so that the next one to get this call knows.
          if (error instanceof FeishuRefusal && error.outage) this.deps.outage.met(error);
          throw error;
        });
      });
    });
  }

  private ratesOf({ mode }: OutboxMessage): RateWindows {
    return { send: this.sends, replace: this.replacements, buzz: this.buzzes }[mode];
  }

  /** Right before the call, so that Feishu counts as we do; what changes meanwhile is looked at after it. */
  private async itsTurn(row: OutboxMessage, stop: AbortSignal): Promise<boolean> {
    if (!(await this.perRecipient.pass(laneOf(row), stop))) return false;
    const routine = isRoutine(row);
    if (routine && !(await this.routine.pass(1, stop))) return false;
    const passed = await this.ratesOf(row).pass(routine ? ROUTINE_SHARE : 1, stop);
    return passed && !this.deps.outage.waiting;
  }

  /** Put back as it was. */
  private untried(row: OutboxMessage, waitMs = 0): Outcome {
    const { attempts, firstTriedAt, lastErrorCode: code, lastError: why } = row;
    const until = new Date(Math.max(this.deps.outage.until, this.machine().getTime() + waitMs));
    return { end: 'retry', row, code, why, firstTriedAt, until, attempts };
  }

  /** @throws FeishuRefusal `retry` when a picture was forgotten at Feishu and can be uploaded anew */
  private async offer<T>(card: string, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      const unknown = error instanceof FeishuRefusal && error.subCode === UNKNOWN_PICTURE;
      if (!unknown || !(await this.deps.pictures.forget(card))) throw error;
      const { code, subCode, sentence } = error;
      throw new FeishuRefusal('retry', code, subCode, sentence, undefined, false);
    }
  }

  /** The card from the newest state, its JSON made once (30 KB at most); its pictures uploaded first. */
  private async draw(row: OutboxMessage, drawing: Drawing): Promise<Drawn | Outcome> {
    const { renderers, db, pictures, log } = this.deps;
    const request = requestOf(row, drawing);
    try {
      for (let round = 0; ; round += 1) {
        const rendered = await renderers.render(db.read, request, drawing.retired);
        if (!rendered) return { end: 'dropped', row, code: null, why: '没有要说的了' };
        const wanted = pictures.wanted(rendered.pictures);
        if (wanted.length === 0 || round === MOST_PICTURE_ROUNDS) {
          const { card } = rendered;
          return { card, json: JSON.stringify(card) };
        }
        await pictures.upload(wanted);
      }
    } catch (error) {
      if (error instanceof FeishuRefusal) throw error;
      log.error({ err: error, outboxId: row.id, kind: row.kind }, 'card could not be drawn');
      return this.later(row, {
        code: 0,
        why: '卡片画不出来',
        patient: false,
        firstTriedAt: row.firstTriedAt,
      });
    }
  }

  /** The file as it is now, handed to Feishu; the key of an earlier try is not used again. */
  private async upload(row: OutboxMessage, drawing: Drawing): Promise<{ fileKey: string } | Outcome> {
    const { files, db, gateway, log } = this.deps;
    let file: Awaited<ReturnType<FileWriter['write']>>;
    try {
      file = await files.write(db.read, requestOf(row, drawing));
    } catch (error) {
      log.error({ err: error, outboxId: row.id, kind: row.kind }, 'file could not be written');
      const { firstTriedAt } = row;
      return this.later(row, { code: 0, why: '文件生成不了', patient: false, firstTriedAt });
    }
    if (!file) return { end: 'dropped', row, code: null, why: '没有要发的文件了' };
    await this.uploads.pass();
    return { fileKey: await gateway.uploadFile(file) };
  }

  /** At most one digest reaches a person on a Shanghai day (experience.md, rule 4). */
  private async hadDigest(row: OutboxMessage, at: Date): Promise<boolean> {
    const day = dayOf(at);
    const [found] = await this.deps.db.read.query(
      'SELECT id FROM card_message WHERE recipientId = ? AND kind = ? AND sentAt >= ? AND sentAt < ? LIMIT 1',
      [
        row.recipientId,
        row.kind,
        sqlInstant(instantAt(day, '00:00')),
        sqlInstant(instantAt(addDays(day, 1), '00:00')),
      ],
    );
    return found !== undefined;
  }

  private failed(row: OutboxMessage, refusal: FeishuRefusal, before: Date | null, until?: Date): Outcome {
    const { kind, code, sentence: why, patient, afterMs } = refusal;
    if (kind === 'terminal-recipient' || kind === 'terminal-card' || kind === 'gone') {
      return { end: 'refused', row, code: refusal.subCode ?? code, why };
    }
    // "Being sent" is about an earlier try of ours, which may yet arrive.
    const doubtful = kind === 'ambiguous' || code === BEING_SENT;
    const firstTriedAt = doubtful ? row.firstTriedAt : before;
    // While Feishu is out, the same request is tried first when the pause ends, so that few become doubtful.
    if (until) return { end: 'retry', row, code, why, firstTriedAt, until, attempts: row.attempts + 1 };
    return this.later(row, { code, why, patient, firstTriedAt, ...(afterMs && { afterMs }) });
  }

  private later(
    row: OutboxMessage,
    how: { code: number; why: string; patient: boolean; firstTriedAt: Date | null; afterMs?: number },
  ): Outcome {
    const { code, why, patient, firstTriedAt } = how;
    if (!patient && row.attempts + 1 >= MOST_TRIES) return { end: 'refused', row, code, why };
    const attempts = row.attempts + 1;
    const until = new Date(this.machine().getTime() + (how.afterMs ?? backoffMs(row.attempts, row.id)));
    return { end: 'retry', row, code, why, firstTriedAt, until, attempts };
  }
}

/** Neither an answer nor an alert nor a notice. */
const isRoutine = ({ priority }: OutboxMessage): boolean => priority > MOST_URGENT;

const BEING_SENT = 230049;
const TOO_FAST = 99991400;

const requestOf = (row: OutboxMessage, { shown, recipient, at }: Drawing): RenderRequest => ({
  kind: shown.kind,
  subject: { type: shown.subjectType, id: shown.subjectId },
  recipient,
  snapshot: row.snapshot,
  at,
  again: row.mode === 'send' && row.again,
});

/** Whether the card still asks for something: then its matter is open and must keep a live card. */
const isPressable = (card: string): boolean => card.includes('"type":"callback"');
