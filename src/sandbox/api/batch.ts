import { Router } from 'express';
import { z } from 'zod';
import { ApiError } from '../apiError';
import { type Batch, Batches } from '../batches';
import { checkContent, contentKept } from '../content';
import type { Person } from '../people';
import { inFewWords } from '../words';
import type { World } from '../world';
import { success } from './answer';
import { peopleBy } from './find';
import { bodyBytes } from './gateway';

const ids = z.array(z.string()).max(200).default([]);
const sending = z.object({
  msg_type: z.enum(['text', 'image', 'post', 'share_chat', 'interactive']),
  /** Objects, not strings as in the other calls. */
  content: z.record(z.string(), z.unknown()).optional(),
  card: z.record(z.string(), z.unknown()).optional(),
  open_ids: ids,
  user_ids: ids,
  union_ids: ids,
  department_ids: ids,
});
/** Progress and recall are known for 30 days of business time. */
const KNOWN_FOR = 30 * 86_400_000;

/** One message to many people: sent, watched, taken back. Its cards can be neither updated nor pressed. */
export function batchApi(w: World): Router {
  const router = Router();
  const batches = new Batches(w.db, w.clock);
  const find = (id: string): Batch => {
    const batch = batches.byId(id);
    if (!batch || w.clock.now().getTime() - batch.at > KNOWN_FOR) {
      throw new ApiError(230030, 'The message id is invalid, record not found.');
    }
    return batch;
  };

  router.post('/message/v4/batch_send', (req, res) => {
    const asked = wanted(req.body);
    const content = JSON.stringify(contentOf(asked));
    checkBatch(w, asked.msg_type, content, bodyBytes(req));
    const open = peopleBy(w, 'open_id', asked.open_ids);
    const user = peopleBy(w, 'user_id', asked.user_ids);
    const union = peopleBy(w, 'union_id', asked.union_ids);
    const people = unique([...open.people, ...user.people, ...union.people]);
    const batchId = w.db.write(() => {
      const reached = people.filter((person) => w.people.refusalOf(person) === null);
      const kept = contentKept(w, content);
      const sent = reached.map((to) =>
        w.messages.add({ to, sender: 'bot', msgType: asked.msg_type, content: kept }),
      );
      w.feed.tell(`机器人群发给 ${reached.length} 人：${inFewWords(asked.msg_type, kept)}`);
      return batches.add(
        people.length,
        sent.map(({ message_id }) => message_id),
      );
    });
    success(
      res,
      {
        message_id: batchId,
        invalid_open_ids: open.unknown,
        invalid_user_ids: user.unknown,
        invalid_union_ids: union.unknown,
        // There are no departments here.
        invalid_department_ids: asked.department_ids,
      },
      'ok',
    );
  });

  router.get('/im/v1/batch_messages/:batch_id/get_progress', (req, res) => {
    const { batch_id, valid, recalled } = find(req.params.batch_id);
    const { sent, read, recalled: taken } = batches.counts(batch_id);
    success(res, {
      batch_message_send_progress: {
        valid_user_ids_count: valid,
        success_user_ids_count: sent,
        read_user_ids_count: read,
      },
      batch_message_recall_progress: { recall: recalled === 1, recall_count: taken },
    });
  });

  router.get('/im/v1/batch_messages/:batch_id/read_user', (req, res) => {
    const { sent, read } = batches.counts(find(req.params.batch_id).batch_id);
    success(res, { read_user: { read_count: String(read), total_count: String(sent) } }, 'ok');
  });

  router.delete('/im/v1/batch_messages/:batch_id', (req, res) => {
    const batch = find(req.params.batch_id);
    const { recall_within_hours: hours } = w.settings.get();
    if (hours !== null && w.clock.now().getTime() - batch.at > hours * 3_600_000) {
      throw new ApiError(230009, 'Message can only be recalled within one days.');
    }
    batches.recall(batch.batch_id);
    w.feed.tell('机器人撤回一次群发');
    success(res, {}, 'ok');
  });

  return router;
}

type Sending = z.infer<typeof sending>;

/** This call answers every refusal with HTTP 200: 10003 for its parameters, 11246 for its content. */
function wanted(body: unknown): Sending {
  const result = sending.safeParse(body ?? {});
  const named = result.data;
  if (!named)
    throw new ApiError(10003, `Invalid parameter. ${result.error.issues[0]?.path.join('.') ?? ''}`, 200);
  if (
    [named.open_ids, named.user_ids, named.union_ids, named.department_ids].every((list) => list.length === 0)
  ) {
    throw new ApiError(10003, 'Invalid parameter. no receivers', 200);
  }
  return named;
}

function contentOf({ msg_type, content, card }: Sending): object {
  const given = msg_type === 'interactive' ? card : content;
  if (!given) throw new ApiError(10003, 'Invalid parameter. content', 200);
  // A post may come inside `{"post":…}`, as the old custom-bot format has it.
  return msg_type === 'post' && typeof given.post === 'object' && given.post ? given.post : given;
}

function checkBatch(w: World, msgType: Sending['msg_type'], content: string, bytes: number): void {
  try {
    checkContent(w, msgType, content, bytes);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.code === 230017) throw new ApiError(11227, 'Image key not exist.', 200);
    throw new ApiError(11246, `Create message content fail. ${error.message}`, 200);
  }
}

function unique(people: Person[]): Person[] {
  return [...new Map(people.map((person) => [person.open_id, person])).values()];
}
