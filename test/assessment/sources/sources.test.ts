import fc from 'fast-check';
import type { ComplaintFact } from '../../../src/assessment/facts/complaints';
import { type Remedy, remedyOf } from '../../../src/assessment/facts/remedies';
import type { Counted } from '../../../src/assessment/source';
import { complaints } from '../../../src/assessment/sources/complaints';
import { escalated } from '../../../src/assessment/sources/escalations';
import { rectification } from '../../../src/assessment/sources/rectification';
import { standardisation } from '../../../src/assessment/sources/standardisation';
import { waterQuality } from '../../../src/assessment/sources/waterQuality';
import { addDays, instantAt } from '../../../src/core/days';
import { type PastStep, takenBack } from '../../../src/ledger';
import { NOTHING, problem, task, walked } from '../facts';

const share = (counted: Counted) => (counted.kind === 'share' ? [counted.met, counted.all] : null);
const events = (counted: Counted) => (counted.kind === 'events' ? counted.events : null);

describe('排污口整治与销号', () => {
  it('is what is closed out of what was due, and says what is not', () => {
    const counted = rectification({
      remedies: [
        { id: 4, done: true, reopened: false },
        { id: 2, done: false, reopened: false },
        { id: 3, done: false, reopened: true },
      ],
    });
    expect(counted).toMatchObject({
      kind: 'share',
      met: 1,
      all: 3,
      reason: '到期应整治排污口 3 个，已销号 1 个，没完成 1 个，销号后又重新整治 1 个',
      evidence: [2, 3, 4].map((id) => ({ kind: 'outfall', id })),
    });
  });

  it('says nothing of what is not open', () => {
    expect(rectification({ remedies: [{ id: 1, done: true, reopened: false }] }).reason).toBe(
      '到期应整治排污口 1 个，已销号 1 个',
    );
  });

  it('is 不适用 when nothing was due', () => {
    expect(rectification({ remedies: [] })).toMatchObject({ all: 0, nothing: '本期没有到期要整治的排污口' });
  });

  const PERIOD = { fromDay: '2026-10-01', toDay: '2026-10-31' };
  const END = instantAt('2026-11-01', '00:00');
  const open: Remedy = {
    id: 1,
    townId: 1,
    remedyStage: '整治中',
    remedyType: '规范整治',
    remedyDueDay: '2026-10-20',
    baselineDay: null,
  };
  const day = fc.integer({ min: -60, max: 60 }).map((n) => addDays('2026-10-15', n));

  it('closing out by the deadline, however early, is never less than leaving it open', () => {
    fc.assert(
      fc.property(day, day, (remedyDueDay, closedDay) => {
        fc.pre(closedDay <= remedyDueDay);
        const left = remedyOf({ ...open, remedyDueDay }, [], PERIOD, END);
        const steps: PastStep[] = [{ at: instantAt(closedDay, '12:00'), was: { remedyStage: '整治中' } }];
        const closed = remedyOf({ ...open, remedyDueDay, remedyStage: '完成整治' }, steps, PERIOD, END);
        const worth = (fact: typeof left) => (fact === null ? null : Number(fact.done));
        // Due in the period, it counts as done; due before, it does not weigh on anything any more.
        if (remedyDueDay >= PERIOD.fromDay && remedyDueDay <= PERIOD.toDay) expect(worth(closed)).toBe(1);
        else expect([null, 1]).toContain(worth(closed));
        expect([null, 0]).toContain(worth(left));
      }),
    );
  });

  it('nothing that happens after the end changes what counted', () => {
    const change = fc.record({
      remedyStage: fc.constantFrom('整治中', '完成整治'),
      remedyDueDay: day,
      baselineDay: fc.constantFrom(null, '2026-09-01'),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 4 }), (later) => {
        let outfall: Remedy = open;
        const steps: PastStep[] = [];
        for (const [n, set] of later.entries()) {
          const was = Object.fromEntries(
            Object.keys(set).map((key) => [key, outfall[key as keyof Remedy]]),
          ) as PastStep['was'];
          steps.unshift({ at: instantAt(addDays('2026-11-01', n), '00:00'), was });
          outfall = { ...outfall, ...set } as Remedy;
        }
        expect(remedyOf(outfall, steps, PERIOD, END)).toEqual(remedyOf(open, [], PERIOD, END));
      }),
    );
  });

  it('an outfall that came later was not there yet', () => {
    const steps: PastStep[] = [{ at: END, was: null }];
    expect(takenBack(open, steps, END)).toBeNull();
    expect(takenBack(open, steps, new Date(END.getTime() + 1))).toEqual(open);
  });
});

