import { AuditEntry, HistoryEntry, OutboxMessage, Outfall, type Person } from '../../entities';
import { importLedger } from '../../src/ledger';
import { BACKENDS, buildPerson } from '../factories';
import { ledgerBook, soundOutfall } from '../fixtures/workbooks';
import { Hand } from '../problem/pressing';
import { eachRiver, type River, waiting } from '../river';

describe.each(BACKENDS)('the card of an outfall (%s)', (backend) => {
  let river: River;
  let branch: Person;
  eachRiver(backend, async (fresh) => {
    river = fresh;
    branch = await buildPerson(river.db, { unitId: river.office.unitId, title: '分局专干', roles: ['分局'] });
  });

  const stored = async () => (await river.db.read.findOne(Outfall, { id: river.outfall.id })) as Outfall;
  const set = (columns: Partial<Outfall>) =>
    river.db.transaction((tx) => tx.update(Outfall, { id: river.outfall.id }, columns));
  const sees = (person: Person) => new Hand(river, person).sees('outfall', river.outfall.id);

  describe('shows every change with who, when, from what and to what', () => {
    const row = (different = {}) =>
      soundOutfall({
        内部编号: river.outfall.internalCode,
        名称: river.outfall.name,
        河段编号: river.reach.code,
        经度: river.outfall.lonE6 / 1e6,
        纬度: river.outfall.latE6 / 1e6,
        ...different,
      });
    const bring = async (different: object, actor: string) =>
      importLedger({ db: river.db }, await ledgerBook([row(different)]), {
        dryRun: false,
        actor,
        at: river.deps.clock.now(),
      });

    it('after an import, in the words of the ledger', async () => {
      const report = await bring(
        { 地址: '桥西头', 日排水量m3: 12.5, 规模以上: '否', 年度方案: '2026年' },
        `person:${branch.id}`,
      );
      expect(report).toMatchObject({ updated: 1, errors: [] });
      expect((await bring({ 日排水量m3: 20 }, 'cli')).updated).toBe(1);
      const { words } = await sees(river.chief);
      expect(words).toContain('分局专干');
      expect(words).toContain('命令行');
      expect(words).toMatch(/地址.*待补 → 桥西头/);
      expect(words).toMatch(/日排水量m3.*12\.5 → 20/);
      expect(words).toMatch(/规模以上.*待补 → 否/);
      expect(words).toMatch(/年度方案.*待补 → 2026/);
    });
  });

  describe('无法溯源 (clause （二）)', () => {
    beforeEach(() => set({ tracing: '溯源中', ownerType: '不明', owner: null, creditCode: null }));

    it.each([
      ['分局', () => branch],
      ['县河长办', () => river.office],
    ] as const)('%s gives it to the town, marked as such, with who and why', async (_, who) => {
      const hand = new Hand(river, who());
      const done = await hand.presses('定为无法溯源', await sees(who()), { reason: '管线查到头了' });
      expect(done.toast?.content).toBe('已定，由龙兴镇人民政府作为责任主体');
      expect(await stored()).toMatchObject({
        tracing: '无法溯源',
        ownerType: '镇政府',
        owner: '龙兴镇人民政府',
        townBackstop: true,
        version: 2,
      });
      const [step] = await river.db.read.find(HistoryEntry, { subjectType: 'outfall' });
      expect(step).toMatchObject({
        actor: `person:${who().id}`,
        action: 'untraceable',
        reason: '管线查到头了',
        at: river.deps.clock.now(),
        data: {
          was: { tracing: '溯源中', ownerType: '不明', owner: null, townBackstop: null },
          now: { tracing: '无法溯源', ownerType: '镇政府', owner: '龙兴镇人民政府', townBackstop: true },
        },
      });
      expect(await river.db.read.find(AuditEntry, { action: 'outfall.untraceable' })).toHaveLength(1);
      // The town is told, and sees why.
      expect(await waiting(river.db)).toEqual([`outfall→${river.liaison.id}`]);
      const { words } = await sees(river.liaison);
      expect(words).toContain('镇兜底');
      expect(words).toContain('管线查到头了');
    });

    it('is nobody else’s to decide, and needs a reason', async () => {
      const shown = await sees(branch);
      expect((await sees(river.liaison)).buttons).toEqual([]);
      expect(await new Hand(river, river.liaison).refused('定为无法溯源', shown, { reason: '想省事' })).toBe(
        'press.notYours',
      );
      const without = await new Hand(river, branch).presses('定为无法溯源', shown, { reason: ' ' });
      expect(without.toast?.content).toContain('请填写“理由”');
      expect((await stored()).version).toBe(1);
    });

    it('is decided once, by the card that shows how it stands', async () => {
      const shown = await sees(branch);
      const hand = new Hand(river, branch);
      await hand.presses('定为无法溯源', shown, { reason: '管线查到头了' });
      expect(await hand.refused('定为无法溯源', shown, { reason: '再来一次' })).toBe('press.stale');
      expect((await sees(branch)).buttons).toEqual([]);
      expect(await river.db.read.find(OutboxMessage)).toHaveLength(1);
    });

    it('ends when an import says that the source was found after all', async () => {
      await new Hand(river, branch).presses('定为无法溯源', await sees(branch), { reason: '管线查到头了' });
      const found = soundOutfall({
        内部编号: river.outfall.internalCode,
        名称: river.outfall.name,
        河段编号: river.reach.code,
        责任主体: '某某公司',
        责任主体类型: '企业',
      });
      await importLedger({ db: river.db }, await ledgerBook([found]), {
        dryRun: false,
        actor: 'cli',
        at: river.deps.clock.now(),
      });
      expect(await stored()).toMatchObject({ tracing: '已溯源', owner: '某某公司', townBackstop: false });
    });
  });
});
