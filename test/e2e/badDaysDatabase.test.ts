import { importLedger } from '../../src/ledger';
import { importRoster } from '../../src/roster';
import { MARIADB_URL, openTestDatabase, type TestDatabase } from '../factories';
import { sampleLedger, sampleRoster } from '../fixtures/workbooks';
import { Wire } from '../wire';
import { buttonOn, countOf, doubled, gesture, until } from './badDays';
import { County, type Phone, type ShownMessage } from './county';

const OK = '一切正常，提交';
const SEND = '/open-apis/im/v1/messages';

/** While the database is away people are told so in time; when it is back, all goes on by itself. */
const whenOffered = MARIADB_URL ? describe : describe.skip;
whenOffered('a database that is away for a while (mariadb)', () => {
  let home: TestDatabase;
  let wire: Wire;
  let county: County;
  beforeAll(async () => {
    home = await openTestDatabase('mariadb');
    wire = new Wire(new URL(home.url));
    await wire.mend();
    county = await County.start({ DATABASE_URL: wire.url });
    const { deps, imported } = county.app;
    const options = { dryRun: false, actor: 'cli', at: deps.clock.now() };
    await importRoster(deps, sampleRoster(), options);
    await importLedger(deps, sampleLedger(), options);
    await imported();
    await county.app.tick(deps.clock.now());
    await county.settle();
  }, 60_000);
  afterAll(async () => {
    await county.stop();
    await wire.cut();
    await home.drop();
  }, 60_000);

  const press = async (phone: Phone, card: ShownMessage, text: string) => {
    const started = Date.now();
    const asked = { message_id: card.message_id, name: buttonOn(card, text).name };
    return { ...(await gesture(county, phone, asked)), tookMs: Date.now() - started };
  };
  const look = async (path: string) => {
    const started = Date.now();
    const { status } = await fetch(`${county.app.address}${path}`);
    return { status, inTime: Date.now() - started < 4_000 };
  };
  const shows = (phone: Phone, title: string) => async () =>
    (await phone.messages()).some(({ content }) => content.header?.title.content === title);

  it.each<[string, string, () => Promise<void> | void]>([
    ['cut off', '龙兴镇', () => wire.cut()],
    ['silent', '三泉镇', () => wire.hush()],
  ])(
    '%s: presses are answered, it is not ready, and it recovers without a restart',
    async (_, town, goAway) => {
      const walker = await county.phone(`${town}第一村河长`);
      const finder = await county.phone(`${town}第二村河长`);
      const [task, other] = [await walker.card('巡河任务'), await finder.card('巡河任务')];
      // Something that waits to be sent while the database goes.
      await county.api('POST', 'faults', { kind: 'status', code: 503, match: { path: SEND }, count: 1_000 });
      expect((await press(finder, other, '发现问题')).toast?.type).toBe('info');
      await goAway();
      await county.api('POST', 'faults', []);
      const tries = [1, 2, 3].map(() => press(walker, task, OK));
      for (const told of await Promise.all(tries)) {
        expect(told).toMatchObject({ toast: { type: 'error' }, error: null });
        expect(told.toast?.content).toMatch(/连不上数据库|正忙/);
        expect(told.tookMs).toBeLessThan(3_000);
      }
      expect(await look('/readyz')).toEqual({ status: 503, inTime: true });
      expect(await look('/healthz')).toEqual({ status: 200, inTime: true });
      expect(await look('/metrics')).toMatchObject({ inTime: true });

      await wire.cut();
      await wire.mend();
      await until('ready again', async () => (await look('/readyz')).status === 200, 10_000);
      expect((await press(walker, task, OK)).toast?.type).toBe('success');
      await until('the form that waited', shows(finder, '发现问题'), 30_000);
      await county.settle();
      expect(await doubled(county)).toEqual([]);
      expect(
        await countOf(
          home,
          'patrol',
          `personId IN (SELECT id FROM person WHERE openId = '${walker.openId}')`,
        ),
      ).toBe(1);
    },
    90_000,
  );
});
