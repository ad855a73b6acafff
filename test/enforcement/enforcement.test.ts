import { EnforcementCase, HistoryEntry, type Person, Photo, PhotoCheck, Problem } from '../../entities';
import { Conversation } from '../../src/bot/conversation';
import { mayOpen } from '../../src/bot/mayOpen';
import { openCase } from '../../src/enforcement';
import { digests, openMatters } from '../../src/escalation';
import { forgetOld } from '../../src/jobs/retention';
import { forgetPlaces } from '../../src/problem';
import { BACKENDS, buildPerson, buildUnit } from '../factories';
import { Hand, newestProblem } from '../problem/pressing';
import { at, buildProblem, buildTask, eachRiver, NOW, type River, sendAll, waiting } from '../river';

describe.each(BACKENDS)('执法 over %s', (backend) => {
  let river: River;
  let bureau: Person;
  let officer: Hand;
  let chief: Hand;
  eachRiver(backend, async (given) => {
    river = given;
    const unit = await buildUnit(river.db, { name: '分局', type: '县直部门', divisionCode: null });
    bureau = await buildPerson(river.db, { unitId: unit.id, title: '分局科长', roles: ['分局'] });
    officer = new Hand(river, bureau);
    chief = new Hand(river, river.chief);
  });
  const cases = () => river.db.read.find(EnforcementCase);

  /** The chief finds it on a patrol and fills in the form. */
  async function reports(kind: string): Promise<{ problem: Problem; said: string }> {
    const task = await buildTask(river);
    await chief.presses('发现问题', await chief.sees('patrolTask', task.id));
    const { id } = await newestProblem(river);
    const shown = await chief.sees('problemForm', id);
    const outcome = await chief.presses('提交', shown, {
      place: `o${river.outfall.id}`,
      category: '排污口',
      kind,
      spot: '',
      seriousness: '较重',
      words: '围墙外有一根新埋的管子',
    });
    return { problem: await newestProblem(river), said: String(outcome.toast?.content) };
  }

  test('clause （十）: a hidden pipe is reported to 分局 at once and handed on as well; the outcome ends it', async () => {
    const { problem, said } = await reports('私设暗管');
    expect(said).toContain('已同时报分局');
    expect(problem).toMatchObject({ state: 'assigned', kind: '私设暗管' });
    const [one] = await cases();
    expect(one).toMatchObject({ problemId: problem.id, dueDay: '2026-12-23', outcome: null });
    expect(await waiting(river.db)).toContain(`enforcement→${bureau.id}`);
    const id = one?.id ?? 0;
    const shown = await officer.sees('enforcement', id);
    expect(shown.words).toContain('围墙外有一根新埋的管子');
    expect(await officer.refused('提交处理结果', shown, { outcome: '处罚' })).toContain('请填写“依据和说明”');
    await officer.presses('提交处理结果', shown, { outcome: '立案', words: '现场取样' });
    expect(await cases()).toMatchObject([
      { outcome: '立案', endedAt: null, dueDay: '2027-02-23', version: 2 },
    ]);
    expect(await officer.refused('提交处理结果', shown, { outcome: '处罚', words: '罚' })).toBe(
      'press.stale',
    );
    const filed = await officer.sees('enforcement', id);
    await officer.presses('提交处理结果', filed, { outcome: '处罚', words: '罚款五万元' });
    expect(await cases()).toMatchObject([{ outcome: '处罚', endedAt: NOW, decidedById: bureau.id }]);
    const ended = await officer.sees('enforcement', id);
    expect(ended.buttons).toEqual([]);
    expect(ended.words).toContain('罚款五万元');
    const steps = await river.db.read.find(HistoryEntry, { subjectType: 'enforcement' });
    expect(steps.map(({ action, state }) => `${action} ${state}`)).toEqual([
      'opened open',
      'decided filed',
      'decided ended',
    ]);
  });

  test('clause （十）: the evidence of a case is kept until it has ended, and as long again as places are kept', async () => {
    const place = {
      hintLonE6: 111_220_000,
      hintLatE6: 35_610_000,
      hintName: '东关桥',
      recordedAt: at('2026-01-05'),
    };
    const kept = await buildProblem(river, { ...place, kind: '私设暗管', category: '排污口' });
    const other = await buildProblem(river, place);
    await river.db.transaction((tx) => openCase(tx, river.deps, kept, NOW));
    await river.db.transaction(async (tx) => {
      for (const { id } of [kept, other]) {
        const { firstId } = await tx.insert(Photo, {
          messageId: `om_${id}`,
          sourceKey: `img_${id}`,
          personId: river.chief.id,
          subjectType: 'problem',
          subjectId: id,
          side: 'before',
          state: 'stored',
          occurredAt: at('2026-01-05'),
          recordedAt: at('2026-01-05'),
        } as Partial<Photo>);
        await tx.insert(PhotoCheck, {
          photoId: firstId,
          mediaId: id,
          verdict: 'photo',
          lonE6: 111_220_000,
          latE6: 35_610_000,
          checkedAt: at('2026-01-05'),
        } as Partial<PhotoCheck>);
      }
    });
    const places = async () => (await river.db.read.find(Problem)).map(({ hintName }) => hintName);
    const cameras = async () => (await river.db.read.find(PhotoCheck)).map(({ lonE6 }) => lonE6);
    expect(await forgetPlaces(river.deps, NOW)).toBe(1);
    await forgetOld(river.deps, NOW);
    expect([await places(), await cameras()]).toEqual([
      ['东关桥', null],
      [111_220_000, null],
    ]);
    const [one] = await cases();
    const decided = { outcome: '不予处罚' as const, endedAt: at('2026-12-01'), decidedAt: at('2026-12-01') };
    await river.db.transaction((tx) => tx.update(EnforcementCase, { id: one?.id ?? 0 }, decided));
    expect(await forgetPlaces(river.deps, at('2027-03-01'))).toBe(0);
    expect(await forgetPlaces(river.deps, at('2027-06-30'))).toBe(1);
    await forgetOld(river.deps, at('2027-06-30'));
    expect([await places(), await cameras()]).toEqual([
      [null, null],
      [null, null],
    ]);
  });

  test('any other problem opens no case, and one problem opens one', async () => {
    const { said } = await reports('污水直排');
    expect(said).not.toContain('分局');
    expect(await cases()).toEqual([]);
    const hidden = await buildProblem(river, { kind: '借道排污', category: '排污口' });
    const twice = [0, 1].map(() => river.db.transaction((tx) => openCase(tx, river.deps, hidden, NOW)));
    expect((await Promise.all(twice)).sort()).toEqual([false, true]);
    expect(await cases()).toHaveLength(1);
  });

  test('it is in the digest of 分局 until it has ended', async () => {
    const hidden = await buildProblem(river, { kind: '雨天偷排偷倒', category: '排污口' });
    await river.db.transaction((tx) => openCase(tx, river.deps, hidden, NOW));
    const matters = await openMatters(river.db.read, river.deps, { today: '2026-12-22' });
    expect(matters.find(({ type }) => type === 'enforcement')).toMatchObject({
      duty: 'enforce',
      dueDay: '2026-12-23',
      responsible: [bureau.id],
    });
    await sendAll(river.db);
    await digests(river.deps, at('2026-12-22'));
    expect(await waiting(river.db)).toContain(`digest→${bureau.id}`);
  });

  test('分局 alone decides; 县河长办 looks on; nobody else sees it', async () => {
    const hidden = await buildProblem(river, { kind: '借道排污', category: '排污口' });
    await river.db.transaction((tx) => openCase(tx, river.deps, hidden, NOW));
    const id = (await cases())[0]?.id ?? 0;
    const form = await officer.sees('enforcement', id);
    const typed = { outcome: '取缔', words: '已拆除' };
    const office = new Hand(river, river.office);
    expect(await office.refused('提交处理结果', form, typed)).toBe('press.notYours');
    expect((await office.sees('enforcement', id)).words).toContain('由分局调查处理');
    expect((await chief.sees('enforcement', id)).words).not.toContain('岸边有垃圾');
    const may = (person: Person, roles: ('村级河长' | '分局')[]) =>
      mayOpen(river.db.read, 'enforcement', id, { person, roles, at: NOW, deps: river.deps });
    expect([await may(river.chief, ['村级河长']), await may(bureau, ['分局'])]).toEqual([false, true]);
  });

  test('the word 执法 sends 分局 what has not ended', async () => {
    const said: string[] = [];
    let n = 0;
    const says = async (person: Person, text: string) => {
      n += 1;
      said.length = 0;
      await new Conversation(river.deps, async (words) => said.push(words.text)).message({
        messageId: `om_e_${n}`,
        chatId: 'oc_1',
        chatType: 'p2p',
        openId: String(person.openId),
        sentAt: NOW,
        text,
        imageKeys: [],
        place: null,
      });
      return said.join();
    };
    expect(await says(bureau, '执法')).toContain('没有要办的');
    const hidden = await buildProblem(river, { kind: '借道排污', category: '排污口' });
    await river.db.transaction((tx) => openCase(tx, river.deps, hidden, NOW));
    await sendAll(river.db);
    await says(bureau, '执法');
    await says(river.chief, '执法');
    expect(await waiting(river.db)).toEqual([`enforcement→${bureau.id}`, `help→${river.chief.id}`]);
  });
});
