import { AppState } from '../entities';
import { Database } from '../src/core/database';
import { dayOf, timeOf } from '../src/core/days';
import { type Moved, Timeline } from '../src/timeline';
import { BACKENDS, openTestDatabase, type TestDatabase } from './factories';

/** The machine's own time, standing still; everything else of the machine goes on. */
const machineShows = (iso: string) =>
  jest.useFakeTimers({
    now: new Date(iso),
    doNotFake: [
      'setTimeout',
      'clearTimeout',
      'setInterval',
      'clearInterval',
      'setImmediate',
      'clearImmediate',
      'nextTick',
      'queueMicrotask',
      'performance',
      'hrtime',
    ],
  });
const shown = (timeline: Timeline) => `${dayOf(timeline.clock.now())} ${timeOf(timeline.clock.now())}`;
const shanghai = (text: string) => new Date(`${text.replace(' ', 'T')}:00+08:00`);

/** A part that has something to do at these instants, and notes when it was asked to do it. */
function scheduled(timeline: Timeline, instants: string[]): { part: Moved; ran: string[] } {
  const ran: string[] = [];
  const part: Moved = {
    nextInstant: async (after) => instants.map(shanghai).find((instant) => instant > after) ?? null,
    runDue: async () => void ran.push(shown(timeline)),
  };
  return { part, ran };
}

describe.each(BACKENDS)('driven business time (%s)', (backend) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase(backend);
  });
  afterAll(() => db.drop());
  beforeEach(async () => {
    machineShows('2026-11-25T03:00:00Z');
    await db.transaction((tx) => tx.remove(AppState, {}));
  });
  afterEach(() => jest.useRealTimers());

  it.each([
    ['a Wednesday', '2026-11-25T03:00:00Z', '2026-11-23 08:00'],
    ['a Monday at 08:00', '2026-11-23T00:00:00Z', '2026-11-23 08:00'],
    ['a Monday before 08:00', '2026-11-22T23:59:00Z', '2026-11-16 08:00'],
    ['a Sunday night', '2026-11-29T15:59:00Z', '2026-11-23 08:00'],
    ['New Year', '2027-01-01T04:00:00Z', '2026-12-28 08:00'],
  ])('begins on Monday at 08:00 in Shanghai, never in the future (%s)', async (_, machine, start) => {
    machineShows(machine);
    const timeline = await Timeline.open(db);
    expect(shown(timeline)).toBe(start);
    expect(await timeline.begun()).toBe(false);
  });

  it('goes on where it was after a restart, with the time that passed meanwhile', async () => {
    const before = await Timeline.open(db);
    await before.keep();
    await before.jumpTo(shanghai('2026-12-01 09:00'));
    expect(await before.begun()).toBe(true);
    machineShows('2026-11-25T03:05:00Z');
    expect(shown(await Timeline.open(db))).toBe('2026-12-01 09:05');
  });

  it('only ever goes forward, also when an older process keeps its own', async () => {
    const timeline = await Timeline.open(db);
    const older = await Timeline.open(db);
    await timeline.jumpTo(shanghai('2026-12-01 09:00'));
    await timeline.jumpTo(shanghai('2026-11-24 09:00'));
    await timeline.advanceTo(shanghai('2026-11-24 09:00'));
    expect(shown(timeline)).toBe('2026-12-01 09:00');
    await older.keep();
    expect(shown(await Timeline.open(db))).toBe('2026-12-01 09:00');
  });

  it('follows the move that another process made, and none backwards', async () => {
    const bot = await Timeline.open(db);
    await bot.keep();
    const elsewhere = await Database.open({ url: db.url });
    const cli = await Timeline.open(elsewhere);
    await cli.jumpTo(shanghai('2026-11-30 08:30'));
    await elsewhere.close();
    expect(shown(bot)).toBe('2026-11-23 08:00');
    await bot.follow();
    expect(shown(bot)).toBe('2026-11-30 08:30');
    await db.transaction((tx) => tx.update(AppState, {}, { value: '-99999999999' }));
    await bot.follow();
    expect(shown(bot)).toBe('2026-11-30 08:30');
  });

  it('stops at every scheduled instant on the way, of all parts, in order, and ends where it was told to', async () => {
    const timeline = await Timeline.open(db);
    const jobs = scheduled(timeline, ['2026-11-24 00:05', '2026-11-24 08:30', '2026-11-25 00:05']);
    const messages = scheduled(timeline, ['2026-11-23 14:30', '2026-11-24 08:30']);
    timeline.moves(jobs.part);
    timeline.moves(messages.part);
    await timeline.advanceTo(shanghai('2026-11-24 12:00'));
    const stops = [
      '2026-11-23 08:00',
      '2026-11-23 14:30',
      '2026-11-24 00:05',
      '2026-11-24 08:30',
      '2026-11-24 12:00',
    ];
    expect(jobs.ran).toEqual(stops);
    expect(messages.ran).toEqual(stops);
    expect(shown(await Timeline.open(db))).toBe('2026-11-24 12:00');
  });

  it('two advances at once follow each other', async () => {
    const timeline = await Timeline.open(db);
    const { part, ran } = scheduled(timeline, ['2026-11-24 00:05', '2026-11-25 00:05']);
    timeline.moves(part);
    await Promise.all([
      timeline.advanceTo(shanghai('2026-11-24 12:00')),
      timeline.advanceTo(shanghai('2026-11-25 12:00')),
    ]);
    expect(ran).toEqual([...ran].sort());
    expect(new Set(ran)).toEqual(
      new Set([
        '2026-11-23 08:00',
        '2026-11-24 00:05',
        '2026-11-24 12:00',
        '2026-11-25 00:05',
        '2026-11-25 12:00',
      ]),
    );
  });

  it('a jump runs nothing of what lies between', async () => {
    const timeline = await Timeline.open(db);
    const { part, ran } = scheduled(timeline, ['2026-11-24 00:05']);
    timeline.moves(part);
    await timeline.jumpTo(shanghai('2026-11-25 12:00'));
    expect(ran).toEqual([]);
    expect(shown(timeline)).toBe('2026-11-25 12:00');
  });

  it('still moves when a part has work that stays due', async () => {
    const timeline = await Timeline.open(db);
    const stuck = new Date(0);
    timeline.moves({ nextInstant: async () => stuck, runDue: async () => undefined });
    await timeline.advanceTo(shanghai('2026-11-24 12:00'));
    expect(shown(timeline)).toBe('2026-11-24 12:00');
  });
});
