import { buffer } from 'node:stream/consumers';
import { strFromU8, unzipSync } from 'fflate';
import { AssessmentRun } from '../../entities';
import {
  assess,
  exportAssessment,
  exportComparison,
  exportReport,
  itemNames,
  pairFrom,
} from '../../src/assessment';
import { Policies } from '../../src/core/policy';
import { readSheets } from '../../src/core/workbook';
import { BACKENDS, testPolicy } from '../factories';
import { at } from '../river';
import { addTask, addWalked, adopt, eachWorld, type World } from './world';

/** The county's own words from October on. */
const before = testPolicy();
const named = structuredClone(before);
named.version = before.version + 1;
named.assessment.town = {
  ...named.assessment.town,
  patrol: { name: '镇里按时巡河', max: 15, kind: 'ratio' },
};
named.assessment.chief = {
  ...named.assessment.chief,
  patrol: { name: '本人按时巡河', max: 30, kind: 'ratio' },
};

describe.each(BACKENDS)('an item that the county named itself (%s)', (backend) => {
  let world: World;
  eachWorld(backend, (fresh) => {
    world = fresh;
  });

  it('is called so in the workbook, the report and the comparison of the periods that its file judged, and in no other', async () => {
    await adopt(world, before, '2026-08-01');
    await adopt(world, named, '2026-09-30');
    const policies = new Policies(world.db, named);
    const deps = { ...world.deps, policies };
    for (const day of ['2026-09-06', '2026-10-11', '2026-10-12']) await addWalked(world, day);
    for (const day of ['2026-09-13', '2026-10-18']) await addTask(world, day, { state: 'missed' });
    for (const period of ['2026-09', '2026-10']) await assess(deps, { period, at: at('2026-11-20') });
    const { read } = world.db;
    const book = async (period: string): Promise<string> => {
      const run = await read.findOne(AssessmentRun, { period });
      const file = await exportAssessment(read, policies, run?.id ?? 0);
      return JSON.stringify(await readSheets(file ? await buffer(file.pieces) : Buffer.alloc(0)));
    };
    const [september, october] = [await book('2026-09'), await book('2026-10')];
    expect(october).toContain('镇里按时巡河');
    expect(october).toContain('本人按时巡河');
    expect(september).toContain('巡河履职');
    expect(september).not.toContain('按时巡河');
    const run = await read.findOne(AssessmentRun, { period: '2026-10' });
    const report = await exportReport(read, policies, run?.id ?? 0);
    const text = strFromU8(unzipSync(report?.bytes ?? new Uint8Array())['word/document.xml'] as Uint8Array);
    expect(text).toContain('失分最多的是镇里按时巡河');
    const compared = await exportComparison(read, policies, pairFrom('2026-09', '2026-10'));
    expect(JSON.stringify(await readSheets(compared?.bytes ?? Buffer.alloc(0)))).toContain('本人按时巡河');
    const nameOf = await itemNames(read, policies, ['2026-09', '2026-10']);
    expect(nameOf({ period: '2026-10', subject: 'town', rule: 'patrol' })).toBe('镇里按时巡河');
    expect(nameOf({ period: '2026-09', subject: 'town', rule: 'patrol' })).toBe('巡河履职');
    expect(nameOf({ period: '2026', subject: 'town', rule: '2026-03' })).toBe('3月');
  });
});
