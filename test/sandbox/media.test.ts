import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { eachScene, type Scene } from './harness';

/** One white pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==',
  'base64',
);

describe('pictures and files', () => {
  let scene: Scene;
  let openId: string;

  eachScene(
    (fresh, chief) => {
      scene = fresh;
      openId = chief;
    },
    () => scene,
  );

  const upload = (image: Buffer) => scene.client.im.image.create({ data: { image_type: 'message', image } });
  const say = <T>(saying: object) => scene.control<T>('POST', `people/${openId}/messages`, saying);
  const refusedWith = async (call: Promise<unknown>) => {
    const error = await call.then(
      () => null,
      (e: { response: { data: { code: number } | NodeJS.ReadableStream } }) => e,
    );
    const data = error?.response.data;
    if (!data) return null;
    return 'code' in data ? data.code : JSON.parse((await buffer(data)).toString()).code;
  };

  it('takes an upload, sends it, shows its bytes to the page and gives them back', async () => {
    const key = (await upload(PIXEL))?.image_key ?? '';
    expect(key).toMatch(/^img_v3_/);
    const sent = await scene.client.im.message.create({
      params: { receive_id_type: 'open_id' },
      data: { receive_id: openId, msg_type: 'image', content: JSON.stringify({ image_key: key }) },
    });
    expect(sent.code).toBe(0);
    const shown = await fetch(`${scene.url}/sandbox/api/images/${key}`);
    expect(shown.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(PIXEL);
    const got = await scene.client.im.image.get({ path: { image_key: key } });
    expect(await buffer(got.getReadableStream())).toEqual(PIXEL);
  });

  it('refuses an upload that is empty, no picture, or too large', async () => {
    expect(await refusedWith(upload(Buffer.from('just words')))).toBe(234011);
    expect(await refusedWith(upload(Buffer.concat([PIXEL, Buffer.alloc(10 * 1024 * 1024)])))).toBe(234006);
    const form = new FormData();
    form.append('image_type', 'message');
    form.append('image', new Blob([]));
    const { tenant_access_token } = await scene.askToken();
    const headers = { authorization: `Bearer ${tenant_access_token}` };
    const answer = await fetch(`${scene.url}/open-apis/im/v1/images`, {
      method: 'POST',
      body: form,
      headers,
    });
    expect(await answer.json()).toMatchObject({ code: 234010 });
  });

  it("lets the bot download a person's photo by its message, and only so", async () => {
    const { body } = await say<{ message_id: string; content: { image_key: string } }>({
      type: 'image',
      base64: PIXEL.toString('base64'),
    });
    const path = { message_id: body.message_id, file_key: body.content.image_key };
    const got = await scene.client.im.messageResource.get({ path, params: { type: 'image' } });
    expect(got.headers['content-type']).toBe('image/png');
    expect(await buffer(got.getReadableStream())).toEqual(PIXEL);

    const asFile = scene.client.im.messageResource.get({ path, params: { type: 'file' } });
    expect(await refusedWith(asFile)).toBe(234003);
    const bare = scene.client.im.image.get({ path: { image_key: body.content.image_key } });
    expect(await refusedWith(bare)).toBe(234008);
    const reused = scene.client.im.message.create({
      params: { receive_id_type: 'open_id' },
      data: { receive_id: openId, msg_type: 'image', content: JSON.stringify(body.content) },
    });
    expect(await refusedWith(reused)).toBe(230017);
  });

  it('writes a download to a file as the SDK does', async () => {
    const { body } = await say<{ message_id: string; content: { file_key: string } }>({
      type: 'file',
      name: '台账.xlsx',
      base64: Buffer.from('workbook').toString('base64'),
    });
    const path = { message_id: body.message_id, file_key: body.content.file_key };
    const got = await scene.client.im.messageResource.get({ path, params: { type: 'file' } });
    await got.writeFile(`${scene.dataDir}/got.xlsx`);
    expect(readFileSync(`${scene.dataDir}/got.xlsx`, 'utf8')).toBe('workbook');
  });

  it('takes a file of the bot and sends it', async () => {
    const file = await scene.client.im.file.create({
      data: { file_type: 'xls', file_name: '考核.xlsx', file: Buffer.from('workbook') },
    });
    const sent = await scene.client.im.message.create({
      params: { receive_id_type: 'open_id' },
      data: { receive_id: openId, msg_type: 'file', content: JSON.stringify(file) },
    });
    expect(sent.code).toBe(0);
    const { body } = await scene.control<{ content: { file_key: string } }[]>(
      'GET',
      `people/${openId}/messages`,
    );
    expect(body[0]?.content).toEqual({ ...file, file_name: '考核.xlsx' });
    const got = await fetch(`${scene.url}/sandbox/api/files/${body[0]?.content.file_key}`);
    expect(got.headers.get('content-disposition')).toContain(encodeURIComponent('考核.xlsx'));
    expect(await got.text()).toBe('workbook');
  });

  it('refuses a file that goes as another kind of message, and one of a person', async () => {
    const voice = await scene.client.im.file.create({
      data: { file_type: 'opus', file_name: '一句话.opus', duration: 2000, file: Buffer.from('voice') },
    });
    const asFile = (content: object) =>
      scene.client.im.message.create({
        params: { receive_id_type: 'open_id' },
        data: { receive_id: openId, msg_type: 'file', content: JSON.stringify(content) },
      });
    expect(await refusedWith(asFile(voice ?? {}))).toBe(230055);
    const { body } = await say<{ content: object }>({
      type: 'file',
      name: '台账.xlsx',
      base64: Buffer.from('workbook').toString('base64'),
    });
    expect(await refusedWith(asFile(body.content))).toBe(230017);
    expect((await scene.control('GET', 'files/file_v3_none')).body).toEqual({ error: '没有这个文件' });
  });

  it('sends words and photos together as a post without a language wrapper', async () => {
    const image = PIXEL.toString('base64');
    const { body } = await say<{ content: object }>({
      type: 'post',
      text: '南岸有垃圾',
      images: [image, image],
    });
    expect(body.content).toEqual({
      title: '',
      content: [
        [{ tag: 'text', text: '南岸有垃圾', style: [] }],
        [{ tag: 'img', image_key: expect.stringMatching(/^img_v3_/) }],
        [{ tag: 'img', image_key: expect.stringMatching(/^img_v3_/) }],
      ],
    });
  });

  it('says in a sentence why it can not take a saying', async () => {
    expect((await say({ type: 'image', path: '/no/such.png' })).body).toEqual({
      error: '读不到文件 /no/such.png',
    });
    const words = Buffer.from('just words').toString('base64');
    expect((await say({ type: 'image', base64: words })).body).toEqual({ error: '认不出这张图片的格式' });
    expect((await say({ type: 'image' })).status).toBe(400);
    expect((await say({ type: 'dance' })).status).toBe(400);
  });
});
