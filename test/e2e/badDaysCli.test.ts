import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { MIGRATIONS } from '../../migrations';
import { instantOf } from '../../src/cli/means';
import { buttonOn, cardsOf, doubled, gesture, until } from './badDays';
import { cliJson } from './child';
import { buttons, type Card, County, Phone, type ShownMessage } from './county';
import { askLine, runLine } from './runLine';

const ROSTER = 'test/fixtures/花名册.xlsx';
const LEDGER = 'test/fixtures/入河排污口台账.xlsx';
const OK = '一切正常，提交';
const titleOf = (card: Card) => card.header?.title.content;

/* What the contract promises whoever reads these documents; more may stand in them. */
const count = z.int().min(0);
const finding = z.looseObject({
  sheet: z.string().nullable(),
  row: z.int().nullable(),
  column: z.string().nullable(),
  code: z.string(),
  message: z.string().min(1),
  value: z.unknown(),
});
const imported = z.looseObject({
  dryRun: z.boolean(),
  created: count,
  updated: count,
  unchanged: count,
  errors: z.array(finding),
  warnings: z.array(finding),
});
const ticked = z.looseObject({
  at: z.iso.datetime(),
  jobs: z.array(z.looseObject({ name: z.string(), created: count })).min(1),
  sent: count,
  deferred: count,
  refused: count,
});
const hundredths = z.number().refine((n) => Math.abs(n * 100 - Math.round(n * 100)) < 1e-6, 'two decimals');
const line = z.looseObject({
  rule: z.string(),
  points: hundredths,
  max: hundredths,
  applicable: z.boolean(),
  reason: z.string().min(1),
  evidence: z.array(z.looseObject({ kind: z.string(), id: z.int() })),
});
const scored = { score: hundredths.nullable(), grade: z.string(), lines: z.array(line).min(1) };
const assessed = z.looseObject({
  period: z.string(),
  policyVersion: z.int(),
  towns: z.array(z.looseObject({ code: z.string(), name: z.string(), ...scored })).min(1),
  chiefs: z.array(
    z.looseObject({ reach: z.string(), level: z.string(), name: z.string(), unit: z.string(), ...scored }),
  ),
});
const refusedDocument = z.strictObject({ error: z.strictObject({ message: z.string().regex(/[一-龥]/) }) });

describe('the command line beside the running bot, on one SQLite file', () => {
  let county: County;
  beforeAll(async () => {
    county = await County.start();
  }, 60_000);
  afterAll(() => county.stop());

  /** One after the other presses 知道了 under the 告知书 until told to stop; whatever was not answered well. */
  async function pressOn(goOn: () => boolean): Promise<unknown[]> {
    const faults: unknown[] = [];
    const people = await county.api<{ open_id: string }[]>('GET', 'people');
    for (let n = 0; goOn(); n += 1) {
      const phone = new Phone(county, people[n % people.length]?.open_id ?? '');
      const notice = cardsOf(await phone.messages()).find(({ content }) => titleOf(content) === '告知书');
      const [button] = notice ? buttons(notice.content) : [];
      if (!notice || !button?.name) continue;
      await pause(40);
      const pressed = await gesture(county, phone, { message_id: notice.message_id, name: button.name });
      if (pressed.error !== null || pressed.toast?.type === 'error') faults.push(pressed);
    }
    return faults;
  }

  it('waits its turn and lets presses wait theirs: nothing fails, and every answer is one document', async () => {
    const { now } = await county.api<{ now: string }>('GET', 'clock');
    const at = new Date(Date.parse(now) + 7 * 86_400_000 + 1_800_000).toISOString();
    const period = now.slice(0, 7);
    let busy = true;
    const pressing = pressOn(() => busy);
    try {
      const ask = <T>(...args: string[]) => cliJson<T>(county.dataDir, args);
      const dry = await ask('import', 'ledger', LEDGER, '--dry-run');
      expect(dry.code).toBe(0);
      expect(imported.parse(dry.data)).toMatchObject({ dryRun: true, created: 0, updated: 0, errors: [] });
      const roster = await ask('import', 'roster', ROSTER);
      expect(roster.code).toBe(0);
      expect(imported.parse(roster.data)).toMatchObject({
        dryRun: false,
        created: 0,
        updated: 0,
        errors: [],
      });

      const tick = await ask('tick', '--at', at);
      expect(tick.code).toBe(0);
      expect(ticked.parse(tick.data)).toMatchObject({ at, refused: 0 });
      expect(ticked.parse(tick.data).sent).toBeGreaterThan(0);
      const follows = await until(
        'the running bot’s clock',
        async () => (await county.api<{ now: string }>('GET', 'clock')).now >= at && Date.now(),
        3_000,
      );
      expect(follows).toBeGreaterThan(0);

      const score = await ask('assess', '--period', period);
      expect(score.code).toBe(0);
      expect(assessed.parse(score.data).period).toBe(period);
      const audit = await ask<{ sealed: number }>('audit', 'verify');
      expect(audit).toMatchObject({ code: 0, data: { sealed: expect.any(Number) } });
      const back = await ask('tick', '--at', now);
      expect(back.code).toBe(1);
      expect(refusedDocument.parse(back.data).error.message).toContain('不能回到');
    } finally {
      busy = false;
    }
    expect(await pressing).toEqual([]);
    await county.settle();
    expect(await doubled(county)).toEqual([]);
  }, 90_000);

  it('leaves the running bot able to go on', async () => {
    const people = await county.api<{ open_id: string }[]>('GET', 'people');
    const tasks: [Phone, ShownMessage][] = [];
    for (const { open_id } of people) {
      const phone = new Phone(county, open_id);
      const shown = cardsOf(await phone.messages());
      const task = shown.find(({ content }) =>
        buttons(content).some((button) => button.text?.content === OK),
      );
      if (task) tasks.push([phone, task]);
    }
    const [phone, task] = tasks[0] as [Phone, ShownMessage];
    const asked = { message_id: task.message_id, name: buttonOn(task, OK).name };
    expect((await gesture(county, phone, asked)).toast?.type).toBe('success');
  });
});

