import Libsql from 'libsql';
import { createConnection } from 'mysql2/promise';
import { AuditEntry, CardMessage, InboxEvent, OutboxMessage, type Person, Unit } from '../../entities';
import { Door } from '../../src/bot/door';
import { type ActionHandler, on, type PressContext } from '../../src/bot/frame';
import type { Presenters } from '../../src/bot/presenters';
import { audit } from '../../src/core/audit';
import type { EntityClass, Reader } from '../../src/core/database';
import { Fault } from '../../src/core/errors';
import { createLog } from '../../src/core/log';
import type { CardPress, RenderRequest } from '../../src/core/messages';
import { shownHashOf } from '../../src/core/outbox';
import { Policies } from '../../src/core/policy';
import {
  BACKENDS,
  buildPerson,
  buildUnit,
  clockAt,
  openTestDatabase,
  type TestDatabase,
  testCalendar,
  testPolicy,
  testSecrets,
} from '../factories';

/* The matter of these tests is a unit; its name is its state. */
const unitOf = async ({ tx }: Pick<PressContext, 'tx'>) => (await tx.find(Unit))[0] as Unit;
const codec = <I>(name: string, read: (value: unknown) => I) => ({
  name,
  parse: ({ value }: { value: unknown }) => ({ ok: true as const, input: read(value) }),
});
/** Renames the unit, if it is still called as the card says. */
async function rename(ctx: PressContext, from: string, to: string): Promise<void> {
  const { id } = await unitOf(ctx);
  if ((await ctx.tx.update(Unit, { id, name: from }, { name: to })) === 0) throw new Fault('press.stale');
  const { at, person, tx } = ctx;
  audit(tx, { at, actor: `person:${person.id}`, action: 'rename', subjectType: 'unit', subjectId: id });
}
const done = { toast: { type: 'success' as const, content: '办好了' } };

const clock = clockAt('2026-11-23T01:00:00Z');
let drawnAt: Date | null = null;
let gate: Promise<void> = Promise.resolve();
let waiting = false;
const ACTIONS: ActionHandler[] = [
  on(
    codec('rename', (value) => value as { from: string; to: string }),
    async (ctx, { from, to }) => {
      await rename(ctx, from, to);
      return done;
    },
  ),
  on(codec('refuse', String), async (ctx) => {
    await rename(ctx, '旧名', '半路');
    throw new Fault('matter.gone');
  }),
  on(codec('crash', String), async (ctx) => {
    await rename(ctx, '旧名', '半路');
    throw new TypeError('no such thing for 19900012345');
  }),
  on(codec('wait', String), async (ctx) => {
    await rename(ctx, '旧名', '晚到');
    waiting = true;
    await gate;
    return done;
  }),
  on(codec('slow', String), async (ctx) => {
    await rename(ctx, '旧名', '慢');
    clock.moveTo(new Date(ctx.at.getTime() + 40));
    return done;
  }),
  on({ name: 'form', parse: () => ({ ok: false as const, fault: '请先选一个' }) }, async () => done),
  on(codec('turn', String), async () => ({ show: { kind: 'help', subject: { type: 'unit', id: 99 } } })),
];

/** Draws what the unit is called, as the reader sees it. */
const drawn = (name: string, more = {}) => ({ kind: 'digest', name, retired: false, ...more });
const presenters = {
  render: async (reader: Reader, { kind, at }: RenderRequest, retired: boolean) => {
    drawnAt = at;
    const [unit] = await reader.find(Unit);
    if (unit?.name === '画不出') throw new Error('cannot be drawn');
    if (unit?.name === '没有了') return null;
    return { card: { kind, name: unit?.name, retired }, pictures: unit?.name === '有照片' ? [5] : [] };
  },
} as unknown as Presenters;

