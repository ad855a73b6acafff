import fc from 'fast-check';
import { answerableFor, holdsOn, remindedOf, type Term } from '../../src/patrol';
import { whyNobody } from '../../src/patrol/answerable';

const task = { dueDay: '2026-11-22', assigneeId: 2 };
const term = (personId: number, fromDay = '2024-01-01', toDay: string | null = null): Term => ({
  personId,
  fromDay,
  toDay,
  reachable: true,
});
const unreachable = (personId: number): Term => ({ ...term(personId), reachable: false });

describe('who answers for a patrol task', () => {
  it('is whoever walked it, be it after a change of hands', () => {
    const terms = [term(2, '2024-01-01', '2026-11-25'), term(3, '2026-11-26')];
    expect(answerableFor({ ...task, walkerId: 3 }, terms)).toBe(3);
  });

  it('is the assignee, who holds the post on the due day, before anybody who held it longer', () => {
    expect(answerableFor(task, [term(1), term(2, '2026-11-16')])).toBe(2);
  });

  it('is the longest-serving holder of the due day when the assignee has left by then', () => {
    const terms = [term(2, '2020-01-01', '2026-11-21'), term(3, '2026-11-20'), term(4, '2026-11-18')];
    expect(answerableFor(task, terms)).toBe(4);
  });

  it('is the successor who came after the period began and holds on its last day', () => {
    expect(answerableFor(task, [term(2, '2024-01-01', '2026-11-18'), term(3, '2026-11-22')])).toBe(3);
  });

  it('is nobody when nobody holds the post on the due day, whoever held it before or after', () => {
    const terms = [term(2, '2024-01-01', '2026-11-21'), term(3, '2026-11-23')];
    expect(answerableFor(task, terms)).toBeNull();
    expect(whyNobody(task, terms)).toBe('vacant');
  });

  it('is nobody whom Feishu does not know; a co-holder whom it knows is in their place', () => {
    expect(answerableFor(task, [unreachable(2)])).toBeNull();
    expect(whyNobody(task, [unreachable(2)])).toBe('unreached');
    expect(answerableFor(task, [unreachable(2), term(3)])).toBe(3);
  });

  it('is nobody whom Feishu came to know only after the due day, and they are not pressed for it either', () => {
    const known = (reachedFrom: string): Term[] => [{ ...term(2), reachedFrom }];
    expect(answerableFor(task, known('2026-11-23'))).toBeNull();
    expect(whyNobody(task, known('2026-11-23'))).toBe('unreached');
    expect(remindedOf(task, known('2026-11-23'), '2026-11-24')).toEqual([]);
    expect(answerableFor(task, known('2026-11-22'))).toBe(2);
    expect(answerableFor({ ...task, walkerId: 2 }, known('2026-11-23'))).toBe(2);
  });

  it('is the one for whom somebody without the post walked', () => {
    expect(answerableFor({ ...task, walkerId: 9 }, [term(2)])).toBe(2);
  });
});

describe('who is reminded of a patrol task', () => {
  it('is everybody who holds the post on the due day and still does, the one who answers first', () => {
    const terms = [term(1), term(2, '2026-11-16'), term(3, '2026-11-22'), term(4, '2026-11-23')];
    expect(remindedOf(task, terms, '2026-11-24')).toEqual([2, 1, 3]);
  });

  it('is nobody who has left, nor who leaves before the due day, nor who is not there yet', () => {
    const terms = [term(2, '2024-01-01', '2026-11-19'), term(3, '2026-11-20')];
    expect(remindedOf(task, terms, '2026-11-18')).toEqual([]);
    expect(remindedOf(task, terms, '2026-11-20')).toEqual([3]);
  });

  it('names somebody with two terms once', () => {
    expect(remindedOf(task, [term(2, '2026-11-01'), term(2, '2026-11-20')], '2026-11-22')).toEqual([2]);
  });
});

describe('whatever the roster', () => {
  const day = fc.integer({ min: 10, max: 30 }).map((n) => `2026-11-${n}`);
  const terms = fc.array(
    fc
      .record({
        personId: fc.integer({ min: 1, max: 4 }),
        fromDay: day,
        toDay: fc.option(day),
        reachable: fc.boolean(),
      })
      .filter(({ fromDay, toDay }) => toDay === null || toDay >= fromDay),
    { maxLength: 6 },
  );

  it('an unwalked task is answered for only by a reachable holder of its due day, and by one when there is any', () => {
    fc.assert(
      fc.property(terms, day, (held, dueDay) => {
        const whose = answerableFor({ ...task, dueDay }, held);
        const able = held.filter((one) => one.reachable && holdsOn(one, dueDay));
        expect(whose === null).toBe(able.length === 0);
        if (whose !== null) expect(able.map(({ personId }) => personId)).toContain(whose);
      }),
    );
  });

  it('nobody is reminded who may not enter it today, and nobody at all of a task that is nobody’s', () => {
    fc.assert(
      fc.property(terms, day, day, (held, dueDay, today) => {
        const asked = { ...task, dueDay };
        const reminded = remindedOf(asked, held, today);
        for (const id of reminded) {
          expect(held.some((one) => one.personId === id && holdsOn(one, today))).toBe(true);
        }
        if (answerableFor(asked, held) === null) expect(reminded).toEqual([]);
      }),
    );
  });

  it('the order of the posts changes nothing', () => {
    const shuffled = terms.chain((held) =>
      fc.tuple(fc.constant(held), fc.shuffledSubarray(held, { minLength: held.length })),
    );
    fc.assert(
      fc.property(shuffled, day, ([held, other], dueDay) => {
        expect(answerableFor({ ...task, dueDay }, other)).toBe(answerableFor({ ...task, dueDay }, held));
      }),
    );
  });
});
