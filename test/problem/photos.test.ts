import { Photo, Reach } from '../../entities';
import { instantAt } from '../../src/core/days';
import { chooseCandidate } from '../../src/problem/photoCandidates';
import { BACKENDS, buildOutfall } from '../factories';
import { buildCard, buildTask, openRiver, type River, waiting } from '../river';
import { Hand, newestProblem } from './pressing';

describe.each(BACKENDS)('photos in the chat over %s', (backend) => {
  let river: River;
  let chief: Hand;
  let liaison: Hand;
  beforeEach(async () => {
    river = await openRiver(backend);
    chief = new Hand(river, river.chief);
    liaison = new Hand(river, river.liaison);
  });
  afterEach(() => river.db.drop());

  const photos = () => river.db.read.find(Photo, {}, { order: { id: 'ASC' } });

  async function report(periodKey: string, outfallId: number): Promise<number> {
    const task = await buildTask(river, { periodKey });
    await chief.presses('发现问题', await chief.sees('patrolTask', task.id));
    const { id } = await newestProblem(river);
    const form = { place: `o${outfallId}`, category: '排污口', seriousness: '一般', words: '发黑' };
    await chief.presses('提交', await chief.sees('problemForm', id), form);
    return id;
  }

  test('with nothing open a photo is kept, and the form opened later that day takes it', async () => {
    expect(await chief.sendsPhoto()).toContain('先替你存着');
    expect(await photos()).toMatchObject([
      { personId: river.chief.id, state: 'waiting', subjectType: null, sourceKey: 'img_1' },
    ]);
    const task = await buildTask(river);
    await chief.presses('发现问题', await chief.sees('patrolTask', task.id));
    const { id } = await newestProblem(river);
    expect(await photos()).toMatchObject([{ subjectType: 'problem', subjectId: id, side: 'before' }]);
  });

  test('a form that is taken back gives its photos to the next one, of the same patrol or without one', async () => {
    const forms = async (open: () => Promise<unknown>) => {
      await open();
      await chief.sendsPhoto();
      const { id: first } = await newestProblem(river);
      await chief.presses('撤销', await chief.sees('problemForm', first));
      await open();
      const { id } = await newestProblem(river);
      expect(id).not.toBe(first);
      expect((await photos()).at(-1)).toMatchObject({
        subjectType: 'problem',
        subjectId: id,
        side: 'before',
      });
    };
    await forms(async () =>
      chief.presses('发现问题', await chief.sees('patrolMore', river.chief.id, 'person')),
    );
    const task = await buildTask(river);
    await forms(async () => chief.presses('发现问题', await chief.sees('patrolTask', task.id)));
  });

  test('yesterday’s kept photo stays where it is', async () => {
    await chief.sendsPhoto();
    river.deps.clock.moveTo(instantAt('2026-11-26', '09:00'));
    const task = await buildTask(river);
    await chief.presses('发现问题', await chief.sees('patrolTask', task.id));
    expect(await photos()).toMatchObject([{ subjectType: null }]);
  });

  test('a photo on patrol belongs to the patrol, and to the problem once one is found on it', async () => {
    const task = await buildTask(river);
    expect(await chief.sendsPhoto()).toBe('收到照片，已放进汾河龙兴镇第一村段这次巡河。');
    expect((await chief.sees('patrolTask', task.id)).words).toContain('照片1张');
    await chief.presses('发现问题', await chief.sees('patrolTask', task.id));
    const { id } = await newestProblem(river);
    expect(await photos()).toMatchObject([{ subjectType: 'problem', subjectId: id, side: 'before' }]);
  });

  test('a reach whose name begins with its river is told of with the river once', async () => {
    await buildTask(river);
    await river.db.transaction((tx) =>
      tx.update(Reach, { id: river.reach.id }, { name: '汾河龙兴镇第一村段' }),
    );
    expect(await chief.sendsPhoto()).toBe('收到照片，已放进汾河龙兴镇第一村段这次巡河。');
  });

  test('of two matters being handled it is for the one whose card was pressed last, refusals included', async () => {
    const other = await buildOutfall(river.db, { townId: river.town.id, reachId: river.reach.id });
    const first = await report('2026-W48', river.outfall.id);
    const second = await report('2026-W47', other.id);
    await liaison.presses('签收', await liaison.sees('problemWork', first));
    await liaison.presses('签收', await liaison.sees('problemWork', second));
    expect(await liaison.sendsPhoto()).toContain(other.name);
    await liaison.presses('反馈', await liaison.sees('problemWork', first));
    expect(await liaison.sendsPhoto()).toContain(river.outfall.name);
    expect(await photos()).toMatchObject([
      { subjectId: second, side: 'after' },
      { subjectId: first, side: 'after' },
    ]);
  });

  test('a colleague’s matter takes one’s photo once one has pressed on it', async () => {
    const id = await report('2026-W48', river.outfall.id);
    await liaison.presses('签收', await liaison.sees('problemWork', id));
    const mayor = new Hand(river, river.mayor);
    expect(await mayor.sendsPhoto()).toContain('先替你存着');
    await mayor.presses('反馈', await mayor.sees('problemWork', id));
    expect(await mayor.sendsPhoto()).toContain('可以点反馈了');
  });

  test('a late photo finds the report that lacks one, for a day', async () => {
    const id = await report('2026-W48', river.outfall.id);
    river.deps.clock.moveTo(instantAt('2026-11-26', '09:00'));
    expect(await chief.sendsPhoto()).toContain('已补进');
    expect(await photos()).toMatchObject([{ subjectId: id, side: 'before' }]);
    river.deps.clock.moveTo(instantAt('2026-11-26', '20:00'));
    expect(await chief.sendsPhoto()).toContain('先替你存着');
  });

  test('the cards of the matter are drawn anew, and a message taken in twice adds nothing', async () => {
    const id = await report('2026-W48', river.outfall.id);
    const subject = { subjectType: 'problem', subjectId: id };
    await buildCard(river.db, { kind: 'problemForm', ...subject, recipientId: river.chief.id });
    await chief.sendsPhoto();
    expect(await waiting(river.db)).toContain(`problemForm↻${river.chief.id}`);
    await new Hand(river, river.chief).sendsPhoto();
    expect(await photos()).toHaveLength(1);
  });

  test('words of a title cannot speak to the messenger', async () => {
    await report('2026-W48', river.outfall.id);
    await river.db.transaction((tx) => tx.run(`UPDATE problem SET place = '<at user_id="all"></at>'`));
    const said = await chief.sendsPhoto();
    expect(said).toContain('＜at');
    expect(said).not.toContain('<');
  });
});

test('a matter that has its photo takes more only while it is the one touched last', () => {
  const subject = { type: 'problem', id: 1 };
  const kind = { side: 'before' as const, group: 'found' as const };
  const whole = { ...kind, subject, name: '', said: '', content: true };
  expect(chooseCandidate([whole], null)).toBeNull();
  expect(chooseCandidate([whole], subject)).toBe(whole);
});
