import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { InboxEvent, Photo } from '../../entities';
import { until } from '../e2e/badDays';
import { PNG } from '../e2e/county';
import { BACKENDS } from '../factories';
import { Stage } from '../feishu/stage';
import { NOW } from '../river';
import { chiefOf, settingsOf } from './botStage';
import { built, Victim } from './process';

const OWN_MOUNTS = ['unshare', '--mount', '--map-root-user'] as const;
/** Mounts a small disk where the photos go, fills it to the last byte, and runs the program. */
const FULL =
  'mount -t tmpfs -o size=64k none "$0" && { cat /dev/zero > "$0/ballast" 2>/dev/null; true; } && exec "$@"';
const under = (folder: string): string[] => [...OWN_MOUNTS, 'sh', '-c', FULL, folder];

const [unshare, ...alone] = OWN_MOUNTS;
/**
 * The kernel's leave, which no package brings: where a machine lets nobody mount, the name of the test says so, and a
 * folder that takes nothing stands for the disk (`evidence.test.ts`).
 */
const mounts = spawnSync(unshare, [...alone, 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;

describe.each(BACKENDS)('a disk without room for another photo, on %s', (backend) => {
  let stage: Stage;
  let bot: Victim | null = null;
  beforeAll(async () => {
    stage = await Stage.open(backend, NOW.toISOString());
  }, 60_000);
  afterAll(async () => {
    await bot?.kill();
    await stage.close();
  });

  const sentence =
    'tries each photo again until there is room, answers what is said meanwhile, and loses none';
  it(mounts ? sentence : `nobody may mount here, see evidence.test.ts: ${sentence}`, async () => {
    if (!mounts) return;
    const media = join(stage.dataDir, 'media');
    mkdirSync(media);
    const chief = await chiefOf(stage, '19900001001');
    const settings = JSON.stringify(await settingsOf(stage));
    bot = await Victim.start(built('botProcess.ts'), [settings], {}, under(media));

    const say = (body: object) => stage.control('POST', `people/${chief.openId}/messages`, body);
    for (let n = 0; n < 3; n += 1) await say({ type: 'image', base64: PNG });
    const photos = () => stage.db.read.find(Photo);
    const events = () => stage.db.read.find(InboxEvent, { type: 'photo' });
    await until('a try of each', async () => {
      const tried = (await events()).filter(({ lastError }) => lastError !== null);
      return tried.length === 3;
    });
    expect((await events()).map(({ lastError }) => lastError)).toEqual(
      Array(3).fill(expect.stringMatching(/ENOSPC/)),
    );
    await say({ type: 'text', text: '帮助' });
    await until('the answer', async () => (await stage.titles(chief.openId)).includes('帮助'));
    expect((await photos()).map(({ state }) => state)).toEqual(['waiting', 'waiting', 'waiting']);

    bot.tell({ remove: join(media, 'ballast') });
    await until('every photo', async () => (await photos()).every(({ state }) => state === 'stored'), 60_000);
    expect((await events()).map(({ state }) => state)).toEqual(['done', 'done', 'done']);
  }, 120_000);
});
