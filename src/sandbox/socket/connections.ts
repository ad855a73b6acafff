import { randomInt, randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Delivery } from '../deliver';
import type { Faults } from '../faults';
import { Connection, type Envelope } from './connection';
import type { KeptSettings } from './settings';

export const SOCKET_PATH = '/ws/v2';

/** How long an address that was handed out may be used, in ms of machine time. */
const TICKET_LIFE = 60_000;

/** Codes of the endpoint and of a refused handshake (feishu.md §7.1). */
export const AUTH_FAILED = 514;
export const TOO_MANY = 1000040350;

interface Ticket {
  service: number;
  until: number;
}

/** The long connections of the app that end at this process. */
export class Connections {
  /** Whether a client has ever come: before that nothing is pushed, as with addresses that are not known yet. */
  everOpened = false;
  private readonly upgrades = new WebSocketServer({ noServer: true });
  private readonly live = new Set<Connection>();
  private readonly tickets = new Map<string, Ticket>();

  constructor(
    readonly settings: KeptSettings,
    private readonly faults: Faults,
    private readonly log: (line: string) => void,
  ) {}

  get count(): number {
    return this.live.size;
  }

  /** Of those, the dead ones that nobody has closed yet. */
  get halfOpen(): number {
    return [...this.live].filter(({ halfOpen }) => halfOpen).length;
  }

  get full(): boolean {
    return this.live.size >= this.settings.get().most_connections;
  }

  /** The address for one client, good for one use. @param origin `ws://host:port` */
  invite(origin: string): string {
    const ticket = randomUUID();
    const service = randomInt(1, 100_000_000);
    for (const [old, { until }] of this.tickets) if (until < Date.now()) this.tickets.delete(old);
    this.tickets.set(ticket, { service, until: Date.now() + TICKET_LIFE });
    // The SDK reads the whole address as a query, which swallows the first key.
    const query = `fpid=1&device_id=${randomInt(1e9, 1e10)}&service_id=${service}&access_key=${randomUUID()}`;
    return `${origin}${SOCKET_PATH}?${query}&ticket=${ticket}`;
  }

  /** Takes WebSocket clients on this server. */
  attach(server: Server): void {
    server.on('upgrade', (req, socket, head) => this.welcome(req, socket, head));
  }

  /** Hands it to one client at random, as the platform does: there is no broadcast. */
  async deliver(eventType: string, envelope: Envelope): Promise<Delivery> {
    const chosen = [...this.live][randomInt(Math.max(1, this.live.size))];
    if (!chosen) return { kind: 'no-connection' };
    const answer = chosen.ask(envelope);
    const kick = this.faults.take('kick', { event: eventType });
    if (kick) this.kick(chosen, kick.close_code);
    return answer;
  }

  /** Ordered kicks and half-open lines meet the connections there are; what is left over meets the next to come. */
  meetFaults(): void {
    for (const connection of this.live) {
      if (!connection.halfOpen && this.faults.take('half-open', {})) connection.halfOpen = true;
      const kick = this.faults.take('kick', {});
      if (kick) this.kick(connection, kick.close_code);
    }
  }

  close(): void {
    for (const connection of this.live) connection.cut();
    this.upgrades.close();
  }

  private kick(connection: Connection, code: number | null): void {
    this.live.delete(connection);
    connection.kick(code);
  }

  private welcome(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { pathname, searchParams } = new URL(req.url ?? '/', 'ws://sandbox');
    const ticket = this.redeem(searchParams.get('ticket') ?? '');
    if (pathname !== SOCKET_PATH) refuse(socket, '404 Not Found');
    else if (!ticket) refuse(socket, '403 Forbidden', AUTH_FAILED);
    else if (this.full) refuse(socket, '403 Forbidden', AUTH_FAILED, TOO_MANY);
    else this.upgrades.handleUpgrade(req, socket, head, (client) => this.admit(client, ticket.service));
  }

  private redeem(name: string): Ticket | undefined {
    const ticket = this.tickets.get(name);
    this.tickets.delete(name);
    return ticket && ticket.until >= Date.now() ? ticket : undefined;
  }

  private admit(client: WebSocket, service: number): void {
    const connection = new Connection(client, service, () => this.settings.get());
    this.live.add(connection);
    this.everOpened = true;
    this.log(`long connection open, ${this.live.size} in all`);
    client.on('close', () => {
      this.live.delete(connection);
      this.log(`long connection closed, ${this.live.size} left`);
    });
    this.meetFaults();
  }
}

function refuse(socket: Duplex, status: string, handshake?: number, autherrcode?: number): void {
  const lines = [
    `HTTP/1.1 ${status}`,
    'Connection: close',
    'Content-Length: 0',
    ...(handshake === undefined ? [] : [`Handshake-Status: ${handshake}`, 'Handshake-Msg: refused']),
    ...(autherrcode === undefined ? [] : [`Handshake-Autherrcode: ${autherrcode}`]),
  ];
  socket.on('error', () => undefined);
  socket.end(`${lines.join('\r\n')}\r\n\r\n`);
}
