import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** The first address of the sandbox page that the process prints. */
function pageAddress(child: ReturnType<typeof spawn>): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const take = (part: Buffer) => {
      said += part.toString('utf8');
      const found = /http:\/\/\S+\/sandbox\//.exec(said);
      if (found) resolve(found[0]);
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.on('exit', () => reject(new Error(said)));
  });
}

describe('npm start', () => {
  it('builds the bot, runs what it built, and serves the page of the sandbox with its script', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'river-start-'));
    const env = {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      DATA_DIR: dataDir,
      PORT: '0',
      LOG_LEVEL: 'silent',
    };
    const child = spawn('npm', ['start'], { cwd: ROOT, env, detached: true });
    try {
      const page = await pageAddress(child);
      expect(await (await fetch(page)).text()).toContain('page.js');
      expect((await fetch(`${page}assets/page.js`)).status).toBe(200);
      const people = (await (await fetch(`${page}api/people`)).json()) as unknown[];
      expect(people.length).toBeGreaterThan(50);
    } finally {
      const ended = new Promise((resolve) => child.on('exit', resolve));
      // npm, its shell and the bot: the group that was started here.
      process.kill(-(child.pid as number), 'SIGTERM');
      await ended;
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});
