import { risksSince, spansOf } from '../../src/patrol/risks';
import { BACKENDS, buildUnit } from '../factories';
import { Hand } from '../problem/pressing';
import { at, buildProblem, eachRiver, type River } from '../river';

describe.each(BACKENDS)('the days on which a reach was at risk, on %s', (backend) => {
  let river: River;
  eachRiver(backend, (made) => {
    river = made;
  });
  const days = async () =>
    (await risksSince(river.db.read, river.deps.policies.current, '2026-11-25')).get(river.reach.id);
  const wasAssigned = (id: number) =>
    river.db.transaction((tx) =>
      tx.run(
        `INSERT INTO history_entry (subjectType, subjectId, version, actor, action, state, at)
         VALUES ('problem', ?, 1, 'person:1', 'assigned', 'assigned', '2026-11-06 02:00:00.000')`,
        [id],
      ),
    );
  const grave = () => buildProblem(river, { seriousness: '较重' });

  test('go on while a grave problem is 上报, and from its first day on once it is handed on again', async () => {
    const { id } = await grave();
    const since = [{ from: '2026-11-06', to: null }];
    expect(await days()).toEqual(since);
    const liaison = new Hand(river, river.liaison);
    await wasAssigned(id);
    await liaison.presses('上报', await liaison.sees('problemWork', id), { reason: '管网不归镇管' });
    expect(await days()).toEqual(since);
    const water = await buildUnit(river.db, { name: '县水利局', type: '县直部门', divisionCode: null });
    const office = new Hand(river, river.office);
    await office.presses('交办', await office.sees('problemDesk', id), { unit: String(water.id) });
    expect(await days()).toEqual(since);
  });

  test('do not begin before 县河长办 has confirmed what is 重大', async () => {
    await buildProblem(river, {
      seriousness: '重大',
      state: 'registered',
      assignedAt: null,
      deskAt: at('2026-11-06'),
    });
    expect(await days()).toBeUndefined();
  });

  test('are kept through a 反弹: as long as it was open before, and again since', async () => {
    const { id } = await grave();
    const { db, deps } = river;
    const liaison = new Hand(river, river.liaison);
    const chief = new Hand(river, river.chief);
    deps.clock.moveTo(at('2026-11-25', '09:10'));
    await wasAssigned(id);
    await liaison.sendsPhoto();
    await liaison.presses('反馈', await liaison.sees('problemWork', id), { words: '清走了' });
    await chief.presses('通过', await chief.sees('problemVerify', id));
    const first = { from: '2026-11-06', to: '2026-11-25' };
    expect(await days()).toEqual([first]);
    deps.clock.moveTo(at('2026-12-01', '09:00'));
    await chief.presses('反弹了', await chief.sees('problemForm', id), { reason: '又堆了' });
    expect(await days()).toEqual([first, { from: '2026-12-01', to: null }]);
    // What was said to be seen again was not it.
    await db.transaction((tx) => tx.run("UPDATE problem SET state = 'unfounded' WHERE id = ?", [id]));
    expect(await days()).toEqual([first]);
  });

  test('of one that was handled on the spot are its day alone', () => {
    const on = (state: string, day: string) => ({ state, day });
    expect(
      spansOf([on('draft', '2026-11-06'), on('answered', '2026-11-06'), on('closed', '2026-11-09')]),
    ).toEqual([{ from: '2026-11-06', to: '2026-11-09' }]);
    const merged = [on('assigned', '2026-11-06'), on('merged', '2026-11-07'), on('assigned', '2026-11-10')];
    expect(spansOf(merged)).toEqual([{ from: '2026-11-06', to: null }]);
    expect(spansOf([on('registered', '2026-11-06')])).toEqual([]);
  });
});
