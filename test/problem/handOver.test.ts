import { AuditEntry, HistoryEntry, Person, PersonRole, Post, Problem } from '../../entities';
import { instantAt } from '../../src/core/days';
import { handOver } from '../../src/problem';
import { BACKENDS, buildPerson, buildUnit } from '../factories';
import { buildCard, buildProblem, buildTask, openRiver, type River, sendAll, waiting } from '../river';
import { Hand, newestProblem } from './pressing';

describe.each(BACKENDS)('a problem whose hand changed post over %s', (backend) => {
  let river: River;
  let chief: Hand;
  let liaison: Hand;
  let id: number;
  beforeEach(async () => {
    river = await openRiver(backend);
    chief = new Hand(river, river.chief);
    liaison = new Hand(river, river.liaison);
    const task = await buildTask(river);
    await chief.presses('发现问题', await chief.sees('patrolTask', task.id));
    ({ id } = await newestProblem(river));
    const form = { place: `o${river.outfall.id}`, category: '排污口', seriousness: '一般', words: '发黑' };
    await chief.presses('提交', await chief.sees('problemForm', id), form);
    await sendAll(river.db);
  });
  afterEach(() => river.db.drop());

  const NEXT = instantAt('2026-11-26', '07:30');
  const run = () => handOver(river.deps, NEXT);
  const problem = async () => (await river.db.read.findOne(Problem, { id })) as Problem;
  const lastStep = async () => {
    const steps = await river.db.read.find(HistoryEntry, { subjectType: 'problem', subjectId: id });
    return steps.sort((a, b) => b.version - a.version)[0];
  };

  /** The liaison goes to a department of the county, as a roster says it. */
  async function liaisonLeaves(): Promise<void> {
    const elsewhere = await buildUnit(river.db, { name: '县水利局', type: '县直部门', divisionCode: null });
    const { id: personId } = river.liaison;
    await river.db.transaction(async (tx) => {
      await tx.update(Person, { id: personId }, { unitId: elsewhere.id });
      await tx.remove(PersonRole, { personId });
      await tx.insert(PersonRole, { personId, role: '部门联络员' });
    });
    const moved = (await river.db.read.findOne(Person, { id: personId })) as Person;
    liaison = new Hand(river, moved);
  }

  async function answered(): Promise<void> {
    await liaison.presses('签收', await liaison.sees('problemWork', id));
    await liaison.sendsPhoto();
    await liaison.presses('反馈', await liaison.sees('problemWork', id));
    await sendAll(river.db);
  }

  const chiefLeaves = () =>
    river.db.transaction(async (tx) => {
      await tx.update(Post, { personId: river.chief.id }, { toDay: '2026-11-25' });
      await tx.remove(PersonRole, { personId: river.chief.id });
    });

  test('goes to the next hand of the town with a card, its state and its due day', async () => {
    await liaison.presses('签收', await liaison.sees('problemWork', id));
    const subject = { subjectType: 'problem', subjectId: id };
    await buildCard(river.db, { kind: 'problemWork', ...subject, recipientId: river.liaison.id });
    const { dueDay } = await problem();
    await liaisonLeaves();
    const successor = await buildPerson(river.db, { unitId: river.town.id, roles: ['镇联络员'] });
    expect(await run()).toBe(1);
    expect(await problem()).toMatchObject({ handlerId: successor.id, state: 'accepted', dueDay });
    expect(await waiting(river.db)).toEqual(
      expect.arrayContaining([`problemWork→${successor.id}`, `problemWork↻${river.liaison.id}`]),
    );
    expect((await new Hand(river, successor).sees('problemWork', id)).buttons[0]).toBe('反馈');
    expect(await lastStep()).toMatchObject({
      action: 'reassigned',
      actor: 'job:handOver',
      data: { was: river.liaison.id, now: successor.id },
    });
    const audited = await river.db.read.find(AuditEntry, { action: 'problem.reassigned' });
    expect(audited).toMatchObject([{ subjectId: id, actor: 'job:handOver' }]);
  });

  test('is handed over once, and not at all while its hand is in place', async () => {
    expect(await run()).toBe(0);
    await liaisonLeaves();
    expect(await run()).toBe(1);
    expect(await run()).toBe(0);
    expect((await problem()).handlerId).toBe(river.mayor.id);
  });

  test('can no longer be signed for by who left, even before it is handed over', async () => {
    const card = await liaison.sees('problemWork', id);
    await liaisonLeaves();
    expect(await liaison.refused('签收', card)).toBe('press.notYours');
    expect((await liaison.sees('problemWork', id)).words).toContain('不归你办');
  });

  test('goes to 县河长办 when Feishu reaches nobody of the town, and back when it does again', async () => {
    const town = [river.liaison.id, river.mayor.id];
    await river.db.transaction((tx) => tx.update(Person, { id: town }, { openId: null }));
    expect(await run()).toBe(1);
    expect((await problem()).handlerId).toBe(river.office.id);
    expect((await new Hand(river, river.office).sees('problemWork', id)).buttons[0]).toBe('签收');
    await river.db.transaction((tx) => tx.update(Person, { id: river.mayor.id }, { openId: 'ou_back' }));
    expect(await run()).toBe(1);
    expect((await problem()).handlerId).toBe(river.mayor.id);
  });

  test('is verified by 县河长办 when the verifier leaves after 反馈', async () => {
    await answered();
    const card = await chief.sees('problemVerify', id);
    await chiefLeaves();
    river.deps.clock.moveTo(NEXT);
    expect(await chief.refused('通过', card)).toBe('press.notYours');
    expect(await run()).toBe(1);
    expect(await problem()).toMatchObject({ state: 'answered', verifierId: river.office.id });
    expect(await waiting(river.db)).toContain(`problemVerify→${river.office.id}`);
    expect(await run()).toBe(0);
    const office = new Hand(river, river.office);
    await office.presses('通过', await office.sees('problemVerify', id));
    expect((await problem()).state).toBe('closed');
  });

  test('with nobody left anywhere it is nobody’s, until somebody comes', async () => {
    await river.db.transaction((tx) => tx.remove(PersonRole, {}));
    expect(await run()).toBe(1);
    expect((await problem()).handlerId).toBeNull();
    const successor = await buildPerson(river.db, { unitId: river.town.id, roles: ['镇长'] });
    expect(await run()).toBe(1);
    expect((await problem()).handlerId).toBe(successor.id);
  });

  test('the form of a complaint goes to who is left of 县河长办, and to nobody while its clerk is there', async () => {
    const next = await buildPerson(river.db, { unitId: river.office.unitId, roles: ['县河长办'] });
    const draft = await buildProblem(river, {
      source: 'complaint',
      state: 'draft',
      finderId: river.office.id,
    });
    await sendAll(river.db);
    expect(await run()).toBe(0);
    await river.db.transaction((tx) => tx.remove(PersonRole, { personId: river.office.id }));
    expect(await run()).toBe(1);
    expect(await river.db.read.findOne(Problem, { id: draft.id })).toMatchObject({
      state: 'draft',
      finderId: next.id,
    });
    expect(await waiting(river.db)).toContain(`problemForm→${next.id}`);
    expect(await run()).toBe(0);
  });
});
