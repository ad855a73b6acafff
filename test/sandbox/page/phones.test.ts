import type { Browser, Page } from 'playwright-core';
import { forget, type Scene, setScene } from '../harness';
import { drawable, openBrowser, openPage } from './browser';

const button = (name: string, text: string, more: object = {}) => ({
  tag: 'button',
  name,
  width: 'fill',
  text: { tag: 'plain_text', content: text },
  behaviors: [{ type: 'callback', value: { name } }],
  ...more,
});
const option = (value: string, text: string) => ({ value, text: { tag: 'plain_text', content: text } });
const card = (title: string, elements: object[], template = 'blue') => ({
  schema: '2.0',
  config: { update_multi: true },
  header: { template, title: { tag: 'plain_text', content: title } },
  body: { elements },
});
const TASK = card('巡河任务', [
  {
    tag: 'form',
    name: 'patrol',
    elements: [
      {
        tag: 'select_static',
        name: 'state',
        required: true,
        placeholder: { tag: 'plain_text', content: '现在怎样' },
        options: [option('dry', '无水'), option('odd', '异常')],
      },
      { tag: 'input', name: 'note', placeholder: { tag: 'plain_text', content: '备注' } },
      { tag: 'date_picker', name: 'due', placeholder: { tag: 'plain_text', content: '哪天' } },
      button('submit', '提交', { form_action_type: 'submit' }),
    ],
  },
  button('broken', '坏了'),
]);

const describeWithChromium = drawable ? describe : describe.skip;

