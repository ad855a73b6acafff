import { PatrolTask, RainCheck } from '../../entities';
import { readTaskRows } from '../../src/assessment/facts/patrolTasks';
import { parsePeriod } from '../../src/assessment/period';
import { askAfterRain } from '../../src/patrol';
import { BACKENDS } from '../factories';
import { Hand } from '../problem/pressing';
import { at, buildTask, eachRiver, NOW, type River, sendAll, waiting } from '../river';

describe.each(BACKENDS)('巡河安排 over %s', (backend) => {
  let river: River;
  let office: Hand;
  let chief: Hand;
  eachRiver(backend, (given) => {
    river = given;
    river.deps.clock.moveTo(NOW);
    office = new Hand(river, river.office);
    chief = new Hand(river, river.chief);
  });

  const card = () => office.sees('riverOrders', river.office.id);
  const give = async (form: Record<string, string>) =>
    office.presses('下达', await card(), { where: 'all', words: '今早的事', ...form });
  const tasks = () => river.db.read.find(PatrolTask, {}, { order: { id: 'ASC' } });
  const rain = (source: string | null = null) =>
    river.db.transaction((tx) =>
      askAfterRain(tx, river.deps, {
        reachId: null,
        townId: null,
        words: '一夜62毫米',
        source,
        by: 'cli',
        at: NOW,
      }),
    );

  test('县河长办 stops the patrols by one form and lets them go on by one press', async () => {
    const task = await buildTask(river);
    expect((await give({ what: '冰冻' })).toast?.content).toBe('已停巡，1个任务作废');
    expect((await chief.sees('patrolTask', task.id)).words).toContain('停巡');
    const shown = await card();
    expect(shown.words).toContain('全县');
    expect((await office.presses('恢复', shown)).toast?.content).toBe('已恢复，1个任务重新要巡');
    expect((await chief.sees('patrolTask', task.id)).buttons).toContain('一切正常，提交');
    expect((await card()).buttons).toEqual(['下达']);
  });

  test('days that cannot be are refused in a sentence, and nobody else may order', async () => {
    const shown = await card();
    const wrong = { what: '汛情', where: 'all', words: '涨水', from: '2026-12-05', to: '2026-12-01' };
    await expect(office.presses('下达', shown, wrong)).rejects.toThrow('早于开始日期');
    expect(await chief.refused('下达', shown, { ...wrong, to: '' })).toBe('press.notYours');
    expect((await chief.sees('riverOrders', river.chief.id)).buttons).toEqual([]);
  });

  test('after heavy rain every reach is walked once beside the calendar, and its chief is told', async () => {
    await buildTask(river);
    expect((await give({ what: 'rain', where: `t${river.town.id}` })).toast?.content).toContain('发出1个');
    expect(await tasks()).toMatchObject([
      { kind: 'period' },
      { kind: 'rain', startDay: '2026-11-25', dueDay: '2026-11-27', assigneeId: river.chief.id },
    ]);
    expect(await waiting(river.db)).toEqual([`patrolTask→${river.chief.id}`]);
    const [, asked] = await tasks();
    expect((await chief.sees('patrolTask', asked?.id ?? 0)).words).toContain('雨后');
  });

  test('walked, it is done; it counts in no score, and cannot be put off', async () => {
    await rain();
    const [asked] = await tasks();
    const shown = await chief.sees('patrolTask', asked?.id ?? 0);
    expect((await chief.sees('patrolMore', asked?.id ?? 0)).buttons).not.toContain('顺延');
    await chief.presses('一切正常，提交', shown);
    expect(await tasks()).toMatchObject([{ state: 'done' }]);
    const wanted = { made: at('2026-12-01'), today: '2026-12-01' };
    expect((await readTaskRows(river.db.read, parsePeriod('2026-11'), wanted)).packs).toEqual([]);
  });

  test('the same rain is asked for once, and another one while the first is open asks nobody twice', async () => {
    expect((await rain('站点7-20261125')).asked).toBe(1);
    await sendAll(river.db);
    expect((await rain('站点7-20261125')).asked).toBe(0);
    expect((await rain('站点8-20261125')).asked).toBe(0);
    expect(await waiting(river.db)).toEqual([]);
    expect(await river.db.read.find(RainCheck)).toHaveLength(2);
  });

  test('a reach that is 停巡 is not walked after rain', async () => {
    await give({ what: '汛情' });
    expect((await rain()).asked).toBe(0);
    river.deps.clock.moveTo(at('2026-11-26'));
  });
});
