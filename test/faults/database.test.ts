import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { OutboxMessage, type Person } from '../../entities';
import { NO_LIMITS } from '../../src/feishu';
import { until } from '../e2e/badDays';
import { MARIADB_URL } from '../factories';
import { Stage } from '../feishu/stage';
import { freePort } from '../wire';
import { NIGHTLY, SEED, seeded } from './nightly';

const KILLS = NIGHTLY ? 20 : 3;
const PEOPLE = 6;
/** Of what a sender could not write down; the bot's own is twenty seconds. */
const LEASE_MS = 1_000;
const DAEMON = '/usr/sbin/mariadbd';

/** A MariaDB of this test's own, to be killed: in a folder and on a port that nobody else has. */
class OwnMariaDb {
  private daemon: ChildProcess | null = null;

  private constructor(
    private readonly dir: string,
    private readonly port: number,
  ) {}

  static async install(): Promise<OwnMariaDb> {
    const dir = mkdtempSync(join(tmpdir(), 'own-mariadb-'));
    const { username } = userInfo();
    execFileSync('mariadb-install-db', [
      '--no-defaults',
      `--user=${username}`,
      `--datadir=${join(dir, 'data')}`,
      '--auth-root-authentication-method=normal',
    ]);
    return new OwnMariaDb(dir, await freePort());
  }

  get url(): string {
    return `mysql://root@127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    this.daemon = spawn(
      DAEMON,
      [
        '--no-defaults',
        `--user=${userInfo().username}`,
        `--datadir=${join(this.dir, 'data')}`,
        `--socket=${join(this.dir, 'sock')}`,
        `--port=${this.port}`,
        '--bind-address=127.0.0.1',
        '--character-set-server=utf8mb4',
        '--collation-server=utf8mb4_unicode_ci',
      ],
      { stdio: 'ignore' },
    );
    await until('MariaDB', () =>
      createConnection({ uri: this.url }).then(
        (connection) => connection.end().then(() => true),
        () => false,
      ),
    );
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.daemon?.once('exit', resolve));
    this.daemon?.kill('SIGKILL');
    await ended;
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

const whenInstalled = MARIADB_URL && existsSync(DAEMON) ? describe : describe.skip;
whenInstalled('a MariaDB that is killed in the middle of a push', () => {
  let home: OwnMariaDb;
  let stage: Stage;
  beforeAll(async () => {
    home = await OwnMariaDb.install();
    await home.start();
    stage = await Stage.open('mariadb', '2026-10-12T09:00:00+08:00', home.url);
  }, 60_000);
  afterAll(async () => {
    await stage.close();
    await home.remove();
  }, 30_000);

  it(`and started again, ${KILLS} times: everybody gets every message once, without a restart of the bot`, async () => {
    const random = seeded(SEED);
    const people: Person[] = [];
    for (let n = 0; n < PEOPLE; n += 1) people.push(await stage.person(`1990000000${n}`));
    const openIds = people.map(({ openId }) => String(openId));
    await stage.fault({ kind: 'latency', ms: 30, count: 1_000_000 });
    const sender = stage.sender({ leaseMs: LEASE_MS, limits: NO_LIMITS });
    sender.start();
    let asked = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      for (let n = 0; n < PEOPLE * 20; n += 1) {
        asked += 1;
        await stage.ask(Number(people[n % PEOPLE]?.id), { subject: { type: 'task', id: asked } });
      }
      sender.wake();
      await pause(50 + random() * 300);
      await home.kill();
      await pause(random() * 500);
      await home.start();
    }
    await until(
      'the last message',
      () =>
        stage.db.read.find(OutboxMessage).then(
          (left) => left.length === 0,
          () => false,
        ),
      60_000,
    );
    await sender.stop();
    const shown = (await Promise.all(openIds.map((openId) => stage.titles(openId)))).flat();
    const wanted = Array.from({ length: asked }, (_, n) => `巡河任务 ${n + 1}`);
    expect({ seed: SEED, shown: shown.sort() }).toEqual({ seed: SEED, shown: wanted.sort() });
    expect(await stage.feishu.deliveries({ refused: true })).toEqual([]);
  }, 300_000);
});
