import { json, Router } from 'express';
import { ApiError } from '../apiError';
import type { World } from '../world';
import { refuse } from './answer';
import { authApi } from './auth';
import { batchApi } from './batch';
import { cardUpdateApi } from './cardUpdate';
import { chatsApi } from './chats';
import { contactsApi } from './contacts';
import { ephemeralApi } from './ephemeral';
import { admit, logCall, meetFaults } from './gateway';
import { historyApi } from './history';
import { jssdkApi } from './jssdk';
import { loginApi } from './login';
import { mediaApi } from './media';
import { messagesApi } from './messages';
import { scopesApi } from './scopes';
import { urgentApi } from './urgent';

const PARTS = [
  authApi,
  messagesApi,
  urgentApi,
  historyApi,
  mediaApi,
  chatsApi,
  loginApi,
  jssdkApi,
  batchApi,
  ephemeralApi,
  contactsApi,
  cardUpdateApi,
  scopesApi,
];

/** `/open-apis`: what the bot's SDK calls. */
export function openApis(w: World): Router {
  const router = Router();
  router.use(logCall(w), meetFaults(w), admit(w));
  router.use(json({ limit: '10mb', strict: false }));
  const parts = PARTS.map((part) => part(w));
  router.use(...parts, wrongVerb(parts));
  router.use(() => {
    throw new ApiError(99991201, 'resource not find', 404);
  });
  router.use(refuse(w));
  return router;
}

/** Refuses calls whose address is there, but under another verb. */
function wrongVerb(parts: readonly Router[]): Router {
  const router = Router();
  for (const { route } of parts.flatMap(({ stack }) => stack)) {
    if (!route) continue;
    router.all(route.path, () => {
      throw new ApiError(99991301, "request method doesn't match", 405);
    });
  }
  return router;
}
