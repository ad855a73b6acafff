import autocannon, { type Result } from 'autocannon';
import type { SignedRequest } from './presses';

export interface LoadResult {
  perSecond: number;
  p50: number;
  p99: number;
  non2xx: number;
  errors: number;
  answered: number;
}

/** Sends each request exactly once over `connections` connections; with `rate`, so many a second in all. */
export async function fire(
  url: string,
  requests: SignedRequest[],
  { connections, rate }: { connections: number; rate?: number },
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
        ...(rate && { overallRate: rate }),
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
