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

/** `/open-apis`: what the bot's SDK calls. */
export function openApis(w: World): Router {
  const router = Router();
  router.use(logCall(w), meetFaults(w), admit(w));
  router.use(json({ limit: '10mb', strict: false }));
  router.use(authApi(w), messagesApi(w), urgentApi(w), historyApi(w), mediaApi(w), chatsApi(w));
  router.use(loginApi(w), jssdkApi(w), batchApi(w), ephemeralApi(w), contactsApi(w), cardUpdateApi(w));
  router.use(scopesApi(w));
  router.use(() => {
    throw new ApiError(99991201, 'resource not find', 404);
  });
  router.use(refuse(w));
  return router;
}
