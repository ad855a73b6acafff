import type { ChatGroup, Person, Role, SentKind } from '../../entities';
import type { Calendar } from '../core/calendar';
import type { Clock } from '../core/clock';
import type { Database, Reader, Tx } from '../core/database';
import type { Logger } from '../core/log';
import type { Rendered, RenderRequest } from '../core/messages';
import type { Subject } from '../core/outbox';
import type { Policies } from '../core/policy';
import type { Secrets } from '../core/secrets';

/** What every presenter and action may use. */
export interface BotDeps {
  db: Database;
  policies: Policies;
  calendar: Calendar;
  clock: Clock;
  log: Logger;
  secrets: Secrets;
  /** Where the bot's public pages are reached, without a slash at its end; null when nobody said. */
  publicUrl?: string | null;
}

/** Fetches what one kind of card shows and draws it; one file a kind in `presenters/`. */
export type Presenter = (
  deps: BotDeps,
  reader: Reader,
  request: Omit<RenderRequest, 'kind' | 'recipient'> & { recipient: Person },
) => Promise<Rendered | null>;

/** The same for what is posted to a group, where everybody reads it: nothing of one person alone. */
export type GroupPresenter = (
  deps: BotDeps,
  reader: Reader,
  request: Omit<RenderRequest, 'kind' | 'recipient'> & { recipient: ChatGroup },
) => Promise<Rendered | null>;

/** Who presses, and within which transaction. */
export interface PressContext {
  deps: BotDeps;
  tx: Tx;
  person: Person;
  roles: Role[];
  /** Business time of the press. */
  at: Date;
  /** The pressed message. */
  messageId: string;
}

export type Toast = { type: 'success' | 'info' | 'warning' | 'error'; content: string };

export interface PressOutcome {
  toast?: Toast;
  /** What the pressed message shows from now on; its own kind and subject when left out. */
  show?: { kind: SentKind; subject: Subject };
  /** The form could not be read: nothing was changed, and what was filled in stays. */
  refused?: true;
}

/** What a press carries; every value in it is whatever the client chose to send. */
export interface PressValues {
  value: unknown;
  formValue?: unknown;
}

/** The part of `defineAction` (cards/kit) that the door needs. */
export interface ActionCodec<Input> {
  name: string;
  parse(press: PressValues): { ok: true; input: Input } | { ok: false; fault: string };
}

export interface ActionHandler {
  name: string;
  /** Reads the press and asks ahead; what comes back answers it, once it is known who presses and that they may. */
  begin(asking: Asking, press: PressValues): (ctx: PressContext) => Promise<PressOutcome>;
}

/** What can be asked before it is known who presses: it then travels with the door's own questions. */
export type Asking = Pick<PressContext, 'tx' | 'at'>;

/** Ties an action's codec to the command that answers it. A form fault changes nothing and is shown as a toast. */
export const on = <Input>(
  codec: ActionCodec<Input>,
  command: (ctx: PressContext, input: Input) => Promise<PressOutcome>,
): ActionHandler =>
  onAhead(
    codec,
    async () => undefined,
    (ctx, input) => command(ctx, input),
  );

/**
 * The same with reads that the command needs whoever presses: they spare a press a round trip, which is worth it
 * where presses come by the thousand.
 */
export const onAhead = <Input, Asked>(
  codec: ActionCodec<Input>,
  ahead: (asking: Asking, input: Input) => Promise<Asked>,
  command: (ctx: PressContext, input: Input, asked: Promise<Asked>) => Promise<PressOutcome>,
): ActionHandler => ({
  name: codec.name,
  begin(asking, press) {
    const parsed = codec.parse(press);
    if (!parsed.ok) return async () => ({ toast: { type: 'warning', content: parsed.fault }, refused: true });
    const asked = ahead(asking, parsed.input);
    // The door may refuse before anybody waits for it.
    asked.catch(() => undefined);
    return (ctx) => command(ctx, parsed.input, asked);
  },
});
