import { type PatrolTask, Photo, type Problem, SentPlace } from '../../entities';
import { receivePlace, touch } from '../../src/problem';
import { BACKENDS, buildPost, buildReach } from '../factories';
import { at, buildProblem, buildTask, eachRiver, NOW, type River, sendAll, waiting } from '../river';
import { Hand, newestProblem } from './pressing';

describe.each(BACKENDS)('a photo that fits several matters over %s', (backend) => {
  let river: River;
  let chief: Hand;
  let here: PatrolTask;
  let there: PatrolTask;
  eachRiver(backend, async (given) => {
    river = given;
    river.deps.clock.moveTo(NOW);
    chief = new Hand(river, river.chief);
    const second = await buildReach(river.db, { townId: river.town.id, name: '龙兴镇第二村段' });
    await buildPost(river.db, { reachId: second.id, personId: river.chief.id, level: 'village' });
    here = await buildTask(river);
    there = await buildTask(river, { reachId: second.id });
  });

  const photos = () => river.db.read.find(Photo, {}, { order: { id: 'ASC' } });
  const matters = async () => (await photos()).map(({ subjectId }) => subjectId);
  const card = async () => chief.sees('photoWhich', (await photos())[0]?.id ?? 0);
  const OTHER = '是这件';

  test('goes to the likeliest, and its sender is asked once for a row of photos', async () => {
    await chief.sendsPhoto();
    await chief.sendsPhoto();
    expect(await matters()).toEqual([here.id, here.id]);
    expect(await waiting(river.db)).toEqual([`photoWhich→${river.chief.id}`]);
    const shown = await card();
    expect(shown.words).toContain('2张照片放进了');
    expect(shown.words).toContain('巡河：汾河龙兴镇第二村段第48周');
    expect(shown.buttons).toEqual([OTHER, '都不是']);
  });

  test('one tap moves the whole row, and what is sent afterwards follows without a question', async () => {
    await chief.sendsPhoto();
    await chief.sendsPhoto();
    const shown = await card();
    expect((await chief.presses(OTHER, shown)).toast?.content).toBe('2张照片已放进去');
    await sendAll(river.db);
    river.deps.clock.moveTo(at('2026-11-25', '14:00'));
    await chief.sendsPhoto();
    expect(await matters()).toEqual([there.id, there.id, there.id]);
    expect(await waiting(river.db)).toEqual([]);
    expect((await card()).buttons).toEqual([]);
    expect(await chief.refused('都不是', shown)).toBe('press.stale');
  });

  test('都不是 keeps it for the next problem form', async () => {
    await chief.sendsPhoto();
    await chief.presses('都不是', await card());
    expect(await photos()).toMatchObject([{ subjectType: null, subjectId: null, side: null }]);
    expect((await card()).words).toContain('先替你存着');
    await chief.presses('发现问题', await chief.sees('patrolTask', there.id));
    expect(await photos()).toMatchObject([{ subjectType: 'problem', side: 'before' }]);
  });

  test('of a single matter, or of the one touched last, nobody is asked', async () => {
    await chief.presses('一切正常，提交', await chief.sees('patrolTask', there.id));
    await sendAll(river.db);
    await chief.sendsPhoto();
    expect(await waiting(river.db)).toEqual([]);
  });

  test('what has become of the matter meanwhile is not undone, and another’s photo is nobody else’s to place', async () => {
    await chief.sendsPhoto();
    const shown = await card();
    expect(await new Hand(river, river.liaison).refused(OTHER, shown)).toBe('press.notYours');
    await chief.presses('一切正常，提交', await chief.sees('patrolTask', here.id));
    expect(await chief.refused(OTHER, shown)).toBe('press.stale');
    expect((await card()).buttons).toEqual([]);
  });
});

