import { HistoryEntry, LadderPromise } from '../../../entities';
import { digests, lagNotices, openMatters } from '../../../src/escalation';
import { replayDocument } from '../../../src/escalation/documents';
import { BACKENDS } from '../../factories';
import type { Hand } from '../../problem/pressing';
import { at, eachRiver, sendAll, waiting } from '../../river';
import { buildCase, buildDesk, type Desk, drafts, newest, says, sees } from './world';

const MEETING = { meetDay: '2026-11-27', meetTime: '9点30', meetPlace: '县政府三楼会议室' };

describe.each(BACKENDS)('约谈和督查 over %s', (backend) => {
  let desk: Desk;
  eachRiver(backend, async (river) => {
    desk = await buildDesk(river);
  });
  const db = () => desk.river.db;
  const clock = () => desk.river.deps.clock;
  const matters = async (today: string, type: 'ladderDocument' | 'promise' = 'ladderDocument') =>
    (await openMatters(db().read, desk.river.deps, { today })).filter((one) => one.type === type);
  const promiseCard = (hand: Hand, id: number) => hand.sees('promise', id, 'promise');

  /** A 约谈 that was signed for Friday, 9:30. */
  async function summoned(): Promise<void> {
    const one = await buildCase(desk, { rung: 2 });
    await drafts(desk, [one], { rung: 3, issuer: '县政府' });
    await sendAll(db());
    await desk.county.presses('签发', await sees(desk, desk.county), MEETING);
  }

  /** The same, held, with a 纪要 and one promise of the town's. */
  async function promised(): Promise<LadderPromise> {
    await summoned();
    clock().moveTo(at('2026-11-27', '11:00'));
    await desk.office.presses('记下纪要', await sees(desk, desk.office), {
      record: '镇长到会，承诺清垃圾。',
    });
    await desk.office.presses('记下承诺', await sees(desk, desk.office), {
      promise: '12月10日前清完桥下垃圾',
      promiseDay: '2026-12-10',
      promiseUnit: `u${desk.river.town.id}`,
    });
    return (await db().read.find(LadderPromise))[0] as LadderPromise;
  }

  test('a 约谈 is drafted for its signer, who alone gives it time and place; the heads are invited', async () => {
    await drafts(desk, [await buildCase(desk, { rung: 2 })], { rung: 3, issuer: '县政府' });
    expect(await waiting(db())).toEqual([`documentDesk→${desk.county.person.id}`]);
    const shown = await sees(desk, desk.county);
    expect(shown.buttons).toEqual(['签发', '保存修改', '退回', '不采取', '为什么', '要文件']);
    expect(await desk.office.refused('签发', shown, MEETING)).toBe('press.notYours');
    expect(await desk.county.refused('签发', shown, { ...MEETING, meetDay: '2026-11-24' })).toBe(
      'press.form',
    );
    await sendAll(db());
    await desk.county.presses('签发', shown, MEETING);
    expect(await newest(desk)).toMatchObject({ state: 'issued', meetAt: at('2026-11-27', '09:30') });
    expect(await waiting(db())).toContain(`documentNotice→${desk.river.mayor.id}`);
    const invited = await sees(desk, desk.mayor, 'documentNotice');
    expect(invited.words).toContain('11月27日9时30分');
    expect(invited.words).toContain('县政府三楼会议室');
    expect((await sees(desk, desk.office)).buttons).not.toContain('记下纪要');
    expect(await matters('2026-11-26')).toMatchObject([
      { duty: 'appear', dueDay: '2026-11-27', unitId: null },
    ]);
    expect(await matters('2026-11-28')).toMatchObject([
      { duty: 'minute', dueDay: '2026-12-02', responsible: [desk.river.office.id] },
    ]);
  });

  test('退回 goes to 县河长办, who mends it and sends it up again; 不采取 needs a reason', async () => {
    const one = await buildCase(desk, { rung: 2 });
    await drafts(desk, [one], { rung: 3, issuer: '县政府' });
    await desk.county.presses('退回', await sees(desk, desk.county), { reason: '原因写具体些' });
    expect(await newest(desk)).toMatchObject({ state: 'returned' });
    const returned = await sees(desk, desk.office);
    expect(returned.words).toContain('原因写具体些');
    expect(returned.buttons).toEqual(['再报签发', '保存修改', '不采取', '为什么', '要文件']);
    await desk.office.presses('保存修改', returned, { words: '因施工队一直没有进场，现进行约谈。' });
    await desk.office.presses('再报签发', await sees(desk, desk.office));
    await desk.county.presses('不采取', await sees(desk, desk.county), { reason: '已当面谈过' });
    const document = await newest(desk);
    expect(document).toMatchObject({ state: 'refused', reason: '已当面谈过' });
    const steps = await db().read.find(
      HistoryEntry,
      { subjectType: 'ladderDocument', subjectId: document.id },
      { order: { version: 'ASC' } },
    );
    expect(replayDocument(3, steps)).toBe('refused');
    expect(await db().read.find(HistoryEntry, { subjectType: 'ladder', action: 'refused' })).toMatchObject([
      { subjectId: one.id, reason: '已当面谈过' },
    ]);
  });

  test('the 纪要 is entered by 县河长办 when the time has come; what was promised is a matter of the unit', async () => {
    const { id, dueDay } = await promised();
    expect(dueDay).toBe('2026-12-10');
    expect(await waiting(db())).toContain(`promise→${desk.river.mayor.id}`);
    expect(await matters('2026-12-09', 'promise')).toMatchObject([
      { id, duty: 'keep', unitId: desk.river.town.id, dueDay: '2026-12-10' },
    ]);
    expect((await sees(desk, desk.mayor, 'documentNotice')).words).toContain('12月10日前清完桥下垃圾');
    await sendAll(db());
    await digests(desk.river.deps, at('2026-12-09'));
    expect(await waiting(db())).toContain(`digest→${desk.river.mayor.id}`);
  });

  test('a promise that is overdue lags like any matter', async () => {
    const { id } = await promised();
    await sendAll(db());
    await lagNotices(desk.river.deps, at('2026-12-11'));
    const [row] = await db().read.query<{ matters: string }>(
      `SELECT matters FROM lag_notice WHERE recipientId = ${desk.river.mayor.id}`,
    );
    expect(JSON.parse(String(row?.matters))).toContainEqual({ type: 'promise', id });
  });

  test('已办到 with words, looked at by 县河长办, who may send it back; the last one ends the 约谈', async () => {
    const { id } = await promised();
    expect(await desk.chief.refused('已办到', await promiseCard(desk.mayor, id), { kept: '清完了' })).toBe(
      'press.notYours',
    );
    await desk.mayor.presses('已办到', await promiseCard(desk.mayor, id), { kept: '清完了' });
    expect(await matters('2026-11-27', 'promise')).toMatchObject([
      { duty: 'check', unitId: null, responsible: [desk.river.office.id] },
    ]);
    expect(await desk.office.refused('退回', await promiseCard(desk.office, id))).toBe('press.form');
    await desk.office.presses('退回', await promiseCard(desk.office, id), { answer: '桥墩后面还有' });
    expect((await promiseCard(desk.mayor, id)).words).toContain('桥墩后面还有');
    expect(await newest(desk)).toMatchObject({ state: 'issued' });
    await desk.mayor.presses('已办到', await promiseCard(desk.mayor, id), { kept: '桥墩后面也清了' });
    await desk.office.presses('认可', await promiseCard(desk.office, id));
    expect(await newest(desk)).toMatchObject({ state: 'closed' });
    expect(await matters('2026-12-11', 'promise')).toEqual([]);
    expect(await matters('2026-12-11')).toEqual([]);
  });

  test('a 约谈 without promises is ended by 县河长办', async () => {
    await summoned();
    clock().moveTo(at('2026-11-27', '11:00'));
    await desk.office.presses('记下纪要', await sees(desk, desk.office), {
      record: '情况说清了，没有新的承诺。',
    });
    await desk.office.presses('办结', await sees(desk, desk.office), { done: '说清了' });
    expect(await newest(desk)).toMatchObject({ state: 'closed', closedById: desk.river.office.id });
  });

  test('a 督查 is listed once it is signed, and ended by the signer or the office with words', async () => {
    await drafts(desk, [await buildCase(desk, { rung: 3 })], { rung: 4, issuer: '县政府' });
    const shown = await sees(desk, desk.county);
    expect(await desk.county.refused('签发', shown)).toBe('press.form');
    await desk.county.presses('签发', shown, { doneBy: '2026-12-31' });
    expect(await newest(desk)).toMatchObject({ state: 'issued', replyDueDay: '2026-12-31' });
    expect(await says(desk, desk.county, '督查')).toBe('');
    expect((await desk.county.sees('documents', 4, 'documents')).words).toContain('12月31日前办结');
    await desk.mayor.presses('报送进展', await sees(desk, desk.mayor, 'documentNotice'), {
      report: '垃圾清完了',
    });
    await desk.county.presses('同意', await sees(desk, desk.county));
    expect(await newest(desk)).toMatchObject({ state: 'issued' });
    expect((await sees(desk, desk.mayor, 'documentNotice')).buttons).not.toContain('办结');
    await desk.office.presses('办结', await sees(desk, desk.office), { done: '现场看过，没有反弹' });
    expect(await newest(desk)).toMatchObject({ state: 'closed', record: '现场看过，没有反弹' });
    expect((await sees(desk, desk.mayor, 'documentNotice')).words).toContain('现场看过，没有反弹');
  });
});
