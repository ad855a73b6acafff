import fc from 'fast-check';
import { classify, type RefusalKind } from '../../src/feishu/errors';

const answer = (code: number, msg = '') => classify({ status: 400, code, msg });
const card = (subCode: number, words: string) =>
  answer(
    230099,
    `Failed to create card content, ext=ErrCode: ${subCode}; ErrMsg: ${words}; ErrorValue: 王村的话 19900000001`,
  );

describe('what a refusal of Feishu means', () => {
  /** Every code of the reference's tables 1.2, 2.8 and 2.9. */
  const TABLES: Record<RefusalKind, number[]> = {
    token: [99991661, 99991663, 99991664, 99991665, 99991668, 99991671, 99991677],
    configuration: [
      10003, 10014, 10015, 99991201, 99991301, 99991401, 99991403, 99991543, 99991662, 99991672, 99991673,
      99991679, 230006, 230027, 230036,
    ],
    retry: [99991400, 230020, 230049],
    'terminal-recipient': [
      99992351, 99992356, 99992360, 99992361, 230002, 230013, 230018, 230029, 230034, 230035, 230038, 230053,
      230075, 232009,
    ],
    'terminal-card': [
      99992402, 230001, 230015, 230017, 230019, 230022, 230025, 230028, 230054, 230055, 230071, 230072,
    ],
    gone: [99992354, 230011, 230031, 230050, 230110, 231003],
    ambiguous: [],
  };
  const coded = Object.entries(TABLES).flatMap(([kind, codes]) => codes.map((code) => [code, kind] as const));
  test.each(coded)('code %d is %s, whatever HTTP status carries it', (code, kind) => {
    for (const status of [200, 400, 401, 429, 500]) {
      const refusal = classify({ status, code, msg: 'some words' });
      expect(refusal).toMatchObject({ kind, code, patient: true });
      // Told in words of its own, not by its number.
      expect(refusal.sentence).not.toContain(String(code));
    }
  });

  /** Every code of table 5.9. */
  test.each([
    11310, 100290, 200380, 200381, 200550, 200570, 200621, 200732, 200737, 200861, 200914, 200915, 300220,
    300230, 300240,
  ])('code %d inside a 230099 is of this card, and told in words', (subCode) => {
    const refusal = card(subCode, 'some words');
    expect(refusal).toMatchObject({ kind: 'terminal-card', code: 230099, subCode });
    expect(refusal.sentence).not.toContain(String(subCode));
  });

  test('of all card errors only the lock of a press passes by itself', () => {
    expect(card(11310, 'card action is lock')).toMatchObject({
      kind: 'retry',
      subCode: 11310,
      afterMs: 1_500,
    });
    expect(card(11310, 'element exceeds the limit')).toMatchObject({ kind: 'terminal-card', subCode: 11310 });
    expect(card(11310, 'card table number over limit').kind).toBe('terminal-card');
    expect(card(100290, 'invalid user resource(at/person)').kind).toBe('terminal-card');
    expect(card(200570, 'card contains invalid image keys').kind).toBe('terminal-card');
    expect(card(200861, 'cards of schema V2 no longer support this capability').kind).toBe('terminal-card');
  });

  test('what people wrote never gets into a message of ours', () => {
    const refusal = card(200621, 'parse card json err');
    expect(`${refusal.message} ${refusal.sentence} ${refusal.hint}`).not.toMatch(/王村|1990/);
    expect(refusal.message).toContain('parse card json err');
  });

  test('no answer is doubtful, unless nothing was reached at all', () => {
    expect(classify({ network: 'ECONNABORTED' }).kind).toBe('ambiguous');
    expect(classify({ network: 'ECONNRESET' }).kind).toBe('ambiguous');
    expect(classify({ network: 'EPAYLOAD' }).kind).toBe('ambiguous');
    expect(classify({ network: 'ECONNREFUSED' }).kind).toBe('retry');
    expect(classify({ network: 'ENOTFOUND' }).kind).toBe('retry');
    expect(classify({ status: 504 }).kind).toBe('ambiguous');
    expect(classify({ status: 503 }).kind).toBe('retry');
  });

  test('waits as long as Feishu asks', () => {
    expect(classify({ status: 429, code: 99991400, resetSeconds: 7 })).toMatchObject({
      kind: 'retry',
      afterMs: 7_000,
    });
    expect(classify({ status: 429 }).kind).toBe('retry');
  });

  test('knows what would meet every message, and what only this one', () => {
    expect(classify({ network: 'ECONNREFUSED' }).outage).toBe(true);
    expect(classify({ status: 500 }).outage).toBe(true);
    expect(answer(99991672).outage).toBe(true);
    expect(answer(230013).outage).toBe(false);
    expect(answer(230020).outage).toBe(false);
  });

  test('gives every failure a kind and a sentence, and is never patient with what it does not know', () => {
    const failure = fc.record(
      {
        status: fc.integer({ min: 200, max: 599 }),
        code: fc.integer({ min: 1, max: 99_999_999 }),
        msg: fc.string(),
        resetSeconds: fc.integer({ min: 1, max: 60 }),
        network: fc.string(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(failure, (facts) => {
        const refusal = classify(facts);
        return refusal.sentence.length > 0 && refusal.kind.length > 0;
      }),
    );
    expect(answer(77_777)).toMatchObject({ kind: 'retry', patient: false });
  });
});