describe.each(BACKENDS)('a place that fits several problems over %s', (backend) => {
  let river: River;
  let liaison: Hand;
  let one: Problem;
  let other: Problem;
  eachRiver(backend, async (given) => {
    river = given;
    river.deps.clock.moveTo(NOW);
    liaison = new Hand(river, river.liaison);
    one = await buildProblem(river, { acceptedAt: at('2026-11-06', '12:00') });
    other = await buildProblem(river, { place: '桥上100米' });
  });

  const places = () => river.db.read.find(SentPlace, {}, { order: { id: 'ASC' } });
  const photos = () => river.db.read.find(Photo, {}, { order: { id: 'ASC' } });
  const card = async () => liaison.sees('photoWhich', (await places())[0]?.id ?? 0, 'place');
  const hints = async () =>
    (
      await river.db.read.query<{ after: number | null }>(
        'SELECT afterLonE6 AS after FROM problem ORDER BY id',
      )
    ).map(({ after }) => after !== null);
  const HERE = '是这件';

  test('goes to the likeliest, and its sender is asked once for a row of places', async () => {
    expect(await liaison.sendsPlace()).toContain('核查时作参考');
    await liaison.sendsPlace();
    expect(await waiting(river.db)).toContain(`photoWhich→${river.liaison.id}`);
    expect((await waiting(river.db)).filter((one) => one.startsWith('photoWhich'))).toHaveLength(1);
    const shown = await card();
    expect(shown.words).toContain('2个位置放进了');
    expect(shown.words).toContain('桥上100米');
    expect(shown.buttons).toEqual([HERE, '都不是']);
    expect(await hints()).toEqual([true, false]);
  });

  test('one tap takes it to the other problem and away from the first, and later ones follow unasked', async () => {
    await liaison.sendsPlace();
    const shown = await card();
    expect((await liaison.presses(HERE, shown)).toast?.content).toBe('1个位置已放进去');
    expect(await hints()).toEqual([false, true]);
    await sendAll(river.db);
    expect(await liaison.sendsPlace('小桥')).toContain('桥上100米');
    expect((await waiting(river.db)).filter((one) => one.startsWith('photoWhich'))).toEqual([]);
    expect(await liaison.refused('都不是', shown)).toBe('press.stale');
    expect((await card()).buttons).toEqual([]);
  });

  test('of a photo and a place sent together there is one question, and its answer holds for both', async () => {
    await liaison.sendsPlace();
    await liaison.sendsPhoto();
    expect((await waiting(river.db)).filter((one) => one.startsWith('photoWhich'))).toHaveLength(1);
    const shown = await card();
    expect(shown.words).toContain('1张照片和1个位置放进了');
    expect((await liaison.presses(HERE, shown)).toast?.content).toBe('1张照片和1个位置已放进去');
    expect(await photos()).toMatchObject([{ subjectId: other.id, side: 'after' }]);
    expect(await places()).toMatchObject([{ subjectId: other.id, side: 'after' }]);
  });

  test('都不是 takes the hint away, and the next problem form of the day begins with it', async () => {
    await liaison.sendsPlace();
    await liaison.presses('都不是', await card());
    expect(await hints()).toEqual([false, false]);
    expect(await places()).toMatchObject([{ subjectType: null, subjectId: null, side: null }]);
  });

  test('the one touched last takes it without a question', async () => {
    await river.db.transaction((tx) => touch(tx, river.liaison.id, { type: 'problem', id: other.id }, NOW));
    expect(await liaison.sendsPlace()).toContain('桥上100米');
    expect(await hints()).toEqual([false, true]);
    expect((await waiting(river.db)).filter((one) => one.startsWith('photoWhich'))).toEqual([]);
  });

  test('nobody else may say of which it is, and what has moved on is not changed', async () => {
    await liaison.sendsPlace();
    const shown = await card();
    expect(await new Hand(river, river.mayor).refused(HERE, shown)).toBe('press.notYours');
    await river.db.transaction((tx) =>
      tx.run("UPDATE problem SET state = 'answered' WHERE id = ?", [one.id]),
    );
    expect(await liaison.refused(HERE, shown)).toBe('press.stale');
    expect(await hints()).toEqual([true, false]);
  });

  test('a message that comes twice is one place', async () => {
    const place = { name: '石桥', longitude: '111.22', latitude: '35.61' };
    const message = { messageId: 'om_twice', sentAt: NOW, place };
    for (const _ of [1, 2]) {
      await river.db.transaction((tx) => receivePlace(tx, river.deps, message, river.liaison));
    }
    expect(await places()).toHaveLength(1);
  });
});

