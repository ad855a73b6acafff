import { renderCard } from '../../cards';
import type { DigestRow } from '../../cards/digest';
import { matterOpen } from '../../cards/kit';
import { type LagRow, lagRead, lagUrge } from '../../cards/lagNotice';
import { sure } from '../../cards/samples/sample';
import { buttonNamed, buttonsOf, colourOf, elementsOf, pressable, tagsOf, wordsOf } from './lookAt';

const today = '2026-11-23';

describe('the digest', () => {
  const row = (id: number, urgency: DigestRow['urgency'] = 'todo'): DigestRow => ({
    type: 'patrolTask',
    id,
    version: 1,
    title: `巡河任务：第${id}村段`,
    left: '还有3个工作日',
    urgency,
  });
  const digest = (rows: DigestRow[], more = {}) =>
    renderCard('digest', {
      today,
      groups: [{ title: '我要办的', rows }],
      urges: [],
      behind: null,
      baseline: null,
      ...more,
    });

  it('opens each matter from its row', () => {
    const card = digest([row(42), row(43)]);
    expect(buttonsOf(card)).toEqual(['打开', '打开']);
    const [first] = pressable(card);
    expect(first?.name).toBe('matter_open_patrolTask_42_1');
    expect(matterOpen.parse({ value: first?.value })).toEqual({
      ok: true,
      input: { type: 'patrolTask', id: 42, version: 1 },
    });
  });

  it('takes the colour of its most urgent row', () => {
    expect(colourOf(digest([row(1)]))).toBe('blue');
    expect(colourOf(digest([row(1), row(2, 'soon')]))).toBe('orange');
    const late = digest([row(1, 'soon'), row(2, 'late')]);
    expect(colourOf(late)).toBe('red');
    expect(tagsOf(late)).toEqual(['过期1件']);
  });

  it('folds what comes after the fifth row, and leaves the rest to the office page', () => {
    const card = digest(Array.from({ length: 32 }, (_, i) => row(i)));
    expect(wordsOf(card)).toContain('还有15项，点开看');
    expect(wordsOf(card)).toContain('还有12项，没有列出');
  });

  it('says who urges, what a head’s unit is behind with, and that old debts do not count', () => {
    const card = digest([], {
      urges: ['龙兴镇镇长 催办：第1村段巡河任务'],
      behind: { count: 7, notice: { type: 'lagNotice', id: 9, version: 2 } },
      baseline: { count: 12 },
    });
    expect(wordsOf(card)).toContain('龙兴镇镇长 催办');
    expect(wordsOf(card)).toContain('本单位滞后 7件');
    expect(wordsOf(card)).toContain('另有老账12件');
    expect(buttonNamed(card, '打开').value).toMatchObject({ type: 'lagNotice', id: 9 });
  });
});

describe('the list of tasks', () => {
  const task = (id: number, week: { period: string; due: string; lateUntil: string }) => ({
    type: 'patrolTask' as const,
    id,
    version: 1,
    reach: `汾河 · 第${id}村段`,
    level: '村级',
    period: week.period,
    due: sure(week.due),
    lateUntil: sure(week.lateUntil),
  });
  const lastWeek = { period: '上周', due: '2026-11-22', lateUntil: '2026-11-29' };
  const thisWeek = { period: '本周', due: '2026-11-29', lateUntil: '2026-12-06' };

  it('sets what is overdue apart and first, in red, with until when it can be entered late', () => {
    const card = renderCard('newTasks', {
      today,
      tasks: [task(1, lastWeek), task(2, thisWeek), task(3, thisWeek)],
    });
    expect(colourOf(card)).toBe('red');
    expect(tagsOf(card)).toEqual(['过期1个']);
    const said = wordsOf(card);
    const order = ['上期没交的（1）', '第1村段', '已过期1天，11月29日前可补录', '本期的（2）', '第2村段'];
    const places = order.map((words) => said.indexOf(words));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    const red = elementsOf(card).filter(({ content }) => String(content).includes("color='red'"));
    expect(red).toHaveLength(2);
  });

  it('of this period alone is blue and has no headings', () => {
    const card = renderCard('newTasks', { today, tasks: [task(2, thisWeek), task(3, thisWeek)] });
    expect(colourOf(card)).toBe('blue');
    expect(wordsOf(card)).not.toMatch(/上期|本期的/);
    expect(buttonsOf(card)).toEqual(['打开', '打开']);
  });
});

