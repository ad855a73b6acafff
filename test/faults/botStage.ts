import type { Person } from '../../entities';
import { buildPerson } from '../factories';
import type { Stage } from '../feishu/stage';
import { NOW } from '../river';
import { freePort } from '../wire';
import type { BotSettings } from './botProcess';

/** Everything a bot in a process of its own wants to know; from now on Feishu pushes to it. */
export async function settingsOf(stage: Stage): Promise<BotSettings> {
  const { appId, appSecret, encryptKey, verificationToken } = stage.sandbox.app;
  const port = await freePort();
  const bot = `http://127.0.0.1:${port}/feishu`;
  stage.sandbox.setTargets({ eventsUrl: `${bot}/events`, cardsUrl: `${bot}/cards` });
  return {
    at: NOW.toISOString(),
    env: {
      FEISHU_APP_ID: appId,
      FEISHU_APP_SECRET: appSecret,
      FEISHU_ENCRYPT_KEY: encryptKey,
      FEISHU_VERIFICATION_TOKEN: verificationToken,
      FEISHU_DOMAIN: stage.url,
      FEISHU_INBOUND: 'webhook',
      DATABASE_URL: stage.db.url,
      DATA_DIR: stage.dataDir,
      PORT: String(port),
      SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    },
  };
}

/** Somebody who walks a village's reach, welcomed before. */
export async function chiefOf(stage: Stage, mobile: string): Promise<Person & { openId: string }> {
  const { open_id } = await stage.control<{ open_id: string }>('POST', 'people', { name: '村河长', mobile });
  const known = { privacySentAt: NOW, privacyReadAt: NOW };
  const given = { unitId: stage.unit.id, mobile, openId: open_id, roles: ['村级河长' as const], ...known };
  return (await buildPerson(stage.db, given)) as Person & { openId: string };
}
