import { AuditEntry, Person, PersonRole, Post, Reach, Unit } from '../../entities';
import type { ImportReport } from '../../src/core/workbook';
import { importRoster } from '../../src/roster';
import { BACKENDS, openTestDatabase, type TestDatabase, testSecrets } from '../factories';
import { type RosterRows, rosterBook, sampleRoster, soundRoster } from '../fixtures/workbooks';

const AT = new Date('2026-11-23T00:00:00Z');

describe.each(BACKENDS)('importing a roster into %s', (backend) => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await openTestDatabase(backend);
  });
  afterEach(() => db.drop());

  const bring = (bytes: Buffer, dryRun = false): Promise<ImportReport> =>
    importRoster({ db, secrets: testSecrets }, bytes, { dryRun, actor: 'cli', at: AT });
  const bringRows = async (change: (rows: RosterRows) => void): Promise<ImportReport> => {
    const rows = soundRoster();
    change(rows);
    return bring(await rosterBook(rows));
  };
  const count = async (): Promise<number> =>
    (await db.read.find(Unit)).length + (await db.read.find(Person)).length;

  it('stores the sample county, and a second time changes nothing and writes nothing', async () => {
    const first = await bring(sampleRoster());
    expect(first.errors).toEqual([]);
    expect(first).toMatchObject({ dryRun: false, created: 186, updated: 0, unchanged: 0 });
    expect(first.warnings.map(({ code }) => code)).toEqual(['cell.pending', 'reach.vacant']);
    const audited = (await db.read.find(AuditEntry)).length;
    expect(audited).toBe(187);

    const second = await bring(sampleRoster());
    expect(second).toMatchObject({ created: 0, updated: 0, unchanged: 186, errors: [] });
    expect((await db.read.find(AuditEntry)).length).toBe(audited);
  });

  it('looks and writes nothing when it is a dry run', async () => {
    const report = await bring(sampleRoster(), true);
    expect(report).toMatchObject({ dryRun: true, created: 186, errors: [] });
    expect(await count()).toBe(0);
    expect(await db.read.find(AuditEntry)).toEqual([]);
  });

  it('keeps phones encrypted, findable by their fingerprint, and out of the audit', async () => {
    await bring(await rosterBook(soundRoster()));
    const person = await db.read.findOne(Person, { mobileHash: testSecrets.lookup('19900000001') });
    expect(person).toMatchObject({ name: '龙兴镇河长', mobileMasked: '199****0001', openId: null });
    expect(testSecrets.decrypt(person?.mobileCipher ?? '')).toBe('19900000001');
    expect(JSON.stringify(await db.read.find(AuditEntry))).not.toContain('19900000001');
  });

  it('ties reaches to their larger reach, posts to people, and people to all their roles', async () => {
    await bringRows(({ people }) => {
      people[0] = { ...people[0], 角色: '镇长；镇级河长' };
    });
    const [town, village] = await db.read.find(Reach, {}, { order: { code: 'ASC' } });
    expect(village).toMatchObject({ parentId: town?.id, river: '汾河', lengthM: null });
    expect(town).toMatchObject({ parentId: null, lengthM: 9_800 });
    const person = await db.read.findOne(Person, { name: '龙兴镇河长' });
    const roles = await db.read.find(PersonRole, { personId: person?.id });
    expect(roles.map(({ role }) => role).sort()).toEqual(['镇级河长', '镇长']);
    expect(await db.read.findOne(Post, { reachId: town?.id })).toMatchObject({
      personId: person?.id,
      level: 'town',
      fromDay: '2024-01-01',
      toDay: null,
    });
  });

  it('changes only what changed: roles replaced, a chief relieved, an empty cell left alone', async () => {
    await bring(await rosterBook(soundRoster()));
    const report = await bringRows(({ people, posts, reaches }) => {
      people[0] = { ...people[0], 职务: null, 角色: '镇长' };
      posts[1] = { ...posts[1], 任职止: '2026-10-31' };
      reaches[0] = { ...reaches[0], 长度km: null };
    });
    expect(report).toMatchObject({ created: 0, updated: 2, unchanged: 5, errors: [] });
    const person = await db.read.findOne(Person, { name: '龙兴镇河长' });
    expect(person).toMatchObject({ title: '书记' });
    expect(await db.read.find(PersonRole, { personId: person?.id })).toMatchObject([{ role: '镇长' }]);
    expect(await db.read.findOne(Post, { level: 'village' })).toMatchObject({ toDay: '2026-10-31' });
    expect(await db.read.findOne(Reach, { code: 'FH-02' })).toMatchObject({ lengthM: 9_800 });
    const changed = (await db.read.find(AuditEntry)).filter(({ action }) => action.endsWith('.changed'));
    expect(changed.map(({ action, actor, detail }) => [action, actor, detail])).toEqual([
      ['person.changed', 'cli', { was: { roles: '镇党委书记、镇级河长' }, now: { roles: '镇长' } }],
      ['post.changed', 'cli', { was: { toDay: null }, now: { toDay: '2026-10-31' } }],
    ]);
  });

  it('keeps rows that the file no longer has, and lists each of them', async () => {
    await bring(await rosterBook(soundRoster()));
    const report = await bringRows((rows) => {
      rows.people.pop();
      rows.posts.pop();
    });
    expect(report).toMatchObject({ created: 0, updated: 0, unchanged: 5 });
    const absent = report.warnings.filter(({ code }) => code === 'row.absent');
    expect(absent.map(({ sheet, value }) => [sheet, value])).toEqual([
      ['人员', '龙兴镇第一村河长（199****0002）'],
      ['河长', '龙兴镇第一村河长 FH-0201 2024-01-01 起的任职'],
    ]);
    expect((await db.read.find(Person)).length).toBe(2);
  });

  it('takes a new phone for a new person and says so', async () => {
    await bring(await rosterBook(soundRoster()));
    const report = await bringRows(({ people, posts }) => {
      people[0] = { ...people[0], 手机号: '19900000009' };
      posts.shift();
    });
    expect(report).toMatchObject({ created: 1, errors: [] });
    expect(report.warnings.find(({ code }) => code === 'person.newPhone')?.message).toContain('199****0001');
  });

  it('writes nothing at all when one cell is wrong', async () => {
    const report = await bringRows(({ people }) => {
      people[1] = { ...people[1], 手机号: '1990000' };
    });
    expect(report).toMatchObject({ created: 0, updated: 0, unchanged: 0 });
    expect(report.errors.map(({ sheet, row, column, code }) => [sheet, row, column, code])).toEqual([
      ['人员', 3, '手机号', 'cell.mobile'],
      ['河长', 3, '手机号', 'post.person'],
    ]);
    expect(await count()).toBe(0);
  });

  it('plans again when somebody changed the roster meanwhile, and gives up after two', async () => {
    await bring(await rosterBook(soundRoster()));
    const other = (name: string) => db.transaction((tx) => tx.update(Unit, { code: '140825100' }, { name }));
    const changed = soundRoster();
    changed.people[0] = { ...changed.people[0], 职务: '镇长' };
    const bytes = await rosterBook(changed);
    const meddling = (times: number) => {
      let left = times;
      const transaction: TestDatabase['transaction'] = async (work, options) => {
        if (left > 0) await other(`第${left--}次改名`);
        return db.transaction(work, options);
      };
      return { read: db.read, dialect: db.dialect, transaction } as TestDatabase;
    };
    const run = (times: number) =>
      importRoster({ db: meddling(times), secrets: testSecrets }, bytes, {
        dryRun: false,
        actor: 'cli',
        at: AT,
      });

    await expect(run(2)).rejects.toMatchObject({ code: 'database.busy' });
    expect(await db.read.findOne(Person, { name: '龙兴镇河长' })).toMatchObject({ title: '书记' });
    expect(await run(1)).toMatchObject({ updated: 2, errors: [] });
    expect(await db.read.findOne(Unit, { code: '140825100' })).toMatchObject({ name: '龙兴镇' });
  });

  it('lets two imports at once both end well', async () => {
    const bytes = sampleRoster();
    const reports = await Promise.all([bring(bytes), bring(bytes)]);
    expect(reports.map(({ created, unchanged }) => created + unchanged)).toEqual([186, 186]);
    expect((await db.read.find(Unit)).length).toBe(43);
  });
});
