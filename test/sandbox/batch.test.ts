import { plainCard } from './cards';
import { eachScene, refusal, type Scene } from './harness';

describe('a message to many', () => {
  let scene: Scene;
  let chief: string;
  let office: string;

  eachScene(
    (fresh, first) => {
      scene = fresh;
      chief = first;
    },
    () => scene,
  );
  beforeEach(async () => {
    const office_ = { name: '县河长办主任', title: '', mobile: '19900000002' };
    office = (await scene.control<{ open_id: string }>('POST', 'people', office_)).body.open_id;
  });

  type Answer = { code: number; data: { message_id: string } & Record<string, unknown> };
  const batch = (data: object): Promise<Answer> =>
    scene.client.request({ method: 'POST', url: '/open-apis/message/v4/batch_send/', data });
  const phone = async (openId: string) =>
    (await scene.control<{ message_id: string; recalled: boolean }[]>('GET', `people/${openId}/messages`))
      .body;
  const progress = async (id: string) =>
    (await scene.client.im.batchMessage.getProgress({ path: { batch_message_id: id } })).data;

  it('reaches whom it can, names who is unknown, and can be watched and taken back', async () => {
    await scene.control('POST', `people/${office}`, { refusal: 230013 });
    const sent = await batch({
      msg_type: 'text',
      content: { text: '明天开会' },
      open_ids: [chief, office, 'ou_none'],
      department_ids: ['od-1'],
    });
    expect(sent).toMatchObject({
      code: 0,
      data: { invalid_open_ids: ['ou_none'], invalid_user_ids: [], invalid_department_ids: ['od-1'] },
    });
    const id = sent.data.message_id;
    expect(id).toMatch(/^bm-/);
    const [message] = await phone(chief);
    await scene.control('POST', `people/${chief}/read`, { message_id: message?.message_id });
    expect(await progress(id)).toEqual({
      batch_message_send_progress: {
        valid_user_ids_count: 2,
        success_user_ids_count: 1,
        read_user_ids_count: 1,
      },
      batch_message_recall_progress: { recall: false, recall_count: 0 },
    });
    const readers = await scene.client.im.batchMessage.readUser({ path: { batch_message_id: id } });
    expect(readers.data).toEqual({ read_user: { read_count: '1', total_count: '1' } });
    await scene.client.im.batchMessage.delete({ path: { batch_message_id: id } });
    expect(await phone(chief)).toMatchObject([{ recalled: true }]);
    expect((await progress(id))?.batch_message_recall_progress).toEqual({ recall: true, recall_count: 1 });
    await scene.control('POST', 'clock', { advance: 'P31D' });
    expect((await refusal(progress(id))).data.code).toBe(230030);
  });

  it('counts who has read, not who was reached', async () => {
    const sent = await batch({ msg_type: 'text', content: { text: '明天开会' }, open_ids: [chief, office] });
    const [message] = await phone(office);
    await scene.control('POST', `people/${office}/read`, { message_id: message?.message_id });
    expect((await progress(sent.data.message_id))?.batch_message_send_progress).toMatchObject({
      success_user_ids_count: 2,
      read_user_ids_count: 1,
    });
  });

  it('answers its refusals with HTTP 200', async () => {
    expect((await batch({ msg_type: 'text', open_ids: [chief] })).code).toBe(10003);
    expect((await batch({ msg_type: 'text', content: { text: '谁' } })).code).toBe(10003);
    const bad = { schema: '2.0', body: { elements: [{ tag: 'hologram' }] } };
    expect((await batch({ msg_type: 'interactive', card: bad, open_ids: [chief] })).code).toBe(11246);
  });

  it('brings cards that can be neither updated, pressed nor made urgent', async () => {
    const card = {
      ...plainCard('通知'),
      body: {
        elements: [
          {
            tag: 'button',
            name: 'ok',
            text: { tag: 'plain_text', content: '好' },
            behaviors: [{ type: 'callback', value: { a: 1 } }],
          },
        ],
      },
    };
    const sent = await batch({ msg_type: 'interactive', card, open_ids: [chief] });
    const id = (await phone(chief))[0]?.message_id ?? '';
    const patch = scene.client.im.message.patch({
      path: { message_id: id },
      data: { content: JSON.stringify(card) },
    });
    expect((await refusal(patch)).data.code).toBe(230001);
    const press = { message_id: id, name: 'ok' };
    expect((await scene.control('POST', `people/${chief}/actions`, press)).body).toMatchObject({
      error: { code: 200340 },
    });
    const urgent = scene.client.im.message.urgentApp({
      path: { message_id: sent.data.message_id },
      params: { user_id_type: 'open_id' },
      data: { user_id_list: [chief] },
    });
    expect((await refusal(urgent)).data.code).toBe(230001);
  });
});

describe('a card for one member of a group', () => {
  let scene: Scene;
  let chief: string;

  eachScene(
    (fresh, first) => {
      scene = fresh;
      chief = first;
    },
    () => scene,
  );

  it('is seen by that member alone, not updated, not in the history, and taken away', async () => {
    const { body: other } = await scene.control<{ open_id: string }>('POST', 'people', {
      name: '县河长办主任',
      mobile: '19900000002',
    });
    const group = await scene.control<{ chat_id: string }>('POST', 'chats', {
      name: '工作群',
      owner: other.open_id,
      members: [chief],
    });
    const chat_id = group.body.chat_id;
    const call = (what: string, data: object): Promise<{ data: { message_id: string } }> =>
      scene.client.request({ method: 'POST', url: `/open-apis/ephemeral/v1/${what}`, data });
    const card = plainCard('只给你看');
    const { data } = await call('send', { chat_id, open_id: chief, msg_type: 'interactive', card });
    const phone = async (openId: string) =>
      (await scene.control<object[]>('GET', `people/${openId}/messages`)).body;
    expect(await phone(chief)).toMatchObject([{ chat_id, message_id: data.message_id }]);
    expect(await phone(other.open_id)).toEqual([]);
    const reading = scene.control('POST', `people/${other.open_id}/read`, { message_id: data.message_id });
    expect((await reading).status).toBe(404);
    const content = JSON.stringify(card);
    const patch = scene.client.im.message.patch({ path: data, data: { content } });
    expect((await refusal(patch)).data.code).toBe(230001);
    const history = await scene.client.im.message.list({
      params: { container_id_type: 'chat', container_id: chat_id },
    });
    expect(history.data?.items).toEqual([]);
    await call('delete', { message_id: data.message_id });
    expect(await phone(chief)).toEqual([]);
    const stranger = call('send', { chat_id, open_id: 'ou_none', msg_type: 'interactive', card });
    expect((await refusal(stranger)).data.code).toBe(230001);
  });
});
