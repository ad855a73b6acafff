/**
 * What happened, for whoever counts it:
 * - `delivery` {end, messageClass} one request was finished or put back
 * - `outage` {kind} Feishu stopped answering · `recovery` {} it answers again
 * - `inbound` {type, result} a callback was answered
 * - `connection` {type, result} the long connection came into another state
 * - `inbox` {type, end} an event was handled, will be tried again, or was parked
 */
export type Observe = (
  event: 'delivery' | 'outage' | 'recovery' | 'inbound' | 'connection' | 'inbox',
  labels: Record<string, string>,
) => void;
