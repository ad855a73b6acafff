import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from '../src/ledger/compliance/rules';

const ROOT = join(__dirname, '..');
const CLAUSES = '一二三四五六七八九十'.split('').concat(['十一', '十二', '十三', '十四']);

describe('docs/plan-coverage.md', () => {
  const text = readFileSync(join(ROOT, 'docs/plan-coverage.md'), 'utf8');
  const rowOf = (clause: string) => text.split('\n').find((line) => line.startsWith(`| ${clause}`)) ?? '';

  it('has a row for each clause of the plan', () => {
    expect(CLAUSES.filter((n) => rowOf(`（${n}）`) === '')).toEqual([]);
  });

  it('names each rule in the row of its clause', () => {
    expect(RULES.filter(({ clause, name }) => !rowOf(clause).includes(name)).map(({ name }) => name)).toEqual(
      [],
    );
  });

  it('names tests that are there', () => {
    const paths = [...text.matchAll(/`((?:test|src)\/[^`]+)`/g)].map(([, path = '']) => path);
    expect(paths.length).toBeGreaterThan(10);
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});
