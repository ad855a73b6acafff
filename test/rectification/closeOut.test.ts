import { HistoryEntry, MediaFile, Person, Photo, PhotoCheck } from '../../entities';
import { digests, openMatters, reissueCards } from '../../src/escalation';
import { replayRectification } from '../../src/rectification';
import { BACKENDS, buildPerson, buildUnit } from '../factories';
import { Hand, storePhotos } from '../problem/pressing';
import { at, eachRiver, sendAll, waiting } from '../river';
import {
  about,
  applies,
  buildWork,
  buildWorks,
  card,
  closes,
  DONE,
  historyOf,
  inLedger,
  photographs,
  record,
  type Works,
} from './world';

describe.each(BACKENDS)('整治和销号 over %s', (backend) => {
  let works: Works;
  eachRiver(backend, async (river) => {
    works = await buildWorks(river);
  });
  const matters = (today = '2026-11-25') => openMatters(works.river.db.read, works.river.deps, { today });

  test('a photo that never arrives names the outfall to whoever sent it', async () => {
    await photographs(works);
    const [photo] = await works.river.db.read.find(Photo, {}, { order: { id: 'DESC' }, limit: 1 });
    await works.river.db.transaction((tx) => tx.update(Photo, { id: photo?.id ?? 0 }, { state: 'lost' }));
    const told = await works.liaison.sees('photoLost', photo?.id ?? 0);
    expect(told.words).toContain('排污口整治：永丰焦化厂雨洪排口');
    expect(told.buttons).toEqual(['打开这件事']);
  });

  test('clause （四）: the town that acts for the enterprise has it as a matter with a card', async () => {
    const [matter] = await matters();
    expect(matter).toMatchObject({
      type: 'outfall',
      duty: 'rectify',
      dueDay: '2026-12-31',
      responsible: [works.river.liaison.id],
      actedFor: true,
      unitId: works.river.town.id,
    });
    const shown = await card(works.liaison, works);
    expect(shown.words).toContain('永丰焦化厂');
    expect(shown.buttons).toContain('报进展');
    expect(shown.buttons).not.toContain('申请销号');
  });

  test('clause （四）: progress is reported with photos of before and after, and begins the measure', async () => {
    await photographs(works);
    const sides = (await works.river.db.read.find(Photo, {}, { order: { id: 'ASC' } })).map(
      ({ side }) => side,
    );
    expect(sides).toEqual(['before', 'after']);
    expect(await record(works)).toMatchObject({
      state: 'working',
      startedDay: '2026-11-25',
      progress: '采样点挖好了',
      planYear: 2026,
      plannedDay: '2026-12-31',
    });
    expect(await inLedger(works)).toMatchObject({ remedyStage: '整治中', version: 2 });
    const shown = await card(works.liaison, works);
    expect(shown.images).toHaveLength(2);
    expect(shown.buttons).toContain('申请销号');
  });

  test('clause （四）: 销号 goes step by step, the step of the unit that acted is merged, and the ledger learns of it', async () => {
    await applies(works);
    expect(await record(works)).toMatchObject({
      state: 'applied',
      step: '牵头部门',
      signs: [
        { step: '责任主体', how: 'did', personId: works.river.liaison.id },
        { step: '镇', how: 'merged', personId: null, unitId: works.river.town.id },
      ],
    });
    expect(await waiting(works.river.db)).toContain(`rectification→${works.lead.person.id}`);
    expect((await card(works.lead, works)).words).toContain('前面已经签过，合并');
    await works.lead.presses('验收通过', await card(works.lead, works), { words: '现场看过' });
    await works.branch.presses('核查通过', await card(works.branch, works));
    const last = await card(works.office, works);
    expect(last.words).toContain('现场看过');
    expect((await works.office.presses('销号通过', last)).toast?.content).toBe('已销号');
    expect(await record(works)).toMatchObject({ state: 'closed', step: null, lookBackDay: '2027-02-25' });
    expect(await inLedger(works)).toMatchObject({ remedyStage: '完成整治', sign: '有', samplingPoint: '有' });
    const told = await historyOf(works);
    expect(told.map(({ action }) => action)).toEqual(['progressed', 'applied', 'signed', 'signed', 'closed']);
    expect(replayRectification(told)).toBe('closed');
    const [changed] = await works.river.db.read.find(
      HistoryEntry,
      { subjectType: 'outfall', subjectId: works.outfall.id },
      { order: { version: 'DESC' }, limit: 1 },
    );
    expect(changed?.data).toMatchObject({
      was: { sign: null },
      now: { sign: '有', remedyStage: '完成整治' },
    });
    expect(await matters()).toEqual([]);
  });

  test('an enterprise with its own contact applies itself, and then the town checks first', async () => {
    const { river } = works;
    const unit = await buildUnit(river.db, { name: '永丰焦化厂', type: '企业', divisionCode: null });
    const contact = new Hand(
      river,
      await buildPerson(river.db, { unitId: unit.id, title: '环保科', roles: ['责任单位联系人'] }),
    );
    await contact.presses('打开', await contact.sees('rectifications', 0));
    await contact.sendsPhoto();
    await contact.presses('这是整治后的照片', await card(contact, works));
    await contact.presses('申请销号', await card(contact, works), DONE);
    expect(await record(works)).toMatchObject({ step: '镇' });
    const [matter] = await matters();
    expect(matter).toMatchObject({ duty: 'sign', unitId: river.town.id, dueDay: '2026-12-02' });
    await works.liaison.presses('初核通过', await card(works.liaison, works));
    expect(await record(works)).toMatchObject({ step: '牵头部门' });
  });

  test('a lead department without anybody is passed over, which is recorded and shown', async () => {
    works = await about(works, { leadDepartment: '工信局', name: '二号口' });
    await works.liaison.presses('报进展', await card(works.liaison, works), { progress: '开工' });
    await works.liaison.sendsPhoto();
    await works.liaison.presses('申请销号', await card(works.liaison, works), DONE);
    const { signs, step } = await record(works);
    expect(signs?.map(({ how }) => how)).toEqual(['did', 'merged', 'absent']);
    expect(step).toBe('分局');
    expect((await card(works.branch, works)).words).toContain('没有人能签');
  });

  test('nobody signs twice, nor what they sent the photos of, nor out of turn', async () => {
    await applies(works);
    const open = await card(works.lead, works);
    expect((await card(works.liaison, works)).buttons).toEqual([]);
    expect(await works.mayor.refused('验收通过', open)).toBe('press.notYours');
    expect(await works.office.refused('验收通过', open)).toBe('press.notYours');
    await works.lead.presses('验收通过', open);
    // Nor with the newest version, as the card of another would send it.
    const next = await card(works.branch, works);
    expect(await works.lead.refused('核查通过', next)).toBe('press.notYours');
  });

  test('who signs after a colleague did is told that it moved on, a stranger that it is not theirs', async () => {
    const { river } = works;
    const { unitId } = works.lead.person;
    const colleague = new Hand(
      river,
      await buildPerson(river.db, { unitId, title: '局长', roles: ['部门负责人'] }),
    );
    await applies(works);
    const open = await card(colleague, works);
    await works.lead.presses('验收通过', open);
    expect(await colleague.refused('验收通过', open)).toBe('press.stale');
    expect(await colleague.refused('退回', open, { words: '看不清' })).toBe('press.stale');
    expect(await works.lead.refused('验收通过', open)).toBe('press.stale');
    expect(await new Hand(river, river.chief).refused('验收通过', open)).toBe('press.notYours');
    expect(await record(works)).toMatchObject({ step: '分局', returns: 0 });
  });

  test('who signs for two units signs once: the other step waits for a colleague', async () => {
    const { river } = works;
    // The liaison of the town is asked to sign for the county's office as well.
    await river.db.transaction((tx) =>
      tx.run('UPDATE person_role SET personId = ? WHERE role = ?', [river.liaison.id, '县河长办']),
    );
    await applies(works);
    await works.lead.presses('验收通过', await card(works.lead, works));
    await works.branch.presses('核查通过', await card(works.branch, works));
    expect(await record(works)).toMatchObject({ state: 'applied', step: '县河长办' });
    expect((await card(works.liaison, works)).buttons).toEqual([]);
    const [matter] = await matters();
    expect(matter).toMatchObject({ duty: 'sign', responsible: [] });
  });

  test('each step may return it with a reason; then everybody signs anew', async () => {
    await applies(works);
    await works.lead.presses('验收通过', await card(works.lead, works));
    const asked = await card(works.branch, works);
    const without = await works.branch.presses('退回', asked);
    expect(without.toast?.content).toContain('退回原因');
    await sendAll(works.river.db);
    await works.branch.presses('退回', asked, { words: '标识牌上没有编号' });
    expect(await record(works)).toMatchObject({ state: 'working', returns: 1, signs: null, step: null });
    expect(await waiting(works.river.db)).toContain(`rectification→${works.river.liaison.id}`);
    const back = await card(works.liaison, works);
    expect(back.words).toContain('标识牌上没有编号');
    await works.liaison.presses('申请销号', back, DONE);
    expect(await record(works)).toMatchObject({ state: 'applied', step: '牵头部门', returns: 1 });
  });

  test('clause （六）: what the ledger knows is not asked again, what is left out is said why', async () => {
    await photographs(works);
    const shown = await card(works.liaison, works);
    expect(shown.words).toContain('建好档案');
    expect(shown.words).not.toContain('达标监测');
    const { words: _, ...checks } = DONE;
    await expect(works.liaison.presses('申请销号', shown, { ...checks, check_sign: '' })).rejects.toThrow(
      '立标识牌',
    );
    await expect(works.liaison.presses('申请销号', shown, { ...checks, check_sign: 'no' })).rejects.toThrow(
      '写清为什么',
    );
    await works.liaison.presses('申请销号', shown, { ...DONE, check_sign: 'no', words: '口在地下，立不了' });
    expect((await card(works.lead, works)).words).toContain('用不着：立标识牌');
  });

  test('clause （五）: what is closed or merged is asked after its sealing, and without a photo nothing is closed out', async () => {
    works = await about(works, { remedyType: '清理合并', name: '散排口' });
    await works.liaison.presses('报进展', await card(works.liaison, works), { progress: '正在接管' });
    await works.liaison.sendsPhoto();
    const ready = await card(works.liaison, works);
    expect(ready.words).toContain('原口封堵');
    await works.river.db.transaction((tx) => tx.remove(Photo, {}));
    await expect(
      works.liaison.presses('申请销号', ready, { check_joined: 'done', check_sealed: 'done' }),
    ).rejects.toThrow('还差整治后的照片');
  });

  test('the same photo for before and after is refused', async () => {
    await photographs(works);
    const [first] = await works.river.db.read.find(MediaFile);
    await works.river.db.transaction((tx) => tx.run('UPDATE photo SET mediaId = ?', [first?.id ?? 0]));
    await expect(works.liaison.presses('申请销号', await card(works.liaison, works), DONE)).rejects.toThrow(
      '同一张照片',
    );
    expect(await record(works)).toMatchObject({ state: 'working' });
    // Sent by mistake it is mended by a new one, and whoever signs is told.
    await works.liaison.sendsPhoto();
    await storePhotos(works.river, true);
    await works.liaison.presses('申请销号', await card(works.liaison, works), DONE);
    expect(await record(works)).toMatchObject({ state: 'applied' });
    expect((await card(works.lead, works)).words).toContain('像是同一张');
  });

  test('a photo older than the measure and a signer who left are shown to whoever signs next', async () => {
    await applies(works);
    const { db } = works.river;
    const after = await db.read.findOne(Photo, { side: 'after' });
    await db.transaction((tx) =>
      tx.insert(PhotoCheck, {
        photoId: after?.id ?? 0,
        mediaId: after?.mediaId ?? 0,
        verdict: 'photo',
        takenAt: '2026-08-01 10:00:00',
        checkedAt: at('2026-11-25'),
      }),
    );
    await works.lead.presses('验收通过', await card(works.lead, works));
    const { id } = works.lead.person;
    const flaggedWith = async (set: Partial<Person>) => {
      await db.transaction((tx) => tx.update(Person, { id }, set));
      return (await card(works.branch, works)).words;
    };
    expect((await card(works.branch, works)).words).not.toContain('签过字的');
    expect(await flaggedWith({ openId: null })).toContain('在飞书里找不到了，请核实');
    expect(await flaggedWith({ unitId: works.river.town.id })).toContain('已经调到别的单位，请核实');
    await db.transaction((tx) =>
      tx.run('DELETE FROM person_role WHERE personId = ?', [works.lead.person.id]),
    );
    const { words } = await card(works.branch, works);
    expect(words).toContain('比开始整治的');
    expect(words).toContain('已经不在岗');
  });

  test('延期 is decided by the lead department or 分局, never by who asked; the planned day stays', async () => {
    const asking = await card(works.liaison, works);
    await expect(
      works.liaison.presses('申请延期', asking, { day: '2026-12-31', reason: '管材没到' }),
    ).rejects.toThrow('现在的期限');
    await works.liaison.presses('申请延期', asking, { day: '2027-03-31', reason: '管材没到' });
    const [matter] = await matters();
    expect(matter).toMatchObject({
      duty: 'extend',
      unitId: null,
      responsible: [works.lead.person.id, works.branch.person.id],
    });
    const deciding = await card(works.branch, works);
    expect(await works.liaison.refused('同意延期', deciding, { words: '好' })).toBe('press.notYours');
    await works.branch.presses('不同意', deciding, { words: '年底前能做完' });
    expect((await card(works.liaison, works)).words).toContain('年底前能做完');
    expect(await inLedger(works)).toMatchObject({ remedyDueDay: '2026-12-31' });
    await works.liaison.presses('申请延期', await card(works.liaison, works), {
      day: '2027-03-31',
      reason: '要开挖公路',
    });
    await works.lead.presses('同意延期', await card(works.lead, works), { words: '属实' });
    expect(await inLedger(works)).toMatchObject({ remedyDueDay: '2027-03-31' });
    expect(await record(works)).toMatchObject({ plannedDay: '2026-12-31', ask: null });
  });

  test('three months later 分局 looks back; what runs again opens the same record', async () => {
    await closes(works);
    const { id } = await record(works);
    const { river } = works;
    expect(await matters('2027-02-24')).toEqual([]);
    const [matter] = await matters('2027-02-25');
    expect(matter).toMatchObject({ duty: 'lookBack', responsible: [works.branch.person.id], unitId: null });
    river.deps.clock.moveTo(at('2027-02-25', '10:00'));
    const looking = await card(works.branch, works);
    expect(looking.buttons).toContain('没有复排');
    expect(await works.lead.refused('没有复排', looking)).toBe('press.notYours');
    await works.branch.presses('没有复排', looking);
    expect(await record(works)).toMatchObject({ id, state: 'settled', lookBackDay: null });
    river.deps.clock.moveTo(at('2027-06-10', '10:00'));
    await works.branch.presses('又在排，重新整治', await card(works.branch, works), { words: '有水有异味' });
    expect(await record(works)).toMatchObject({ id, state: 'working', recurrences: 1, signs: null });
    expect(await inLedger(works)).toMatchObject({ remedyStage: '整治中', remedyDueDay: '2027-07-08' });
    const again = await card(works.liaison, works);
    expect(again.words).toContain('有水有异味');
    // The photos of the first round prove nothing of the second.
    expect(again.images).toEqual([]);
    expect(again.buttons).not.toContain('申请销号');
    expect(replayRectification(await historyOf(works))).toBe('working');
  });

  test('a press from an older card, or of somebody whose outfall it is not, changes nothing', async () => {
    const old = await card(works.liaison, works);
    await works.liaison.presses('报进展', old, { progress: '开工' });
    expect(await works.liaison.refused('报进展', old, { progress: '开工' })).toBe('press.stale');
    const chief = new Hand(works.river, works.river.chief);
    expect(await chief.refused('报进展', old, { progress: '开工' })).toBe('press.notYours');
    expect((await card(chief, works)).words).toContain('不归你管');
  });

  test('it is reminded of like every matter: a row that opens, one card a person, none for what was overdue at import', async () => {
    const { river } = works;
    await buildWork(river, { name: '老账', remedyDueDay: '2025-12-31', baselineDay: '2026-11-01' });
    expect(await reissueCards(river.deps, at('2026-12-28'))).toBe(1);
    expect(await waiting(river.db)).toEqual([`rectification→${river.liaison.id}`]);
    await sendAll(river.db);
    await digests(river.deps, at('2026-12-28'));
    expect(await waiting(river.db)).toContain(`digest→${river.liaison.id}`);
    const list = await works.liaison.sees('rectifications', 0);
    expect(list.words).toContain('永丰焦化厂雨洪排口');
    expect(list.words).not.toContain('老账');
  });

  test('无需整治 needs no photo but the reason', async () => {
    works = await about(works, { remedyType: '无需整治', name: '不用整的', archive: null });
    const shown = await card(works.liaison, works);
    expect(await works.liaison.refused('申请销号', shown, { check_archive: 'done' })).toBe('press.form');
    await works.liaison.presses('申请销号', shown, { check_archive: 'done', words: '雨水口，无污水' });
    expect(await record(works)).toMatchObject({ state: 'applied', step: '牵头部门' });
    await storePhotos(works.river, true);
  });
});
