import fc from 'fast-check';
import { createLog, scrub, silentLog } from '../../src/core/log';

/** A log and the lines that it wrote. */
function listen(level = 'info') {
  const lines: string[] = [];
  return { log: createLog(level, { write: (line) => void lines.push(line) }), lines };
}
const written = (write: (log: ReturnType<typeof createLog>) => void): string => {
  const { log, lines } = listen();
  write(log);
  expect(lines).toHaveLength(1);
  expect(() => JSON.parse(String(lines[0]))).not.toThrow();
  return String(lines[0]);
};

const PHONE = '19900012345';
const OPEN_ID = 'ou_84aad35d084aa403a838cf73ee18467';

describe('a log line', () => {
  it('carries a message, a moment and ids', () => {
    const line = JSON.parse(written((log) => log.info({ taskId: 7, job: 'digest' }, 'task done')));
    expect(line).toMatchObject({ level: 30, msg: 'task done', taskId: 7, job: 'digest' });
    expect(line.time).toMatch(/^\d{4}-\d{2}-\d{2}T/);
    expect(line).not.toHaveProperty('hostname');
  });

  it.each([
    ['a field of its own', { mobile: PHONE, open_id: OPEN_ID }],
    ['a nested field', { person: { openId: OPEN_ID, mobile: PHONE } }],
    ['rows of a list', { people: [{ open_id: OPEN_ID }, { mobile: PHONE }] }],
    ['three levels down', { a: { b: { c: { phone: PHONE, open_id: OPEN_ID } } } }],
    ['a field that is called otherwise', { note: `打 ${PHONE} 找 ${OPEN_ID}`, who: [PHONE, OPEN_ID] }],
    ['a number with its country', { note: `+86${PHONE}`, other: `86${PHONE} ` }],
    ['an error of several lines', { err: new Error(`no user:\n${PHONE}\n${OPEN_ID}`) }],
    [
      'an error with an answer',
      { err: Object.assign(new Error('x'), { response: { mobile: PHONE, id: OPEN_ID } }) },
    ],
    ['what is no error', { err: `gone: ${PHONE} ${OPEN_ID}` }],
  ])('never shows a phone number or who it is: %s', (_, fields) => {
    const line = written((log) => log.error(fields, 'failed'));
    expect(line).not.toContain(PHONE);
    expect(line).not.toContain(OPEN_ID);
  });

  it('nor in its message, also where the error is the message', () => {
    const lines = [
      written((log) => log.info(`sent to ${PHONE}`)),
      written((log) => log.error(new Error(`refused ${PHONE} ${OPEN_ID}`))),
      written((log) => log.error({ err: new Error(`refused ${PHONE}`) })),
      written((log) => log.child({ who: OPEN_ID }).info('child')),
    ];
    for (const line of lines) expect(line).not.toMatch(new RegExp(`${PHONE}|${OPEN_ID}`));
  });

  it('never shows what people wrote, nor keys and tokens', () => {
    const line = written((log) =>
      log.info({
        content: '井盖坏了',
        message: { content: '井盖坏了' },
        action: { form_value: { words: '井盖坏了' } },
        err: Object.assign(new Error('400'), {
          response: { data: '井盖坏了' },
          config: { data: '井盖坏了' },
        }),
        headers: { Authorization: 'Bearer t-secret', authorization: 'Bearer t-secret' },
        token: 't-secret',
        app: { app_secret: 't-secret', appSecret: 't-secret', tenant_access_token: 't-secret' },
      }),
    );
    expect(line).not.toMatch(/井盖|t-secret/);
  });

  it('does not fail on circles, odd errors or getters of a client', () => {
    const circular: Record<string, unknown> = { id: 1 };
    circular.self = circular;
    const error = Object.assign(new Error('round'), { request: circular, code: circular, cause: circular });
    const nothing = Object.create(null) as object;
    for (const odd of [
      { circular },
      { err: error },
      { err: undefined },
      { err: null },
      { err: nothing },
      { n: 1n },
    ]) {
      expect(() => written((log) => log.error(odd, 'odd'))).not.toThrow();
    }
    expect(() => written((log) => log.error(error))).not.toThrow();
  });

  it('keeps the place where an error happened', () => {
    const { err } = JSON.parse(
      written((log) => log.error({ err: Object.assign(new TypeError('x'), { code: 'E1' }) })),
    );
    expect(err).toMatchObject({ type: 'TypeError', code: 'E1', message: 'x' });
    expect(err.stack).toContain('log.test.ts');
  });

  it('is left out below its level, and a silent log says nothing', () => {
    const { log, lines } = listen('warn');
    log.info('no');
    silentLog().fatal('no');
    expect(lines).toEqual([]);
  });

  it('scrubs any phone number from any text around it, and leaves longer numbers alone', () => {
    const phone = fc.integer({ min: 0, max: 99_999_999 }).map((n) => `199${String(n).padStart(8, '0')}`);
    const around = fc.string().filter((text) => !/\d/.test(text));
    fc.assert(
      fc.property(around, phone, around, (before, number, after) => {
        expect(scrub(before + number + after)).not.toContain(number);
      }),
    );
    expect(scrub('1764000000000 and 140825199001011234')).toBe('1764000000000 and 140825199001011234');
  });
});