describe('台账与规范化建设', () => {
  it('counts outfalls that lack nothing; of which nobody can say counts neither way', () => {
    const counted = standardisation({
      standards: [
        { id: 1, townId: 1, lacks: [], unknown: false },
        { id: 2, townId: 1, lacks: ['采样点', '在线视频'], unknown: true },
        { id: 3, townId: 1, lacks: [], unknown: true },
      ],
    });
    expect(share(counted)).toEqual([1, 2]);
    expect(counted.reason).toBe(
      '排污口 2 个，符合要求 1 个，缺在线视频、采样点的 1 个，另有 1 个台账有待补，先不计入',
    );
    expect(counted.evidence).toEqual([1, 2].map((id) => ({ kind: 'outfall', id })));
    const whole = [{ id: 1, townId: 1, lacks: [], unknown: false }];
    expect(standardisation({ standards: whole }).reason).toBe('排污口 1 个，都符合要求');
    const unknown = [{ id: 3, townId: 1, lacks: [], unknown: true }];
    expect(standardisation({ standards: unknown })).toMatchObject({
      all: 0,
      nothing: '1 个台账有待补，先不计入',
    });
    expect(standardisation({ standards: [] })).toMatchObject({ all: 0, nothing: '台账里没有这个镇的排污口' });
  });
});

describe('水质', () => {
  const sample = (id: number, outfallId: number, over = false) => ({ id, outfallId, over });

  it('counts outfalls and not samples', () => {
    const counted = waterQuality({ samples: [sample(1, 7), sample(2, 7), sample(3, 8, true), sample(4, 8)] });
    expect(share(counted)).toEqual([1, 2]);
    expect(counted.evidence).toEqual([1, 2, 3, 4].map((id) => ({ kind: 'measurement', id })));
    expect(counted.reason).toBe('监测排污口 2 个，达标 1 个，超标 1 个');
    expect(waterQuality({ samples: [sample(1, 7)] }).reason).toBe('监测排污口 1 个，都达标');
    expect(waterQuality({ samples: [] })).toMatchObject({ all: 0, nothing: '本期没有实验室或在线监测结果' });
  });

  it('one more result over the limit never raises it, whatever the order', () => {
    const samples = fc.array(
      fc.record({ id: fc.nat(), outfallId: fc.integer({ min: 1, max: 4 }), over: fc.boolean() }),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(samples, fc.nat(), (all, n) => {
        const one = all[n % all.length] as (typeof all)[number];
        const worse = waterQuality({ samples: [{ ...one, id: 1_000_000, over: true }, ...all].reverse() });
        const [met = 0, of = 1] = share(waterQuality({ samples: all })) ?? [];
        const [metWorse = 0, ofWorse = 1] = share(worse) ?? [];
        expect(metWorse / ofWorse).toBeLessThanOrEqual(met / of);
      }),
    );
  });
});

