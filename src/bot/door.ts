import { CardMessage, InboxEvent, isGroupKind, Person, type Role, type SentKind } from '../../entities';
import type { Reader, Tx } from '../core/database';
import { Fault } from '../core/errors';
import type { CardPress, PressReply, Rendered } from '../core/messages';
import { redrawCards, type Subject, shownHashOf } from '../core/outbox';
import { carriedBy } from './carried';
import type { ActionHandler, BotDeps, PressOutcome, Toast } from './frame';
import type { Presenters } from './presenters';
import { refilled } from './refilled';

/** Feishu shows an error after 3 s; by then the person must have an answer, whatever the database does. */
const ANSWER_WITHIN_MS = 2_600;
/** A press waits this long for another process's write to end. */
const PATIENCE_MS = 2_000;

const toastOf = (fault: Fault): Toast => ({
  type: fault.ours ? 'error' : 'warning',
  content: fault.message,
});

/** What a pressed message shows, as far as we know the message. */
interface Shown {
  kind: SentKind;
  subject: Subject;
}

/**
 * The door for card presses. One transaction: the press is taken once, the person is recognised, the action's
 * command runs, and the card is drawn anew from what is then true. A refusal changes nothing and shows the
 * current state.
 */
export class Door {
  private readonly handlers: Map<string, ActionHandler>;

  constructor(
    private readonly deps: BotDeps,
    private readonly presenters: Presenters,
    handlers: readonly ActionHandler[],
  ) {
    this.handlers = new Map(handlers.map((handler) => [handler.name, handler]));
    if (this.handlers.size !== handlers.length) throw new Error('two handlers for one action');
  }

  /** Always answers within the platform's limit, always with an object. */
  async press(press: CardPress): Promise<PressReply> {
    return new Promise((resolve) => {
      let late = false;
      const limit = setTimeout(() => {
        late = true;
        resolve({ toast: toastOf(new Fault('database.away')) });
        this.deps.log.warn({ eventId: press.eventId }, 'press answered before it was done');
      }, ANSWER_WITHIN_MS);
      this.answer(press).then((reply) => {
        clearTimeout(limit);
        if (late) this.catchUp(press);
        else resolve(reply);
      });
    });
  }

  /** The phone was told to wait and never saw the new card: it is drawn anew in its place. */
  private catchUp(press: CardPress): void {
    const { db, clock, log } = this.deps;
    db.transaction(async (tx) => {
      const card = await tx.findOne(CardMessage, { messageId: press.messageId });
      if (!card) return;
      tx.deferUpdate(CardMessage, { id: card.id }, { shownHash: null });
      redrawCards(tx, [card], clock.now());
    }).catch((err: unknown) =>
      log.error({ err, eventId: press.eventId }, 'late card could not be caught up'),
    );
  }

  private async answer(press: CardPress): Promise<PressReply> {
    try {
      const options = { patienceMs: PATIENCE_MS, together: press.openId };
      return await this.deps.db.transaction((tx) => this.take(tx, press), options);
    } catch (error) {
      return this.refuse(press, error);
    }
  }

  private async take(tx: Tx, press: CardPress): Promise<PressReply> {
    const at = this.deps.clock.now();
    const taken = {
      key: `press:${press.eventId}`,
      type: 'card.action.trigger',
      payload: null,
      receivedAt: at,
      state: 'done' as const,
      attempts: 1,
      nextAt: at,
      lastError: null,
    };
    const { formValue } = press.action;
    const sent = press.action.value;
    const value = actionName(sent) === '' ? await this.leftOut(tx, press, at) : sent;
    const handler = this.handlers.get(actionName(value));
    // Asked together, these are one round trip, with what the action asks ahead.
    const questions = Promise.all([
      tx.insert(InboxEvent, taken, { ignore: true }),
      tx.query<{ role: Role | null; cardId: number | null }>(
        `SELECT p.*, r.role, c.id AS cardId, c.messageId, c.chatId, c.kind, c.subjectType, c.subjectId,
                c.recipientId, c.sentAt, c.shownHash, c.retiredAt
           FROM person p LEFT JOIN person_role r ON r.personId = p.id LEFT JOIN card_message c ON c.messageId = ?
          WHERE p.openId = ?`,
        [press.messageId, press.openId],
      ),
    ]);
    const answer = handler?.begin({ tx, at }, { value, formValue });
    const [fresh, who] = await questions;
    if (!who[0]) throw new Fault('press.stranger');
    const person = tx.hydrate(Person, who[0]);
    const roles = who.flatMap(({ role }) => role ?? []);
    const { cardId } = who[0];
    const pressed = cardId === null ? null : tx.hydrate(CardMessage, { ...who[0], id: cardId });
    // In a group everybody may press what everybody sees, and it stays as it is: what a press opens is the presser's own.
    const card = pressed && isGroupKind(pressed.kind) ? null : pressed;
    if (card && card.recipientId !== person.id) throw new Fault('press.notYours');
    if (fresh.affected === 0) {
      return this.reply(tx, { person, card, at }, { toast: { type: 'info', content: '已经收到过了' } });
    }
    if (!answer) throw new Fault('press.unknown');
    const outcome = await answer({ deps: this.deps, tx, person, roles, at, messageId: press.messageId });
    const reply = await this.reply(tx, { person, card, at }, outcome);
    return outcome.refused ? keepingWords(reply, press) : reply;
  }

