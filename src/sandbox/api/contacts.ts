import { Router } from 'express';
import { z } from 'zod';
import { ApiError, parse } from '../apiError';
import { BOT_NAME } from '../identity';
import type { World } from '../world';
import { answer, success } from './answer';
import { personShape, statusShape } from './shapes';

const idType = z.object({ user_id_type: z.enum(['open_id', 'union_id', 'user_id']).default('open_id') });
const lookup = z.object({
  emails: z.array(z.string()).max(50).default([]),
  mobiles: z.array(z.string()).max(50).default([]),
  include_resigned: z.boolean().default(false),
});

/** Who is who: people by mobile, one person by id, the bot itself. */
export function contactsApi(w: World): Router {
  const router = Router();

  router.post('/contact/v3/users/batch_get_id', (req, res) => {
    const { user_id_type } = parse(idType, req.query);
    const { emails, mobiles, include_resigned } = parse(lookup, req.body ?? {});
    const found = mobiles.map((mobile) => {
      // Mainland numbers match with and without their country code.
      const person = w.people.by('mobile', mobile.replace(/^\+86/, ''));
      if (!person || (person.resigned && !include_resigned)) return { mobile };
      return { user_id: person[user_id_type], mobile, status: statusShape(person) };
    });
    // Nobody here has an e-mail address; unknown ones come back without a user_id.
    success(res, { user_list: [...emails.map((email) => ({ email })), ...found] });
  });

  router.get('/contact/v3/users/:user_id', (req, res) => {
    const { user_id_type } = parse(idType, req.query);
    const person = w.people.by(user_id_type, req.params.user_id);
    if (!person) throw new ApiError(41012, 'user id invalid error');
    success(res, { user: personShape(w, person) });
  });

  router.get('/bot/v3/info', (_req, res) => {
    const bot = {
      activate_status: 2,
      app_name: BOT_NAME,
      avatar_url: '',
      ip_white_list: [],
      open_id: w.identity.botOpenId,
    };
    answer(res, { code: 0, msg: 'ok', bot });
  });

  return router;
}
