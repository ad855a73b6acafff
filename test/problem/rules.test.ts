import fc from 'fast-check';
import {
  dueDayOf,
  placeWords,
  problemTitle,
  progressWords,
  verifierOf,
  verifyDueDayOf,
} from '../../src/problem';
import { type Hand, handlerOf } from '../../src/problem/rules';
import { spotIn } from '../../src/problem/words';
import { testCalendar, testPolicy } from '../factories';

const rules = { policy: testPolicy(), calendar: testCalendar };

describe('due days', () => {
  test.each([
    ['立行立改', '2026-11-30'],
    ['一般', '2026-12-09'],
    ['较重', '2026-12-23'],
  ] as const)('%s, reported on a Wednesday, is due on %s', (seriousness, due) => {
    expect(dueDayOf({ seriousness, source: 'patrol' }, '2026-11-25', rules)).toBe(due);
  });

  test('a verification answered on a Friday is due on the Wednesday', () => {
    expect(verifyDueDayOf('2026-11-27', rules)).toBe('2026-12-02');
  });
});

const hand = (id: number, reached = true): Hand => ({ id, reached });

describe('who handles', () => {
  const fresh = { handlerId: null, acceptedAt: null };
  const signed = { acceptedAt: new Date(0) };
  const lies = (handlerId: number, more = {}) => ({ ...fresh, handlerId, ...more });
  const hands = { town: [hand(1), hand(2)], office: [hand(8)] };
  const silent = { town: [hand(1, false)], office: [hand(8)] };

  test('the first of the town whom Feishu reaches, else 县河长办', () => {
    expect(handlerOf(fresh, hands)).toBe(1);
    expect(handlerOf(fresh, { ...hands, town: [hand(1, false), hand(2)] })).toBe(2);
    expect(handlerOf(fresh, silent)).toBe(8);
    expect(handlerOf(fresh, { town: [hand(1, false)], office: [] })).toBe(1);
    expect(handlerOf(fresh, { town: [], office: [] })).toBeNull();
  });
  test('stays with whoever has it, for as long as they may and can be reached', () => {
    expect(handlerOf(lies(2), hands)).toBe(2);
    expect(handlerOf(lies(9), hands)).toBe(1);
    expect(handlerOf(lies(2), { ...hands, town: [hand(1), hand(2, false)] })).toBe(1);
  });
  test('comes back from 县河长办 when the town has somebody, unless 县河长办 has signed for it', () => {
    expect(handlerOf(lies(8), silent)).toBe(8);
    expect(handlerOf(lies(8), hands)).toBe(1);
    expect(handlerOf(lies(8, signed), hands)).toBe(8);
  });
  test('is decided once: asked again, the answer is the same', () => {
    const people = fc.uniqueArray(fc.record({ id: fc.nat(6), reached: fc.boolean() }), {
      selector: ({ id }) => id,
    });
    const acceptedAt = fc.constantFrom(null, new Date(0));
    const problem = fc.record({ handlerId: fc.option(fc.nat(6)), acceptedAt });
    fc.assert(
      fc.property(problem, people, people, (it, town, office) => {
        const handlerId = handlerOf(it, { town, office });
        expect(handlerOf({ ...it, handlerId }, { town, office })).toBe(handlerId);
      }),
    );
  });
});

describe('who verifies', () => {
  const someone = { finderId: 1, acted: new Set([2]), finderServes: true, office: [hand(3), hand(4)] };

  test('the finder', () => expect(verifierOf(someone)).toBe(1));
  test('县河长办 when the finder had a hand in it or is gone', () => {
    expect(verifierOf({ ...someone, acted: new Set([1, 2, 3]) })).toBe(4);
    expect(verifierOf({ ...someone, finderServes: false })).toBe(3);
  });
  test('whoever is named stays, for as long as they may', () => {
    expect(verifierOf({ ...someone, verifierId: 4 })).toBe(4);
    expect(verifierOf({ ...someone, verifierId: 9 })).toBe(1);
    expect(verifierOf({ ...someone, verifierId: 1, finderServes: false })).toBe(3);
    const office = [hand(3, false), hand(4)];
    expect(verifierOf({ ...someone, verifierId: 3, finderServes: false, office })).toBe(4);
  });
  test('never anybody who had a hand in it, whoever that is', () => {
    const ids = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(ids, fc.array(ids), fc.boolean(), fc.array(ids), (finderId, acted, finderServes, some) => {
        const office = some.map((id) => hand(id));
        const chosen = verifierOf({ finderId, acted: new Set(acted), finderServes, office });
        expect(acted).not.toContain(chosen);
      }),
    );
  });
});

describe('words', () => {
  test('a place is the landmark and the spot, and the spot is found again', () => {
    expect(placeWords('桥西雨洪排口', '桥下50米')).toBe('桥西雨洪排口，桥下50米');
    expect(placeWords(null, '村东头')).toBe('村东头');
    expect(spotIn('桥西雨洪排口，桥下50米', '桥西雨洪排口')).toBe('桥下50米');
    expect(spotIn('桥西雨洪排口', '桥西雨洪排口')).toBeNull();
    expect(spotIn('村东头', undefined)).toBe('村东头');
  });

  test('a title and where it stands', () => {
    expect(problemTitle({ category: '排污口', place: '桥西雨洪排口' })).toBe('排污口：桥西雨洪排口');
    const assigned = { state: 'assigned' as const, returns: 0, rebounds: 0, acceptedAt: null };
    expect(progressWords(assigned, '龙兴镇')).toBe('等龙兴镇签收');
    expect(progressWords({ ...assigned, rebounds: 1 }, '龙兴镇')).toBe('反弹重开，等龙兴镇签收');
    const returned = { ...assigned, returns: 1, acceptedAt: new Date(0) };
    expect(progressWords(returned, '龙兴镇')).toBe('已退回，龙兴镇重新办理');
  });
});
