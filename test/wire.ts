import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A wire to a server that can be cut and mended, or fall silent. */
export class Wire {
  private server: Server | null = null;
  private port = 0;
  private readonly sockets = new Set<Socket>();
  private silent = false;

  constructor(private readonly target: URL) {}

  get url(): string {
    const url = new URL(this.target);
    url.host = `127.0.0.1:${this.port}`;
    return url.href;
  }

  async mend(): Promise<void> {
    this.silent = false;
    this.server = createServer((near) => {
      this.sockets.add(near);
      if (this.silent) return;
      const far = connect(Number(this.target.port), this.target.hostname);
      for (const socket of [near, far]) {
        this.sockets.add(socket);
        // The other end of a cut wire reports it; both ends are destroyed by `cut`.
        socket.on('error', () => socket.destroy());
      }
      near.pipe(far).pipe(near);
    });
    await new Promise<void>((resolve) => this.server?.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.address() as { port: number }).port;
  }

  async cut(): Promise<void> {
    const closed = new Promise((resolve) => this.server?.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
    await closed;
  }

  /** Nothing comes through any more, and nobody is told: what a pulled plug looks like from afar. */
  hush(): void {
    this.silent = true;
    for (const socket of this.sockets) socket.unpipe().pause();
  }
}

/** A port on which nobody listens any more. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
