import type { z } from 'zod';
import { RequestRefused } from '../requestRefused';

/** Checks a request of the control side; throws one sentence that names every fault. */
export function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) =>
    [path.join('.'), message].filter(Boolean).join(' '),
  );
  throw new RequestRefused(`请求不对：${faults.join('；')}`);
}
