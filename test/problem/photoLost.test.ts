import { HistoryEntry, Photo, Problem } from '../../entities';
import { photoArrived } from '../../src/bot/photoArrived';
import { instantAt } from '../../src/core/days';
import { BACKENDS } from '../factories';
import { buildCard, buildTask, openRiver, type River, sendAll, waiting } from '../river';
import { Hand, newestProblem, storePhotos } from './pressing';

describe.each(BACKENDS)('a photo that never arrives over %s', (backend) => {
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
  });
  afterEach(() => river.db.drop());

  async function submit(): Promise<void> {
    const form = { place: `o${river.outfall.id}`, category: '排污口', seriousness: '一般', words: '发黑' };
    await chief.presses('提交', await chief.sees('problemForm', id), form);
  }
  /** Feishu gives the newest photo no more. @returns its id */
  async function lose(): Promise<number> {
    const [photo] = await river.db.read.find(Photo, {}, { order: { id: 'DESC' }, limit: 1 });
    const photoId = photo?.id ?? 0;
    await river.db.transaction(async (tx) => {
      await tx.update(Photo, { id: photoId }, { state: 'lost', error: '这条消息已被删除' });
      await photoArrived(tx, photoId, river.deps.clock.now());
    });
    return photoId;
  }
  const now = async () => (await river.db.read.findOne(Problem, { id })) as Problem;

  test('is told to its sender, once, with the reason and the matter', async () => {
    await chief.sendsPhoto();
    await submit();
    await sendAll(river.db);
    const photoId = await lose();
    expect(await waiting(river.db)).toEqual([`photoLost→${river.chief.id}`]);
    const told = await chief.sees('photoLost', photoId);
    expect(told.words).toContain('你11月25日9时10分发的一张照片没有收到：这条消息已被删除');
    expect(told.words).toContain('排污口：桥西雨洪排口');
    expect(told.buttons).toEqual(['打开这件事']);
    await sendAll(river.db);
    await river.db.transaction((tx) => photoArrived(tx, photoId, river.deps.clock.now()));
    expect(await waiting(river.db)).toEqual([]);
  });

  test('can be sent again for its problem days later', async () => {
    await chief.sendsPhoto();
    await submit();
    await lose();
    river.deps.clock.moveTo(instantAt('2026-11-30', '09:00'));
    expect((await chief.sees('problemForm', id)).words).toContain('还差照片');
    expect(await chief.sendsPhoto()).toContain('已补进');
    expect((await chief.sees('problemForm', id)).words).not.toContain('还差照片');
  });

  test('for the time being is told to its sender once, who sees when it has come after all', async () => {
    await chief.sendsPhoto();
    await submit();
    await sendAll(river.db);
    const [photo] = await river.db.read.find(Photo, {}, { order: { id: 'DESC' }, limit: 1 });
    const photoId = photo?.id ?? 0;
    const set = (change: Partial<Photo>) =>
      river.db.transaction(async (tx) => {
        await tx.update(Photo, { id: photoId }, change);
        await photoArrived(tx, photoId, river.deps.clock.now());
      });
    await set({ state: 'waiting', error: '服务器暂时存不了照片' });
    await set({ state: 'waiting', error: '服务器暂时存不了照片' });
    expect((await waiting(river.db)).filter((one) => one.startsWith('photoLost'))).toEqual([
      `photoLost→${river.chief.id}`,
    ]);
    const told = await chief.sees('photoLost', photoId);
    expect(told.words).toContain('一张照片还没有存好：服务器暂时存不了照片');
    expect(told.words).toContain('不用再发');
    expect(told.buttons).toEqual([]);
    expect((await chief.sees('problemForm', id)).words).not.toContain('还差照片');
    await sendAll(river.db);
    await buildCard(river.db, {
      kind: 'photoLost',
      subjectType: 'photo',
      subjectId: photoId,
      recipientId: river.chief.id,
    });
    await set({ state: 'stored', error: null });
    expect(await waiting(river.db)).toContain(`photoLost↻${river.chief.id}`);
    expect((await chief.sees('photoLost', photoId)).words).toContain('照片已经补上了');
  });

  describe('of a handling that was reported', () => {
    beforeEach(async () => {
      await submit();
      await liaison.presses('签收', await liaison.sees('problemWork', id));
      await liaison.sendsPhoto();
      await liaison.presses('反馈', await liaison.sees('problemWork', id));
      await sendAll(river.db);
    });

    test('takes the problem back to its handler, and the verifier’s card says so', async () => {
      const subject = { subjectType: 'problem', subjectId: id };
      await buildCard(river.db, { kind: 'problemVerify', ...subject, recipientId: river.chief.id });
      const check = await chief.sees('problemVerify', id);
      const photoId = await lose();
      expect(await now()).toMatchObject({ state: 'accepted', handlerId: river.liaison.id });
      expect(await waiting(river.db)).toEqual([
        `photoLost→${river.liaison.id}`,
        `problemVerify↻${river.chief.id}`,
      ]);
      expect((await liaison.sees('photoLost', photoId)).words).toContain('重新点反馈');
      expect(await chief.refused('通过', check)).toBe('press.stale');
      const greyed = await chief.sees('problemVerify', id);
      expect(greyed.words).toContain('处理后的照片没有收到');
      expect(greyed.buttons).toEqual([]);
      const steps = await river.db.read.find(HistoryEntry, { ...subject, action: 'reopened' });
      expect(steps).toMatchObject([{ reason: '处理后的照片没有收到' }]);

      expect((await liaison.presses('反馈', await liaison.sees('problemWork', id))).toast?.type).toBe(
        'warning',
      );
      await liaison.sendsPhoto();
      await liaison.presses('反馈', await liaison.sees('problemWork', id));
      expect((await now()).state).toBe('answered');
    });

    test('gives a colleague who reported it the card again', async () => {
      await river.db.transaction((tx) => tx.update(Problem, { id }, { handlerId: river.mayor.id }));
      await lose();
      expect(await waiting(river.db)).toEqual(
        expect.arrayContaining([`photoLost→${river.liaison.id}`, `problemWork→${river.mayor.id}`]),
      );
    });

    test('changes nothing while another photo of the handling is there', async () => {
      await storePhotos(river, true);
      await river.db.transaction((tx) =>
        tx.run(
          `INSERT INTO photo (messageId, sourceKey, personId, state, subjectType, subjectId, side, occurredAt, recordedAt)
           SELECT 'om_other', sourceKey, personId, 'waiting', subjectType, subjectId, side, occurredAt, recordedAt FROM photo`,
        ),
      );
      await lose();
      expect((await now()).state).toBe('answered');
      expect(await waiting(river.db)).toContain(`photoLost→${river.liaison.id}`);
    });

    test('asks for nothing when the problem is closed', async () => {
      await chief.presses('通过', await chief.sees('problemVerify', id));
      const photoId = await lose();
      expect((await now()).state).toBe('closed');
      expect((await liaison.sees('photoLost', photoId)).words).toContain('不用再发');
    });
  });
});
