import {
  LadderCase,
  LadderDocument,
  LadderReply,
  LagNotice,
  type Person,
  type Problem,
  RUNGS,
} from '../../../entities';
import { addDays } from '../../../src/core/days';
import {
  answerLag,
  climb,
  decideReply,
  draftDocuments,
  lagNotices,
  refuseDocument,
  replyToDocument,
  signDocument,
  tidyDocuments,
} from '../../../src/escalation';
import { BACKENDS, buildPerson, buildUnit } from '../../factories';
import { at, buildProblem, eachRiver, type River } from '../../river';
import { deliver } from '../world';
import { type Row, readWorked } from './worked';

/** Timelines of cases.yaml that are told here by the jobs and presses that make them, and not by the rules alone. */
const TOLD = [
  '一般的事：五个工作日不答复，第六个工作日起草通报',
  '一般的事：机器停得更久，也只到该到的这一级',
  '一般的事：通报签发后十个工作日不报整改，起草约谈',
  '一般的事：报了整改，再给十个工作日见效',
  '一般的事：起草以后办完了',
  '退回的草案：通报被退回，再过五个工作日才重新起草',
  '退回的草案：约谈不采取，再过十个工作日才重新起草（中间过元旦）',
  '约谈和督查：约谈以后办完了',
  '答复：延期批了，停到那天，过后接着算',
  '答复：批得晚又没同意，当天起草',
  '答复：休息日不同意，下一个工作日起草',
  '放假：国庆七天不算，补班的星期六算',
  '放假：周末不起草',
  '特别的事：重大问题逾期，不等提醒的答复期，直接起草通报',
];

const STOPS = { extension: '延期', explained: '说明', department: '', suspension: '', grace: '' } as const;
const WAITS = { issuer: '签发人', signer: '签发人', decider: '批复', office: '县河长办' } as const;
const short = (day: string | null): string => (day?.startsWith('2026-') ? day.slice(5) : (day ?? ''));

/** Where a case stands, as the table says it; which rung comes on the day it waits for, a case does not know. */
function says({ state, nextDay, waitsFor, stoppedFor, stoppedUntil }: LadderCase): string {
  if (state === 'cleared') return '结束';
  if (stoppedFor) return `停（${STOPS[stoppedFor]}）到${short(stoppedUntil)}`;
  return waitsFor ? `等${WAITS[waitsFor]}` : `等到${short(nextDay)}`;
}

/** A due draft is there at once, and waits for its signer. */
const asJobsSay = ({ expected }: Row): string =>
  expected.startsWith('起草') ? '等签发人' : expected.replace(/(等到.+)（.+）$/, '$1');

