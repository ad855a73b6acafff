import { type PatrolTask, Photo } from '../../entities';
import { BACKENDS, buildPost, buildReach } from '../factories';
import { at, buildTask, eachRiver, NOW, type River, sendAll, waiting } from '../river';
import { Hand } from './pressing';

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
