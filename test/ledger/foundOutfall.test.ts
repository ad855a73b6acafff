import { FoundOutfall, HistoryEntry, Outfall, type Person, Photo, Problem, Zone } from '../../entities';
import { openMatters } from '../../src/escalation/matters';
import { findStuck } from '../../src/jobs/auditor';
import { openDraft } from '../../src/problem';
import { BACKENDS, buildPerson } from '../factories';
import { Hand, newestProblem } from '../problem/pressing';
import { eachRiver, NOW, type River, sendAll, TODAY, waiting } from '../river';

describe.each(BACKENDS)('an outfall that is found on patrol and not in the ledger (%s)', (backend) => {
  let river: River;
  let branch: Person;
  eachRiver(backend, async (fresh) => {
    river = fresh;
    branch = await buildPerson(river.db, { unitId: river.office.unitId, title: '分局专干', roles: ['分局'] });
  });

  /** A chief reports 新增排污口, with a photo, and where it is. @returns the found outfall */
  async function found(
    form: Record<string, string> = {},
    hint: Partial<Problem> = {},
  ): Promise<FoundOutfall> {
    const { db, deps, chief, reach } = river;
    const id = await db.transaction((tx) =>
      openDraft(tx, deps, { task: null, reachId: reach.id, personId: chief.id, at: NOW }),
    );
    await db.transaction((tx) => tx.update(Problem, { id }, { hintName: null, ...hint }));
    const hand = new Hand(river, chief);
    await hand.sendsPhoto();
    await hand.presses('提交', await hand.sees('problemForm', id), {
      place: 'other',
      spot: '桥东200米',
      category: '排污口',
      kind: '新增排污口',
      seriousness: '一般',
      words: '多了一根管子',
      ...form,
    });
    const [one] = await db.read.find(FoundOutfall);
    return one as FoundOutfall;
  }
  const sees = (one: FoundOutfall, person = branch) => new Hand(river, person).sees('foundOutfall', one.id);
  const outfalls = () => river.db.read.find(Outfall, {}, { order: { id: 'ASC' } });
  const now = async () => (await river.db.read.find(FoundOutfall))[0];
  const due = async () =>
    (await openMatters(river.db.read, river.deps, { today: TODAY })).filter(({ duty }) => duty === 'enter');

  it('waits for 分局 as 待核, with words, photo and finder, and is handled as a problem beside', async () => {
    const one = await found();
    expect(one).toMatchObject({ state: 'waiting', reachId: river.reach.id, townId: river.town.id });
    expect(await waiting(river.db)).toEqual(
      expect.arrayContaining([`foundOutfall→${branch.id}`, `problemWork→${river.liaison.id}`]),
    );
    const { words } = await sees(one);
    for (const told of ['待核', '桥东200米', '多了一根管子', '照片1张', '第一村河长'])
      expect(words).toContain(told);
    expect(await due()).toMatchObject([{ id: one.id, dueDay: one.dueDay, responsible: [branch.id] }]);
    // The ledger itself has nothing new before somebody has looked.
    expect(await outfalls()).toHaveLength(1);
  });

  const zone = (control: '禁止' | '限制') =>
    river.db.transaction((tx) =>
      tx.insert(Zone, {
        code: 'QH-1',
        name: '古堆泉水源地',
        kind: control === '禁止' ? '饮用水水源一级保护区' : '限制设置河段',
        control,
        basis: '区划',
        reachIds: JSON.stringify([river.reach.id]),
        version: 1,
      }),
    );
  const confirms = async (one: FoundOutfall) =>
    new Hand(river, branch).presses('确认入账', await sees(one), { where: '111.2290，35.6101' });

  it('clause （七）: in a zone that refuses outfalls it is entered as one to be closed, and 分局 reads why before', async () => {
    await zone('禁止');
    const one = await found();
    const { words } = await sees(one);
    expect(words).toContain('在“古堆泉水源地”（饮用水水源一级保护区）里，禁止设置排污口：区划');
    expect(words).toContain('记为 **依法取缔**');
    expect((await confirms(one)).toast?.content).toContain('这里禁止设置，记为依法取缔');
    const [, entered] = await outfalls();
    expect(entered).toMatchObject({ remedyType: '依法取缔', retained: false, approval: '未登记' });
    expect(entered?.remedyProblem).toContain('古堆泉水源地');
  });

  it('clause （七）: in a zone that limits them it is entered with a warning', async () => {
    await zone('限制');
    const one = await found();
    expect((await sees(one)).words).toContain('限制设置排污口');
    expect((await confirms(one)).toast).toMatchObject({ type: 'warning' });
    expect((await outfalls())[1]).toMatchObject({ remedyType: null, approval: null });
  });

  it('is none of the ledger’s when it names an outfall that is there, or is another kind of problem', async () => {
    await found({ place: `o${river.outfall.id}` });
    expect(await now()).toBeUndefined();
    await found({ kind: '污水直排', spot: '另一处' });
    expect(await now()).toBeUndefined();
  });

  it('goes to 县河长办 where nobody of 分局 can be reached, and the auditor knows when nobody is left', async () => {
    const { db, deps } = river;
    await db.transaction((tx) => tx.run('DELETE FROM person_role WHERE personId = ?', [branch.id]));
    const one = await found();
    expect(await waiting(db)).toContain(`foundOutfall→${river.office.id}`);
    expect((await sees(one, river.office)).buttons).toContain('确认入账');
    await db.transaction((tx) => tx.run('DELETE FROM person_role WHERE personId = ?', [river.office.id]));
    expect(await findStuck({ db, policies: deps.policies }, NOW, null)).toContainEqual({
      what: 'found-outfall-without-hand',
      id: one.id,
    });
  });

  describe('确认入账', () => {
    it('enters it with what is known, a name by the pattern and no national code', async () => {
      const one = await found({}, { hintLonE6: 111_226_000, hintLatE6: 35_617_000, hintName: '东关桥' });
      const shown = await sees(one);
      expect(shown.form).toMatchObject({
        name: '运城市新绛县龙兴镇桥东200米其他排污口',
        where: '111.226，35.617',
        class2: '其他排污口',
      });
      await sendAll(river.db);
      const done = await new Hand(river, branch).presses('确认入账', shown, { class2: '城镇雨洪排口' });
      expect(done.toast?.content).toMatch(/^已入账，内部编号XJ-100-\d{4}$/);
      const entered = (await outfalls())[1] as Outfall;
      expect(entered).toMatchObject({
        name: '运城市新绛县龙兴镇桥东200米其他排污口',
        nationalCode: null,
        localCode: null,
        class1: '其他排口',
        class2: '城镇雨洪排口',
        lonE6: 111_226_000,
        latE6: 35_617_000,
        reachId: river.reach.id,
        townId: river.town.id,
        river: '汾河',
        address: '桥东200米',
        tracing: '未溯源',
        ownerType: '不明',
        owner: null,
        version: 1,
      });
      expect(await now()).toMatchObject({
        state: 'confirmed',
        outfallId: entered.id,
        decidedById: branch.id,
      });
      expect(await due()).toEqual([]);
      expect(await newestProblem(river)).toMatchObject({ outfallId: entered.id, state: 'assigned' });
      const card = await new Hand(river, river.chief).sees('outfall', entered.id);
      expect(card.words).toContain('新发现，核实后入账');
      expect(card.words).toContain('照片1张');
      expect((await sees(one)).words).toContain('已入账');
    });

    it.each([
      ['a place that is not in the county', { where: '112.55，37.87' }, '公里，请核对'],
      ['longitude and latitude swapped', { where: '35.617，111.226' }, '填反了'],
      ['a place that is none', { where: '桥边上' }, '请写成'],
      ['a class that is none', { class2: '暗管' }, '没有这个选项'],
      ['a name that the ledger has', { name: '桥西雨洪排口' }, '已经有这个名称'],
    ])('refuses %s', async (_, form, why) => {
      const one = await found({}, { hintLonE6: 111_226_000, hintLatE6: 35_617_000 });
      const pressing = new Hand(river, branch).presses('确认入账', await sees(one), form);
      await expect(pressing).rejects.toThrow(why);
      expect(await outfalls()).toHaveLength(1);
      expect(await now()).toMatchObject({ state: 'waiting', version: 1 });
    });
  });

  describe('并入', () => {
    it('is proposed by distance and by name, and loses nothing', async () => {
      const { outfall, chief } = river;
      const one = await found(
        { spot: '桥西的排口' },
        { hintLonE6: outfall.lonE6 + 300, hintLatE6: outfall.latE6 },
      );
      const shown = await sees(one);
      expect(shown.words).toContain('有1个像是同一个口');
      expect(shown.words).toContain('约27米：桥西雨洪排口');
      expect(shown.form.outfall).toBe(String(outfall.id));
      await new Hand(river, branch).presses('并入这个口', shown);
      expect(await outfalls()).toHaveLength(1);
      expect(await now()).toMatchObject({ state: 'merged', outfallId: outfall.id });
      expect(await newestProblem(river)).toMatchObject({ outfallId: outfall.id, finderId: chief.id });
      expect(await river.db.read.find(Photo, { subjectType: 'problem' })).toHaveLength(1);
      const steps = await river.db.read.find(HistoryEntry, { subjectType: 'outfall', subjectId: outfall.id });
      expect(steps).toMatchObject([{ action: 'joined', version: 2, actor: `person:${branch.id}` }]);
      const card = await new Hand(river, chief).sees('outfall', outfall.id);
      expect(card.words).toContain('又有人发现');
      expect(card.words).toContain('照片1张');
    });
  });

  it('不是排污口 ends it with the reason', async () => {
    const one = await found();
    await new Hand(river, branch).presses('不是排污口', await sees(one), { reason: '废弃的灌溉管' });
    expect(await now()).toMatchObject({ state: 'unfounded', reason: '废弃的灌溉管', outfallId: null });
    expect((await sees(one)).words).toContain('废弃的灌溉管');
    expect(await outfalls()).toHaveLength(1);
  });

  it('is decided once, and by those who keep the ledger alone', async () => {
    const one = await found();
    const shown = await sees(one);
    expect((await sees(one, river.liaison)).buttons).toEqual([]);
    expect(await new Hand(river, river.liaison).refused('不是排污口', shown, { reason: '懒得查' })).toBe(
      'press.notYours',
    );
    const hand = new Hand(river, branch);
    await hand.presses('不是排污口', shown, { reason: '灌溉管' });
    expect(await hand.refused('不是排污口', shown, { reason: '灌溉管' })).toBe('press.stale');
    expect(await hand.refused('确认入账', shown, { where: '111.226，35.617' })).toBe('press.stale');
  });
});
