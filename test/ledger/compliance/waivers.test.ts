import { AuditEntry, type Person, RuleWaiver } from '../../../entities';
import { Conversation } from '../../../src/bot/conversation';
import { complianceFile } from '../../../src/bot/files/complianceFile';
import { readSheets } from '../../../src/core/workbook';
import { readCheck, writeCheck } from '../../../src/ledger';
import { BACKENDS, buildOutfall, buildPerson, testPolicy } from '../../factories';
import { at, eachRiver, NOW, type River, waiting } from '../../river';

describe.each(BACKENDS)('豁免 in the chat (%s)', (backend) => {
  let river: River;
  let branch: Person;
  eachRiver(backend, async (fresh) => {
    river = fresh;
    branch = await buildPerson(river.db, { unitId: river.town.id, name: '分局负责人', roles: ['分局'] });
    await buildOutfall(river.db, {
      townId: river.town.id,
      reachId: river.reach.id,
      internalCode: 'XJ-100-0900',
      name: '甲厂雨洪口',
      class1: '工业排污口',
      class2: '工矿企业雨洪排口',
      owner: '甲厂',
      video: '无',
      gate: '有',
      gateFiled: false,
    });
  });

  let messages = 0;
  async function says(person: Person, text: string): Promise<string> {
    messages += 1;
    const said: string[] = [];
    await new Conversation(river.deps, async (words) => said.push(words.text)).message({
      messageId: `om_rule_${messages}`,
      chatId: 'oc_1',
      chatType: 'p2p',
      openId: String(person.openId),
      sentAt: NOW,
      text,
      imageKeys: [],
      place: null,
    });
    return said.join();
  }
  const findings = async (when = NOW) =>
    (await readCheck(river.db.read, { policy: testPolicy(), at: when })).findings.map(
      ({ rule, waiver }) => `${rule.name} ${waiver?.untilDay ?? '要改'}`,
    );

  it('分局 sees what is found of an outfall and waives one of it with a reason and an end', async () => {
    expect(await says(branch, '豁免 xj-100-0900')).toBe(
      [
        'XJ-100-0900 甲厂雨洪口',
        '在线视频：工矿企业雨洪排口没有在线视频',
        '闸阀备案：闸阀没有备案',
        '要豁免，写明要求、到哪天、理由：\n豁免 XJ-100-0900 在线视频 日期 理由',
      ].join('\n'),
    );
    expect(await says(branch, '豁免 XJ-100-0900 在线视频 2027年6月30日 现场核实，常年无水')).toMatch(
      /^XJ-100-0900 在线视频豁免到2027年6月30日/,
    );
    expect(await findings()).toEqual(['在线视频 2027-06-30', '闸阀备案 要改']);
    const [stored] = await river.db.read.find(RuleWaiver);
    expect(stored).toMatchObject({ rule: 'video', reason: '现场核实，常年无水', grantedById: branch.id });
    expect(await river.db.read.find(AuditEntry, { action: 'rule.waived' })).toMatchObject([
      { actor: `person:${branch.id}`, subjectId: stored?.id },
    ]);
  });

  it('ends by itself after its last day, and when it is taken back', async () => {
    await says(branch, '豁免 XJ-100-0900 在线视频 2027-06-30 常年无水');
    expect(await findings(at('2027-06-30', '23:00'))).toContain('在线视频 2027-06-30');
    expect(await findings(at('2027-07-01', '00:00'))).toContain('在线视频 要改');
    await says(branch, '豁免 XJ-100-0900 在线视频 2026-12-31 只到年底');
    expect(await findings()).toContain('在线视频 2026-12-31');
    expect(await says(branch, '撤回豁免 XJ-100-0900 在线视频')).toMatch('撤回了');
    expect(await findings()).toContain('在线视频 要改');
    expect(await says(branch, '撤回豁免 XJ-100-0900 在线视频')).toBe(
      'XJ-100-0900 在线视频没有豁免，不用撤回。',
    );
  });

  it('is refused without an end, without a reason, for a day that is past or too far', async () => {
    const waive = (rest: string) => says(branch, `豁免 XJ-100-0900 在线视频${rest}`);
    expect(await waive('')).toMatch('豁免到哪天');
    expect(await waive(' 明年 常年无水')).toMatch('豁免到哪天');
    expect(await waive(' 2027-02-30 常年无水')).toMatch('豁免到哪天');
    expect(await waive(' 2027-06-30')).toMatch('请写豁免的理由');
    expect(await waive(' 2026-11-25 常年无水')).toMatch('要晚于今天');
    expect(await waive(' 2036-06-30 常年无水')).toBe('豁免最长到 2028-11-25，到期还需要的再定。');
    expect(await waive(` 2027-06-30 ${'水'.repeat(201)}`)).toMatch('最多200个字');
    expect(await says(branch, '豁免 XJ-999-0001')).toMatch('没有编号是“XJ-999-0001”');
    expect(await river.db.read.find(RuleWaiver)).toEqual([]);
  });

  it('is 分局’s alone', async () => {
    expect(await says(river.office, '豁免 XJ-100-0900 在线视频 2027-06-30 常年无水')).toBe('豁免由分局定。');
    await says(river.chief, '豁免 XJ-100-0900 在线视频 2027-06-30 常年无水');
    expect(await river.db.read.find(RuleWaiver)).toEqual([]);
  });

  it('合规 brings 县河长办 and 分局 the file, and nobody else', async () => {
    expect(await says(river.office, '合规')).toMatch('合规检查的表马上发给你');
    await says(branch, '合规检查');
    expect(await waiting(river.db)).toEqual([
      `complianceFile→${river.office.id}`,
      `complianceFile→${branch.id}`,
    ]);
    await says(river.chief, '合规');
    expect((await waiting(river.db)).at(-1)).toBe(`help→${river.chief.id}`);
    const refused = await complianceFile(river.deps as never, river.db.read, {
      subject: { type: 'person', id: river.chief.id },
      recipient: river.chief,
      roles: ['村级河长'],
      snapshot: null,
      at: NOW,
    });
    expect(refused).toBeNull();
  });

  it('the file shows what is open, what is waived with its reason, and who waived it', async () => {
    await says(branch, '豁免 XJ-100-0900 在线视频 2027-06-30 常年无水');
    const bytes = await writeCheck(river.db.read, {
      policy: testPolicy(),
      at: NOW,
      writtenFor: '分局负责人',
    });
    const sheets = new Map((await readSheets(bytes)).map(({ name, rows }) => [name, rows]));
    expect([...sheets.keys()]).toEqual(['汇总', '要改的', '已豁免的', '待补', '打包项目', '豁免']);
    expect(sheets.get('要改的')?.[1]?.slice(0, 8)).toEqual([
      '（五）',
      '闸阀备案',
      'XJ-100-0900',
      '甲厂雨洪口',
      '龙兴镇',
      '闸阀没有备案',
      '向市生态环境局新绛分局备案',
      '甲厂',
    ]);
    expect(sheets.get('已豁免的')?.[1]).toEqual(
      expect.arrayContaining(['在线视频', new Date('2027-06-30T00:00:00Z'), '常年无水']),
    );
    expect(sheets.get('豁免')?.[1]).toEqual([
      '在线视频',
      'XJ-100-0900',
      '常年无水',
      new Date('2027-06-30T00:00:00Z'),
      '分局负责人',
      new Date('2026-11-25T00:00:00Z'),
      '有效',
    ]);
    expect(sheets.get('汇总')?.map((cells) => cells[4])).toContain('给：分局负责人');
  });
});
