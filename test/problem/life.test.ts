import { HistoryEntry, Observation, Patrol, PatrolTask, Person, Problem, ProblemLook } from '../../entities';
import { instantAt } from '../../src/core/days';
import { actorOf, waitingFor } from '../../src/problem';
import { BACKENDS, buildOutfall, buildPost } from '../factories';
import { buildTask, openRiver, type River, sendAll, waiting } from '../river';
import { Hand, newestProblem, storePhotos } from './pressing';

describe.each(BACKENDS)('a problem over %s', (backend) => {
  let river: River;
  let task: PatrolTask;
  let chief: Hand;
  let liaison: Hand;
  let office: Hand;
  beforeEach(async () => {
    river = await openRiver(backend);
    task = await buildTask(river);
    chief = new Hand(river, river.chief);
    liaison = new Hand(river, river.liaison);
    office = new Hand(river, river.office);
  });
  afterEach(() => river.db.drop());

  const FORM = { seriousness: '一般', category: '排污口', words: '晴天有水流出来，颜色发黑' };

  async function finds(form: Record<string, string> = {}): Promise<Problem> {
    await chief.presses('发现问题', await chief.sees('patrolTask', task.id));
    const { id } = await newestProblem(river);
    const place = `o${river.outfall.id}`;
    await chief.presses('提交', await chief.sees('problemForm', id), { ...FORM, place, ...form });
    return newestProblem(river);
  }
  const later = (day: string, time = '09:00') => river.deps.clock.moveTo(instantAt(day, time));
  const now = newestProblem;

  test('one form registers it, hands it to the town, and ends the patrol with it', async () => {
    const problem = await finds({ spot: '桥下50米' });
    expect(problem).toMatchObject({
      state: 'assigned',
      reachId: river.reach.id,
      townId: river.town.id,
      outfallId: river.outfall.id,
      place: '桥西雨洪排口，桥下50米',
      category: '排污口',
      seriousness: '一般',
      finderId: river.chief.id,
      handlerId: river.liaison.id,
      dueDay: '2026-12-09',
      taskId: task.id,
    });
    expect(await river.db.read.find(PatrolTask)).toMatchObject([{ state: 'done' }]);
    expect(await river.db.read.find(Patrol)).toMatchObject([{ result: 'problem', taskId: task.id }]);
    expect(await river.db.read.find(Observation)).toMatchObject([
      { outfallId: river.outfall.id, flow: 'abnormal', unchanged: false },
    ]);
    expect(await waiting(river.db)).toEqual([
      `problemForm→${river.chief.id}`,
      `problemWork→${river.liaison.id}`,
    ]);
    const done = await chief.sees('patrolTask', task.id);
    expect(done.words).toContain('排污口：桥西雨洪排口');
    expect(done.words).toContain('等龙兴镇签收');
    expect(done.buttons).toEqual(['又发现问题']);
  });

  test('found, signed for, handled with a photo, verified by the finder, closed', async () => {
    await chief.presses('发现问题', await chief.sees('patrolTask', task.id));
    expect(await chief.sendsPhoto()).toContain('已放进正在填的问题');
    const { id } = await now(river);
    const form = await chief.sees('problemForm', id);
    expect(form.words).toContain('照片1张');
    const submitted = await chief.presses('提交', form, { ...FORM, place: `o${river.outfall.id}` });
    expect(submitted.toast?.content).toBe('已登记并交办');

    expect((await liaison.sees('problemWork', id)).buttons[0]).toBe('签收');
    await liaison.presses('签收', await liaison.sees('problemWork', id));
    expect(await now(river)).toMatchObject({ state: 'accepted', handlerId: river.liaison.id });

    const early = await liaison.presses('反馈', await liaison.sees('problemWork', id), { words: '堵上了' });
    expect(early.toast).toMatchObject({ type: 'warning', content: expect.stringContaining('照片') });
    expect((await now(river)).state).toBe('accepted');
    expect(await liaison.sendsPhoto()).toContain('已放进交办单“排污口：桥西雨洪排口”');
    await storePhotos(river, true);
    await sendAll(river.db);
    await liaison.presses('反馈', await liaison.sees('problemWork', id), { words: '堵上了' });
    expect(await now(river)).toMatchObject({
      state: 'answered',
      answer: '堵上了',
      verifierId: river.chief.id,
    });
    expect(await waiting(river.db)).toEqual([`problemVerify→${river.chief.id}`]);

    const check = await chief.sees('problemVerify', id);
    expect(check.images).toHaveLength(2);
    expect(check.words).toContain('堵上了');
    await chief.presses('通过', check);
    expect(await now(river)).toMatchObject({ state: 'closed', closedAt: river.deps.clock.now() });
    expect((await liaison.sees('problemWork', id)).words).toContain('核查通过');
    expect((await chief.sees('problemForm', id)).words).toContain('已销号');
    const steps = await river.db.read.find(
      HistoryEntry,
      { subjectType: 'problem' },
      { order: { version: 'ASC' } },
    );
    expect(steps.map(({ action }) => action)).toEqual([
      'found',
      'assigned',
      'accepted',
      'answered',
      'closed',
    ]);
  });

  test('sent back with a reason, it needs a new photo but no second signature, and keeps its due day', async () => {
    const { id, dueDay } = await finds();
    await liaison.presses('签收', await liaison.sees('problemWork', id));
    await liaison.sendsPhoto();
    await liaison.presses('反馈', await liaison.sees('problemWork', id));
    await sendAll(river.db);
    later('2026-11-26');
    await chief.presses('退回', await chief.sees('problemVerify', id), { reason: '还在流' });
    expect(await now(river)).toMatchObject({ state: 'assigned', returns: 1, returnReason: '还在流', dueDay });
    expect(await waiting(river.db)).toContain(`problemWork→${river.liaison.id}`);
    expect((await chief.sees('problemVerify', id)).words).toContain('已退回');

    const again = await liaison.sees('problemWork', id);
    expect(again.words).toContain('还在流');
    expect(again.buttons[0]).toBe('反馈');
    expect((await liaison.presses('反馈', again)).toast?.type).toBe('warning');
    await liaison.sendsPhoto();
    await liaison.presses('反馈', await liaison.sees('problemWork', id));
    expect((await now(river)).state).toBe('answered');
  });

  test('without a photo it is handed on all the same, and a later photo is bound to it', async () => {
    const { id } = await finds();
    const form = await chief.sees('problemForm', id);
    expect(form.words).toContain('还差照片');
    expect(await chief.sendsPhoto()).toContain('已补进“排污口：桥西雨洪排口”');
    expect((await chief.sees('problemForm', id)).words).not.toContain('还差照片');
  });

  test('an 异常 on the patrol card opens the form with the outfall in it, and keeps the other rows', async () => {
    const second = await buildOutfall(river.db, { townId: river.town.id, reachId: river.reach.id });
    const rows = { [`outfall_${river.outfall.id}`]: 'abnormal', [`outfall_${second.id}`]: 'flowing' };
    const pressed = await chief.presses('一切正常，提交', await chief.sees('patrolTask', task.id), rows);
    expect(pressed.toast?.content).toContain('有异常');
    expect(await river.db.read.find(Patrol)).toEqual([]);
    const { id } = await now(river);
    const form = await chief.sees('problemForm', id);
    expect(form.form).toMatchObject({ place: `o${river.outfall.id}`, category: '排污口' });
    await chief.presses('提交', form, { words: '发黑' });
    expect(await river.db.read.find(Observation, {}, { order: { outfallId: 'ASC' } })).toMatchObject([
      { outfallId: river.outfall.id, flow: 'abnormal', unchanged: false },
      { outfallId: second.id, flow: 'flowing', unchanged: false },
    ]);
  });

  test('an earlier problem that is 还在 fills the form, and the answer is kept', async () => {
    const old = await finds({ spot: '桥下50米' });
    later('2026-11-30');
    const next = await buildTask(river, {
      periodKey: '2026-W49',
      startDay: '2026-11-30',
      dueDay: '2026-12-06',
      lateDay: '2026-12-13',
    });
    const card = await chief.sees('patrolTask', next.id);
    expect(card.words).toContain('等龙兴镇签收');
    await chief.presses('一切正常，提交', card, { [`problem_${old.id}`]: 'still' });
    const draft = await now(river);
    const form = await chief.sees('problemForm', draft.id);
    expect(form.form).toMatchObject({ place: `o${river.outfall.id}`, spot: '桥下50米', words: FORM.words });
    await chief.presses('提交', form);
    expect(await river.db.read.find(ProblemLook)).toMatchObject([{ problemId: old.id, answer: 'still' }]);
  });

  test('an 异常 of a late entry keeps the day on which it was walked, for the problem and its patrol', async () => {
    later('2026-12-02');
    const card = await chief.sees('patrolTask', task.id);
    await chief.presses('一切正常，提交', card, {
      walked_on: '2026-11-27 +0800',
      [`outfall_${river.outfall.id}`]: 'abnormal',
    });
    const { id } = await now(river);
    await chief.presses('提交', await chief.sees('problemForm', id), { words: '发黑' });
    const occurredAt = instantAt('2026-11-27', '12:00');
    expect(await now(river)).toMatchObject({ occurredAt, recordedAt: instantAt('2026-12-02', '09:00') });
    expect(await river.db.read.find(Patrol)).toMatchObject([{ occurredAt }]);
  });

  test('发现问题 pressed twice opens one form; 撤销 ends it and leaves the task open', async () => {
    const card = await chief.sees('patrolTask', task.id);
    await Promise.all([chief.presses('发现问题', card), chief.presses('发现问题', card)]);
    expect(await river.db.read.find(Problem)).toHaveLength(1);
    const { id } = await now(river);
    const form = await chief.sees('problemForm', id);
    await chief.presses('撤销', form);
    expect((await now(river)).state).toBe('withdrawn');
    expect((await chief.sees('problemForm', id)).words).toContain('已撤销');
    expect(await chief.refused('提交', form, { ...FORM, place: `o${river.outfall.id}` })).toBe('press.stale');
    expect((await river.db.read.find(PatrolTask))[0]?.state).toBe('open');
    await chief.presses('发现问题', card);
    expect(await river.db.read.find(Problem)).toHaveLength(2);
  });

  test('the form pressed twice at once registers once', async () => {
    await chief.presses('发现问题', await chief.sees('patrolTask', task.id));
    const { id } = await now(river);
    const form = await chief.sees('problemForm', id);
    const given = { ...FORM, place: `o${river.outfall.id}` };
    const answers = await Promise.all([1, 2, 3].map(() => chief.refused('提交', form, given)));
    expect(answers.filter((answer) => answer === 'press.stale')).toHaveLength(2);
    expect(await river.db.read.find(Patrol)).toHaveLength(1);
    expect((await waiting(river.db)).filter((one) => one.startsWith('problemWork'))).toHaveLength(1);
  });

  test('a place that is not on the reach is refused, words are enough when no landmark fits', async () => {
    await chief.presses('发现问题', await chief.sees('patrolTask', task.id));
    const { id } = await now(river);
    const form = await chief.sees('problemForm', id);
    expect(await chief.refused('提交', form, { ...FORM, place: 'o9999' })).toBe('problem.place');
    await chief.presses('提交', form, { ...FORM, category: '河岸', place: 'other', spot: '村东头' });
    expect(await now(river)).toMatchObject({ outfallId: null, place: '村东头', state: 'assigned' });
    expect(await river.db.read.find(Observation)).toEqual([]);
  });

  test('a patrol that a co-holder recorded meanwhile is not recorded twice, the problem is', async () => {
    await buildPost(river.db, { reachId: river.reach.id, personId: river.mayor.id, level: 'village' });
    await chief.presses('发现问题', await chief.sees('patrolTask', task.id));
    const { id } = await now(river);
    const mayor = new Hand(river, river.mayor);
    await mayor.presses('一切正常，提交', await mayor.sees('patrolTask', task.id));
    await chief.presses('提交', await chief.sees('problemForm', id), {
      ...FORM,
      place: `o${river.outfall.id}`,
    });
    expect((await now(river)).state).toBe('assigned');
    expect(await river.db.read.find(Patrol)).toHaveLength(1);
  });

  test('nobody but the handling town handles, nobody but the finder or 县河长办 verifies', async () => {
    const { id } = await finds();
    const work = await liaison.sees('problemWork', id);
    expect(await chief.refused('签收', work)).toBe('press.notYours');
    expect((await chief.sees('problemWork', id)).words).toContain('不归你办');
    await liaison.presses('签收', work);
    expect(await liaison.refused('签收', work)).toBe('press.stale');
    await liaison.sendsPhoto();
    await liaison.presses('反馈', await liaison.sees('problemWork', id));
    const check = await chief.sees('problemVerify', id);
    expect(await liaison.refused('通过', check)).toBe('press.notYours');
    const mayor = new Hand(river, river.mayor);
    expect(await mayor.refused('通过', check)).toBe('press.notYours');
    expect((await mayor.sees('problemVerify', id)).buttons).toEqual([]);
    await office.presses('通过', await office.sees('problemVerify', id));
    expect(await now(river)).toMatchObject({ state: 'closed', verifierId: river.office.id });
  });

  test('another hand of the town may sign for it, and is the handler from then on', async () => {
    const { id } = await finds();
    const mayor = new Hand(river, river.mayor);
    await mayor.presses('签收', await mayor.sees('problemWork', id));
    expect(await now(river)).toMatchObject({ state: 'accepted', handlerId: river.mayor.id });
  });

  test('县河长办 verifies what the finder handled, or when the finder is gone', async () => {
    const { id } = await finds();
    await liaison.presses('签收', await liaison.sees('problemWork', id));
    await liaison.sendsPhoto();
    await river.db.transaction((tx) => tx.update(Person, { id: river.chief.id }, { openId: null }));
    await liaison.presses('反馈', await liaison.sees('problemWork', id));
    expect((await now(river)).verifierId).toBe(river.office.id);
  });

  test('who found and handled it themself does not verify it', async () => {
    await buildPost(river.db, { reachId: river.reach.id, personId: river.liaison.id, level: 'village' });
    chief = liaison;
    const { id } = await finds();
    expect(await now(river)).toMatchObject({ finderId: river.liaison.id, handlerId: river.liaison.id });
    await liaison.presses('签收', await liaison.sees('problemWork', id));
    await liaison.sendsPhoto();
    expect((await liaison.presses('反馈', await liaison.sees('problemWork', id))).toast?.type).toBe(
      'success',
    );
    expect((await now(river)).verifierId).toBe(river.office.id);
  });

  describe('found by one of the town’s own hands', () => {
    let mayor: Hand;
    let id: number;
    beforeEach(async () => {
      await buildPost(river.db, { reachId: river.reach.id, personId: river.mayor.id, level: 'village' });
      mayor = new Hand(river, river.mayor);
      chief = mayor;
      ({ id } = await finds());
    });

    test('who signed for it and sent the photo does not verify it, though another pressed 反馈', async () => {
      await mayor.presses('签收', await mayor.sees('problemWork', id));
      expect(await mayor.sendsPhoto()).toContain('可以点反馈了');
      await liaison.presses('反馈', await liaison.sees('problemWork', id));
      expect(await now(river)).toMatchObject({
        handlerId: river.liaison.id,
        verifierId: river.office.id,
      });
      expect((await mayor.sees('problemVerify', id)).buttons).toEqual([]);
      const check = await office.sees('problemVerify', id);
      expect(await mayor.refused('通过', check)).toBe('press.notYours');
      await office.presses('通过', check);
      expect((await now(river)).state).toBe('closed');
    });

    test('what they did before a 退回 bars them no longer from verifying what others did after it', async () => {
      await mayor.presses('签收', await mayor.sees('problemWork', id));
      await mayor.sendsPhoto();
      await liaison.presses('反馈', await liaison.sees('problemWork', id));
      later('2026-11-26');
      await office.presses('退回', await office.sees('problemVerify', id), { reason: '还在流' });
      await liaison.sendsPhoto();
      await liaison.presses('反馈', await liaison.sees('problemWork', id));
      expect((await now(river)).verifierId).toBe(river.mayor.id);
      await mayor.presses('通过', await mayor.sees('problemVerify', id));
      expect((await now(river)).state).toBe('closed');
    });
  });

  test('a town without hands is acted for by 县河长办', async () => {
    await river.db.transaction((tx) =>
      tx.run('DELETE FROM person_role WHERE personId IN (?, ?)', [river.liaison.id, river.mayor.id]),
    );
    expect(await finds()).toMatchObject({ handlerId: river.office.id });
  });

  test('everybody finds what waits for them', async () => {
    const { id } = await finds();
    const waits = async (person: Person) => {
      const view = { policy: river.deps.policies.current, day: '2026-11-25', most: 5 };
      const found = await waitingFor(river.db.read, await actorOf(river.db.read, person), view);
      return found.map((one) => `${one.part} ${one.id}`);
    };
    expect(await waits(river.mayor)).toEqual([`handle ${id}`]);
    expect(await waits(river.office)).toEqual([]);
    expect(await waits(river.liaison)).toEqual([`handle ${id}`]);
    expect(await waits(river.chief)).toEqual([]);
    await liaison.presses('签收', await liaison.sees('problemWork', id));
    await liaison.sendsPhoto();
    await liaison.presses('反馈', await liaison.sees('problemWork', id));
    expect(await waits(river.liaison)).toEqual([]);
    expect(await waits(river.mayor)).toEqual([]);
    expect(await waits(river.chief)).toEqual([`verify ${id}`]);
    expect(await waits(river.office)).toEqual([`verify ${id}`]);
  });

  test('a card lists pictures that Feishu does not know yet, and shows those it does', async () => {
    const { id } = await finds();
    await chief.sendsPhoto();
    expect((await liaison.sees('problemWork', id)).pictures).toEqual([]);
    const [media] = await storePhotos(river, false);
    expect(await liaison.sees('problemWork', id)).toMatchObject({ pictures: [media?.id], images: [] });
    await river.db.transaction((tx) => tx.run("UPDATE media_file SET imageKey = 'img_v3_1'"));
    expect(await liaison.sees('problemWork', id)).toMatchObject({ pictures: [], images: ['img_v3_1'] });
  });
});