describe('the command line on its own', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'cli-'));
  const environment = process.env;
  beforeAll(() => {
    process.env = { ...environment, DATA_DIR: dataDir, LOG_LEVEL: 'silent' };
  });
  afterAll(() => {
    process.env = environment;
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('makes a county, sends its messages and scores it, without the bot having run', async () => {
    expect(await askLine('migrate')).toMatchObject({
      code: 0,
      data: { applied: MIGRATIONS.map(({ name }) => name) },
    });
    const roster = await askLine('import', 'roster', ROSTER);
    expect(imported.parse(roster.data).created).toBeGreaterThan(100);
    const ledger = await askLine('import', 'ledger', LEDGER);
    expect(imported.parse(ledger.data)).toMatchObject({ created: 78, updated: 0, errors: [] });
    const again = await askLine('import', 'ledger', LEDGER);
    expect(imported.parse(again.data)).toMatchObject({ created: 0, updated: 0, unchanged: 78 });
    const tick = await askLine('tick', '--at', '2026-11-30T08:30:00+08:00');
    expect(ticked.parse(tick.data)).toMatchObject({ at: '2026-11-30T00:30:00.000Z', refused: 0 });
    expect(ticked.parse(tick.data).sent).toBeGreaterThan(0);
    const score = await askLine('assess', '--period', '2026-11');
    expect(assessed.parse(score.data).towns.length).toBe(10);
    expect([roster, ledger, again, tick, score].map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);
  }, 60_000);

  it.each<[string, string[], string]>([
    ['an unknown command', ['frobnicate'], '没有这个命令'],
    ['no command', [], '缺少命令'],
    ['an unknown kind', ['import', 'toString', ROSTER], '不认识'],
    ['a file that is not there', ['import', 'ledger', '没有.xlsx'], '没有.xlsx：没有这个文件'],
    ['a folder', ['import', 'ledger', 'test'], 'test：这是文件夹'],
    [
      'a place for a backup that is not there',
      ['backup', '/nowhere/x.tar.gz'],
      '文件 /nowhere/x.tar.gz：没有',
    ],
    ['a place that cannot be written', ['template', 'roster', '/nowhere/x.xlsx'], '/nowhere/x.xlsx'],
    ['a period that is none', ['assess', '--period', '2026-13'], '2026-13'],
    ['a period to come', ['assess', '--period', '2031'], '2031'],
    ['a time before the last', ['tick', '--at', '2026-11-29T08:30:00+08:00'], '不能回到'],
    ['a time too far ahead', ['tick', '--at', '9998-12-31T08:30:00+08:00'], '最多往后 5 年'],
    ['a time that is none', ['tick', '--at', '昨天'], '昨天'],
    ['an option left out', ['assess'], '--period'],
    ['an option nobody knows', ['migrate', '--force'], '--force'],
    ['a message that is not refused', ['deliveries', '--retry', '0'], '0'],
    ['a number that is none', ['deliveries', '--retry', 'abc'], '编号“abc”不是数字'],
    ['a number that is none, of an event', ['inbox', '--retry', '-1'], '编号“-1”不是数字'],
    ['a policy that is not there', ['policy', 'check', '没有.yaml'], '没有.yaml'],
  ])('refuses %s with one sentence and exit code 1', async (_, args, says) => {
    const { code, stdout, stderr } = await runLine([...args, '--json']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(refusedDocument.parse(JSON.parse(stdout)).error.message).toContain(says);
  });

  it('says what is wrong with a whole file without a place in it', async () => {
    const { code, stdout, stderr } = await runLine(['import', 'roster', 'package.json']);
    expect(code).toBe(1);
    expect(stdout + stderr).toMatch(/^ {2}这不是 Excel 工作簿/m);
  });

  it('tells a person what was wrong on the error output', async () => {
    const { code, stdout, stderr } = await runLine(['assess', '--period', '明年']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('明年');
  });

  it('ends with 2 for what is not the input’s fault, as a database that is away', async () => {
    process.env.DATABASE_URL = 'mysql://root@127.0.0.1:1/nobody';
    const { code, stdout } = await runLine(['audit', 'verify', '--json']);
    delete process.env.DATABASE_URL;
    expect(code).toBe(2);
    expect(refusedDocument.parse(JSON.parse(stdout)).error.message).toContain('连不上数据库');
  });

  it('takes a time without a zone for Shanghai’s', () => {
    expect(instantOf('2026-11-30T08:30').toISOString()).toBe('2026-11-30T00:30:00.000Z');
    expect(instantOf('2026-11-30T08:30:00Z').toISOString()).toBe('2026-11-30T08:30:00.000Z');
    expect(() => instantOf('2026-02-30T08:30')).toThrow('写法不对');
  });
});