  /**
   * What the pressed button carries, when the phone sends its name alone: nobody knows whether a form always comes with
   * it (feishu.md §11). Read from the card as it is drawn now.
   */
  private async leftOut(tx: Tx, { messageId, action: { name } }: CardPress, at: Date): Promise<unknown> {
    const card = name === undefined ? null : await tx.findOne(CardMessage, { messageId });
    if (!name || !card || isGroupKind(card.kind)) return undefined;
    const recipient = await tx.findOne(Person, { id: card.recipientId });
    const drawn = recipient && (await this.draw(tx, { person: recipient, card, at }));
    return drawn ? carriedBy(drawn.card, name) : undefined;
  }

  /** The toast, and the pressed card as it is now. */
  private async reply(
    tx: Tx,
    { person, card, at }: { person: Person; card: CardMessage | null; at: Date },
    { show, toast }: PressOutcome,
  ): Promise<PressReply> {
    // At the press's own instant: what it has just recorded shows as just recorded.
    const rendered = card && (await this.draw(tx, { person, card, at }, show));
    if (!rendered) return toast ? { toast } : {};
    const shownHash = shownHashOf(JSON.stringify(rendered.card));
    if (show) {
      const { kind, subject } = show;
      const set = { shownHash, kind, subjectType: subject.type, subjectId: subject.id };
      tx.deferUpdate(CardMessage, { id: card.id }, set);
    } else if (shownHash !== card.shownHash) {
      // Only this column: what stands in an index is written there again, changed or not.
      tx.deferUpdate(CardMessage, { id: card.id }, { shownHash });
    }
    // Uploading is slow work: the pictures follow in a replacement.
    if (rendered.pictures.length > 0) redrawCards(tx, [card], at);
    return { ...(toast && { toast }), card: rendered.card };
  }

  private draw(
    reader: Reader,
    { person, card, at }: { person: Person; card: CardMessage; at: Date },
    shown: Shown = shownBy(card),
  ): Promise<Rendered | null> {
    const request = { ...shown, recipient: person, snapshot: null, at };
    return this.presenters.render(reader, request, Boolean(card.retiredAt));
  }

  /** Nothing was changed: say why, and show what is true. */
  private async refuse(press: CardPress, error: unknown): Promise<PressReply> {
    const fault = error instanceof Fault ? error : new Fault('press.failed');
    if (fault !== error) this.deps.log.error({ err: error, eventId: press.eventId }, 'press failed');
    const toast = toastOf(fault);
    if (fault.code.startsWith('database.')) return { toast };
    try {
      const reader = this.deps.db.read;
      const person = await reader.findOne(Person, { openId: press.openId });
      const card = await reader.findOne(CardMessage, { messageId: press.messageId });
      if (!person || !card || isGroupKind(card.kind) || card.recipientId !== person.id) return { toast };
      const rendered = await this.draw(reader, { person, card, at: this.deps.clock.now() });
      return rendered ? keepingWords({ toast, card: rendered.card }, press) : { toast };
    } catch (again) {
      this.deps.log.error({ err: again, eventId: press.eventId }, 'refused card could not be drawn');
      return { toast };
    }
  }
}

const shownBy = (card: CardMessage): Shown => ({
  kind: card.kind,
  subject: { type: card.subjectType, id: card.subjectId },
});

/** What was filled in and refused stands in the form again. */
function keepingWords(
  { card, ...reply }: PressReply,
  { action: { name, value, formValue } }: CardPress,
): PressReply {
  if (!card) return reply;
  const pressed = actionName(value) === '' ? carriedBy(card, name ?? '') : value;
  return { ...reply, card: formValue ? refilled(card, pressed, formValue) : card };
}

function actionName(value: unknown): string {
  const name =
    typeof value === 'object' && value !== null ? (value as { action?: unknown }).action : undefined;
  return typeof name === 'string' ? name : '';
}