describe.each(BACKENDS)('the door for card presses (%s)', (backend) => {
  let db: TestDatabase;
  let door: Door;
  let mine: Person;
  let other: Person;
  let events = 0;
  const lines: string[] = [];

  beforeAll(async () => {
    db = await openTestDatabase(backend);
    const { id } = await buildUnit(db);
    [mine, other] = [await buildPerson(db, { unitId: id }), await buildPerson(db, { unitId: id })];
    door = new Door(
      {
        db,
        policies: new Policies(db, testPolicy()),
        calendar: testCalendar,
        clock,
        log: createLog('warn', { write: (line) => void lines.push(line) }),
        secrets: testSecrets,
      },
      presenters,
      ACTIONS,
    );
  });
  afterAll(() => db.drop());
  beforeEach(async () => {
    lines.length = 0;
    gate = Promise.resolve();
    await db.transaction(async (tx) => {
      const tables: EntityClass<object>[] = [InboxEvent, AuditEntry, CardMessage, OutboxMessage];
      for (const table of tables) await tx.remove(table, {});
      await tx.update(Unit, {}, { name: '旧名' });
      await tx.insert(CardMessage, {
        messageId: 'om_mine',
        chatId: 'oc_1',
        kind: 'digest',
        subjectType: 'unit',
        subjectId: 1,
        recipientId: mine.id,
        sentAt: new Date('2026-11-23T00:00:00Z'),
        shownHash: null,
        retiredAt: null,
      });
    });
  });

  const press = (value: unknown, more: Partial<CardPress> = {}) => {
    events += 1;
    const eventId = `e${events}`;
    const openId = String(mine.openId);
    return door.press({ eventId, openId, messageId: 'om_mine', chatId: 'oc_1', action: { value }, ...more });
  };
  const toNew = { action: 'rename', from: '旧名', to: '新名' };
  const setName = (name: string) => db.transaction((tx) => tx.update(Unit, {}, { name }));
  const nameNow = async () => (await db.read.find(Unit))[0]?.name;
  const card = async () => (await db.read.find(CardMessage))[0];
  /** Nothing of the press is left: not its effect, not its trace, not even that it was taken. */
  const expectNothing = async () => {
    expect(await nameNow()).toBe('旧名');
    expect(await db.read.find(AuditEntry)).toEqual([]);
    expect(await db.read.find(InboxEvent)).toEqual([]);
  };

  it('answers with a toast and the card as it is now, and remembers what the phone shows', async () => {
    expect(await press(toNew)).toEqual({ ...done, card: drawn('新名') });
    expect(await db.read.find(AuditEntry)).toMatchObject([{ actor: `person:${mine.id}`, action: 'rename' }]);
    expect((await card())?.shownHash).toBe(shownHashOf(JSON.stringify(drawn('新名'))));
    expect(await db.read.find(InboxEvent)).toMatchObject([{ key: `press:e${events}`, state: 'done' }]);
  });

  it('draws the card at the instant at which the press was taken, however long its work took', async () => {
    await press({ action: 'slow' });
    const [{ at } = { at: null }] = await db.read.find(AuditEntry);
    expect(drawnAt).toEqual(at);
  });

  it('takes the same press once: a repeat is answered with the current card and has no effect', async () => {
    await press(toNew, { eventId: 'same' });
    await setName('旧名');
    const repeat = await press(toNew, { eventId: 'same' });
    expect(repeat).toEqual({ toast: { type: 'info', content: '已经收到过了' }, card: drawn('旧名') });
    expect(await db.read.find(AuditEntry)).toHaveLength(1);
  });

  it('takes the same press once when it comes five times at once', async () => {
    const replies = await Promise.all(Array.from({ length: 5 }, () => press(toNew, { eventId: 'same' })));
    expect(replies.filter(({ toast }) => toast?.type === 'success')).toHaveLength(1);
    expect(replies.map((reply) => reply.card)).toEqual(Array(5).fill(drawn('新名')));
    expect(await db.read.find(AuditEntry)).toHaveLength(1);
  });

  it('of two presses of one version, one is done and the other is told and shown what is true', async () => {
    const replies = await Promise.all([press(toNew), press({ ...toNew, to: '别名' })]);
    const name = String(await nameNow());
    expect(replies.map(({ toast }) => toast?.content).sort()).toEqual(
      ['办好了', new Fault('press.stale').message].sort(),
    );
    expect(replies.map((reply) => reply.card)).toEqual([drawn(name), drawn(name)]);
    expect(await db.read.find(AuditEntry)).toHaveLength(1);
  });

  it('tells a stranger so, shows nothing and does nothing', async () => {
    expect(await press(toNew, { openId: 'ou_stranger' })).toEqual({
      toast: { type: 'warning', content: new Fault('press.stranger').message },
    });
    await expectNothing();
  });

  it("lets nobody press, or see, another's card", async () => {
    expect(await press(toNew, { openId: String(other.openId) })).toEqual({
      toast: { type: 'warning', content: new Fault('press.notYours').message },
    });
    await expectNothing();
  });

  describe('in a group', () => {
    /** What the group was posted; the group has the number of a person who presses. */
    const inGroup = { messageId: 'om_group', chatId: 'oc_group' };
    const posted = async () => (await db.read.find(CardMessage, { messageId: 'om_group' }))[0];
    beforeEach(async () => {
      await db.transaction((tx) =>
        tx.insert(CardMessage, {
          ...inGroup,
          kind: 'groupNotice',
          subjectType: 'unit',
          subjectId: 1,
          recipientId: mine.id,
          sentAt: new Date('2026-11-23T00:00:00Z'),
          shownHash: 'as it was posted',
          retiredAt: null,
        }),
      );
    });

    it('lets everybody press what everybody sees, and leaves it as it is', async () => {
      const openId = String(other.openId);
      expect(await press(toNew, { ...inGroup, openId })).toEqual(done);
      expect(await nameNow()).toBe('新名');
      const [by] = await db.read.find(AuditEntry, { action: 'rename' });
      expect(by?.actor).toBe(`person:${other.id}`);
      expect((await posted())?.shownHash).toBe('as it was posted');
    });

    it('refuses with a toast alone, and changes nothing', async () => {
      const gone = { toast: { type: 'warning', content: new Fault('matter.gone').message } };
      expect(await press({ action: 'refuse' }, inGroup)).toEqual(gone);
      const stranger = { toast: { type: 'warning', content: new Fault('press.stranger').message } };
      expect(await press(toNew, { ...inGroup, openId: 'ou_stranger' })).toEqual(stranger);
      await expectNothing();
      expect((await posted())?.shownHash).toBe('as it was posted');
    });

    it('takes a press there once', async () => {
      const again = { ...inGroup, eventId: 'e_group', openId: String(other.openId) };
      expect(await press(toNew, again)).toEqual(done);
      expect(await press(toNew, again)).toEqual({ toast: { type: 'info', content: '已经收到过了' } });
    });
  });

  it.each([
    undefined,
    null,
    7,
    'rename',
    [],
    {},
    { action: 'nobody.knows' },
    { action: { toString: 1 } },
    { action: '__proto__' },
  ])('answers a press that it cannot read (%j) with the current card', async (value) => {
    expect(await press(value)).toEqual({
      toast: { type: 'warning', content: new Fault('press.unknown').message },
      card: drawn('旧名'),
    });
    await expectNothing();
  });

  it('undoes everything when a command refuses, and shows what is true', async () => {
    expect(await press({ action: 'refuse' })).toEqual({
      toast: { type: 'warning', content: new Fault('matter.gone').message },
      card: drawn('旧名'),
    });
    await expectNothing();
    expect(lines).toEqual([]);
  });

  it('undoes everything when a command fails, says so, and logs it without the phone number', async () => {
    expect(await press({ action: 'crash' })).toEqual({
      toast: { type: 'error', content: new Fault('press.failed').message },
      card: drawn('旧名'),
    });
    await expectNothing();
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { msg: 'press failed', eventId: `e${events}`, err: { type: 'TypeError' } },
    ]);
    expect(lines.join()).not.toContain('19900012345');
  });

  it('takes a press anew that failed before', async () => {
    await press({ action: 'crash' }, { eventId: 'again' });
    expect((await press(toNew, { eventId: 'again' })).toast).toEqual(done.toast);
  });

  it('says what is wrong with a form, changes nothing and shows the card', async () => {
    expect(await press({ action: 'form' })).toEqual({
      toast: { type: 'warning', content: '请先选一个' },
      card: drawn('旧名'),
    });
    expect(await db.read.find(AuditEntry)).toEqual([]);
  });

  it('draws an old copy grey', async () => {
    await db.transaction((tx) => tx.update(CardMessage, {}, { retiredAt: new Date('2026-11-23T00:30:00Z') }));
    expect((await press(toNew)).card).toEqual(drawn('新名', { retired: true }));
  });

  it('remembers when a card turned into another', async () => {
    expect((await press({ action: 'turn' })).card).toEqual(drawn('旧名', { kind: 'help' }));
    expect(await card()).toMatchObject({ kind: 'help', subjectType: 'unit', subjectId: 99 });
  });

  it('has pictures follow in a replacement, instead of making the person wait', async () => {
    await press({ ...toNew, to: '有照片' });
    expect(await db.read.find(OutboxMessage)).toMatchObject([
      { mode: 'replace', cardId: (await card())?.id },
    ]);
  });

  it('does what a card asks that it never heard of, and answers with a toast alone', async () => {
    expect(await press(toNew, { messageId: 'om_unknown' })).toEqual(done);
    expect(await nameNow()).toBe('新名');
  });

  it('answers with the toast alone when there is nothing to show, or it cannot be drawn', async () => {
    expect(await press({ ...toNew, to: '没有了' })).toEqual(done);
    await setName('画不出');
    const reply = await press({ action: 'nobody.knows' });
    expect(reply).toEqual({ toast: { type: 'warning', content: new Fault('press.unknown').message } });
    expect(JSON.parse(String(lines[0])).msg).toBe('refused card could not be drawn');
  });

  it('answers within 3 seconds when somebody else holds the database, and works again afterwards', async () => {
    const release = await holdBack(db);
    const started = performance.now();
    const reply = await press(toNew);
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(reply.card).toBeUndefined();
    expect(reply.toast).toMatchObject({ type: 'error', content: expect.stringMatching(/^系统/) });
    expect(await nameNow()).toBe('旧名');
    await release();
    // It has given up, as the person was told.
    expect(await nameNow()).toBe('旧名');
    expect((await press(toNew)).card).toEqual(drawn('新名'));
  });

  it('has the card follow when the answer came too late for the phone', async () => {
    let open = (): void => undefined;
    gate = new Promise((resolve) => {
      open = resolve;
    });
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance', 'Date'] });
    const reply = press({ action: 'wait' });
    await until(async () => waiting);
    jest.advanceTimersByTime(2_700);
    jest.useRealTimers();
    expect(await reply).toEqual({ toast: { type: 'error', content: new Fault('database.away').message } });
    open();
    await until(async () => (await db.read.find(OutboxMessage)).length > 0);
    const { id, shownHash } = (await card()) as CardMessage;
    expect(await db.read.find(OutboxMessage)).toMatchObject([{ mode: 'replace', cardId: id }]);
    expect(shownHash).toBeNull();
    expect(await nameNow()).toBe('晚到');
  });

  it('has one handler for an action', () => {
    const twice = ACTIONS.slice(0, 1).concat(ACTIONS.slice(0, 1));
    expect(() => new Door({} as never, presenters, twice)).toThrow('two handlers');
  });
});

/** Looks again and again, some thousand times at most. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 5_000 && !(await holds()); tries += 1) await new Promise(setImmediate);
  expect(await holds()).toBe(true);
}

/** Holds what a press must write, from a connection of its own. @returns lets go */
async function holdBack(db: TestDatabase): Promise<() => Promise<void>> {
  if (db.dialect === 'sqlite') {
    const holder = new Libsql(db.url.slice('sqlite:'.length));
    holder.exec('BEGIN IMMEDIATE');
    return async () => {
      holder.exec('ROLLBACK');
      holder.close();
    };
  }
  const holder = await createConnection(db.url);
  await holder.query('START TRANSACTION');
  await holder.query('SELECT id FROM unit FOR UPDATE');
  return async () => {
    await holder.query('ROLLBACK');
    await holder.end();
  };
}
