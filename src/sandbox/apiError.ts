import type { z } from 'zod';

/** A refusal of the platform: business code, Feishu's wording, HTTP status (400 unless a call is known to differ). */
export class ApiError extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly status = 400,
    readonly extra: {
      headers?: Record<string, string>;
      violations?: { field: string; description: string }[];
      permissions?: { type: string; subject: string }[];
    } = {},
  ) {
    super(message);
  }
}

/** 230001 with the reason behind `ext=`, as the message calls word every bad parameter. */
export function invalidParameter(reason: string): ApiError {
  return new ApiError(230001, `Your request contains an invalid request parameter, ext=${reason}`);
}

/** Checks a query or body; throws 99992402 naming each field, as the gateway does before an API sees the call. */
export function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const violations = result.error.issues.map((issue) => ({
    field: issue.path.join('.'),
    description: issue.message,
  }));
  throw new ApiError(99992402, 'field validation failed', 400, { violations });
}
