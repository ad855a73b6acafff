import {
  ChatGroup,
  HistoryEntry,
  LadderCase,
  LadderDocument,
  LadderDocumentCase,
  LadderReply,
  PersonRole,
  StandIn,
} from '../../../entities';
import { mayOpen } from '../../../src/bot/mayOpen';
import { GROUP_PRESENTERS } from '../../../src/bot/presenters';
import { openMatters, reissueCards, tidyDocuments } from '../../../src/escalation';
import { replayDocument } from '../../../src/escalation/documents';
import { BACKENDS, buildPerson, buildUnit } from '../../factories';
import { Hand } from '../../problem/pressing';
import { at, eachRiver, NOW, sendAll, waiting } from '../../river';
import { buildCase, buildDesk, type Desk, drafts, newest, putRight, says, sees } from './world';

describe.each(BACKENDS)('通报 over %s', (backend) => {
  let desk: Desk;
  eachRiver(backend, async (river) => {
    desk = await buildDesk(river);
  });
  const db = () => desk.river.db;
  const events = async ({ id }: LadderCase) =>
    (
      await db().read.find(
        HistoryEntry,
        { subjectType: 'ladder', subjectId: id },
        { order: { version: 'ASC' } },
      )
    ).map(({ action }) => action);

  test('what is due on one rung, for one unit, day and issuer is one document, drafted once', async () => {
    const cases = [await buildCase(desk), await buildCase(desk)];
    expect(await drafts(desk, cases)).toBe(1);
    expect(await drafts(desk, cases)).toBe(0);
    expect(await db().read.find(LadderDocument)).toHaveLength(1);
    expect(await newest(desk)).toMatchObject({ state: 'draft', rung: 2, issuer: '县河长办', version: 1 });
    expect(await waiting(db())).toEqual([`documentDesk→${desk.river.office.id}`]);
    const shown = await sees(desk, desk.office);
    expect(shown.words).toContain('你镇有2件事没有按期办结：问题处置2件，最长的已逾期3个工作日');
    expect(shown.words).toContain('新政办发〔2023〕30号');
    expect(shown.buttons).toEqual(['批准', '保存修改', '退回', '为什么', '要文件']);
    expect(await events(cases[0] as LadderCase)).toEqual(['drafted']);
  });

  test('a further case of the same day joins the draft; another issuer has a document of its own', async () => {
    const first = await buildCase(desk);
    await drafts(desk, [first]);
    const second = await buildCase(desk);
    expect(await drafts(desk, [first, second])).toBe(1);
    expect((await sees(desk, desk.office)).words).toContain('你镇有2件事');
    expect(await drafts(desk, [await buildCase(desk)], { issuer: '分局' })).toBe(1);
    expect(await db().read.find(LadderDocument)).toHaveLength(2);
  });

  test('what is drafted for several units on a day comes as one list, and is not sent again that day', async () => {
    const other = await buildUnit(db(), { name: '古交镇', code: '140825101' });
    const cases = [await buildCase(desk), await buildCase(desk, { unitId: other.id })];
    expect(await drafts(desk, cases)).toBe(2);
    await reissueCards(desk.river.deps, NOW);
    expect((await waiting(db())).filter((one) => one.startsWith('document'))).toEqual([
      `documents→${desk.river.office.id}`,
    ]);
  });

  test('a single draft that is on its way is not asked for once more', async () => {
    await drafts(desk, [await buildCase(desk)]);
    await reissueCards(desk.river.deps, NOW);
    expect((await waiting(db())).filter((one) => one.startsWith('document'))).toEqual([
      `documentDesk→${desk.river.office.id}`,
    ]);
  });

  test('two who approve at once: one wins, the other is told that it has changed', async () => {
    const second = await buildPerson(db(), {
      unitId: desk.river.office.unitId,
      title: '副主任',
      roles: ['县河长办'],
    });
    await drafts(desk, [await buildCase(desk)]);
    const shown = await sees(desk, desk.office);
    const other = new Hand(desk.river, second);
    const answers = await Promise.all([desk.office.refused('批准', shown), other.refused('批准', shown)]);
    expect(answers.filter((answer) => answer === 'press.stale')).toHaveLength(1);
    expect(answers.filter((answer) => answer.includes('通报已签发'))).toHaveLength(1);
    expect(await newest(desk)).toMatchObject({ state: 'issued', version: 2 });
  });

  test('approved, it goes to the heads and the liaison as a notice, and has to be reported on', async () => {
    const one = await buildCase(desk);
    await drafts(desk, [one]);
    await sendAll(db());
    const { toast } = await desk.office.presses('批准', await sees(desk, desk.office));
    expect(toast?.content).toBe('通报已签发，工作时间发给2人');
    expect(await waiting(db())).toEqual([
      `documentNotice→${desk.river.mayor.id}`,
      `documentNotice→${desk.river.liaison.id}`,
    ]);
    expect(await newest(desk)).toMatchObject({ replyDueDay: '2026-12-09', signedById: desk.river.office.id });
    expect(await events(one)).toEqual(['drafted', 'issued']);
    expect(await db().read.findOne(LadderCase, { id: one.id })).toMatchObject({ rung: 2 });
    const [matter] = (await openMatters(db().read, desk.river.deps, { today: '2026-12-08' })).filter(
      ({ type }) => type === 'ladderDocument',
    );
    expect(matter).toMatchObject({ duty: 'report', unitId: null, dueDay: '2026-12-09' });
    expect((await sees(desk, desk.mayor, 'documentNotice')).buttons).toEqual([
      '报送整改报告',
      '申请延期',
      '为什么',
      '要文件',
    ]);
  });

  test('为什么, of a draft to whoever signs and once signed to the unit: rule, records, steps, what clears it and what comes next', async () => {
    const one = await buildCase(desk);
    await drafts(desk, [one]);
    const { id } = await newest(desk);
    const why = (hand: Hand) => hand.sees('documentWhy', id, 'ladderDocument');
    const asked = await why(desk.office);
    expect(asked.words).toContain('这件事由龙兴镇负责');
    expect(asked.words).toContain('提醒后5个工作日不答复，起草通报');
    expect(asked.words).toContain('按开始时的规则，第1版');
    expect(asked.words).toContain('通报起草');
    expect(asked.words).toContain('等县河长办审签');
    for (const hand of [desk.mayor, desk.chief]) {
      expect((await why(hand)).words).toContain('不归你办');
      expect((await why(hand)).words).not.toContain('桥下');
    }
    const { toast } = await desk.office.presses('为什么', await sees(desk, desk.office));
    expect(toast?.type).not.toBe('error');
    await desk.office.presses('批准', await sees(desk, desk.office));
    const told = await why(desk.mayor);
    expect(told.words).toContain('还没办完，就起草约谈');
    expect(told.buttons).toEqual(['看通报']);
    expect((await why(desk.chief)).words).toContain('不归你办');
  });

  test('代签: only whoever signs asks somebody of their own unit, who then may; it is kept and shown that they did it for them', async () => {
    const unitId = desk.river.office.unitId;
    const deputy = new Hand(
      desk.river,
      await buildPerson(db(), { unitId, title: '科员', name: '王强', roles: [] }),
    );
    await buildPerson(db(), { unitId, title: '副主任', name: '李明', roles: ['县河长办'] });
    await buildPerson(db(), { unitId, title: '司机', name: '没有飞书', openId: null, roles: [] });
    await drafts(desk, [await buildCase(desk)]);
    await sendAll(db());
    const shown = await sees(desk, desk.office);
    expect(JSON.stringify(shown.card)).not.toContain('李明');
    expect(JSON.stringify(shown.card)).not.toContain('没有飞书');
    const asks = { standIn: `p${deputy.person.id}` };
    expect((await sees(desk, deputy)).words).toContain('不归你签');
    expect(await deputy.refused('批准', shown)).toBe('press.notYours');
    expect(await deputy.refused('请人代签', shown, asks)).toBe('press.notYours');
    expect(await desk.office.refused('请人代签', shown, { standIn: `p${desk.chief.person.id}` })).toBe(
      'press.form',
    );
    await desk.office.presses('请人代签', shown, asks);
    expect(await waiting(db())).toEqual([`documentDesk→${deputy.person.id}`]);
    expect((await sees(desk, desk.office)).words).toContain('代签');
    const [matter] = await openMatters(db().read, desk.river.deps, { today: '2026-11-25' });
    expect(matter).toMatchObject({ type: 'problem' });
    const issue = (await openMatters(db().read, desk.river.deps, { today: '2026-11-25' })).find(
      ({ duty }) => duty === 'issue',
    );
    expect(issue?.responsible).toContain(deputy.person.id);
    expect(await says(desk, deputy, '通报')).toBe('');
    const asked = await sees(desk, deputy);
    // Who stands in hands it to nobody else.
    expect(asked.buttons).toEqual(['批准', '保存修改', '退回', '为什么', '要文件']);
    await deputy.presses('批准', asked);
    const document = await newest(desk);
    expect(document).toMatchObject({
      state: 'issued',
      signedById: deputy.person.id,
      standInForId: desk.office.person.id,
    });
    expect((await sees(desk, desk.office)).words).toMatch(/科员代.*县河长办主任/);
    const steps = await db().read.find(HistoryEntry, {
      subjectType: 'ladderDocument',
      subjectId: document.id,
      action: 'issued',
    });
    expect(steps[0]?.data).toMatchObject({ standInFor: desk.office.person.id });
    // What follows is for those who hold the role.
    await desk.mayor.presses('报送整改报告', await sees(desk, desk.mayor, 'documentNotice'), {
      report: '清完了',
    });
    expect((await sees(desk, deputy)).buttons).toEqual(['为什么', '要文件']);
    expect(await deputy.refused('同意', await sees(desk, desk.office))).toBe('press.notYours');
  });

  test('what was cleared before it is signed falls out, and the wording follows', async () => {
    const [done, left] = [await buildCase(desk), await buildCase(desk)];
    await drafts(desk, [done, left]);
    const shown = await sees(desk, desk.office);
    await putRight(desk, done);
    const { toast } = await desk.office.presses('批准', shown);
    expect(toast?.content).toContain('1件已办结没有列入');
    expect((await newest(desk)).words).toContain('你镇有1件事没有按期办结');
    expect(await events(done)).toEqual(['drafted']);
    expect(await events(left)).toEqual(['drafted', 'issued']);
  });

  test('words that a person wrote are looked at again before the shorter document is signed', async () => {
    const [done, left] = [await buildCase(desk), await buildCase(desk)];
    await drafts(desk, [done, left]);
    const before = (await newest(desk)).words;
    await desk.office.presses('保存修改', await sees(desk, desk.office), {
      words: '两件事没有办结，请抓紧。',
    });
    const [edit] = await db().read.find(HistoryEntry, { subjectType: 'ladderDocument', action: 'edited' });
    expect(edit?.data).toEqual({ was: before });
    const shown = await sees(desk, desk.office);
    expect(shown.words).toContain('正文由县水利局县河长办主任改过');
    await putRight(desk, done);
    const { toast } = await desk.office.presses('批准', shown);
    expect(toast?.content).toContain('1件刚办结');
    expect(await newest(desk)).toMatchObject({ state: 'draft', words: '两件事没有办结，请抓紧。' });
    expect((await desk.office.presses('批准', await sees(desk, desk.office))).toast?.content).toContain(
      '已签发',
    );
  });

  test('a draft of which nothing is left is withdrawn, by whoever presses or by the daily pass, and says so', async () => {
    const pressed = await buildCase(desk);
    await drafts(desk, [pressed]);
    const shown = await sees(desk, desk.office);
    await putRight(desk, pressed);
    expect((await desk.office.presses('批准', shown)).toast?.content).toContain('这份草稿撤下');
    expect(await newest(desk)).toMatchObject({ state: 'withdrawn' });
    expect((await sees(desk, desk.office)).words).toContain('在签发前都办结了');
    expect(await events(pressed)).toEqual(['drafted', 'withdrawn']);
    const later = await buildCase(desk);
    await drafts(desk, [later], { at: at('2026-11-26') });
    await putRight(desk, later);
    expect(await tidyDocuments(desk.river.deps, at('2026-11-27'))).toBe(1);
    expect(await tidyDocuments(desk.river.deps, at('2026-11-27'))).toBe(0);
    expect(await newest(desk)).toMatchObject({ state: 'withdrawn' });
  });

  test('退回 needs a reason, which is remembered', async () => {
    const one = await buildCase(desk);
    await drafts(desk, [one]);
    const shown = await sees(desk, desk.office);
    expect(await desk.office.refused('退回', shown)).toContain('请填写“理由”');
    await desk.office.presses('退回', shown, { reason: '已进场施工，再看两周' });
    expect(await newest(desk)).toMatchObject({ state: 'refused', reason: '已进场施工，再看两周' });
    const [row] = await db().read.find(HistoryEntry, { subjectType: 'ladder', action: 'refused' });
    expect(row).toMatchObject({ subjectId: one.id, reason: '已进场施工，再看两周' });
    expect((await sees(desk, desk.office)).words).toContain('已进场施工，再看两周');
  });

  test('a signer who holds the role no more cannot sign; where nobody does 县河长办 is told so', async () => {
    await drafts(desk, [await buildCase(desk)], { issuer: '分局' });
    const shown = await sees(desk, desk.bureau);
    await db().transaction((tx) => tx.remove(PersonRole, { personId: desk.bureau.person.id }));
    expect(await desk.bureau.refused('批准', shown)).toBe('press.notYours');
    expect(await desk.office.refused('批准', shown)).toBe('press.notYours');
    const [matter] = (await openMatters(db().read, desk.river.deps, { today: '2026-11-25' })).filter(
      ({ type }) => type === 'ladderDocument',
    );
    expect(matter).toMatchObject({ duty: 'issue', responsible: [desk.river.office.id] });
    const told = await sees(desk, desk.office);
    expect(told.words).toContain('没有人能签：花名册里没有市生态环境局新绛分局的人在飞书里');
    expect(told.buttons).toEqual(['为什么', '要文件']);
  });

  test('a head who is away is not sent it: the deputy is, and an empty post is left to the others', async () => {
    const deputy = await buildPerson(db(), { unitId: desk.river.town.id, title: '副镇长' });
    await db().transaction((tx) =>
      tx.insert(StandIn, {
        chiefId: desk.river.mayor.id,
        deputyId: deputy.id,
        reachId: null,
        fromDay: '2026-11-23',
        toDay: '2026-11-30',
        reason: '出差',
        state: 'accepted',
        askedAt: NOW,
        version: 1,
      } as Partial<StandIn>),
    );
    await drafts(desk, [await buildCase(desk)]);
    await sendAll(db());
    await desk.office.presses('批准', await sees(desk, desk.office));
    expect(await waiting(db())).toEqual([
      `documentNotice→${desk.river.liaison.id}`,
      `documentNotice→${deputy.id}`,
    ]);
  });

  test('the town’s group hears what is behind, without a post or a name', async () => {
    await db().transaction((tx) =>
      tx.insert(ChatGroup, {
        chatId: 'oc_town',
        name: '龙兴镇群',
        origin: 'made',
        state: 'serving',
        unitId: desk.river.town.id,
        decidedAt: NOW,
        uuid: 'g1',
        createdAt: NOW,
        version: 1,
      } as Partial<ChatGroup>),
    );
    await drafts(desk, [await buildCase(desk)]);
    await desk.office.presses('保存修改', await sees(desk, desk.office), { words: '请第一村河长抓紧。' });
    expect(await desk.office.refused('批准', await sees(desk, desk.office))).toBe('press.form');
    await desk.office.presses('保存修改', await sees(desk, desk.office), { words: '请抓紧办结。' });
    await sendAll(db());
    const { toast } = await desk.office.presses('批准', await sees(desk, desk.office));
    expect(toast?.content).toContain('并发到1个群');
    expect((await waiting(db())).filter((one) => one.startsWith('group'))).toHaveLength(1);
    const [group] = await db().read.find(ChatGroup);
    const shown = await GROUP_PRESENTERS.groupDocument(desk.river.deps, db().read, {
      subject: { type: 'ladderDocument', id: (await newest(desk)).id },
      recipient: group as ChatGroup,
      snapshot: null,
      at: NOW,
    });
    expect(JSON.stringify(shown?.card)).toContain('桥下50米');
    expect(JSON.stringify(shown?.card)).not.toContain('联络员');
  });

  test('整改报告: sent by the town, decided by the issuer; approved it ends the 通报', async () => {
    const one = await buildCase(desk);
    await drafts(desk, [one]);
    await desk.office.presses('批准', await sees(desk, desk.office));
    await sendAll(db());
    const notice = await sees(desk, desk.liaison, 'documentNotice');
    expect(await desk.chief.refused('报送整改报告', notice, { report: '办了' })).toBe('press.notYours');
    await desk.liaison.presses('报送整改报告', notice, { report: '垃圾清走了一半', doneDay: '2026-12-20' });
    expect(await waiting(db())).toContain(`documentDesk→${desk.river.office.id}`);
    expect(await desk.mayor.refused('报送整改报告', notice, { report: '再报' })).toBe('press.stale');
    const asked = await sees(desk, desk.office);
    expect(asked.words).toContain('垃圾清走了一半');
    expect(await desk.office.refused('不同意', asked)).toBe('press.form');
    await desk.office.presses('不同意', asked, { answer: '请写清另一半哪天清完' });
    expect((await sees(desk, desk.mayor, 'documentNotice')).words).toContain('请写清另一半哪天清完');
    await desk.mayor.presses('报送整改报告', await sees(desk, desk.mayor, 'documentNotice'), {
      report: '12月20日前清完',
      doneDay: '2026-12-20',
    });
    await desk.office.presses('同意', await sees(desk, desk.office));
    expect(await newest(desk)).toMatchObject({ state: 'closed', closedById: desk.river.office.id });
    expect((await db().read.find(LadderReply)).map(({ state }) => state)).toEqual(['refused', 'approved']);
    expect(await events(one)).toEqual(['drafted', 'issued', 'replied', 'replied', 'closed', 'stopped']);
    expect(await db().read.findOne(LadderCase, { id: one.id })).toMatchObject({
      state: 'stopped',
      stoppedFor: 'explained',
      stoppedUntil: '2026-12-20',
    });
  });

  test('申请延期: approved it moves the day of the report and stops the clock', async () => {
    const one = await buildCase(desk);
    await drafts(desk, [one]);
    await desk.office.presses('批准', await sees(desk, desk.office));
    const notice = await sees(desk, desk.mayor, 'documentNotice');
    const early = { extendDay: '2026-12-01', extendWhy: '上冻了' };
    expect(await desk.mayor.refused('申请延期', notice, early)).toBe('press.form');
    await desk.mayor.presses('申请延期', notice, { ...early, extendDay: '2026-12-25' });
    await desk.office.presses('同意', await sees(desk, desk.office));
    expect(await newest(desk)).toMatchObject({ state: 'issued', replyDueDay: '2026-12-25' });
    expect(await db().read.findOne(LadderCase, { id: one.id })).toMatchObject({
      stoppedFor: 'extension',
      stoppedUntil: '2026-12-25',
    });
  });

  test('a 通报 whose causes are all put right ends by itself; its life can be told from the history', async () => {
    const one = await buildCase(desk);
    await drafts(desk, [one]);
    await desk.office.presses('批准', await sees(desk, desk.office));
    await putRight(desk, one);
    expect(await tidyDocuments(desk.river.deps, at('2026-11-27'))).toBe(1);
    const document = await newest(desk);
    expect(document).toMatchObject({ state: 'closed', closedById: null });
    const steps = await db().read.find(
      HistoryEntry,
      { subjectType: 'ladderDocument', subjectId: document.id },
      { order: { version: 'ASC' } },
    );
    expect(replayDocument(2, steps)).toBe('closed');
    expect((await sees(desk, desk.mayor, 'documentNotice')).buttons).toEqual(['为什么', '要文件']);
  });

  test('200 cases of one town are one document that can be signed', async () => {
    const first = await buildCase(desk);
    await db().transaction((tx) =>
      tx.insert(
        LadderCase,
        Array.from({ length: 199 }, (_, n) => ({ ...first, id: undefined, round: n + 2 })),
      ),
    );
    const cases = await db().read.find(LadderCase);
    expect(await drafts(desk, cases)).toBe(1);
    expect(await db().read.find(LadderDocumentCase)).toHaveLength(200);
    expect((await sees(desk, desk.office)).words).toContain('还有184件，见文件');
    await desk.office.presses('批准', await sees(desk, desk.office));
    expect(await newest(desk)).toMatchObject({ state: 'issued' });
  });

  test('the word 通报: the office has all, the town its own, nobody else any', async () => {
    expect(await says(desk, desk.office, '通报')).toBe('还没有通报。');
    expect(await says(desk, desk.mayor, '通报')).toContain('没有给你单位的通报');
    await drafts(desk, [await buildCase(desk)]);
    await sendAll(db());
    expect(await says(desk, desk.mayor, '通报')).toContain('没有给你单位的通报');
    await says(desk, desk.office, '通报');
    expect((await desk.office.sees('documents', 2, 'documents')).words).toContain('待签');
    await desk.office.presses('批准', await sees(desk, desk.office));
    await says(desk, desk.mayor, '通报');
    expect((await desk.mayor.sees('documents', 2, 'documents')).words).toContain('12月9日前报整改');
    await sendAll(db());
    await says(desk, desk.chief, '通报');
    expect(await waiting(db())).toEqual([`help→${desk.river.chief.id}`]);
    const { id } = await newest(desk);
    const may = (
      kind: 'documentDesk' | 'documentNotice',
      { person }: typeof desk.chief,
      roles: PersonRole['role'][],
    ) => mayOpen(db().read, kind, id, { person, roles, at: NOW, deps: desk.river.deps });
    expect([
      await may('documentNotice', desk.mayor, ['镇长']),
      await may('documentNotice', desk.chief, ['村级河长']),
      await may('documentDesk', desk.mayor, ['镇长']),
      await may('documentDesk', desk.bureau, ['分局']),
    ]).toEqual([true, false, false, false]);
    expect((await sees(desk, desk.chief, 'documentNotice')).words).not.toContain('桥下50米');
  });
});
