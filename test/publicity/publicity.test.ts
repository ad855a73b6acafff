import { writeFileSync } from 'node:fs';
import express from 'express';
import { unzipSync } from 'fflate';
import sharp from 'sharp';
import request from 'supertest';
import { AuditEntry, Outfall, OutfallPage, type Person } from '../../entities';
import { Conversation } from '../../src/bot/conversation';
import { Files } from '../../src/bot/files';
import { silentLog } from '../../src/core/log';
import { readSheets } from '../../src/core/workbook';
import { ensurePages } from '../../src/publicity';
import { isPublicId, newPublicId } from '../../src/publicity/publicId';
import { publicPages } from '../../src/publicPages';
import { BACKENDS, buildOutfall, buildPerson, buildUnit, testSecrets } from '../factories';
import { eachRiver, NOW, type River, waiting } from '../river';

const BASE = 'https://hezhang.example.cn';

describe.each(BACKENDS)('公示 over %s', (backend) => {
  let river: River;
  let bureau: Person;
  let farm: Outfall;
  eachRiver(backend, async (given) => {
    river = given;
    const unit = await buildUnit(river.db, { name: '分局', type: '县直部门', divisionCode: null });
    bureau = await buildPerson(river.db, { unitId: unit.id, title: '分局科长', roles: ['分局'] });
    farm = await buildOutfall(river.db, {
      townId: river.town.id,
      reachId: river.reach.id,
      internalCode: 'XJ-100-9002',
      name: '龙兴镇张三养殖场排污口',
      class1: '农业排口',
      class2: '规模化畜禽养殖排污口',
      owner: '张三',
      ownerType: '个人',
      remedyType: '规范整治',
      remedyStage: '整治中',
      note: '电话 19900001234',
    });
    await ensurePages(river.deps, NOW);
  });

  const app = (phone: string | null = '0359-7520000') => {
    const { policies } = river.deps;
    const publicity = phone === null ? {} : { dutyPhone: phone };
    const current = { ...policies.current, publicity };
    return express().use(
      publicPages({
        db: river.db,
        log: silentLog(),
        policies: Object.assign(Object.create(policies), { current }),
      }),
    );
  };
  const idOf = async (outfall: Pick<Outfall, 'id'>): Promise<string> =>
    (await river.db.read.findOne(OutfallPage, { outfallId: outfall.id }))?.publicId ?? '';

  test('clause （十四）: whoever scans the sign sees whose outfall it is, who watches over it and whom to call', async () => {
    const answer = await request(app())
      .get(`/p/outfalls/${await idOf(river.outfall)}`)
      .expect(200);
    for (const words of [
      '桥西雨洪排口',
      '其他排口 · 城镇雨洪排口',
      '汾河',
      '新绛县龙兴镇',
      '龙兴镇人民政府',
      '市生态环境局新绛分局',
      'tel:03597520000',
    ]) {
      expect(answer.text).toContain(words);
    }
    expect(answer.headers).toMatchObject({
      'cache-control': 'public, max-age=300',
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    await request(app())
      .get(`/p/outfalls/${await idOf(river.outfall)}`)
      .set('If-None-Match', String(answer.headers.etag))
      .expect(304);
  });

  test('clause （十四）: a person stays 个人, in the name of the outfall as well, and nothing else personal is there', async () => {
    const { text } = await request(app())
      .get(`/p/outfalls/${await idOf(farm)}`)
      .expect(200);
    expect(text).toContain('龙兴镇个人养殖场排污口');
    expect(text).not.toContain('张三');
    expect(text).not.toContain('19900001234');
    expect(text).toContain('规范整治，整治中');
  });

  test('clause （十四）: whom the ledger names while nobody knows whose it is, the page does not accuse', async () => {
    const { town, reach } = river;
    const outfall = await buildOutfall(river.db, {
      townId: town.id,
      reachId: reach.id,
      name: '龙兴镇李四院后排污口',
      owner: '李四',
      ownerType: '不明',
      tracing: '溯源中',
    });
    await ensurePages(river.deps, NOW);
    const page = async () => (await request(app()).get(`/p/outfalls/${await idOf(outfall)}`)).text;
    expect(await page()).toContain('正在查找');
    expect(await page()).not.toContain('李四');
    await river.db.transaction((tx) => tx.update(Outfall, { id: outfall.id }, { tracing: '无法溯源' }));
    expect(await page()).toContain('龙兴镇人民政府');
    expect(await page()).not.toContain('李四');
  });

  test('without a duty phone in the rules none is made up', async () => {
    const { text } = await request(app(null))
      .get(`/p/outfalls/${await idOf(farm)}`)
      .expect(200);
    expect(text).not.toContain('tel:');
    expect(text).not.toContain('监督电话');
  });

  test.each([
    '0000000000000000',
    '1',
    "x' OR '1'='1",
    '..%2f..%2fetc%2fpasswd',
    '%E0%A4%A',
    '%00',
    `${'a'.repeat(5000)}`,
    '<script>alert(1)</script>',
    '../outfalls',
  ])('a hostile id %s is an address that there is not', async (id) => {
    const answer = await request(app()).get(`/p/outfalls/${id}`);
    expect(answer.status).toBe(404);
    expect(answer.text).not.toContain('script>alert');
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('words of others are text on the page and nothing more', async () => {
    const hostile = await buildOutfall(river.db, {
      townId: river.town.id,
      reachId: river.reach.id,
      name: '<img src=x onerror=alert(1)>"排口\'&',
      owner: '</dd><script>alert(2)</script> 19900005678',
      ownerType: '企业',
    });
    await ensurePages(river.deps, NOW);
    const { text } = await request(app())
      .get(`/p/outfalls/${await idOf(hostile)}`)
      .expect(200);
    expect(text).not.toContain('<img');
    expect(text).not.toContain('<script');
    expect(text).not.toContain('19900005678');
  });

  test('whoever asks without end is asked to wait', async () => {
    const one = app();
    const id = await idOf(farm);
    for (let n = 0; n < 300; n += 1) await request(one).get(`/p/outfalls/${id}`).expect(200);
    expect((await request(one).get(`/p/outfalls/${id}`)).status).toBe(429);
  });

  test('a public name is given once and kept, and a second run gives none', async () => {
    const before = await idOf(farm);
    expect(isPublicId(before)).toBe(true);
    expect(await ensurePages(river.deps, NOW)).toBe(0);
    await river.db.transaction((tx) =>
      tx.update(Outfall, { id: farm.id }, { name: '改了名的排口', version: 2 }),
    );
    expect(await ensurePages(river.deps, NOW)).toBe(0);
    expect(await idOf(farm)).toBe(before);
    expect(await river.db.read.find(OutfallPage)).toHaveLength(2);
  });

  const write = (
    recipient: Person,
    kind: 'publicListFile' | 'signFile',
    subject?: { type: string; id: number },
  ) =>
    new Files({
      ...river.deps,
      publicUrl: BASE,
      secrets: testSecrets,
      readSheets: async () => [],
      bytes: {
        fetch: async () => ({ lost: '' }),
        read: async () => Buffer.alloc(0),
        forget: async () => undefined,
      },
    }).write(river.db.read, {
      kind,
      subject: subject ?? { type: 'person', id: recipient.id },
      recipient,
      snapshot: null,
      at: NOW,
    });

  test('the list that 分局 publishes says of every outfall what its page says', async () => {
    const file = await write(bureau, 'publicListFile');
    expect(file?.name).toBe('入河排污口公开清单-2026-11-25.xlsx');
    const [list] = await readSheets(file?.bytes ?? Buffer.alloc(0));
    const words = JSON.stringify(list?.rows);
    expect(words).toContain('龙兴镇个人养殖场排污口');
    expect(words).toContain(`${BASE}/p/outfalls/${await idOf(farm)}`);
    expect(words).not.toContain('张三');
    expect(await write(river.chief, 'publicListFile')).toBeNull();
  });

  test('the code of a sign is a picture, those of all a zip with the list beside', async () => {
    const one = await write(bureau, 'signFile', { type: 'outfall', id: farm.id });
    expect(one?.name).toBe('二维码 XJ-100-9002 龙兴镇个人养殖场排污口.png');
    expect(await sharp(one?.bytes).metadata()).toMatchObject({ format: 'png', width: 1200, height: 1200 });
    const all = await write(bureau, 'signFile');
    expect(Object.keys(unzipSync(all?.bytes ?? Buffer.alloc(0)))).toEqual([
      '清单.xlsx',
      `二维码/${river.outfall.internalCode} 桥西雨洪排口.svg`,
      '二维码/XJ-100-9002 龙兴镇个人养殖场排污口.svg',
    ]);
    if (process.env.KEEP_SIGN) writeFileSync(process.env.KEEP_SIGN, one?.bytes ?? Buffer.alloc(0));
  });

  test('the words 公示 and 二维码 are answered to 分局 and 县河长办 alone', async () => {
    const said: string[] = [];
    let n = 0;
    const says = async (person: Person, text: string, publicUrl: string | null = BASE) => {
      n += 1;
      said.length = 0;
      await new Conversation({ ...river.deps, publicUrl }, async (words) => said.push(words.text)).message({
        messageId: `om_p_${n}`,
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
    expect(await says(bureau, '公示')).toContain('公开清单');
    expect(await says(bureau, '二维码')).toContain('打成一个包');
    expect(await says(bureau, '二维码 XJ-100-9002')).toContain('的二维码马上发给你');
    expect(await says(bureau, '二维码 天上')).toContain('没有“天上”');
    expect(await says(bureau, '二维码', null)).toContain('PUBLIC_URL');
    await says(river.chief, '公示');
    expect(await waiting(river.db)).toEqual([
      `publicListFile→${bureau.id}`,
      `signFile→${bureau.id}`,
      `signFile→${bureau.id}`,
      `help→${river.chief.id}`,
    ]);
    expect(await river.db.read.find(AuditEntry, { action: 'signFile.asked' })).toHaveLength(2);
  });
});

test('public names are drawn from so many that none is guessed', () => {
  const names = new Set(Array.from({ length: 2_000 }, newPublicId));
  expect(names.size).toBe(2_000);
  expect([...names].every(isPublicId)).toBe(true);
});
