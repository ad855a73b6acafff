import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import autocannon, { type Result } from 'autocannon';
import type { SignedRequest } from './presses';

export interface LoadResult {
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  non2xx: number;
  errors: number;
  answered: number;
}

/** As fast as `connections` connections go, each request exactly once: each sends its next when it is answered. */
export async function flatOut(
  url: string,
  requests: SignedRequest[],
  connections: number,
): Promise<LoadResult> {
  const share = Math.floor(requests.length / connections);
  let client = 0;
  // Not autocannon's own duration: it looks at the clock once a second, and ends on such a tick.
  let last = 0;
  const started = performance.now();
  const result = await new Promise<Result>((resolve, reject) => {
    const running = autocannon(
      {
        url,
        connections,
        amount: share * connections,
        timeout: 30,
        setupClient(c) {
          c.setRequests(requests.slice(client * share, (client + 1) * share));
          client += 1;
        },
      },
      (error, done) => (error ? reject(error) : resolve(done)),
    );
    running.on('response', () => {
      last = performance.now();
    });
  });
  return {
    perSecond: (share * connections) / ((last - started) / 1_000),
    p50: result.latency.p50,
    p99: result.latency.p99,
    non2xx: result.non2xx,
    errors: result.errors,
    answered: result['2xx'],
  };
}

/** @returns the status of the answer */
function send(url: string, agent: Agent, { method, path, headers, body }: SignedRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, url), { method, headers, agent }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode ?? 0));
      answer.once('error', reject);
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

/**
 * So many a second, evenly, whether those before are answered or not, as people press. Latency counts from the
 * moment at which a press was due: a server that stands still is charged for all that fell due meanwhile.
 * (autocannon's rates are none: it sends a second's share at once, flat out, and corrects for omission by 1 ms.)
 */
export async function steadily(url: string, requests: SignedRequest[], rate: number): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true });
  const latencies: number[] = [];
  const outcomes = { answered: 0, non2xx: 0, errors: 0 };
  const started = performance.now();
  const one = async (press: SignedRequest, due: number): Promise<void> => {
    try {
      const status = await send(url, agent, press);
      outcomes[status >= 200 && status < 300 ? 'answered' : 'non2xx'] += 1;
    } catch {
      outcomes.errors += 1;
    }
    latencies.push(performance.now() - due);
  };
  const underway: Promise<void>[] = [];
  while (underway.length < requests.length) {
    const due = Math.floor(((performance.now() - started) / 1_000) * rate);
    for (const press of requests.slice(underway.length, due + 1)) {
      underway.push(one(press, started + (underway.length / rate) * 1_000));
    }
    await pause(1);
  }
  await Promise.all(underway);
  agent.destroy();
  latencies.sort((a, b) => a - b);
  const quantile = (q: number) => Math.round(latencies[Math.ceil(latencies.length * q) - 1] ?? 0);
  return {
    ...outcomes,
    perSecond: requests.length / ((performance.now() - started) / 1_000),
    p50: quantile(0.5),
    p99: quantile(0.99),
  };
}
