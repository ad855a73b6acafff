import {
  MediaFile,
  Patrol,
  type Person,
  Photo,
  PhotoCheck,
  PolicyVersion,
  type Role,
  Suspicion,
  type SuspicionKind,
} from '../../entities';
import { assess } from '../../src/assessment';
import { addDays, instantAt } from '../../src/core/days';
import { Policies, type Policy } from '../../src/core/policy';
import { explainSuspicion, settleSuspicion } from '../../src/evidence';
import { askAboutRecords } from '../../src/jobs/askAboutRecords';
import { BACKENDS, buildPerson, buildPost, testPolicy } from '../factories';
import { buildProblem, buildTask, eachRiver, type River, waiting } from '../river';

const NIGHT = instantAt('2026-11-26', '00:05');
const DEGREE_OF_A_KM = 9_000;

describe.each(BACKENDS)('what the records are asked about, on %s', (backend) => {
  let river: River;
  eachRiver(backend, async (made) => {
    river = made;
    await begins('2026-01-01');
  });

  const begins = (day: string) =>
    river.db.transaction(async (tx) => {
      await tx.remove(PolicyVersion, {});
      const rules = { number: 1, hash: 'f', content: '{}' };
      await tx.insert(PolicyVersion, { ...rules, activatedAt: instantAt(day, '08:00') });
    });
  const walk = (day: string, given: Partial<Patrol> & { entered?: [day: string, time: string] } = {}) => {
    const { entered, ...row } = given;
    return river.db.transaction(async (tx) => {
      const { firstId } = await tx.insert(Patrol, {
        taskId: null,
        reachId: river.reach.id,
        level: 'village',
        personId: river.chief.id,
        result: 'normal',
        channel: 'card',
        occurredAt: instantAt(day, '10:00'),
        recordedAt: entered ? instantAt(...entered) : instantAt(day, '10:00'),
        ...row,
      });
      return firstId;
    });
  };
  const found = (day: string, by: Person, given = {}) =>
    buildProblem(river, {
      finderId: by.id,
      occurredAt: instantAt(day, '15:00'),
      recordedAt: instantAt(day, '15:00'),
      ...given,
    });
  let serial = 0;
  const shot = (
    [subjectType, subjectId]: [string, number],
    takenAt: string,
    kmNorth: number,
    { by = river.chief, side = null as Photo['side'] } = {},
  ) =>
    river.db.transaction(async (tx) => {
      serial += 1;
      const sha256 = `${serial}`.padStart(64, 'e');
      const at = instantAt('2026-11-25', '09:00');
      const media = { sha256, mime: 'image/jpeg', bytes: 1, storedAt: at, imageKey: `img_r_${serial}` };
      const { firstId: mediaId } = await tx.insert(MediaFile, media);
      const { firstId: photoId } = await tx.insert(Photo, {
        messageId: `om_r_${serial}`,
        sourceKey: 'img',
        personId: by.id,
        mediaId,
        state: 'stored',
        subjectType,
        subjectId,
        side,
        occurredAt: at,
        recordedAt: at,
      });
      await tx.insert(PhotoCheck, {
        photoId,
        mediaId,
        verdict: 'photo',
        checkedAt: at,
        takenAt,
        lonE6: 111_220_000,
        latE6: 35_610_000 + kmNorth * DEGREE_OF_A_KM,
      });
      return photoId;
    });

  const ask = (at = NIGHT) => askAboutRecords(river.deps, at);
  const asked = async () =>
    (await river.db.read.find(Suspicion, {}, { order: { id: 'ASC' } })).map(({ kind, personId, words }) => ({
      kind,
      personId,
      words,
    }));
  const byChief = (kind: SuspicionKind, words: string) => ({ kind, personId: river.chief.id, words });

  const threeLate = async (given: Partial<Patrol> = {}) => {
    await walk('2026-11-04', { entered: ['2026-11-20', '21:00'], ...given });
    await walk('2026-11-11', { entered: ['2026-11-20', '21:03'], ...given });
    await walk('2026-11-17', { entered: ['2026-11-20', '21:05'], ...given });
  };

  it('three walks entered one after the other long afterwards, once, of their walker alone', async () => {
    await threeLate();
    expect(await ask()).toBe(1);
    expect(await ask()).toBe(0);
    expect(await ask(instantAt('2026-11-27', '00:05'))).toBe(0);
    expect(await asked()).toEqual([
      byChief('late-entry', '11月20日21:00起5分钟里补记了3次巡河，记的日子是11月4日、11月11日、11月17日。'),
    ]);
    expect(await waiting(river.db)).toEqual([`suspicion→${river.chief.id}`]);
  });

  it.each<[string, () => Partial<Patrol>]>([
    ['came on paper', () => ({ channel: 'paper' })],
    ['were entered by the liaison', () => ({ enteredById: river.liaison.id })],
  ])('nothing when the three %s', async (_what, given) => {
    await threeLate(given());
    expect(await ask()).toBe(0);
  });

  it('nothing of what was before the bot’s first day, and nothing while it has none', async () => {
    await threeLate();
    await begins('2026-11-12');
    expect(await ask()).toBe(0);
    await river.db.transaction((tx) => tx.remove(PolicyVersion, {}));
    expect(await ask()).toBe(0);
  });

  it('nothing on a rest day, of what was weeks ago, or of somebody whom Feishu does not know', async () => {
    await threeLate();
    expect(await ask(instantAt('2026-11-28', '00:05'))).toBe(0);
    expect(await ask(instantAt('2026-12-21', '00:05'))).toBe(0);
    await river.db.transaction((tx) => tx.run('UPDATE person SET openId = NULL', []));
    expect(await ask()).toBe(0);
  });

  it('一切正常 on a day on which somebody else found something there, in figures and without their name', async () => {
    await walk('2026-11-24');
    await walk('2026-11-23');
    await found('2026-11-24', river.mayor);
    await found('2026-11-24', river.liaison, { place: '排口东侧' });
    await found('2026-11-24', river.liaison, { state: 'unfounded' });
    expect(await ask()).toBe(1);
    expect(await ask()).toBe(0);
    expect(await asked()).toEqual([
      byChief(
        'normal-while-found',
        '11月24日巡龙兴镇第一村段，记的是一切正常；同一天别人在这一段发现了2个问题，在桥下50米、排口东侧。',
      ),
    ]);
  });

  it('nothing when whoever found it looks after the same reach', async () => {
    const beside = await buildPerson(river.db, { unitId: river.village.id });
    await buildPost(river.db, { reachId: river.reach.id, personId: beside.id, level: 'village' });
    await walk('2026-11-24');
    await found('2026-11-24', beside);
    expect(await ask()).toBe(0);
  });

  it('nothing of what a deputy found who walked for the chief that day without a task', async () => {
    await walk('2026-11-24');
    await walk('2026-11-24', { personId: river.liaison.id, standInFor: river.chief.id });
    await found('2026-11-24', river.liaison);
    expect(await ask()).toBe(0);
  });

  it('two photos of one’s own that nobody gets between so fast, with both', async () => {
    const [one, other] = [await found('2026-11-24', river.chief), await found('2026-11-24', river.chief)];
    const first = await shot(['problem', one.id], '2026-11-24 09:00:00', 0, { side: 'before' });
    const second = await shot(['problem', other.id], '2026-11-24 09:10:00', 30, { side: 'before' });
    expect(await ask()).toBe(1);
    expect(await ask()).toBe(0);
    const [row] = await river.db.read.find(Suspicion, {});
    expect(row).toMatchObject({ kind: 'speed', photoIds: [second, first] });
    expect(row?.words).toBe('两张照片里相机记的，11月24日09:00一张，隔10分钟又一张，两处相距约30公里。');
  });

  it('nothing of photos that somebody sent for others', async () => {
    const [one, other] = [await found('2026-11-24', river.chief), await found('2026-11-24', river.chief)];
    for (const [n, { id }] of [one, other].entries()) {
      await shot(['problem', id], `2026-11-24 09:0${n}:00`, n * 30, { by: river.liaison, side: 'before' });
    }
    expect(await ask()).toBe(0);
  });

  it('整改后 far from 整改前 by the nearest of what is known, of whoever handled it', async () => {
    const given = { state: 'answered' as const, answeredAt: instantAt('2026-11-25', '10:00') };
    const far = await found('2026-11-10', river.chief, given);
    const before = await shot(['problem', far.id], '2026-11-10 15:00:00', 0, { side: 'before' });
    const after = await shot(['problem', far.id], '2026-11-25 09:00:00', 2, {
      side: 'after',
      by: river.liaison,
    });
    const near = await found('2026-11-10', river.chief, {
      ...given,
      hintLonE6: 111_220_000,
      hintLatE6: 35_629_000,
    });
    await shot(['problem', near.id], '2026-11-10 15:00:00', 0, { side: 'before' });
    await shot(['problem', near.id], '2026-11-25 09:00:00', 2, { side: 'after', by: river.liaison });
    expect(await ask()).toBe(1);
    expect(await ask()).toBe(0);
    const [row] = await river.db.read.find(Suspicion, {});
    expect(row).toMatchObject({
      about: `before-after:${far.id}`,
      personId: river.liaison.id,
      photoIds: [after, before],
      words: '问题“桥下50米”整改前和整改后的位置相距约2公里。',
    });
  });

  const halfAYear = async () => {
    for (let n = 1; n <= 13; n += 1) await walk(addDays('2026-11-24', -10 * n));
    for (const day of ['2026-07-15', '2026-08-20', '2026-09-11']) await found(day, river.liaison);
  };

  it('months of 一切正常 where others found enough, and not again while those months count', async () => {
    await halfAYear();
    expect(await ask()).toBe(1);
    expect(await ask()).toBe(0);
    expect(await ask(instantAt('2026-12-01', '00:05'))).toBe(0);
    expect(await asked()).toEqual([
      byChief(
        'months-normal',
        '近6个月在龙兴镇第一村段巡河13次，记的都是一切正常；同期别人在这一段发现了3个问题。',
      ),
    ]);
  });

  it('nothing of months while the bot is younger than they are, or once the chief found one', async () => {
    await halfAYear();
    await begins('2026-06-15');
    expect(await ask()).toBe(0);
    await begins('2026-01-01');
    await found('2026-10-01', river.chief);
    expect(await ask()).toBe(0);
  });

  it('what is shown to nobody but its walker, and costs points only once 县河长办 finds it 成立', async () => {
    await threeLate();
    const task = {
      periodKey: '2026-W47',
      startDay: '2026-11-16',
      dueDay: '2026-11-22',
      lateDay: '2026-11-29',
    };
    const { id: taskId } = await buildTask(river, { ...task, state: 'done' });
    await walk('2026-11-18', { taskId });
    await ask();
    const [row] = await river.db.read.find(Suspicion, {});
    const { id: suspicionId, version } = row as Suspicion;
    const score = async () => {
      const { chiefs } = await assess(river.deps, {
        period: '2026-11',
        at: instantAt('2026-12-01', '08:30'),
      });
      return chiefs[0]?.score;
    };
    expect(await score()).toBe(100);
    const { policies, calendar } = river.deps;
    const at = instantAt('2026-11-26', '09:00');
    const pressed = (person: Person, roles: Role[]) => ({
      suspicionId,
      at,
      person: { id: person.id, roles },
    });
    await river.db.transaction((tx) =>
      explainSuspicion(
        tx,
        { policy: policies.current, calendar },
        { ...pressed(river.chief, []), version, words: '一起补的' },
      ),
    );
    expect(await score()).toBe(100);
    await river.db.transaction((tx) =>
      settleSuspicion(tx, {
        ...pressed(river.office, ['县河长办']),
        version: version + 1,
        verdict: '成立',
        reason: '镇联络员说没有去',
      }),
    );
    expect(await score()).toBe(95);
    expect(await ask()).toBe(0);
  });

  it('nothing that the county does not want asked', async () => {
    await threeLate();
    await walk('2026-11-24');
    await found('2026-11-24', river.liaison);
    const asking = (recordChecks: Policy['recordChecks']) =>
      askAboutRecords(
        { ...river.deps, policies: new Policies(river.db, { ...testPolicy(), recordChecks }) },
        NIGHT,
      );
    expect(await asking({ ask: [] })).toBe(0);
    expect(await asking({ ask: ['speed', 'months-normal', 'before-after'] })).toBe(0);
    expect(await asking({ ask: ['late-entry'] })).toBe(1);
    expect(await asking({})).toBe(1);
  });
});
