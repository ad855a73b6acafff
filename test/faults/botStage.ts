import type { Person, Role } from '../../entities';
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
export const chiefOf = (stage: Stage, mobile: string): Promise<Reached> =>
  welcomed(stage, { unitId: stage.unit.id, mobile, roles: ['村级河长'] });

/** Somebody to whom a town's problems go, welcomed before. */
export const handlerOf = (stage: Stage, unitId: number, mobile: string): Promise<Reached> =>
  welcomed(stage, { unitId, mobile, roles: ['镇联络员'] });

type Reached = Person & { openId: string };

async function welcomed(
  stage: Stage,
  given: { unitId: number; mobile: string; roles: Role[] },
): Promise<Reached> {
  const { open_id: openId } = await stage.control<{ open_id: string }>('POST', 'people', {
    name: '村河长',
    mobile: given.mobile,
  });
  const known = { privacySentAt: NOW, privacyReadAt: NOW };
  return (await buildPerson(stage.db, { ...given, openId, ...known })) as Reached;
}
