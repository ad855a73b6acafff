import type { Feishu } from '../../src/feishu';
import { Stage } from '../feishu/stage';
import { until } from '../until';
import { heldMb } from './memory';
import { NIGHTLY } from './nightly';

const RECONNECTS = NIGHTLY ? 1_000 : 200;
/** After so many the code is warm, and every cache has what it keeps. */
const WARM = 50;
const QUICK = { ReconnectInterval: 0.02, ReconnectNonce: 0.005, PingInterval: 0.4 };

describe('the memory of a bot whose line comes and goes', () => {
  let stage: Stage;
  let feishu: Feishu;
  beforeAll(async () => {
    stage = await Stage.open();
    await stage.control('POST', 'socket', { client_config: QUICK });
    stage.takeLongConnections();
    feishu = stage.another(stage.url, { inbound: 'long-connection' });
    feishu.start();
  });
  afterAll(async () => {
    await feishu.stop();
    await stage.close();
  });

  it(`is the same after ${RECONNECTS} reconnects as after ${WARM}, within a tenth, and nothing said is lost`, async () => {
    await until('the line is there', () => feishu.inbound().state === 'connected');
    const { id, openId } = await stage.person('19900000001');
    await stage.ask(id);
    let warm = 0;
    let said = 0;
    for (let count = 1; count <= RECONNECTS; count += 1) {
      const { since } = feishu.inbound();
      await stage.fault({ kind: 'kick' });
      const back = () => feishu.inbound().state === 'connected' && feishu.inbound().since > since;
      await until('the line is back', back);
      if (count % 25 === 0) {
        said += 1;
        await stage.control('POST', `people/${openId}/messages`, { type: 'text', text: `第${said}句` });
      }
      if (count === WARM) warm = heldMb();
    }
    await until('all was heard', () => stage.bot.messages.length === said);
    const ratio = heldMb() / warm;
    process.stdout.write(
      `memory after ${RECONNECTS} reconnects: ${ratio.toFixed(3)} of that after ${WARM}\n`,
    );
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(1.1);
  }, 600_000);
});