describeWithChromium('the phones on the page (needs Chromium)', () => {
  let browser: Browser;
  let scene: Scene;
  let page: Page;
  const phone = (i: number) => page.locator(`#stage-${i}`);

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    scene = await setScene();
    scene.sandbox.addPeople([
      { name: '县河长办主任', title: '县河长办', mobile: '19900000001' },
      { name: '古交镇镇长', title: '古交镇镇长', mobile: '19900000002' },
      { name: '古交镇第一村河长', title: '古交镇第一村村级河长', mobile: '19900000003' },
    ]);
    page = await openPage(browser, `${scene.url}/sandbox/`);
    await phone(0).getByText('古交镇第一村河长').first().waitFor();
  });
  afterEach(async () => {
    await page.close();
    await scene.close();
    forget(scene.dataDir);
  });

  const sendToVillage = async (content: object) => {
    const people = await scene.control<{ open_id: string; name: string }[]>('GET', 'people');
    const village = people.body.find((one) => one.name.includes('第一村'));
    const sent = await scene.client.im.message.create({
      params: { receive_id_type: 'open_id' },
      data: { receive_id: village?.open_id ?? '', msg_type: 'interactive', content: JSON.stringify(content) },
    });
    expect(sent.code).toBe(0);
  };

  it('show a card, hand a filled form to the bot and show its toast and its new card', async () => {
    let got: Record<string, unknown> = {};
    scene.bot.onCard = (data) => {
      got = data.action as Record<string, unknown>;
      return {
        toast: { type: 'success', content: '已提交' },
        card: { type: 'raw', data: card('已完成', [{ tag: 'markdown', content: '好' }], 'green') },
      };
    };
    await sendToVillage(TASK);
    await phone(0).locator('[data-name=submit]').click();
    await phone(0).getByText('这一项要填').waitFor();
    await phone(0).locator('[data-name=state]').click();
    await phone(0).getByRole('option', { name: '异常' }).click();
    await phone(0).locator('input[data-name=note]').fill('<b>桥下</b>');
    await phone(0).locator('[data-name=due]').click();
    await phone(0).locator('[data-value="2026-10-09"]').click();
    await phone(0).locator('[data-name=submit]').click();
    await phone(0).getByText('已提交').waitFor();
    await phone(0).getByText('已完成').waitFor();
    expect(got.form_value).toEqual({ state: 'odd', note: '<b>桥下</b>', due: '2026-10-09 +0800' });
    expect(await phone(0).locator('.card').getAttribute('data-template')).toBe('green');
  });

  it('are worked with the keyboard alone', async () => {
    await sendToVillage(TASK);
    const choice = phone(0).locator('[data-name=state]');
    await choice.focus();
    await page.keyboard.press('Enter');
    await phone(0).getByRole('option', { name: '无水' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await choice.getByText('异常').waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    expect(await phone(0).locator('.sheet').count()).toBe(0);
    expect(await choice.evaluate((node) => node.matches(':focus'))).toBe(true);
  });

  it('keep the keyboard on the card that a press has drawn anew', async () => {
    scene.bot.onCard = () => ({
      card: { type: 'raw', data: card('已完成', [button('next', '下一步')], 'green') },
    });
    await sendToVillage(TASK);
    await phone(0).locator('[data-name=broken]').focus();
    await page.keyboard.press('Enter');
    await phone(0).getByText('已完成').waitFor();
    await page.keyboard.press('Tab');
    expect(
      await phone(0)
        .locator('[data-name=next]')
        .evaluate((node) => node.matches(':focus')),
    ).toBe(true);
  });

  it('show the error that a real client would show', async () => {
    scene.bot.onCard = () => ({ toast: { type: 'nonsense' } });
    await sendToVillage(TASK);
    await phone(0).locator('[data-name=broken]').click();
    await phone(0)
      .getByText(/code：200672/)
      .waitFor();
  });

  it('keep a half-filled form when another message comes, and say that there is something new', async () => {
    await sendToVillage(TASK);
    await phone(0).locator('input[data-name=note]').fill('写到一半');
    await page.locator('.clock').click();
    await sendToVillage(card('第二张', [{ tag: 'markdown', content: '新的' }]));
    await phone(0).getByText('第二张').waitFor();
    expect(await phone(0).locator('input[data-name=note]').inputValue()).toBe('写到一半');
    await phone(0).locator('.picker .dot').waitFor();
    expect(scene.bot.events.filter(({ type }) => type === 'im.message.message_read_v1')).toHaveLength(1);
  });

  it('send words, a sample photo and a place to the bot', async () => {
    await phone(0).getByPlaceholder('发消息给 河长助手').fill('任务');
    await phone(0).getByRole('button', { name: '发送', exact: true }).click();
    await phone(0).locator('.bubble', { hasText: '任务' }).waitFor();
    await phone(0).getByRole('button', { name: '照片' }).click();
    await phone(0).locator('[data-photo=岸边垃圾]').click();
    await phone(0).locator('.bubble-image').waitFor();
    await phone(0).getByRole('button', { name: '位置' }).click();
    await phone(0).locator('.sheet-place').first().click();
    await phone(0).locator('.bubble-place').waitFor();
    const kinds = scene.bot.events.map(({ data }) => (data.message as { message_type: string }).message_type);
    expect(kinds).toEqual(['text', 'image', 'location']);
  });

  it('change hands, remembered in the address', async () => {
    await phone(1).locator('.plate').click();
    await page.keyboard.type('河长办');
    await page.keyboard.press('Enter');
    await phone(1).locator('.plate', { hasText: '县河长办主任' }).waitFor();
    await phone(2).locator('.plate', { hasText: '古交镇镇长' }).waitFor();
    await page.reload();
    await phone(1).locator('.plate', { hasText: '县河长办主任' }).waitFor();
  });

  it('are told of in one line when the bot does the same to many', async () => {
    const feed = page.locator('.feed');
    await sendToVillage(card('今日待办', []));
    await feed.getByText('机器人给古交镇第一村河长发卡片：今日待办').waitFor();
    const people = await scene.control<{ open_id: string }[]>('GET', 'people');
    for (const { open_id } of people.body.slice(0, 2))
      await scene.client.im.message.create({
        params: { receive_id_type: 'open_id' },
        data: { receive_id: open_id, msg_type: 'interactive', content: JSON.stringify(card('今日待办', [])) },
      });
    await feed.getByText(/等3人发卡片：今日待办/).waitFor();
    expect(await feed.getByText('今日待办').count()).toBe(1);
  });

  it('show the business clock, which the buttons move on', async () => {
    await page.getByText('2026年10月5日 周一 08:00').waitFor();
    await page.getByRole('button', { name: '+1 天' }).click();
    await page.getByText('2026年10月6日 周二 08:00').waitFor();
  });

  it('show the groups of a person beside the chat with the bot, with what each says and how it is urgent', async () => {
    const { body } = await scene.control<{ open_id: string; name: string }[]>('GET', 'people');
    const id = (name: string) => body.find((one) => one.name.includes(name))?.open_id ?? '';
    const group = await scene.control<{ chat_id: string }>('POST', 'chats', {
      name: '河长制工作群',
      owner: id('县河长办'),
      members: [id('第一村')],
    });
    const sent = await scene.client.im.message.create({
      params: { receive_id_type: 'chat_id' },
      data: { receive_id: group.body.chat_id, msg_type: 'text', content: '{"text":"本月通报"}' },
    });
    await scene.client.im.message.urgentPhone({
      path: { message_id: sent.data?.message_id ?? '' },
      params: { user_id_type: 'open_id' },
      data: { user_id_list: [id('第一村')] },
    });
    await phone(0).getByRole('button', { name: '河长制工作群 1 条未读' }).click();
    await phone(0).getByText('本月通报').waitFor();
    await phone(0).getByText('电话加急').waitFor();
    await phone(0).getByPlaceholder('发消息给 河长制工作群').fill('收到');
    await phone(0).getByRole('button', { name: '发送', exact: true }).click();
    await phone(2).getByRole('button', { name: '河长制工作群' }).click();
    await phone(2).getByText('@河长助手 收到').waitFor();
    await phone(2).locator('.chat-name', { hasText: '古交镇第一村河长' }).waitFor();
    expect(await phone(2).getByText('电话加急').count()).toBe(0);
    expect(await phone(1).getByText('河长制工作群').count()).toBe(0);
  });

  it('stand one at a time on a narrow screen', async () => {
    await page.setViewportSize({ width: 375, height: 740 });
    expect(await phone(1).isVisible()).toBe(false);
    await page.getByRole('tab', { name: '古交镇镇长' }).click();
    expect(await phone(1).isVisible()).toBe(true);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(375);
  });
});