describe.each(BACKENDS)('worked timelines by the jobs themselves on %s', (backend) => {
  let world: River;
  let leader: Person;
  let problem: Problem | null;
  eachRiver(backend, async (fresh) => {
    world = fresh;
    problem = null;
    const government = await buildUnit(world.db, { name: '县政府', type: '县政府', divisionCode: null });
    leader = await buildPerson(world.db, {
      unitId: government.id,
      title: '副县长',
      name: '副县长',
      roles: ['县政府'],
    });
  });
  const theCase = async () => (await world.db.read.find(LadderCase))[0] as LadderCase;
  const newest = async () =>
    (await world.db.read.find(LadderDocument, {}, { order: { id: 'DESC' }, limit: 1 }))[0] as LadderDocument;

  /** The machine's day: whoever lags is told, the ladder is climbed, drafts are tidied. */
  async function jobs(day: string): Promise<void> {
    await climb({ ...world.deps, documents: { draft: draftDocuments } }, at(day));
    await tidyDocuments(world.deps, at(day));
  }
  const onDesk = async (day: string, rung: number) => {
    const document = await newest();
    expect(document).toMatchObject({ rung, state: 'draft' });
    const by = rung === 2 ? { person: world.office, role: '县河长办' } : { person: leader, role: '县政府' };
    const press = { documentId: document.id, version: document.version, at: at(day, '10:00') };
    return { ...press, person: by.person, roles: [by.role as '县政府' | '县河长办'] };
  };

  async function happen(word: string, day: string): Promise<void> {
    const { db, deps } = world;
    const document = /^(起草|签发|退回)(通报|约谈|督查)$/.exec(word);
    const rung = RUNGS.indexOf(document?.[2] as (typeof RUNGS)[number]);
    const until = /\d{2}-\d{2}$/.exec(word)?.[0] ?? null;
    if (word === '滞后') problem = await buildProblem(world, { dueDay: addDays(day, -1) });
    else if (word === '重大' || word === '办完') {
      const set = word === '重大' ? "seriousness = '重大'" : "state = 'closed'";
      await db.transaction((tx) => tx.run(`UPDATE problem SET ${set} WHERE id = ?`, [problem?.id ?? 0]));
    } else if (word === '已提醒') {
      await lagNotices(deps, at(day));
      await deliver(world, day);
    } else if (document?.[1] === '起草') {
      await jobs(day);
      expect(await newest()).toMatchObject({ rung, state: 'draft', day });
    } else if (document?.[1] === '签发') {
      const meeting = rung === 3 ? { meeting: { at: at(addDays(day, 3), '15:00'), place: '县政府' } } : {};
      const press = { ...(await onDesk(day, rung)), ...meeting };
      expect((await db.transaction((tx) => signDocument(tx, deps, press))).became).toBe('issued');
    } else if (document?.[1] === '退回') {
      const press = { ...(await onDesk(day, rung)), reason: '情况有变' };
      await db.transaction((tx) => refuseDocument(tx, deps, press));
    } else if (word === '报整改') {
      const { id, version } = await newest();
      const by = { person: world.liaison, roles: ['镇联络员' as const], at: at(day, '10:00') };
      const said = { kind: '整改报告' as const, words: '正在清', untilDay: null };
      await db.transaction((tx) => replyToDocument(tx, deps, { documentId: id, version, ...by, ...said }));
    } else if (word === '申请延期') {
      const notice = await db.read.findOne(LagNotice, { recipientId: world.mayor.id });
      await db.transaction((tx) =>
        answerLag(tx, deps, {
          noticeId: notice?.id ?? 0,
          caseId: null,
          kind: '申请延期',
          words: '挖机腾不出来',
          untilDay: '2026-12-31',
          by: { person: world.liaison, roles: ['镇联络员'] },
          at: at(day, '10:00'),
        }),
      );
    } else if (word.startsWith('同意延期') || word === '不同意') {
      const [reply] = await db.read.find(LadderReply, { state: 'waiting' });
      await db.transaction((tx) =>
        decideReply(tx, deps, {
          replyId: reply?.id ?? 0,
          version: reply?.version ?? 0,
          approved: word !== '不同意',
          untilDay: until && `2026-${until}`,
          reason: '按计划办',
          by: { id: world.office.id, roles: ['县河长办'] },
          at: at(day, '10:00'),
          messageId: 'om_x',
        }),
      );
    } else throw new Error(`看不懂：${word}`);
  }

  const worked = readWorked().filter(({ title }) => TOLD.includes(title));

  it('are those that are named', () => {
    expect(worked.map(({ title }) => title).sort()).toEqual([...TOLD].sort());
  });

  it.each(worked.map((one) => [one.title, one] as const))('%s', async (_, { rows }) => {
    const told: string[] = [];
    for (const { day, words, line } of rows) {
      for (const word of words) {
        await happen(word, day);
        // What begins to lag is a case before its notice has arrived.
        if (word === '滞后') await jobs(day);
      }
      await jobs(day);
      await jobs(day);
      told.push(line.replace(/→ .+$/, `→ ${says(await theCase())}`));
    }
    expect(told).toEqual(rows.map((row) => row.line.replace(/→ .+$/, `→ ${asJobsSay(row)}`)));
  });
});
