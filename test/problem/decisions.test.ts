import {
  Complaint,
  HistoryEntry,
  OutboxMessage,
  type Person,
  PersonRole,
  Problem,
  type Unit,
} from '../../entities';
import { instantAt } from '../../src/core/days';
import { actorOf, openComplaint, openProblem, replay, waitingFor } from '../../src/problem';
import { BACKENDS, buildPerson, buildPost, buildUnit, testSecrets } from '../factories';
import { buildTask, eachRiver, type River, sendAll, waiting } from '../river';
import { Hand, newestProblem, storePhotos } from './pressing';

describe.each(BACKENDS)('what is decided about a problem over %s', (backend) => {
  let river: River;
  let chief: Hand;
  let liaison: Hand;
  let office: Hand;
  let bureau: Hand;
  let water: Unit;
  let waterman: Hand;

  eachRiver(backend, async (made) => {
    river = made;
    chief = new Hand(river, river.chief);
    liaison = new Hand(river, river.liaison);
    office = new Hand(river, river.office);
    water = await buildUnit(river.db, {
      code: 'SLJ',
      name: '县水利局',
      type: '县直部门',
      divisionCode: null,
    });
    const { id: bureauId } = await buildUnit(river.db, {
      name: '新绛分局',
      type: '县直部门',
      divisionCode: null,
    });
    const inWater = { unitId: water.id, title: '联络员', roles: ['部门联络员' as const] };
    waterman = new Hand(river, await buildPerson(river.db, inWater));
    const inBureau = { unitId: bureauId, title: '科员', roles: ['分局' as const] };
    bureau = new Hand(river, await buildPerson(river.db, inBureau));
  });

  const now = () => newestProblem(river);
  const later = (day: string, time = '09:00') => river.deps.clock.moveTo(instantAt(day, time));
  const problem = async (id: number) => (await river.db.read.findOne(Problem, { id })) as Problem;
  const steps = async (id: number) =>
    river.db.read.find(
      HistoryEntry,
      { subjectType: 'problem', subjectId: id },
      { order: { version: 'ASC' } },
    );

  /** A 河岸 problem that no outfall is part of, or at the outfall. */
  async function finds(form: Record<string, string> = {}, by = chief): Promise<Problem> {
    const task = await buildTask(river, { periodKey: `2026-W${10 + Math.floor(serial++)}` });
    await by.presses('发现问题', await by.sees('patrolTask', task.id));
    const { id } = await now();
    const filled = {
      category: '河岸',
      seriousness: '一般',
      words: '堆了垃圾',
      place: 'other',
      spot: '村东头',
    };
    await by.presses('提交', await by.sees('problemForm', id), { ...filled, ...form });
    return problem(id);
  }
  let serial = 1;
  const atOutfall = () => ({ category: '排污口', place: `o${river.outfall.id}`, spot: '', words: '发黑' });

  async function accepted(form: Record<string, string> = {}): Promise<Problem> {
    const { id } = await finds(form);
    await liaison.presses('签收', await liaison.sees('problemWork', id));
    await sendAll(river.db);
    return problem(id);
  }
  async function closed(form: Record<string, string> = {}): Promise<Problem> {
    const { id } = await accepted(form);
    await liaison.sendsPhoto();
    await liaison.presses('反馈', await liaison.sees('problemWork', id));
    await chief.presses('通过', await chief.sees('problemVerify', id));
    await sendAll(river.db);
    return problem(id);
  }
  const asks = async (label: string, id: number, form: Record<string, string>) =>
    liaison.presses(label, await liaison.sees('problemWork', id), { reason: '管网要停水才能修', ...form });

  describe('延期', () => {
    test('into another year is decided with the year in sight', async () => {
      const { id } = await accepted();
      await asks('申请延期', id, { day: '2028-12-20' });
      expect((await office.sees('problemDesk', id)).words).toContain('延期到2028年12月20日');
    });

    test('is asked for with a reason and a day, and granted by 县河长办 with its reason', async () => {
      const { id } = await accepted();
      const { toast } = await asks('申请延期', id, { day: '2026-12-20' });
      expect(toast?.content).toBe('已申请延期，等批复');
      expect(await waiting(river.db)).toEqual([`problemDesk→${river.office.id}`]);
      expect((await liaison.sees('problemWork', id)).words).toContain('延期到12月20日');
      const desk = await office.sees('problemDesk', id);
      expect(desk.words).toContain('管网要停水才能修');
      expect(desk.words).toContain('延期到12月20日');
      await office.presses('同意', desk, { reason: '情况属实' });
      expect(await problem(id)).toMatchObject({
        state: 'accepted',
        dueDay: '2026-12-20',
        ask: null,
        deskAt: null,
      });
      expect((await steps(id)).at(-1)).toMatchObject({ action: 'extended', reason: '情况属实' });
      expect(await waiting(river.db)).toContain(`problemWork→${river.liaison.id}`);
    });

    test('is decided by 分局 where it is about an outfall', async () => {
      const { id } = await accepted(atOutfall());
      await asks('申请延期', id, { day: '2026-12-20' });
      expect(await waiting(river.db)).toEqual([`problemDesk→${bureau.person.id}`]);
      await bureau.presses('同意', await bureau.sees('problemDesk', id), { reason: '同意' });
      expect((await problem(id)).dueDay).toBe('2026-12-20');
    });

    test('refused, leaves the due day and says why; and can be asked for again', async () => {
      const { id, dueDay } = await accepted();
      await asks('申请延期', id, { day: '2026-12-20' });
      await office.presses('不同意', await office.sees('problemDesk', id), { reason: '人手够' });
      expect(await problem(id)).toMatchObject({ dueDay, deskAt: null });
      const card = await liaison.sees('problemWork', id);
      expect(card.words).toContain('人手够');
      expect(card.buttons).toContain('申请延期');
    });

    test('to a day before the rule’s is refused at once, and so is a second request beside the first', async () => {
      const { id } = await accepted();
      const card = await liaison.sees('problemWork', id);
      expect(await liaison.refused('申请延期', card, { reason: '忙', day: '2026-12-01' })).toBe('press.form');
      expect(await liaison.refused('申请延期', card, { reason: '忙' })).toBe('press.form');
      await asks('申请延期', id, { day: '2026-12-20' });
      expect((await liaison.sees('problemWork', id)).buttons).toEqual(['反馈']);
    });

    test('is never decided by who asked for it, even where they are of 县河长办', async () => {
      const roles = river.db.transaction((tx) =>
        tx.insert(PersonRole, { personId: river.liaison.id, role: '县河长办' }),
      );
      await roles;
      const { id } = await accepted();
      await asks('申请延期', id, { day: '2026-12-20' });
      expect((await liaison.sees('problemDesk', id)).buttons).toEqual([]);
      const desk = await office.sees('problemDesk', id);
      expect(await liaison.refused('同意', desk, { reason: '行' })).toBe('press.notYours');
      expect(await chief.refused('同意', desk, { reason: '行' })).toBe('press.notYours');
    });

    test('that nobody could decide is not taken', async () => {
      const { id } = await accepted();
      await river.db.transaction((tx) => tx.remove(PersonRole, { personId: river.office.id }));
      const card = await liaison.sees('problemWork', id);
      expect(await liaison.refused('申请延期', card, { reason: '忙', day: '2026-12-20' })).toBe('press.form');
      expect((await problem(id)).ask).toBeNull();
    });

    test('is taken back by a 反馈: it is done', async () => {
      const { id } = await accepted();
      await asks('申请延期', id, { day: '2026-12-20' });
      const desk = await office.sees('problemDesk', id);
      await liaison.sendsPhoto();
      await liaison.presses('反馈', await liaison.sees('problemWork', id));
      expect(await problem(id)).toMatchObject({ state: 'answered', ask: null, deskAt: null });
      expect(await office.refused('同意', desk, { reason: '行' })).toBe('press.stale');
    });
  });

  test('转办: the other unit gets it with the time of the rule, signs anew, and the first one is rid of it', async () => {
    const { id } = await accepted();
    await asks('转办', id, { unit: String(water.id) });
    later('2026-12-01');
    await office.presses('同意', await office.sees('problemDesk', id), { reason: '堤防归水利局' });
    expect(await problem(id)).toMatchObject({
      state: 'assigned',
      unitId: water.id,
      handlerId: waterman.person.id,
      acceptedAt: null,
      dueDay: '2026-12-15',
    });
    expect((await liaison.sees('problemWork', id)).words).toContain('不归你办');
    const card = await waterman.sees('problemWork', id);
    expect(card.buttons[0]).toBe('签收');
    expect(card.words).toContain('堤防归水利局');
    await waterman.presses('签收', card);
    await waterman.sendsPhoto();
    await waterman.presses('反馈', await waterman.sees('problemWork', id));
    expect(await problem(id)).toMatchObject({ state: 'answered', verifierId: river.chief.id });
  });

  test('不属实: ends it when 县河长办 agrees, and whoever reported it is told why', async () => {
    const { id } = await accepted();
    await asks('不属实', id, {});
    await sendAll(river.db);
    await office.presses('同意', await office.sees('problemDesk', id), { reason: '现场看过，是落叶' });
    expect(await problem(id)).toMatchObject({ state: 'unfounded', closedAt: river.deps.clock.now() });
    expect(await waiting(river.db)).toContain(`problemForm→${river.chief.id}`);
    expect((await chief.sees('problemForm', id)).words).toContain('现场看过，是落叶');
    expect((await liaison.sees('problemWork', id)).words).toContain('不用再办');
  });

  test('上报: goes to 县河长办, which hands it on; it sees when that came late', async () => {
    const { id } = await accepted();
    later('2026-11-30');
    await asks('上报', id, {});
    expect(await problem(id)).toMatchObject({ state: 'registered', deskAt: river.deps.clock.now() });
    const desk = await office.sees('problemDesk', id);
    expect(desk.words).toContain('管网要停水才能修');
    expect(desk.words).toContain('上报超过了规定的时间');
    const next = await buildTask(river, { periodKey: '2026-W50' });
    expect((await chief.sees('patrolTask', next.id)).words).toContain('等县河长办交办');
    await office.presses('交办', desk, { unit: String(water.id) });
    expect(await problem(id)).toMatchObject({ state: 'assigned', unitId: water.id, dueDay: '2026-12-14' });
    expect(await waiting(river.db)).toContain(`problemWork→${waterman.person.id}`);
  });

  describe('合并', () => {
    test('what is seen again at the same outfall joins it, and both finders are told how it ended', async () => {
      const first = await accepted(atOutfall());
      const mayor = new Hand(river, river.mayor);
      const { id } = await seenAgain(mayor);
      expect(await problem(id)).toMatchObject({ state: 'merged', mergedIntoId: first.id });
      expect(await problem(first.id)).toMatchObject({ reports: 2, state: 'accepted' });
      expect((await liaison.sees('problemWork', first.id)).words).toContain('2人次');
      const form = await mayor.sees('problemForm', id);
      expect(form.words).toContain('已经有人报过');
      expect(form.words).toContain('龙兴镇正在办理');
      await sendAll(river.db);
      await liaison.sendsPhoto();
      await liaison.presses('反馈', await liaison.sees('problemWork', first.id));
      await office.presses('通过', await office.sees('problemVerify', first.id));
      const sent = await waiting(river.db);
      expect(sent).toContain(`problemForm→${river.chief.id}`);
      expect(sent).toContain(`problemForm→${river.mayor.id}`);
      expect((await mayor.sees('problemForm', id)).words).toContain('已销号');
    });

    async function seenAgain(mayor: Hand, form: Record<string, string> = {}): Promise<Problem> {
      await river.db.transaction((tx) =>
        tx.run(
          `INSERT INTO post (reachId, level, personId, fromDay) VALUES (?, 'village', ?, '2024-01-01')`,
          [river.reach.id, river.mayor.id],
        ),
      );
      return finds({ ...atOutfall(), ...form }, mayor);
    }

    test('what a patrol says is 还在 joins what it is still of, be its place but words', async () => {
      const first = await accepted();
      const task = await buildTask(river, { periodKey: '2026-W47' });
      const card = await chief.sees('patrolTask', task.id);
      await chief.presses('一切正常，提交', card, { [`problem_${first.id}`]: 'still' });
      const { id } = await now();
      await chief.presses('提交', await chief.sees('problemForm', id));
      expect(await problem(id)).toMatchObject({ state: 'merged', mergedIntoId: first.id });
    });

    test('does not happen by itself to another kind, nor to what is found to be worse', async () => {
      await accepted(atOutfall());
      const mayor = new Hand(river, river.mayor);
      expect((await seenAgain(mayor, { kind: '没有标识牌或破损' })).state).toBe('assigned');
      expect((await finds({ ...atOutfall(), seriousness: '较重' })).state).toBe('assigned');
    });

    test('its finder can say that it is not the same, and it stands alone', async () => {
      const first = await accepted(atOutfall());
      const mayor = new Hand(river, river.mayor);
      const { id } = await seenAgain(mayor);
      await mayor.presses('不是同一个问题', await mayor.sees('problemForm', id));
      expect(await problem(id)).toMatchObject({
        state: 'assigned',
        mergedIntoId: null,
        handlerId: river.liaison.id,
      });
      expect((await problem(first.id)).reports).toBe(1);
    });

    test('is asked for by the handler and decided; that its finder cannot undo', async () => {
      const first = await accepted();
      const second = await accepted({ words: '又是垃圾' });
      await asks('合并', second.id, { other: String(first.id) });
      await office.presses('同意', await office.sees('problemDesk', second.id), { reason: '同一堆' });
      expect(await problem(second.id)).toMatchObject({ state: 'merged', mergedIntoId: first.id });
      expect((await chief.sees('problemForm', second.id)).buttons).toEqual([]);
    });
  });

  describe('反弹', () => {
    test('seen again by its finder, it is opened under its number with the time of the rule', async () => {
      const { id } = await closed();
      later('2027-01-04');
      await chief.presses('反弹了', await chief.sees('problemForm', id), { reason: '又堆上了' });
      expect(await problem(id)).toMatchObject({
        state: 'assigned',
        rebounds: 1,
        closedAt: null,
        acceptedAt: null,
        dueDay: '2027-01-18',
      });
      const card = await liaison.sees('problemWork', id);
      expect(card.words).toContain('又堆上了');
      expect(card.buttons[0]).toBe('签收');
    });

    test('seen again by 县河长办, on the card on which it was verified', async () => {
      const { id } = await closed();
      await office.presses('反弹了', await office.sees('problemVerify', id), { reason: '回头看又有了' });
      expect(await problem(id)).toMatchObject({ state: 'assigned', rebounds: 1 });
    });

    test('after the policy’s days it is a new problem', async () => {
      const { id } = await closed();
      const card = await chief.sees('problemForm', id);
      later('2027-03-10');
      expect((await chief.sees('problemForm', id)).buttons).toEqual([]);
      expect(await chief.refused('反弹了', card, { reason: '又堆上了' })).toBe('press.stale');
    });

    test('found again at the same outfall on a patrol, the old one is opened again', async () => {
      const { id } = await closed(atOutfall());
      const again = await finds(atOutfall());
      expect(again).toMatchObject({ state: 'merged', mergedIntoId: id });
      expect(await problem(id)).toMatchObject({ state: 'assigned', rebounds: 1, reports: 2 });
    });
  });

  describe('重大', () => {
    test('alerts nobody before 县河长办 has confirmed it, then the unit and its heads', async () => {
      const { id } = await finds({ seriousness: '重大' });
      expect(await problem(id)).toMatchObject({ state: 'registered', handlerId: null, dueDay: null });
      const sent = await river.db.read.find(OutboxMessage, { mode: 'send' });
      expect(sent.map(({ kind, recipientId, messageClass }) => [kind, recipientId, messageClass])).toEqual([
        ['problemForm', river.chief.id, 'answer'],
        ['problemDesk', river.office.id, 'task'],
      ]);
      expect((await chief.sees('problemForm', id)).words).toContain('已报县河长办');
      await sendAll(river.db);
      await office.presses('交办', await office.sees('problemDesk', id));
      const alerts = await river.db.read.find(OutboxMessage, { messageClass: 'alert' });
      expect(alerts.map(({ recipientId }) => recipientId).sort()).toEqual(
        [river.liaison.id, river.mayor.id].sort(),
      );
      expect(await problem(id)).toMatchObject({
        state: 'assigned',
        seriousness: '重大',
        progressDueDay: '2026-12-25',
      });
    });

    test('may be found to be less, and then nobody is alerted', async () => {
      const { id } = await finds({ seriousness: '重大' });
      await sendAll(river.db);
      await office.presses('交办', await office.sees('problemDesk', id), { seriousness: '一般' });
      expect(await problem(id)).toMatchObject({
        state: 'assigned',
        seriousness: '一般',
        dueDay: '2026-12-09',
      });
      expect(await river.db.read.find(OutboxMessage, { messageClass: 'alert' })).toEqual([]);
    });

    test('is reported on every month', async () => {
      const { id } = await finds({ seriousness: '重大' });
      await office.presses('交办', await office.sees('problemDesk', id));
      await liaison.presses('签收', await liaison.sees('problemWork', id));
      later('2026-12-24');
      await liaison.presses('报进展', await liaison.sees('problemWork', id), { words: '方案已定' });
      expect((await problem(id)).progressDueDay).toBe('2027-01-23');
      expect((await steps(id)).at(-1)).toMatchObject({ action: 'progressed', reason: '方案已定' });
    });
  });

  describe('现场已处理', () => {
    async function onTheSpot(photos: number) {
      const task = await buildTask(river);
      await chief.presses('发现问题', await chief.sees('patrolTask', task.id));
      const { id } = await now();
      for (let n = 0; n < photos; n += 1) await chief.sendsPhoto();
      const form = {
        category: '河面',
        seriousness: '立行立改',
        words: '漂了袋子',
        place: 'other',
        spot: '桥下',
      };
      const { toast } = await chief.presses('现场已处理', await chief.sees('problemForm', id), form);
      return { id, toast };
    }

    test('is one form and one photo, and is verified by somebody else', async () => {
      const { id } = await onTheSpot(1);
      expect(await problem(id)).toMatchObject({ state: 'answered', verifierId: river.office.id });
      expect((await chief.sees('problemVerify', id)).buttons).toEqual([]);
      // It is in order by now: nobody asks for a picture of how it was.
      const sent = (await chief.sees('problemForm', id)).words;
      expect(sent).not.toMatch(/还差照片|照片直接发给我/);
      await office.presses('通过', await office.sees('problemVerify', id));
      expect((await problem(id)).state).toBe('closed');
    });

    test('without a photo nothing is registered yet', async () => {
      const { id, toast } = await onTheSpot(0);
      expect(toast?.type).toBe('warning');
      expect((await problem(id)).state).toBe('draft');
    });

    describe('at an outfall where the same is open', () => {
      let mayor: Hand;
      beforeEach(async () => {
        await buildPost(river.db, { reachId: river.reach.id, personId: river.mayor.id, level: 'village' });
        mayor = new Hand(river, river.mayor);
      });
      const settles = async (by: Hand, photos = 2) => {
        const task = await buildTask(river, { periodKey: `2026-X${Math.floor(serial++)}` });
        await by.presses('发现问题', await by.sees('patrolTask', task.id));
        const { id } = await now();
        for (let n = 0; n < photos; n += 1) await by.sendsPhoto();
        const form = { seriousness: '一般', ...atOutfall() };
        const { toast } = await by.presses('现场已处理', await by.sees('problemForm', id), form);
        return { ...(await problem(id)), toast };
      };

      test('puts that one right: one problem with two reporters, verified by who reported it', async () => {
        const first = await accepted(atOutfall());
        const second = await settles(mayor);
        expect(second.toast?.content).toContain('已并在一起，等核查');
        expect(second).toMatchObject({ state: 'merged', mergedIntoId: first.id });
        expect(await problem(first.id)).toMatchObject({
          state: 'answered',
          reports: 2,
          verifierId: river.chief.id,
        });
        await storePhotos(river, true);
        const check = await chief.sees('problemVerify', first.id);
        expect(check.images).toHaveLength(1);
        expect(await mayor.refused('通过', check)).toBe('press.notYours');
        expect((await mayor.sees('problemForm', second.id)).buttons).toEqual([]);
        await chief.presses('通过', check);
        expect((await problem(first.id)).state).toBe('closed');
        const told = await steps(first.id);
        expect(replay(told)).toBe('closed');
      });

      test('two who settle the same have settled one', async () => {
        const first = await settles(chief);
        const second = await settles(mayor);
        expect(second).toMatchObject({ state: 'merged', mergedIntoId: first.id });
        expect(await problem(first.id)).toMatchObject({ state: 'answered', reports: 2 });
      });

      test('what had just ended comes back and is put right under its number, without a 交办单', async () => {
        const first = await closed(atOutfall());
        const second = await settles(mayor);
        expect(second.toast?.content).toContain('重开');
        expect(await problem(first.id)).toMatchObject({ state: 'answered', rebounds: 1, reports: 2 });
        expect((await waiting(river.db)).filter((one) => one.startsWith('problemWork→'))).toEqual([]);
      });

      test('what waits for 县河长办 goes on waiting, with one more reporter', async () => {
        const { id } = await accepted(atOutfall());
        await liaison.presses('上报', await liaison.sees('problemWork', id), { reason: '管网不归镇管' });
        expect(await settles(mayor)).toMatchObject({ state: 'merged', mergedIntoId: id });
        expect(await problem(id)).toMatchObject({ state: 'registered', reports: 2 });
      });

      test('sent back, it is open again, and who settled it can say that it was another one', async () => {
        const first = await accepted(atOutfall());
        const second = await settles(mayor);
        await chief.presses('退回', await chief.sees('problemVerify', first.id), { reason: '不是这里' });
        expect(await problem(first.id)).toMatchObject({ state: 'assigned', returns: 1 });
        await mayor.presses('不是同一个问题', await mayor.sees('problemForm', second.id));
        expect(await problem(second.id)).toMatchObject({ state: 'assigned', mergedIntoId: null });
      });
    });

    test('sent back, it is the town’s, which signs for it', async () => {
      const { id } = await onTheSpot(2);
      await office.presses('退回', await office.sees('problemVerify', id), { reason: '还有' });
      expect(await problem(id)).toMatchObject({
        state: 'assigned',
        handlerId: river.liaison.id,
        acceptedAt: null,
      });
      expect((await liaison.sees('problemWork', id)).buttons[0]).toBe('签收');
    });
  });

  test('a problem that was found costs its finder one form and one photo', async () => {
    const task = await buildTask(river);
    const card = await chief.sees('patrolTask', task.id);
    let presses = 0;
    const press = async (...given: Parameters<Hand['presses']>) => {
      presses += 1;
      await chief.presses(...given);
    };
    await press('发现问题', card);
    const { id } = await now();
    await chief.sendsPhoto();
    await press('提交', await chief.sees('problemForm', id), { ...atOutfall(), seriousness: '一般' });
    expect(presses).toBe(2);
    expect((await problem(id)).state).toBe('assigned');
    expect((await chief.sees('problemForm', id)).words).not.toContain('还差照片');
  });

  describe('by the county’s own rules', () => {
    test('a route gives a kind to a department, and a group of the county’s own is offered and taken', async () => {
      const { policies } = river.deps;
      const was = policies.current.findings;
      policies.current.findings = {
        groups: [{ name: '堤防', kinds: ['渗漏', '塌陷'] }],
        routes: [{ group: '堤防', kinds: ['塌陷'], unit: 'SLJ' }],
        handlerRoles: ['部门联络员'],
      };
      try {
        const routed = await finds({ category: '堤防', kind: '塌陷' });
        expect(routed).toMatchObject({ unitId: water.id, handlerId: waterman.person.id, kind: '塌陷' });
        const other = await finds({ category: '堤防', kind: '渗漏' });
        expect(other).toMatchObject({ unitId: null, handlerId: river.liaison.id });
      } finally {
        policies.current.findings = was;
      }
    });

    test('a kind says its group by itself, and one that is not in the policy is refused', async () => {
      expect(await finds({ category: '水体', kind: '乱堆' })).toMatchObject({
        category: '河岸',
        kind: '乱堆',
      });
      await expect(finds({ kind: '没有这种' })).rejects.toThrow('请重新选择');
    });
  });

  describe('投诉', () => {
    const takes = async (phone: string | null) => {
      const { id: personId } = river.office;
      const at = river.deps.clock.now();
      const { reach, outfall } = river;
      return river.db.transaction((tx) =>
        openComplaint(tx, river.deps, {
          reachId: reach.id,
          outfallId: outfall.id,
          words: '夜里排黑水',
          phone,
          personId,
          at,
        }),
      );
    };
    const registers = async (phone: string | null = '19900001234') => {
      const id = await takes(phone);
      await office.presses('提交', await office.sees('problemForm', id), { seriousness: '一般' });
      await sendAll(river.db);
      return id;
    };
    const complaintOf = async (problemId: number) =>
      (await river.db.read.findOne(Complaint, { problemId })) as Complaint;

    test('is a problem with a source and its own time; the phone is kept encrypted, the handler does not see it', async () => {
      const id = await registers();
      expect(await problem(id)).toMatchObject({
        source: 'complaint',
        state: 'assigned',
        dueDay: '2026-12-09',
      });
      const { contactCipher, contactMasked } = await complaintOf(id);
      expect(contactMasked).toBe('199****1234');
      expect(testSecrets.decrypt(contactCipher ?? '')).toBe('19900001234');
      const card = await liaison.sees('problemWork', id);
      expect(card.words).toContain('投诉');
      expect(card.words).not.toMatch(/1234/);
    });

    test('once it ended 县河长办 is asked to tell, and what was told, when and by whom is kept', async () => {
      const id = await registers();
      await liaison.presses('签收', await liaison.sees('problemWork', id));
      await liaison.sendsPhoto();
      await liaison.presses('反馈', await liaison.sees('problemWork', id));
      await office.presses('通过', await office.sees('problemVerify', id));
      const { id: complaintId, tellDueDay } = await complaintOf(id);
      expect(tellDueDay).toBe('2026-11-30');
      expect(await waiting(river.db)).toContain(`complaint→${river.office.id}`);
      expect((await liaison.sees('complaint', complaintId)).words).not.toContain('1234');
      const card = await office.sees('complaint', complaintId);
      expect(card.words).toMatch(/电话 \*\*199\S+1234/);
      expect(card.words).not.toContain('19900001234');
      await office.presses('已告知，投诉人不满意', card, { words: '电话告知，说还有味' });
      expect(await complaintOf(id)).toMatchObject({
        toldWords: '电话告知，说还有味',
        content: '不满意',
        toldById: river.office.id,
        toldAt: river.deps.clock.now(),
        tellDueDay: null,
      });
      expect((await steps(id)).at(-1)).toMatchObject({
        action: 'told',
        reason: '电话告知，说还有味',
        data: { content: '不满意' },
      });
      expect(await office.refused('已告知，投诉人满意', card, { words: '再说' })).toBe('press.stale');
      expect((await office.sees('complaint', complaintId)).words).toContain('不满意');
    });

    test('that takes longer is told the new date', async () => {
      const id = await registers();
      await liaison.presses('签收', await liaison.sees('problemWork', id));
      await asks('申请延期', id, { day: '2026-12-20' });
      await bureau.presses('同意', await bureau.sees('problemDesk', id), { reason: '行' });
      const { id: complaintId } = await complaintOf(id);
      const card = await office.sees('complaint', complaintId);
      expect(card.words).toContain('12月20日');
      expect(card.words).not.toContain('投诉人满意');
      await office.presses('告知投诉人', card, { words: '说了新日期' });
      expect(await complaintOf(id)).toMatchObject({ content: null, tellDueDay: null });
      const extended = (await steps(id)).find(({ action }) => action === 'extended');
      expect(extended?.data).toMatchObject({ before: { dueDay: '2026-12-09' } });
    });
  });

  test('what no form brought up lives like every other problem', async () => {
    const { problem: opened, outcome } = await river.db.transaction((tx) =>
      openProblem(tx, river.deps, {
        source: 'exceedance',
        reachId: river.reach.id,
        outfall: river.outfall,
        place: null,
        category: '排污口',
        kind: '超标排放',
        seriousness: '较重',
        words: '氨氮超标',
        personId: bureau.person.id,
        at: river.deps.clock.now(),
      }),
    );
    expect(outcome).toBe('assigned');
    expect(opened).toMatchObject({ source: 'exceedance', state: 'assigned', dueDay: '2026-12-23' });
    expect((await liaison.sees('problemWork', opened.id)).words).toContain('监测超标');
  });

  test('everybody finds in 问题 what waits for them to decide or tell', async () => {
    const { id } = await finds({ seriousness: '重大' });
    const waits = async (person: Person) => {
      const view = { policy: river.deps.policies.current, day: '2026-11-25', most: 5 };
      const found = await waitingFor(river.db.read, await actorOf(river.db.read, person), view);
      return found.map((one) => `${one.part} ${one.id}`);
    };
    expect(await waits(river.office)).toEqual([`decide ${id}`]);
    expect(await waits(bureau.person)).toEqual([]);
    expect(await waits(river.liaison)).toEqual([]);
  });

  test('a life with everything in it is told again by its history', async () => {
    const { id } = await finds({ seriousness: '重大' });
    await office.presses('交办', await office.sees('problemDesk', id), { seriousness: '一般' });
    await liaison.presses('签收', await liaison.sees('problemWork', id));
    await asks('申请延期', id, { day: '2026-12-20' });
    await office.presses('不同意', await office.sees('problemDesk', id), { reason: '不行' });
    await asks('上报', id, {});
    await office.presses('交办', await office.sees('problemDesk', id), { unit: String(water.id) });
    await waterman.presses('签收', await waterman.sees('problemWork', id));
    await waterman.sendsPhoto();
    await waterman.presses('反馈', await waterman.sees('problemWork', id));
    await chief.presses('退回', await chief.sees('problemVerify', id), { reason: '还在' });
    later('2026-11-26');
    await waterman.sendsPhoto();
    await waterman.presses('反馈', await waterman.sees('problemWork', id));
    await chief.presses('通过', await chief.sees('problemVerify', id));
    await chief.presses('反弹了', await chief.sees('problemForm', id), { reason: '又有' });
    const rows = await steps(id);
    expect(replay(rows)).toBe('assigned');
    expect(rows.map(({ version }) => version)).toEqual(rows.map((_, n) => n + 1));
    expect(rows.at(-1)?.state).toBe((await problem(id)).state);
  });
});
