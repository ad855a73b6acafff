import { Person } from '../../entities';
import { unmatched } from '../../src/bot/presenters/unmatched';
import { tellUnmatched } from '../../src/bot/unmatchedNotice';
import { instantAt } from '../../src/core/days';
import { BACKENDS, buildPost } from '../factories';
import { Shown } from '../problem/pressing';
import { buildTask, NOW, openRiver, type River, sendAll, waiting } from '../river';

describe.each(BACKENDS)('people whom Feishu does not find over %s', (backend) => {
  let river: River;
  beforeEach(async () => {
    river = await openRiver(backend);
    await without(river.chief);
  });
  afterEach(() => river.db.drop());

  const without = ({ id }: Person) =>
    river.db.transaction((tx) => tx.update(Person, { id }, { openId: null, matchedAt: NOW }));
  const tell = (day: string) => river.db.transaction((tx) => tellUnmatched(tx, instantAt(day, '07:30')));
  const words = async (day: string): Promise<string> => {
    const { office: recipient, db, deps } = river;
    const subject = { type: 'person', id: recipient.id };
    const request = { kind: 'unmatched', subject, recipient, snapshot: null, at: instantAt(day, '08:30') };
    const rendered = await unmatched(deps, db.read, request);
    return new Shown(rendered?.card ?? {}, []).words;
  };

  test('are told to 县河长办, with the patrol that waits for them and who can tell them', async () => {
    await buildTask(river);
    await tell('2026-11-25');
    expect(await waiting(river.db)).toEqual([`unmatched→${river.office.id}`]);
    const said = await words('2026-11-25');
    expect(said).toContain('第48周巡河，11月29日到期');
    expect(said).toContain('请龙兴镇联络员转告');
    expect(said).not.toContain('代录');
  });

  test('are told again when their patrol becomes overdue, and only then', async () => {
    await buildTask(river);
    await tell('2026-11-25');
    await sendAll(river.db);
    await tell('2026-11-27');
    expect(await waiting(river.db)).toEqual([]);
    await tell('2026-11-30');
    await tell('2026-11-30');
    expect(await waiting(river.db)).toEqual([`unmatched→${river.office.id}`]);
    expect(await words('2026-11-30')).toContain('11月29日已到期');
  });

  test('can only be phoned where nobody of the town is in Feishu', async () => {
    await buildTask(river);
    for (const person of [river.liaison, river.mayor]) await without(person);
    const said = await words('2026-11-25');
    expect(said).toContain('只能打电话');
  });

  test('have nothing said of a patrol that a co-holder in Feishu can walk', async () => {
    await buildPost(river.db, { reachId: river.reach.id, personId: river.mayor.id, level: 'village' });
    await buildTask(river);
    expect(await words('2026-11-25')).not.toContain('到期');
  });
});
