import fc from 'fast-check';
import { classify } from '../../src/feishu/errors';

const answer = (code: number, msg = '') => classify({ status: 400, code, msg });
const card = (subCode: number, words: string) =>
  answer(
    230099,
    `Failed to create card content, ext=ErrCode: ${subCode}; ErrMsg: ${words}; ErrorValue: 王村的话 19900000001`,
  );

describe('what a refusal of Feishu means', () => {
  test.each([
    [230013, 'terminal-recipient'],
    [230029, 'terminal-recipient'],
    [230053, 'terminal-recipient'],
    [230034, 'terminal-recipient'],
    [99992351, 'terminal-recipient'],
    [99992361, 'terminal-recipient'],
    [230020, 'retry'],
    [230049, 'retry'],
    [99991400, 'retry'],
    [230022, 'terminal-card'],
    [230025, 'terminal-card'],
    [230028, 'terminal-card'],
    [230017, 'terminal-card'],
    [230001, 'terminal-card'],
    [230011, 'gone'],
    [230031, 'gone'],
    [230110, 'gone'],
    [231003, 'gone'],
    [99991663, 'token'],
    [99991661, 'token'],
    [99991672, 'configuration'],
    [10014, 'configuration'],
    [99991401, 'configuration'],
    [99991403, 'configuration'],
  ])('code %d is %s', (code, kind) => {
    expect(answer(code).kind).toBe(kind);
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
