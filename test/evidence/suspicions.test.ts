import {
  AuditEntry,
  HistoryEntry,
  MediaFile,
  type Person,
  PersonRole,
  Photo,
  PhotoCheck,
  PhotoPair,
  Suspicion,
} from '../../entities';
import { suspicionActions } from '../../src/bot/actions/suspicion';
import { mayOpen } from '../../src/bot/mayOpen';
import { suspicion } from '../../src/bot/presenters/suspicion';
import { instantAt } from '../../src/core/days';
import { Fault } from '../../src/core/errors';
import { Policies } from '../../src/core/policy';
import { openMatters } from '../../src/escalation';
import { askSuspicions } from '../../src/evidence';
import { findStuck } from '../../src/jobs/auditor';
import { BACKENDS, testPolicy } from '../factories';
import { Shown } from '../problem/pressing';
import { eachRiver, type River, sendAll, waiting } from '../river';

const button = (label: string, value: object) => ({
  tag: 'button',
  text: { content: label },
  behaviors: [{ value }],
});

const MORNING = instantAt('2026-11-26', '08:30');

describe.each(BACKENDS)('待核 over %s', (backend) => {
  let river: River;
  eachRiver(backend, (made) => {
    river = made;
    river.deps.clock.moveTo(instantAt('2026-11-25', '09:10'));
  });

  let serial = 0;
  interface Sent {
    by?: Person;
    day?: string;
    subject?: [type: string, id: number] | null;
    side?: 'before' | 'after';
  }
  async function send({ by = river.chief, day = '2026-11-25', subject = null, side }: Sent): Promise<number> {
    serial += 1;
    const at = instantAt(day, '09:00');
    return river.db.transaction(async (tx) => {
      const sha256 = `${serial}`.padStart(64, 'f');
      const media = { sha256, mime: 'image/jpeg', bytes: 1, storedAt: at, imageKey: `img_v3_${serial}` };
      const { firstId: mediaId } = await tx.insert(MediaFile, media);
      const photo = {
        messageId: `om_${serial}`,
        sourceKey: 'img',
        personId: by.id,
        state: 'stored' as const,
      };
      const about = {
        subjectType: subject?.[0] ?? null,
        subjectId: subject?.[1] ?? null,
        side: side ?? null,
      };
      return (await tx.insert(Photo, { ...photo, ...about, mediaId, occurredAt: at, recordedAt: at }))
        .firstId;
    });
  }
  /** The second shows what the first does. */
  async function pair(first: Sent, second: Sent, kind: PhotoPair['kind'] = 'same-picture'): Promise<number> {
    const [earlierId, photoId] = [await send(first), await send(second)];
    const row = { photoId, earlierId, kind, distance: 3, foundAt: instantAt('2026-11-25', '09:05') };
    await river.db.transaction((tx) => tx.insert(PhotoPair, row));
    return photoId;
  }
  const reused = () =>
    pair(
      { day: '2026-11-03', subject: ['problem', 1], side: 'before', by: river.liaison },
      { subject: ['problem', 2], side: 'before' },
    );
  const all = () => river.db.read.find(Suspicion, {}, { order: { id: 'ASC' } });
  const only = async () => (await all())[0] as Suspicion;

  async function sees(recipient: Person): Promise<Shown> {
    const { id } = await only();
    const request = { subject: { type: 'suspicion', id }, recipient, snapshot: null };
    const rendered = await suspicion(river.deps, river.db.read, { ...request, at: river.deps.clock.now() });
    return new Shown(rendered?.card ?? {}, []);
  }
  async function presses(person: Person, shown: Shown, label: string, formValue: object): Promise<string> {
    const value = shown.value(label);
    const action = suspicionActions.find(({ name }) => name === value.action);
    try {
      const outcome = await river.db.transaction(async (tx) => {
        const roles = (await tx.find(PersonRole, { personId: person.id })).map(({ role }) => role);
        const ctx = { deps: river.deps, tx, person, roles, at: river.deps.clock.now(), messageId: 'om_x' };
        return action?.begin(ctx, { value, formValue })(ctx);
      });
      return outcome?.toast?.content ?? '';
    } catch (error) {
      if (error instanceof Fault) return error.code;
      throw error;
    }
  }

  test('of one that is only much alike nobody is told that it is the same: it may be the same place again', async () => {
    await reused();
    await river.db.transaction((tx) => tx.run('UPDATE photo_pair SET distance = 34', []));
    await askSuspicions(river.deps, MORNING);
    expect((await only()).words).toBe(
      '11月25日发的这张照片，和11月3日已经用过的一张很像，也可能是同一个地方又拍的。',
    );
  });

  test('a photo that was evidence before is asked about once, the day after, and of its sender only', async () => {
    const photoId = await reused();
    expect(await askSuspicions(river.deps, instantAt('2026-11-25', '20:00'))).toBe(0);
    expect(await askSuspicions(river.deps, MORNING)).toBe(1);
    expect(await askSuspicions(river.deps, MORNING)).toBe(0);
    expect(await all()).toMatchObject([
      {
        kind: 'photo',
        about: `photo:${photoId}`,
        personId: river.chief.id,
        state: 'asked',
        replyDueDay: '2026-12-01',
        words: '11月25日发的这张照片，和11月3日已经用过的一张看起来是同一张。',
      },
    ]);
    expect(await waiting(river.db)).toEqual([`suspicion→${river.chief.id}`]);
    const shown = await sees(river.chief);
    expect(shown.buttons).toEqual(['说明']);
    expect(shown.images).toHaveLength(2);
    // Whose the earlier one was is nothing to tell.
    expect(shown.words).not.toContain('联络员');
    expect((await sees(river.office)).words).toContain('不归你办');
    expect((await sees(river.mayor)).images).toEqual([]);
  });

  test('that is proven to be a lie is settled as 弄虚作假, and its person is told', async () => {
    await reused();
    await askSuspicions(river.deps, MORNING);
    await presses(river.chief, await sees(river.chief), '说明', { reply: '没去，发的旧照片' });
    const lie = { verdict: '弄虚作假', reason: '本人承认' };
    expect(await presses(river.office, await sees(river.office), '认定', lie)).toBe(
      '已认定：弄虚作假，会告诉本人',
    );
    expect(await only()).toMatchObject({ state: 'settled', verdict: '弄虚作假' });
    const told = (await sees(river.chief)).words;
    expect(told).toContain('认定：弄虚作假');
    expect(told).toContain('有不同意见');
  });

  test('is explained, settled by 县河长办 with the reason, and told to its person', async () => {
    await reused();
    await askSuspicions(river.deps, MORNING);
    await sendAll(river.db);
    const asked = await sees(river.chief);
    expect(await presses(river.chief, asked, '说明', { reply: '选错了照片' })).toBe('已说明，县河长办会看');
    expect(await presses(river.chief, asked, '说明', { reply: '再说一次' })).toBe('press.stale');
    expect(await waiting(river.db)).toContain(`suspicion→${river.office.id}`);
    expect((await sees(river.chief)).words).toContain('选错了照片');

    const toSettle = await sees(river.office);
    expect(toSettle.words).toContain('选错了照片');
    expect(toSettle.words).toContain('龙兴镇联络员');
    expect(await presses(river.office, toSettle, '认定', { verdict: '不成立' })).toContain('理由');
    expect(await presses(river.liaison, toSettle, '认定', { verdict: '成立', reason: '我看是' })).toBe(
      'press.notYours',
    );
    expect(await presses(river.office, toSettle, '认定', { verdict: '不成立', reason: '问过了' })).toBe(
      '已认定：不成立，会告诉本人',
    );
    expect(await presses(river.office, toSettle, '认定', { verdict: '成立', reason: '又想' })).toBe(
      'press.stale',
    );
    expect(await only()).toMatchObject({ state: 'settled', verdict: '不成立', settledById: river.office.id });
    expect((await sees(river.chief)).words).toContain('认定：不成立');
    const history = await river.db.read.find(HistoryEntry, { subjectType: 'suspicion' });
    expect(history.map(({ action }) => action)).toEqual(['asked', 'explained', 'settled']);
    const audit = await river.db.read.find(AuditEntry, { subjectType: 'suspicion' });
    expect(audit.map(({ action }) => action)).toEqual([
      'suspicion.ask',
      'suspicion.explained',
      'suspicion.settle',
    ]);
  });

  test('shows 县河长办 alone what the cameras wrote, as a hint', async () => {
    const photoId = await reused();
    const [row] = await river.db.read.find(PhotoPair, { photoId });
    const seen = { verdict: 'photo', checkedAt: MORNING, takenAt: '2026-11-03 09:10:00' } as const;
    const place = { lonE6: 111_220_000, latE6: 35_610_000 };
    await river.db.transaction((tx) =>
      tx.insert(PhotoCheck, [
        { ...seen, photoId, mediaId: 1, ...place },
        {
          ...seen,
          takenAt: '2025-08-01 16:00:00',
          photoId: row?.earlierId,
          mediaId: 2,
          ...place,
          latE6: 35_611_000,
        },
      ]),
    );
    await askSuspicions(river.deps, MORNING);
    expect((await sees(river.chief)).words).not.toContain('相机');
    await askSuspicions(river.deps, instantAt('2026-12-02', '08:30'));
    const { words } = await sees(river.office);
    expect(words).toContain('相机记的时间 11月3日9时10分');
    expect(words).toContain('2025年8月1日16时0分');
    expect(words).toContain('相距约111米');
    expect(words).toContain('只供参考');
  });

  test('that nobody explained goes to 县河长办 when the day has passed, and can be settled there', async () => {
    await reused();
    await askSuspicions(river.deps, MORNING);
    expect(await askSuspicions(river.deps, instantAt('2026-12-01', '08:30'))).toBe(0);
    expect(await askSuspicions(river.deps, instantAt('2026-12-02', '08:30'))).toBe(1);
    expect(await askSuspicions(river.deps, instantAt('2026-12-02', '08:30'))).toBe(0);
    expect(await only()).toMatchObject({ state: 'toSettle', reply: null, settleDueDay: '2026-12-16' });
    const toSettle = await sees(river.office);
    expect(toSettle.words).toContain('没有收到本人说明');
    expect(await presses(river.office, toSettle, '认定', { verdict: '存疑', reason: '说不清' })).toContain(
      '存疑',
    );
  });

  test('of somebody of 县河长办 is never settled by themself', async () => {
    await pair(
      { day: '2026-11-03', subject: ['problem', 1], side: 'before' },
      { by: river.office, subject: ['problem', 2], side: 'before' },
    );
    await askSuspicions(river.deps, MORNING);
    await askSuspicions(river.deps, instantAt('2026-12-02', '08:30'));
    expect((await sees(river.office)).buttons).toEqual([]);
    const { id, version } = await only();
    const forged = new Shown(
      { body: [button('认定', { action: 'suspicion.settle', suspicion: id, version })] },
      [],
    );
    const said = { verdict: '不成立', reason: '没事' };
    expect(await presses(river.office, forged, '认定', said)).toBe('press.notYours');
    // Nobody else is of 县河长办, which the auditor says.
    expect(await findStuck(river.deps, instantAt('2026-12-02', '08:30'), null)).toContainEqual({
      what: 'suspicion-without-hand',
      id,
    });
  });

  test('waits among the matters of 县河长办 once it is theirs, without saying whose it is', async () => {
    await reused();
    await askSuspicions(river.deps, MORNING);
    const matters = async () =>
      (await openMatters(river.db.read, river.deps, { today: '2026-12-02' })).filter(
        ({ type }) => type === 'suspicion',
      );
    expect(await matters()).toEqual([]);
    await askSuspicions(river.deps, instantAt('2026-12-02', '08:30'));
    const [matter] = await matters();
    expect(matter).toMatchObject({ duty: 'settle', unitId: null, responsible: [river.office.id] });
    expect(matter?.title).not.toContain('河长');
  });

  test('is opened by its person, and by 县河长办 only once it is theirs', async () => {
    await reused();
    await askSuspicions(river.deps, MORNING);
    const { id } = await only();
    const may = async (person: Person) => {
      const roles = (await river.db.read.find(PersonRole, { personId: person.id })).map(({ role }) => role);
      return mayOpen(river.db.read, 'suspicion', id, { person, roles, at: MORNING, deps: river.deps });
    };
    expect([await may(river.chief), await may(river.office), await may(river.mayor)]).toEqual([
      true,
      false,
      false,
    ]);
    await askSuspicions(river.deps, instantAt('2026-12-02', '08:30'));
    expect([await may(river.office), await may(river.mayor)]).toEqual([true, false]);
  });

  test.each<[string, Sent, Sent, boolean]>([
    [
      'the same matter has it twice',
      { subject: ['problem', 1], side: 'before' },
      { subject: ['problem', 1], side: 'before' },
      false,
    ],
    [
      'the picture of the problem proves its end',
      { subject: ['problem', 1], side: 'before' },
      { subject: ['problem', 1], side: 'after' },
      true,
    ],
    [
      'the earlier had found no matter',
      { day: '2026-11-20' },
      { subject: ['problem', 2], side: 'before' },
      false,
    ],
    ['nothing rests on the later', { subject: ['problem', 1], side: 'before' }, {}, false],
    [
      'it was for the patrol on which the problem was reported',
      { subject: ['task', 1] },
      { subject: ['problem', 2], side: 'before' },
      false,
    ],
    [
      'it was for a patrol of another day',
      { subject: ['task', 1], day: '2026-11-18' },
      { subject: ['task', 2] },
      true,
    ],
    [
      'two problems of one day have the same',
      { subject: ['problem', 1], side: 'before' },
      { subject: ['problem', 2], side: 'before' },
      true,
    ],
  ])('when %s', async (_what, first, second, asked) => {
    await pair(first, second, 'same-file');
    expect(await askSuspicions(river.deps, MORNING)).toBe(asked ? 1 : 0);
  });

  test('nobody is asked on a rest day, nor where the county does not want it', async () => {
    await reused();
    expect(await askSuspicions(river.deps, instantAt('2026-11-28', '08:30'))).toBe(0);
    const policy = {
      ...testPolicy(),
      honesty: { askAboutPhotos: false, replyWorkdays: 3, settleWorkdays: 10 },
    };
    const policies = new Policies(river.db, policy);
    expect(await askSuspicions({ ...river.deps, policies }, MORNING)).toBe(0);
  });
});
