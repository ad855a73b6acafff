import { readBook } from '../../src/core/workbook/readBook';
import { LEDGER_BOOK } from '../../src/ledger/ledgerBook';
import { OUTFALL_CLASSES } from '../../src/ledger/outfallClasses';
import { ROSTER_BOOK } from '../../src/roster/rosterBook';
import { makeLedger, makeRoster } from '../fixtures/makeSampleCounty';
import { sampleLedger, sampleRoster } from '../fixtures/workbooks';

async function tablesOf(): Promise<{
  roster: NonNullable<Awaited<ReturnType<typeof readBook<typeof ROSTER_BOOK>>>['tables']>;
  ledger: NonNullable<Awaited<ReturnType<typeof readBook<typeof LEDGER_BOOK>>>['tables']>;
}> {
  const roster = await readBook(sampleRoster(), ROSTER_BOOK);
  const ledger = await readBook(sampleLedger(), LEDGER_BOOK);
  if (!roster.tables || !ledger.tables) throw new Error('the sample county is not readable');
  return { roster: roster.tables, ledger: ledger.tables };
}

describe('the sample county', () => {
  it('is what its script makes: run `npm run fixtures` after a change', async () => {
    expect((await makeRoster()).equals(sampleRoster())).toBe(true);
    expect((await makeLedger()).equals(sampleLedger())).toBe(true);
  });

  it('has the towns of the county, the departments of the plan, and both rivers cut at three levels', async () => {
    const { roster } = await tablesOf();
    const units = roster.units.rows.map(({ values }) => values);
    expect(units.filter(({ type }) => type === '镇')).toHaveLength(9);
    expect(units.find(({ type }) => type === '管委会')).toMatchObject({ divisionCode: '140825498' });
    expect(units.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        '市生态环境局新绛分局',
        '县水利局',
        '县河长办',
        '县住建局',
        '县工信科技局',
        '县农业农村局',
      ]),
    );
    const reaches = roster.reaches.rows.map(({ values }) => values);
    const metres = (codes: RegExp): number =>
      reaches
        .filter(({ code }) => codes.test(code ?? ''))
        .reduce((sum, { lengthM }) => sum + (lengthM ?? 0), 0);
    expect(metres(/^FH-00$/)).toBe(44_940);
    expect(metres(/^FH-(?!00)\d\d$/)).toBe(44_940);
    expect(metres(/^HH-\d{4}$/)).toBe(metres(/^HH-00$/));
  });

  it('names people by their post and gives them phones that nobody has', async () => {
    const { roster } = await tablesOf();
    for (const { values } of roster.people.rows) {
      expect(values.mobile).toMatch(/^199000\d{5}$/);
      expect(values.name).toMatch(/(河长|书记|镇长|主任|专干|局长|联络员|负责人|签发人|联系人)$/);
    }
    const roles = new Set(roster.people.rows.flatMap(({ values }) => values.roles ?? []));
    expect(roles.size).toBe(12);
    expect(roster.people.rows.filter(({ values }) => /没有飞书/.test(values.title ?? ''))).toHaveLength(1);
  });

  it('has a shared reach, a person with two reaches, and a vacated one', async () => {
    const { roster } = await tablesOf();
    const posts = roster.posts.rows.map(({ values }) => values);
    const tally = (keys: (string | null)[]): number => keys.length - new Set(keys).size;
    expect(tally(posts.map(({ reach }) => reach))).toBe(1);
    expect(tally(posts.map(({ mobile }) => mobile))).toBe(1);
    expect(posts.filter(({ toDay }) => toDay !== null)).toHaveLength(1);
  });

  it('has every class, state and rule of the plan among its outfalls', async () => {
    const { ledger } = await tablesOf();
    const rows = ledger.outfalls.rows.map(({ values }) => values);
    expect(rows.length).toBeGreaterThanOrEqual(75);
    for (const { name } of OUTFALL_CLASSES.flatMap(({ classes }) => classes)) {
      expect(rows.map(({ class2 }) => class2)).toContain(name);
    }
    for (const column of [
      'class3',
      'tracing',
      'remedyType',
      'remedyStage',
      'ownerType',
      'sign',
      'crs',
    ] as const) {
      const { choices = [] } = LEDGER_BOOK.outfalls.columns[column];
      for (const word of choices) expect(rows.map((row) => row[column])).toContain(word);
    }
    const key = rows.filter(({ isKey }) => isKey).length / rows.length;
    expect(key).toBeGreaterThan(0.25);
    expect(key).toBeLessThan(0.42);
    const due = rows.map(({ remedyDueDay }) => remedyDueDay ?? '');
    expect(due.some((day) => day > '2026-11-23') && due.some((day) => day !== '' && day < '2026-11-23')).toBe(
      true,
    );
    expect(rows.filter(({ owner }) => owner === '样例焦化公司')).toHaveLength(3);
    expect(rows.map(({ dailyVolumeL }) => dailyVolumeL)).toContain(500_000);
    expect(
      rows
        .filter(({ isPlantOverflow }) => isPlantOverflow)
        .map(({ gate }) => gate)
        .sort(),
    ).toEqual(['无', '有']);
    expect(rows.some(({ inZone, class2 }) => inZone && class2 === '工矿企业排污口')).toBe(true);
    expect(rows.some(({ class2, flowTrait }) => class2 === '城镇雨洪排口' && flowTrait === '排水')).toBe(
      true,
    );
    expect(rows.every(({ note }) => note?.includes('虚构'))).toBe(true);
  });
});