describe('the lag notice', () => {
  const row: LagRow = {
    matterType: 'patrolTask',
    matterId: 60,
    who: '贾家村河长',
    what: '汾河第一村段第47周巡河',
    since: '2026-11-21',
    provisional: false,
    clears: '补录这次巡河',
    urgedToday: false,
  };
  const notice = {
    id: 9,
    version: 1,
    today,
    unit: '龙兴镇',
    state: 'open' as const,
    rows: [row],
    read: null,
  };

  it('says who and what, since when, and what clears it', () => {
    const words = wordsOf(renderCard('lagNotice', notice));
    expect(words).toContain('贾家村河长：汾河第一村段第47周巡河\n11月21日起，已过期3天\n补录这次巡河就消除');
  });

  it('urges one matter from its row, and is read with the main button', () => {
    const card = renderCard('lagNotice', notice);
    expect(buttonsOf(card)).toEqual(['催办', '已知悉', '为什么、怎么答复']);
    expect(lagUrge.parse({ value: buttonNamed(card, '催办').value })).toEqual({
      ok: true,
      input: { notice: 9, version: 1, matterType: 'patrolTask', matterId: 60 },
    });
    expect(lagRead.parse({ value: buttonNamed(card, '已知悉').value }).ok).toBe(true);
  });

  it('once read says by whom and when, stays red, and can still urge what was not urged today', () => {
    const rows = [row, { ...row, matterId: 61, urgedToday: true }];
    const card = renderCard('lagNotice', {
      ...notice,
      rows,
      read: { by: '龙兴镇镇长', at: '11月23日9时10分' },
    });
    expect(colourOf(card)).toBe('red');
    expect(wordsOf(card)).toContain('龙兴镇镇长已知悉，11月23日9时10分');
    expect(buttonsOf(card)).toEqual(['催办', '为什么、怎么答复']);
  });

  it('is green when everything in it is done', () => {
    const card = renderCard('lagNotice', { ...notice, state: 'cleared', rows: [] });
    expect(colourOf(card)).toBe('green');
    expect(buttonsOf(card)).toEqual([]);
  });
});

describe('cards that only tell', () => {
  it('the old debts at the start are summed up and count against nobody', () => {
    const words = wordsOf(
      renderCard('baseline', {
        today,
        unit: '龙兴镇',
        counts: [{ kind: '入河排污口整治', count: 12, oldest: '2023-12-31' }],
      }),
    );
    expect(words).toContain('最早的2023年12月31日到期');
    expect(words).toContain('这些不计入提醒和考核，等县河长办重新定期限');
  });

  it('people whom Feishu does not know are listed with masked phones and what to do', () => {
    const chief = { post: '龙兴镇贾家村河长', unit: '龙兴镇', maskedPhone: '199****0012' };
    const waiting = {
      count: 2,
      title: '汾河贾家村段 第47周巡河',
      dueDay: '2026-11-22',
      through: '龙兴镇联络员',
    };
    const words = wordsOf(renderCard('unmatched', { today, people: [{ ...chief, waiting }] }));
    expect(words).toContain('199****0012');
    expect(words).toContain('11月22日已到期，共2次');
    expect(words).toContain('请龙兴镇联络员转告');
    expect(words).toContain('怎么办');
  });

  it('a card that was replaced keeps its title and place and opens the newest', () => {
    const newest = { type: 'patrolTask' as const, id: 42, version: 4 };
    const card = renderCard('closed', {
      title: '巡河任务',
      place: '汾河 · 一村段',
      reason: 'replaced',
      newest,
    });
    expect(colourOf(card)).toBe('grey');
    expect(wordsOf(card)).toContain('这张卡片已换成新的');
    expect(wordsOf(card)).toContain('汾河 · 一村段');
    expect(buttonsOf(card)).toEqual(['打开最新']);
  });
});
