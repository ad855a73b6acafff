import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAULTS, Fault, type FaultCode } from '../../src/core/errors';

const CODES = Object.keys(FAULTS) as FaultCode[];
const placesOf = (code: FaultCode) =>
  [...FAULTS[code].say.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name));

const SRC = join(__dirname, '../../src');
const source = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.startsWith('sandbox'))
  .map((file) => readFileSync(join(SRC, file), 'utf8'))
  .join('\n');

/** The names given in `new Fault('code', { … })`, per call; an unreadable second argument is left out. */
const calls = [...source.matchAll(/new Fault\(\s*'([\w.]+)'(?:,\s*\{([^}]*(?:\{[^}]*\}[^}]*)*)\})?/g)].map(
  ([, code, params]) => ({
    code: String(code) as FaultCode,
    given: [...String(params ?? '').matchAll(/(?:^|,)\s*(\w+)\s*(?=[:,]|$)/g)].map(([, name]) =>
      String(name),
    ),
  }),
);

describe('what a person is told', () => {
  it.each(CODES)('%s is a Chinese sentence with every gap filled', (code) => {
    const places = placesOf(code);
    const params = Object.fromEntries(places.map((name) => [name, `〈${name}〉`]));
    const fault = new Fault(code, params);
    expect(fault.message).not.toMatch(/[{}]/);
    for (const name of places) expect(fault.message).toContain(`〈${name}〉`);
    if (places.length === 0) expect(fault.message).toMatch(/[\u4e00-\u9fff]/);
    expect(fault).toMatchObject({ code, params, name: 'Fault', status: expect.any(Number) });
  });

  it.each(calls.map((call) => [call.code, call.given.join(', ') || 'nothing', call] as const))(
    'whoever throws %s gives what its sentence needs (%s)',
    (code, _, { given }) => {
      expect(given).toEqual(expect.arrayContaining(placesOf(code)));
    },
  );

  it('and no sentence is there that nobody says', () => {
    expect(calls.length).toBeGreaterThan(10);
    const quoted = (code: string) => source.split(`'${code}'`).length - 1;
    expect(CODES.filter((code) => quoted(code) < 2)).toEqual([]);
  });

  it('a missing word leaves no hole with a name in it, and text from outside is not filled in again', () => {
    expect(new Fault('input.invalid').message).toBe('');
    expect(new Fault('input.invalid', { what: '{what} $& {seq}' }).message).toBe('{what} $& {seq}');
  });
});
