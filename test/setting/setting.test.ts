import { HistoryEntry, Outfall, type Person, type Role, SettingApplication, Zone } from '../../entities';
import { Conversation } from '../../src/bot/conversation';
import { mayOpen } from '../../src/bot/mayOpen';
import { readSheets } from '../../src/core/workbook';
import { openMatters, reissueCards } from '../../src/escalation';
import { findStuck } from '../../src/jobs/auditor';
import { readCheck } from '../../src/ledger';
import { exportSettings, replay } from '../../src/setting';
import { BACKENDS, buildOutfall, buildPerson, buildUnit } from '../factories';
import { Hand, type Shown } from '../problem/pressing';
import { at, eachRiver, NOW, type River, sendAll, waiting } from '../river';

describe.each(BACKENDS)('设置申请 over %s', (backend) => {
  let river: River;
  let bureau: Person;
  let branch: Hand;
  let liaison: Hand;
  eachRiver(backend, async (given) => {
    river = given;
    const unit = await buildUnit(river.db, { name: '分局', type: '县直部门', divisionCode: null });
    bureau = await buildPerson(river.db, { unitId: unit.id, title: '分局科长', roles: ['分局'] });
    branch = new Hand(river, bureau);
    liaison = new Hand(river, river.liaison);
    river.deps.clock.moveTo(NOW);
  });

  const all = () => river.db.read.find(SettingApplication, {}, { order: { id: 'ASC' } });
  const newest = async () => (await all()).at(-1) as SettingApplication;
  const sees = async (hand = branch) => hand.sees('setting', (await newest()).id);
  const form = (different: Record<string, string> = {}): Record<string, string> => ({
    kind: '新设',
    name: '龙兴镇永丰焦化厂工业排污口',
    class2: '工矿企业排污口',
    where: '111.2210，35.6110',
    volume: '120',
    owner: '永丰焦化厂',
    ownerType: '企业',
    words: '浓水处理后排放',
    ...different,
  });
  const blank = (hand = liaison): Promise<Shown> => hand.sees('settingForm', river.reach.id, 'reach');
  const applies = async (different: Record<string, string> = {}, hand = liaison) =>
    hand.presses('提交申请', await blank(hand), form(different));
  const applyAt = async (outfall: Outfall, different: Record<string, string> = {}, hand = liaison) =>
    hand.presses('提交申请', await hand.sees('settingForm', outfall.id, 'outfall'), {
      kind: '扩大',
      words: '扩建',
      ...different,
    });
  const says = async (person: Person, text: string): Promise<string[]> => {
    const answers: string[] = [];
    await new Conversation(river.deps, async (said) => answers.push(said.text)).message({
      messageId: `om_${text}_${person.id}`,
      chatId: 'oc_1',
      chatType: 'p2p',
      openId: String(person.openId),
      sentAt: NOW,
      text,
      imageKeys: [],
      place: null,
    });
    return answers;
  };
  const zone = (control: '禁止' | '限制') =>
    river.db.transaction((tx) =>
      tx.insert(Zone, {
        code: 'QH-1',
        name: '古堆泉水源地',
        kind: control === '禁止' ? '饮用水水源二级保护区' : '限制设置河段',
        control,
        basis: control === '禁止' ? '《水污染防治法》第六十四条' : '县区划',
        reachIds: JSON.stringify([river.townReach.id]),
        version: 1,
      }),
    );
  const moves = (day: string) => river.deps.clock.moveTo(at(day, '09:10'));
  const kept = async () =>
    (await river.db.read.find(HistoryEntry, { subjectType: 'setting' }, { order: { version: 'ASC' } })).map(
      ({ action, state }) => ({ action, state }),
    );

  test('clause （八）: a town hands one in for an enterprise, 分局 accepts, forwards and enters the result, and the ledger has the outfall', async () => {
    const outcome = await applies();
    expect(outcome.toast?.content).toBe('已交给分局');
    expect(await all()).toMatchObject([
      {
        kind: '新设',
        mode: '审批',
        state: 'submitted',
        authority: '市',
        actedFor: true,
        receivedDay: '2026-11-25',
        dueDay: '2026-12-02',
        dailyVolumeM3: 120,
        outfallId: null,
      },
    ]);
    expect(await waiting(river.db)).toEqual([`setting→${bureau.id}`]);
    const shown = await sees();
    for (const told of ['龙兴镇永丰焦化厂工业排污口', '工矿企业排污口，审批', '镇代办', '浓水处理后排放'])
      expect(shown.words).toContain(told);
    await branch.presses('受理', shown);
    expect(await newest()).toMatchObject({
      state: 'accepted',
      acceptedDay: '2026-11-25',
      dueDay: '2026-12-02',
    });
    moves('2026-11-27');
    const accepted = await sees();
    expect(accepted.form).toMatchObject({ authority: '市' });
    await branch.presses('已转报', accepted, { day: '2026-11-26 +0800', no: '新环报〔2026〕12号' });
    expect(await newest()).toMatchObject({
      state: 'forwarded',
      forwardedDay: '2026-11-26',
      forwardNo: '新环报〔2026〕12号',
      dueDay: '2026-12-24',
    });
    expect((await sees(liaison)).words).toContain('等市生态环境局的结果');
    await sendAll(river.db);
    moves('2026-12-18');
    const toast = await branch.presses('提交结果', await sees(), {
      outcome: '同意',
      no: '运环排口〔2026〕7号',
      reason: '按论证报告建设',
    });
    const [, entered] = await river.db.read.find(Outfall, {}, { order: { id: 'ASC' } });
    expect(entered).toMatchObject({
      name: '龙兴镇永丰焦化厂工业排污口',
      approval: '已审批',
      owner: '永丰焦化厂',
      class1: '工业排污口',
      tracing: '已溯源',
      lonE6: 111_221_000,
    });
    expect(toast.toast?.content).toBe(`记下了，已入台账${entered?.internalCode}`);
    expect(await newest()).toMatchObject({
      state: 'granted',
      outfallId: entered?.id,
      resultDay: '2026-12-18',
      resultNo: '运环排口〔2026〕7号',
    });
    expect(await waiting(river.db)).toEqual([`setting→${river.liaison.id}`]);
    const ended = await sees(liaison);
    expect(ended.buttons).toEqual([]);
    expect(ended.words).toContain('同意，运环排口〔2026〕7号');
    expect(replay(await kept())).toBe('granted');
  });

  test('clause （八）: what is missing is said once, and what was completed is looked at with full time', async () => {
    await applies();
    await branch.presses('一次性告知补正', await sees(), { missing: '缺设置论证报告' });
    expect(await newest()).toMatchObject({ state: 'asked', missing: '缺设置论证报告', dueDay: '2026-12-09' });
    expect(await waiting(river.db)).toContain(`setting→${river.liaison.id}`);
    const theirs = await sees(liaison);
    expect(theirs.words).toContain('缺设置论证报告');
    moves('2026-11-30');
    await liaison.presses('已补正', theirs, { supplied: '报告已交' });
    expect(await newest()).toMatchObject({
      state: 'submitted',
      suppliedDay: '2026-11-30',
      dueDay: '2026-12-07',
    });
    const again = await sees();
    expect(again.words).toContain('报告已交');
    expect(again.buttons).not.toContain('一次性告知补正');
    // A card that is older than that asks in vain as well.
    const value = { ...again.value('受理'), action: 'setting.ask' };
    const forged = { value: () => value, form: {} } as unknown as Shown;
    expect(await branch.refused('一次性告知补正', forged, { missing: '还缺' })).toBe('press.form');
    await branch.presses('受理', again);
    expect(replay(await kept())).toBe('accepted');
  });

  test('clause （八）: what nobody answered in time counts as accepted from the day it came', async () => {
    await applies();
    moves('2026-12-03');
    const late = await sees();
    expect(late.words).toContain('按《行政许可法》第三十二条算已经受理');
    expect(late.buttons).toEqual(['受理']);
    await branch.presses('受理', late);
    expect(await newest()).toMatchObject({ acceptedDay: '2026-11-25', deemed: true, dueDay: '2026-12-02' });
    expect((await sees()).words).toContain('逾期没有告知，视为受理');
  });

  test('clause （八）: an outfall in use without approval is a finding until its application is through', async () => {
    const outfall = await buildOutfall(river.db, {
      townId: river.town.id,
      reachId: river.reach.id,
      name: '龙兴镇小焦化排污口',
      class1: '工业排污口',
      class2: '工矿企业排污口',
      owner: '小焦化',
      ownerType: '企业',
      approval: '未审批',
      dailyVolumeL: 90_000,
    });
    const found = async () =>
      (
        await readCheck(river.db.read, { policy: river.deps.policies.current, at: river.deps.clock.now() })
      ).findings
        .filter(({ outfalls, rule }) => outfalls[0]?.id === outfall.id && rule.clause === '（八）')
        .map(({ rule, says: what }) => `${rule.name}：${what}`);
    expect(await found()).toEqual(['审批登记：工矿企业排污口应审批，现在是未审批']);
    await applyAt(outfall, { kind: '新设', volume: '80' });
    expect(await found()).toEqual(['审批登记：工矿企业排污口应审批，现在是未审批，设置申请正在办']);
    expect((await branch.sees('outfall', outfall.id)).words).toContain('未审批，设置申请正在办');
    await branch.presses('受理', await sees());
    await branch.presses('已转报', await sees());
    await branch.presses('提交结果', await sees(), { outcome: '同意' });
    expect(await river.db.read.findOne(Outfall, { id: outfall.id })).toMatchObject({
      approval: '已审批',
      version: 2,
    });
    expect(await found()).toEqual(['擅自扩大：每天排90立方米，审批的是80立方米']);
    await applyAt(outfall, { volume: '100' });
    await branch.presses('受理', await sees());
    await branch.presses('已转报', await sees());
    expect(await branch.refused('提交结果', await sees(), { outcome: '不予同意' })).toBe('press.form');
    await branch.presses('提交结果', await sees(), { outcome: '不予同意', reason: '总量不够' });
    // What was agreed to before stays agreed to.
    expect(await river.db.read.findOne(Outfall, { id: outfall.id })).toMatchObject({ approval: '已审批' });
    expect(await found()).toEqual([
      '审批登记：台账写已审批，最近一次设置申请的结果是不予同意',
      '擅自扩大：每天排90立方米，审批的是80立方米',
    ]);
  });

  test('clause （七）: in a zone that refuses outfalls nothing can be accepted, only declined with the clause', async () => {
    await zone('禁止');
    expect((await blank()).words).toContain('禁止设置排污口');
    expect((await branch.sees('outfall', river.outfall.id)).words).toContain('古堆泉水源地（禁止）');
    await applies();
    const shown = await sees();
    expect(shown.buttons).toEqual(['一次性告知补正', '不予受理']);
    expect(shown.words).toContain('在禁止设置的区域里，**不能受理**');
    const value = { ...shown.value('不予受理'), action: 'setting.accept' };
    const forged = { value: () => value, form: {} } as unknown as Shown;
    expect(await branch.refused('受理', forged)).toBe('press.form');
    expect(shown.form.grounds).toContain('《水污染防治法》第六十四条');
    await branch.presses('不予受理', shown);
    expect(await newest()).toMatchObject({ state: 'declined', endedAt: river.deps.clock.now() });
    expect((await sees(liaison)).words).toContain('第六十四条');
    expect(await river.db.read.find(Outfall)).toHaveLength(1);
  });

  test('clause （七）: in a zone that limits outfalls it is accepted with a reason, which is kept with the clause', async () => {
    await zone('限制');
    await applies({ class2: '城镇雨洪排口' });
    expect(await newest()).toMatchObject({ mode: '登记' });
    const shown = await sees();
    expect(shown.words).toContain('限制设置排污口：县区划');
    expect(await branch.refused('受理', shown)).toBe('press.form');
    await branch.presses('受理', shown, { why: '原有雨水口并入' });
    expect(await newest()).toMatchObject({
      state: 'accepted',
      acceptWords: '原有雨水口并入',
      zones: ['在“古堆泉水源地”（限制设置河段）里，限制设置排污口：县区划'],
    });
    await branch.presses('已转报', await sees(), { authority: '省' });
    expect(await branch.refused('提交结果', await sees(), { outcome: '同意' })).toBe('press.form');
    await branch.presses('提交结果', await sees(), { outcome: '登记', no: '登记1号' });
    expect((await river.db.read.find(Outfall)).at(-1)).toMatchObject({ approval: '已登记' });
  });

  test('where the policy has 分局 itself register, nothing is forwarded', async () => {
    river.deps.policies.current.setting = { register: '分局' };
    await applies({ class2: '农村污水处理设施排污口' });
    await branch.presses('受理', await sees());
    expect(await newest()).toMatchObject({ authority: '分局', dueDay: '2026-12-23' });
    const shown = await sees();
    expect(shown.buttons).toEqual(['提交结果']);
    await branch.presses('提交结果', shown, { outcome: '登记' });
    expect(await newest()).toMatchObject({ state: 'registered' });
  });

  test('the classes that the policy names go to the province', async () => {
    river.deps.policies.current.setting = { province: ['城镇污水处理厂排污口'] };
    await applies({ class2: '城镇污水处理厂排污口' });
    await branch.presses('受理', await sees());
    expect((await sees()).form).toMatchObject({ authority: '省' });
  });

  test('whose it is withdraws it until it is handed on; 分局 turns away what was not completed in time', async () => {
    await applies();
    await liaison.presses('撤回申请', await sees(liaison));
    expect(await newest()).toMatchObject({ state: 'withdrawn' });
    await applies();
    await branch.presses('一次性告知补正', await sees(), { missing: '缺报告' });
    expect((await sees()).buttons).toEqual(['材料补来了']);
    moves('2026-12-10');
    expect((await sees()).buttons).toEqual(['材料补来了', '不予受理']);
    await branch.presses('不予受理', await sees(), { grounds: '逾期没有补正' });
    expect(await newest()).toMatchObject({ state: 'declined', endWords: '逾期没有补正' });
  });

  test('each is refused what is not theirs, and an older card changes nothing', async () => {
    await applies();
    const shown = await sees();
    for (const [label, given] of [
      ['受理', {}],
      ['一次性告知补正', { missing: '缺' }],
      ['不予受理', { grounds: '不' }],
    ] as const) {
      expect(await liaison.refused(label, shown, given)).toBe('press.notYours');
    }
    const chief = new Hand(river, river.chief);
    expect((await sees(chief)).words).not.toContain('永丰焦化厂');
    expect((await blank(chief)).words).toContain('不归你报');
    expect(await chief.refused('提交申请', await blank(), form())).toBe('press.notYours');
    const office = new Hand(river, river.office);
    expect((await sees(office)).buttons).toEqual([]);
    await branch.presses('受理', shown);
    expect(await branch.refused('受理', shown)).toBe('press.stale');
    const may = async (person: Person, roles: Role[]) =>
      mayOpen(river.db.read, 'setting', (await newest()).id, { person, roles, at: NOW, deps: river.deps });
    expect([
      await may(river.chief, ['村级河长']),
      await may(bureau, ['分局']),
      await may(river.liaison, ['镇联络员']),
    ]).toEqual([false, true, true]);
  });

  test('a contact applies in the name of the own enterprise alone', async () => {
    const plant = await buildUnit(river.db, { name: '永丰焦化厂', type: '企业', divisionCode: null });
    const contact = new Hand(
      river,
      await buildPerson(river.db, { unitId: plant.id, title: '环保科长', roles: ['责任单位联系人'] }),
    );
    await applies({ owner: '别家公司', ownerType: '村' }, contact);
    expect(await newest()).toMatchObject({ owner: '永丰焦化厂', ownerType: '企业', actedFor: false });
    expect((await contact.sees('settingForm', river.outfall.id, 'outfall')).words).toContain('不归你报');
  });

  test('slips of the form are refused with what to do', async () => {
    const tries: Record<string, string>[] = [
      { where: '35.6110，111.2210' },
      { where: '东关桥' },
      { volume: '很多' },
      { volume: '12.5' },
      { class2: '烟囱' },
      { kind: '扩大' },
      { name: river.outfall.name },
    ];
    for (const slip of tries) {
      expect([slip, await liaison.refused('提交申请', await blank(), form(slip))]).toEqual([
        slip,
        'press.form',
      ]);
    }
    // Of an outfall of the ledger under its own name or a new one, never under another's.
    const { town, reach } = river;
    const other = await buildOutfall(river.db, { townId: town.id, reachId: reach.id, name: '东关桥排口' });
    await expect(applyAt(other, form({ name: river.outfall.name, kind: '扩大' }))).rejects.toThrow(
      '已经有这个名称',
    );
    expect(await all()).toEqual([]);
    await applies();
    expect(await liaison.refused('提交申请', await blank(), form())).toBe('press.form');
    expect(await all()).toHaveLength(1);
    await branch.presses('受理', await sees());
    expect(await branch.refused('已转报', await sees(), { day: '2026-11-24' })).toBe('press.form');
    expect(await branch.refused('已转报', await sees(), { day: '2027-01-01' })).toBe('press.form');
  });

  test('handed in twice at once, by two people, it is taken once', async () => {
    const mayor = new Hand(river, river.mayor);
    const [mine, theirs] = [await blank(), await blank(mayor)];
    const tries = await Promise.all([
      liaison.refused('提交申请', mine, form()),
      mayor.refused('提交申请', theirs, form()),
    ]);
    expect(tries.sort()).toEqual(['press.form', 'taken: 已交给分局']);
    expect(await all()).toHaveLength(1);
  });

  test('an outfall that was entered meanwhile gets the result, and none is entered twice', async () => {
    await applies();
    await branch.presses('受理', await sees());
    await branch.presses('已转报', await sees());
    const built = await buildOutfall(river.db, {
      townId: river.town.id,
      reachId: river.reach.id,
      name: '龙兴镇永丰焦化厂工业排污口',
      approval: '未审批',
    });
    await branch.presses('提交结果', await sees(), { outcome: '同意' });
    expect(await newest()).toMatchObject({ outfallId: built.id });
    expect(await river.db.read.findOne(Outfall, { id: built.id })).toMatchObject({ approval: '已审批' });
    expect(await river.db.read.find(Outfall)).toHaveLength(2);
  });

  test('it is reminded of like every matter, whoever has the next step', async () => {
    const due = async () =>
      (await openMatters(river.db.read, river.deps, { today: '2026-12-01' }))
        .filter(({ type }) => type === 'setting')
        .map(({ title, dueDay, responsible }) => [title, dueDay, ...responsible]);
    await applies();
    const name = '龙兴镇永丰焦化厂工业排污口';
    expect(await due()).toEqual([[`设置申请（新设）：${name}`, '2026-12-02', bureau.id]]);
    await branch.presses('一次性告知补正', await sees(), { missing: '缺报告' });
    expect(await due()).toEqual([[`设置申请要补正：${name}`, '2026-12-09', river.liaison.id]]);
    await sendAll(river.db);
    await reissueCards(river.deps, at('2026-11-26'));
    expect(await waiting(river.db)).toContain(`setting→${river.liaison.id}`);
    const watch = () => findStuck(river.deps, NOW, null);
    expect((await watch()).filter(({ what }) => what === 'setting-without-hand')).toEqual([]);
    await liaison.presses('已补正', await sees(liaison), { supplied: '交了' });
    await river.db.transaction((tx) => tx.run("DELETE FROM person_role WHERE role = '分局'"));
    expect((await watch()).filter(({ what }) => what === 'setting-without-hand')).toHaveLength(1);
  });

  test('the word opens the list, with a place the form, and the table holds every date', async () => {
    await applies();
    await sendAll(river.db);
    expect(await says(bureau, '设置申请')).toEqual([]);
    expect(await waiting(river.db)).toEqual([`settings→${bureau.id}`]);
    const list = await branch.sees('settings', bureau.id);
    expect(list.words).toContain('永丰焦化厂工业排污口');
    await sendAll(river.db);
    await branch.presses('打开', list);
    await branch.presses('新报一件', list, { spot: 'FH-01' });
    await branch.presses('拿申请的表', list);
    expect(await waiting(river.db)).toEqual([
      `setting→${bureau.id}`,
      `settingForm→${bureau.id}`,
      `settingsFile→${bureau.id}`,
    ]);
    expect(await branch.refused('新报一件', list, { spot: '没有的' })).toBe('press.form');
    await sendAll(river.db);
    await says(river.liaison, '设置申请 桥西雨洪');
    expect(await waiting(river.db)).toEqual([`settingForm→${river.liaison.id}`]);
    expect((await liaison.sees('settings', river.liaison.id)).words).toContain('待受理');
    const bytes = await exportSettings(river.db.read, {
      policy: river.deps.policies.current,
      at: NOW,
      writtenFor: '分局',
    });
    const [sheet] = await readSheets(bytes);
    expect(sheet?.rows[1]).toEqual(
      expect.arrayContaining(['永丰焦化厂', '待受理', new Date('2026-11-25T00:00:00Z'), '市生态环境局']),
    );
  });
});