describe.each(BACKENDS)('a place of whoever finds something over %s', (backend) => {
  let river: River;
  let chief: Hand;
  eachRiver(backend, (given) => {
    river = given;
    river.deps.clock.moveTo(NOW);
    chief = new Hand(river, river.chief);
  });
  const hintOf = async () => {
    const { hintName, hintLonE6 } = await newestProblem(river);
    return [hintName, hintLonE6 === null ? null : Math.round(hintLonE6 / 10_000)];
  };
  /** Of a period that is still open days later. */
  const LATER = { periodKey: '2026-11', dueDay: '2026-11-30', lateDay: '2026-12-31' };
  const FORM = { place: 'other', spot: '石桥下', category: '河岸', seriousness: '一般', words: '有垃圾' };

  test('sent before the form is its first answer; during, its new one; after, of the problem that was reported', async () => {
    const { id } = await buildTask(river);
    expect(await chief.sendsPlace('石桥')).toContain('先替你存着');
    await chief.presses('发现问题', await chief.sees('patrolTask', id));
    expect(await hintOf()).toEqual(['石桥', 11_121]);
    const form = await chief.sees('problemForm', (await newestProblem(river)).id);
    expect(form.form.spot).toBe('石桥');
    expect(await chief.sendsPlace('小桥')).toContain('已记到正在填的问题');
    await chief.presses('提交', form, FORM);
    expect(await chief.sendsPlace('闸口')).toContain('已补进“河岸：石桥下”这个问题');
    expect(await hintOf()).toEqual(['闸口', 11_121]);
    expect(await waiting(river.db)).not.toContain(`photoWhich→${river.chief.id}`);
  });

  test('of yesterday is not taken for a problem of today', async () => {
    const { id } = await buildTask(river);
    await chief.sendsPlace();
    river.deps.clock.moveTo(at('2026-11-26', '09:00'));
    await chief.presses('发现问题', await chief.sees('patrolTask', id));
    expect(await hintOf()).toEqual([null, null]);
  });

  test('with two forms being filled in and none touched is asked about', async () => {
    const first = await buildProblem(river, { state: 'draft', place: '石桥下', assignedAt: null });
    await buildProblem(river, { state: 'draft', place: '闸口', assignedAt: null });
    await chief.sendsPlace();
    const [place] = await river.db.read.find(SentPlace);
    const shown = await chief.sees('photoWhich', place?.id ?? 0, 'place');
    expect(shown.words).toContain('正在填的问题');
    await chief.presses('是这件', shown);
    expect((await river.db.read.findOne(SentPlace, { id: place?.id }))?.subjectId).toBe(first.id);
  });

  test('left lying for days takes neither a photo nor a place unasked, and does when its sender says so', async () => {
    await buildTask(river);
    const photos = () => river.db.read.find(Photo, {}, { order: { id: 'ASC' } });
    await chief.presses('发现问题', await chief.sees('patrolTask', (await buildTask(river, LATER)).id));
    const old = await newestProblem(river);
    await chief.sendsPhoto();
    river.deps.clock.moveTo(at('2026-11-28', '09:00'));
    await sendAll(river.db);
    expect(await chief.sendsPhoto()).toContain('这次巡河');
    expect(await photos()).toMatchObject([{ subjectType: 'problem' }, { subjectType: 'task' }]);
    expect(await chief.sendsPlace()).toContain('是哪件事的，看下面的卡片点一下');
    const [place] = await river.db.read.find(SentPlace);
    await chief.presses('是这件', await chief.sees('photoWhich', place?.id ?? 0, 'place'));
    expect((await newestProblem(river)).hintName).toBe('石桥');
    // Now it is in hand again.
    expect(await chief.sendsPhoto()).toContain('正在填的问题');
    expect((await photos()).at(-1)?.subjectId).toBe(old.id);
  });

  test('left lying and opened again from a list takes the next photo', async () => {
    const old = await buildProblem(river, {
      state: 'draft',
      assignedAt: null,
      recordedAt: at('2026-11-20', '10:00'),
    });
    expect(await chief.sendsPhoto()).toContain('先替你存着');
    await sendAll(river.db);
    await chief.presses('打开', await chief.sees('myProblems', river.chief.id));
    expect(await chief.sendsPhoto()).toContain('正在填的问题');
    expect((await river.db.read.find(Photo, {}, { order: { id: 'ASC' } })).at(-1)?.subjectId).toBe(old.id);
  });

  test('is kept rather than put to one reported at an outfall of the ledger, whose place is known', async () => {
    const found = { state: 'assigned' as const, assignedAt: NOW, outfallId: river.outfall.id };
    await buildProblem(river, { ...found, acceptedAt: null });
    expect(await chief.sendsPlace()).toContain('先替你存着');
    expect(await hintOf()).toEqual([null, null]);
  });
});
