import type { EventDispatcher } from '@larksuiteoapi/node-sdk';
import type { Logger } from '../../core/log';
import type { Observe } from '../observe';
import type { Envelope } from './verify';

export interface TakeDeps {
  dispatcher: EventDispatcher;
  log: Logger;
  observe?: Observe;
}

/**
 * Hands on what came and was found to be Feishu's, by whichever road.
 *
 * @returns what it is answered: always an object
 * @throws when it could not be taken in, so that Feishu sends it again
 */
export async function takeEnvelope(
  { dispatcher, log, observe }: TakeDeps,
  envelope: Envelope,
): Promise<object> {
  const { event_type: type, event_id: eventId } = envelope.header;
  if (!dispatcher.handles.has(type)) return {};
  try {
    const answered: unknown = await dispatcher.invoke(envelope, { needCheck: false });
    return typeof answered === 'object' && answered !== null ? answered : {};
  } catch (error) {
    log.error({ err: error, type, eventId }, 'event not taken in');
    observe?.('inbound', { type, result: 'failed' });
    throw error;
  }
}
