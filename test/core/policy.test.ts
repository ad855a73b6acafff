import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { PolicyVersion } from '../../entities';
import {
  adoptPolicy,
  Policies,
  type Policy,
  parsePolicy,
  policyHash,
  readPolicy,
} from '../../src/core/policy';
import { BACKENDS, openTestDatabase, type TestDatabase } from '../factories';

const FILE = join(__dirname, '../../policy.yaml');
const TEXT = readFileSync(FILE, 'utf8');
const at = new Date('2026-11-23T00:00:00Z');

const refusalOf = (text: string): string => {
  try {
    parsePolicy(text, 'own.yaml');
  } catch (error) {
    expect(error).toMatchObject({ code: 'policy.invalid', params: { file: 'own.yaml' } });
    return (error as Error).message;
  }
  throw new Error('it was accepted');
};
const changed = (from: string | RegExp, to: string): string => {
  const text = TEXT.replace(from, to);
  expect(text).not.toBe(TEXT);
  return text;
};

describe('policy.yaml', () => {
  it('as it is shipped is valid, and nothing in it is lost or made up by reading it', () => {
    expect(readPolicy(FILE)).toEqual(parse(TEXT));
  });

  it('has score sheets that add up to 100 points', () => {
    const { town, chief } = readPolicy(FILE).assessment;
    const sum = (sheet: Record<string, number>) => Object.values(sheet).reduce((a, b) => a + b, 0);
    expect([sum(town), sum(chief)]).toEqual([100, 100]);
  });

  it.each([
    [
      'a key that nobody knows',
      changed('  digestAt:', '  digestat: "08:30"\n  digestAt:'),
      'messages.digestat：没有这一项',
    ],
    [
      'a key deep inside',
      changed('{ every: quarter }', '{ every: quarter, evry: week }'),
      'patrol.levels.county.evry：',
    ],
    ['a key at the top', `${TEXT}\ncolour: red`, 'colour：没有这一项'],
    ['a missing part', changed(/^privacy:[\s\S]*/m, ''), 'privacy：'],
    [
      'a frequency that there is not',
      changed('every: quarter', 'every: daily'),
      'patrol.levels.county.every：',
    ],
    [
      'a day that there is not',
      changed('workdays: []', 'workdays: ["2026-02-30"]'),
      'calendar.workdays.0：应是日期',
    ],
    [
      'a time that there is not',
      changed('digestAt: "08:30"', 'digestAt: "24:30"'),
      'messages.digestAt：应像 08:30',
    ],
    ['a role that there is not', changed('镇联络员, 镇长', '镇联络员, 村长'), 'problem.handlerRoles.1：'],
    ['text for a number', changed('version: 1', 'version: one'), 'version：'],
    ['fewer audit months than the law', changed('auditMonths: 6', 'auditMonths: 5'), 'privacy.auditMonths：'],
    ['a key given twice', changed('version: 1', 'version: 1\nversion: 2'), '不是合法的 YAML'],
    ['what is no YAML', 'version: [1', '不是合法的 YAML'],
    ['an empty file', '', '整个文件：'],
  ])('is refused with the place: %s', (_, text, place) => {
    const message = refusalOf(text);
    expect(message).toContain(place);
    expect(message).toMatch(/[\u4e00-\u9fff]/);
  });

  it('is refused with all its faults at once', () => {
    const message = refusalOf(TEXT.replace('version: 1', 'version: 0').replace('"08:30"', '"8:30"'));
    expect(message).toMatch(/version：[\s\S]*messages.digestAt：/);
  });

  it('that is not there is refused by its name', () => {
    expect(() => readPolicy('/nowhere/own.yaml')).toThrow('规则文件 /nowhere/own.yaml 有问题');
  });
});

describe.each(BACKENDS)('versions of the rules (%s)', (backend) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase(backend);
  });
  afterAll(() => db.drop());
  beforeEach(() => db.transaction((tx) => tx.remove(PolicyVersion, {})));

  const first = parsePolicy(TEXT, FILE);
  const stricter = (version: number): Policy => ({
    ...first,
    version,
    problem: { ...first.problem, dueWorkdays: { ...first.problem.dueWorkdays, 一般: 8 } },
  });
  const known = async () =>
    (await db.read.find(PolicyVersion, {}, { order: { number: 'ASC' } })).map(({ number }) => number);

  it('are kept as they come into force, with the moment', async () => {
    await adoptPolicy(db, first, at);
    await adoptPolicy(db, stricter(3), new Date('2026-12-01T00:00:00Z'));
    expect(await known()).toEqual([1, 3]);
    expect(await db.read.findOne(PolicyVersion, { number: 1 })).toMatchObject({
      activatedAt: at,
      hash: policyHash(first),
    });
  });

  it('may change their comments and spacing under the same number', async () => {
    await adoptPolicy(db, first, at);
    const reworded = parsePolicy(
      `# 另一句说明\n${TEXT.replace('every: quarter }', 'every:   quarter }  # 待县确认')}`,
      FILE,
    );
    await adoptPolicy(db, reworded, at);
    expect(await known()).toEqual([1]);
  });

  it('may not change their meaning under the same number', async () => {
    await adoptPolicy(db, first, at);
    await expect(adoptPolicy(db, stricter(1), at)).rejects.toMatchObject({
      code: 'policy.unnumbered',
      params: { number: 1 },
    });
  });

  it('may not go back', async () => {
    await adoptPolicy(db, first, at);
    await adoptPolicy(db, stricter(2), at);
    await expect(adoptPolicy(db, first, at)).rejects.toMatchObject({
      code: 'policy.older',
      params: { number: 1, known: 2 },
    });
    expect(await known()).toEqual([1, 2]);
  });

  it('judge a case by the number under which it began, whatever is in force now', async () => {
    await adoptPolicy(db, first, at);
    const now = stricter(2);
    await adoptPolicy(db, now, at);
    const policies = new Policies(db, now);
    expect(policies.current.problem.dueWorkdays.一般).toBe(8);
    expect((await policies.at(2)).problem.dueWorkdays.一般).toBe(8);
    expect((await policies.at(1)).problem.dueWorkdays.一般).toBe(first.problem.dueWorkdays.一般);
    expect(await policies.at(1)).toEqual(first);
  });

  it('two processes that start at once under a new number keep it once', async () => {
    await Promise.all(Array.from({ length: 5 }, () => adoptPolicy(db, first, at)));
    expect(await known()).toEqual([1]);
  });
});