describe('公众投诉', () => {
  it('costs what did not end in contentment', () => {
    const all: ComplaintFact[] = [
      { id: 3, late: false, content: true },
      { id: 1, late: true, content: false },
      { id: 2, late: false, content: false },
    ];
    expect(complaints({ ...NOTHING, complaints: all })).toMatchObject({
      events: 2,
      looked: true,
      reason: '投诉 3 件，投诉人满意、不扣分 1 件，没按期办 1 件，属实且投诉人没有表示满意 1 件',
      evidence: [1, 2, 3].map((id) => ({ kind: 'problem', id })),
    });
  });

  it('says of each only what there was', () => {
    const said = (late: boolean, content: boolean) =>
      complaints({ ...NOTHING, complaints: [{ id: 1, late, content }] }).reason;
    expect(said(false, true)).toBe('投诉 1 件，投诉人满意、不扣分 1 件');
    expect(said(true, false)).toBe('投诉 1 件，没按期办 1 件');
    expect(said(false, false)).toBe('投诉 1 件，属实且投诉人没有表示满意 1 件');
  });

  it('without any has the full mark, by the outfalls that the public could have complained of', () => {
    const standards = [4, 2].map((id) => ({ id, townId: 1, lacks: [], unknown: true }));
    const none = complaints({ ...NOTHING, standards, tasks: [walked({ id: 9 })] });
    expect(none).toMatchObject({ events: 0, looked: true, reason: '没有计入的投诉（台账里有 2 个排污口）' });
    expect(none.evidence).toEqual([2, 4].map((id) => ({ kind: 'outfall', id })));
  });

  it('without any has it by what was due where the ledger has no outfall of the town', () => {
    const tasks = [walked({ id: 9 }), task({ id: 10, pending: true })];
    const problems = [problem({ id: 11 }), problem({ id: 12, due: false })];
    const none = complaints({
      ...NOTHING,
      tasks,
      problems,
      remedies: [{ id: 3, done: true, reopened: false }],
    });
    expect(none).toMatchObject({ events: 0, looked: true, reason: '没有计入的投诉' });
    expect(none.evidence).toEqual([
      { kind: 'outfall', id: 3 },
      { kind: 'problem', id: 11 },
      { kind: 'task', id: 9 },
    ]);
  });

  it('without any is 不适用 where the town is measured by nothing: a quiet month alone is no score', () => {
    const none = { events: 0, looked: false, nothing: '本期没有计入的投诉，也没有别的可算' };
    expect(complaints(NOTHING)).toMatchObject(none);
    expect(complaints({ ...NOTHING, tasks: [task({ pending: true })] })).toMatchObject(none);
    const standards = [{ id: 1, townId: 1, lacks: [], unknown: true }];
    expect(complaints({ ...NOTHING, standards })).toMatchObject(none);
    expect(
      complaints({ ...NOTHING, standards: [{ id: 1, townId: 1, lacks: ['名称'], unknown: false }] }),
    ).toMatchObject({
      looked: true,
    });
  });

  it('a lapse more never costs less', () => {
    const fact = fc.record({ id: fc.nat(), late: fc.boolean(), content: fc.boolean() });
    fc.assert(
      fc.property(fc.array(fact), fc.nat(), (all, id) => {
        const more = [...all, { id, late: true, content: false }];
        expect(events(complaints({ ...NOTHING, complaints: more }))).toBe(
          (events(complaints({ ...NOTHING, complaints: all })) ?? 0) + 1,
        );
      }),
    );
  });
});

describe('通报 and 约谈', () => {
  const escalations = [
    { id: 9, kind: '通报', day: '2026-10-09' },
    { id: 9, kind: '通报', day: '2026-10-09' },
    { id: 12, kind: '约谈', day: '2026-10-20' },
  ] as const;

  it('are counted apart, a document once', () => {
    expect(escalated(escalations, '通报')).toEqual({ documents: 1, evidence: [{ kind: 'document', id: 9 }] });
    expect(escalated(escalations, '约谈')).toEqual({
      documents: 1,
      evidence: [{ kind: 'document', id: 12 }],
    });
    expect(escalated([], '约谈')).toEqual({ documents: 0, evidence: [] });
  });
});
