import { type Delivery, deliver } from './deliver';
import type { Connections } from './socket/connections';
import type { AppIdentity, Subscription, Targets } from './types';

/** By which road events and presses reach the bot: its addresses, or one of its long connections. */
export class Road {
  private subscription: Subscription | null = null;

  constructor(
    private readonly identity: AppIdentity,
    private readonly connections: Connections,
  ) {}

  subscribe(subscription: Subscription): void {
    this.subscription = subscription;
  }

  /** Null on a long connection, and until they are known. */
  get addresses(): Targets | null {
    return this.subscription === 'long-connection' ? null : this.subscription;
  }

  /** Whether the bot has ever been there; until then events wait in the store. */
  get open(): boolean {
    return this.subscription === 'long-connection' ? this.connections.everOpened : this.subscription !== null;
  }

  /** @param envelope JSON */
  carry(what: 'event' | 'press', envelope: string): Promise<Delivery> {
    if (this.subscription === 'long-connection') return this.overSocket(what, envelope);
    if (!this.subscription) return Promise.resolve({ kind: 'no-connection' });
    const { eventsUrl, cardsUrl } = this.subscription;
    return deliver(what === 'press' ? cardsUrl : eventsUrl, envelope, this.identity);
  }

  private overSocket(what: 'event' | 'press', envelope: string): Promise<Delivery> {
    const { header_token, press_frame } = this.connections.settings.get();
    const { header, ...rest } = JSON.parse(envelope) as {
      header: { event_id: string; event_type: string; token: string };
    };
    if (header_token === 'empty') header.token = '';
    return this.connections.deliver(header.event_type, {
      text: JSON.stringify({ ...rest, header }),
      eventId: header.event_id,
      type: what === 'press' ? press_frame : 'event',
    });
  }
}
