import { strFromU8, unzipSync } from 'fflate';
import { ChatGroup, HistoryEntry, LadderDispatch, type Outfall, Patrol, type Unit } from '../../entities';
import { Files } from '../../src/bot/files';
import { GROUP_PRESENTERS } from '../../src/bot/presenters';
import { draftDispatch } from '../../src/escalation';
import { keepSnapshots, lagAt, laggingOf, type UnitLag } from '../../src/lag';
import { BACKENDS, buildOutfall, buildPerson, buildReach, buildUnit } from '../factories';
import { Hand } from '../problem/pressing';
import { at, buildProblem, buildTask, eachRiver, NOW, type River, sendAll, waiting } from '../river';

const MORNING = at('2026-12-01');

describe.each(BACKENDS)('调度通报 over %s', (backend) => {
  let river: River;
  let office: Hand;
  let mayor: Hand;
  let leader: Hand;
  let other: { town: Unit; head: Hand };
  eachRiver(backend, async (given) => {
    river = given;
    const { db } = river;
    office = new Hand(river, river.office);
    mayor = new Hand(river, river.mayor);
    const government = await buildUnit(db, { name: '县政府', type: '县政府', divisionCode: null });
    leader = new Hand(
      river,
      await buildPerson(db, { unitId: government.id, title: '副县长', name: '副县长', roles: ['县政府'] }),
    );
    const town = await buildUnit(db, { name: '古交镇', code: '140825101' });
    const head = await buildPerson(db, {
      unitId: town.id,
      title: '镇长',
      name: '古交镇镇长',
      roles: ['镇长'],
    });
    other = { town, head: new Hand(river, head) };
    const reach = await buildReach(db, { townId: town.id, name: '古交镇段' });
    const work = (townId: number, reachId: number, remedyStage: Outfall['remedyStage']) =>
      buildOutfall(db, {
        townId,
        reachId,
        remedyType: '规范整治',
        remedyDueDay: '2026-11-20',
        remedyStage,
      });
    await work(river.town.id, river.reach.id, '完成整治');
    await work(town.id, reach.id, '整治中');
    const task = await buildTask(river, { state: 'done' });
    await db.transaction((tx) =>
      tx.insert(Patrol, {
        taskId: task.id,
        reachId: task.reachId,
        level: task.level,
        personId: river.chief.id,
        result: 'normal',
        channel: 'card',
        occurredAt: NOW,
        recordedAt: NOW,
      }),
    );
    await buildProblem(river);
  });
  const draft = async () => {
    const drafted = await draftDispatch(river.deps, MORNING);
    const [row] = await river.db.read.find(LadderDispatch);
    return { drafted, row: row as LadderDispatch };
  };
  const card = async (hand: Hand) => hand.sees('dispatch', (await draft()).row.id, 'dispatch');

  test('it is drafted once for 县河长办, with every town’s figures and what went well', async () => {
    expect((await draft()).drafted).toBe(1);
    const { drafted, row } = await draft();
    expect(drafted).toBe(0);
    expect(row).toMatchObject({ period: '2026-11', state: 'draft' });
    expect(row.towns.find(({ name }) => name === '龙兴镇')).toMatchObject({
      done: 1,
      overdue: 1,
      patrolsDone: 1,
    });
    expect(row.towns.find(({ name }) => name === '古交镇')).toMatchObject({ done: 0, due: 1, late: 1 });
    expect(await waiting(river.db)).toEqual([`dispatch→${river.office.id}`]);
    const shown = await card(office);
    expect(shown.words).toContain('全县应整治入河排污口3个，已销号1个，完成率33%，按计划应达66%');
    expect(shown.buttons).toEqual(['批准', '保存修改', '不发', '要文件']);
    // Who is behind stands in the table, which only the office and the leaders see.
    expect(row.words).not.toContain('古交镇');
  });

  test('its figures are those that 滞后 kept of the end of the span, whatever was done on the morning after', async () => {
    await keepSnapshots(river.deps, at('2026-12-01', '00:05'));
    const kept = await lagAt(river.db.read, river.deps, { day: '2026-11-30', at: MORNING });
    await river.db.transaction((tx) => tx.run("UPDATE problem SET state = 'closed'", []));
    const { row } = await draft();
    const town = row.towns.find(({ name }) => name === '龙兴镇');
    const stood = kept.units.find(({ unit }) => unit.name === '龙兴镇');
    expect(kept.unknown).toEqual([]);
    expect(town).toMatchObject({ open: 1, overdue: 1, total: stood?.figures.rectification.total });
    expect(town?.overdue).toBe(laggingOf(stood as UnitLag).problems);
  });

  test('before its day, and long after it, none is drafted', async () => {
    expect(await draftDispatch(river.deps, NOW)).toBe(0);
    expect(await draftDispatch(river.deps, at('2026-12-01', '07:00'))).toBe(0);
    expect(await draftDispatch(river.deps, at('2026-12-20'))).toBe(0);
  });

  test('approved, the leaders get all of it, each town its own row and the median, the group the words alone', async () => {
    await river.db.transaction((tx) =>
      tx.insert(ChatGroup, {
        chatId: 'oc_county',
        name: '县群',
        origin: 'made',
        state: 'serving',
        unitId: null,
        decidedAt: NOW,
        uuid: 'g1',
        createdAt: NOW,
        version: 1,
      } as Partial<ChatGroup>),
    );
    const shown = await card(office);
    expect((await card(mayor)).words).toContain('不是发给你的');
    await sendAll(river.db);
    const { toast } = await office.presses('批准', shown);
    expect(toast?.content).toContain('和1个群');
    expect(await office.refused('批准', shown)).toBe('press.stale');
    const [group] = await river.db.read.find(ChatGroup);
    const sent = await waiting(river.db);
    for (const hand of [mayor, leader, other.head]) expect(sent).toContain(`dispatch→${hand.person.id}`);
    expect(sent).toContain(`groupDispatch→${group?.id}`);
    expect(sent).not.toContain(`dispatch→${river.chief.id}`);
    expect((await card(leader)).words).toContain('全县各镇中位数');
    const own = await card(other.head);
    expect(own.words).toContain('整治完成率 **0%**，应达100%');
    expect(own.words).toContain('全县各镇中位数0%');
    expect(JSON.stringify(own.card)).not.toContain('龙兴镇');
    const { row } = await draft();
    const posted = await GROUP_PRESENTERS.groupDispatch(river.deps, river.db.read, {
      subject: { type: 'dispatch', id: row.id },
      recipient: group as ChatGroup,
      snapshot: null,
      at: MORNING,
    });
    expect(JSON.stringify(posted?.card)).not.toContain('古交镇');
  });

  test('修改 keeps what was there; 不发 needs a reason', async () => {
    const { row } = await draft();
    await office.presses('保存修改', await card(office), { words: '本月进展见附表。' });
    const [edit] = await river.db.read.find(HistoryEntry, { subjectType: 'dispatch', action: 'edited' });
    expect(edit?.data).toEqual({ was: row.words });
    expect(await mayor.refused('批准', await card(office))).toBe('press.notYours');
    expect(await office.refused('不发', await card(office))).toContain('请填写“不发的理由”');
    await office.presses('不发', await card(office), { reason: '数没有核完' });
    expect((await draft()).row).toMatchObject({ state: 'refused', reason: '数没有核完' });
  });

  test('the file is a docx: whole to the office, one row to a town', async () => {
    const shown = await card(office);
    await office.presses('批准', shown);
    const { row } = await draft();
    const files = new Files({
      ...river.deps,
      readSheets: async () => [],
      bytes: {
        fetch: async () => ({ lost: '' }),
        read: async () => Buffer.alloc(0),
        forget: async () => undefined,
      },
    });
    const write = (hand: Hand) =>
      files.write(river.db.read, {
        kind: 'dispatchFile',
        subject: { type: 'dispatch', id: row.id },
        recipient: hand.person,
        snapshot: null,
        at: MORNING,
      });
    expect(await write(new Hand(river, river.chief))).toBeNull();
    expect((await write(office))?.name).toBe('2026年11月调度通报.docx');
    const textOf = async (hand: Hand) => {
      const bytes = (await write(hand))?.bytes ?? Buffer.alloc(0);
      return strFromU8(unzipSync(bytes)['word/document.xml'] ?? new Uint8Array());
    };
    expect(await textOf(office)).toContain('古交镇');
    const towns = await textOf(mayor);
    expect(towns).toContain('龙兴镇');
    expect(towns).not.toContain('古交镇');
    expect(towns).toContain('全县各镇中位数');
  });
});
