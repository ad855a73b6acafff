/** What the control side refuses, with a sentence for the person who asked. */
export class RequestRefused extends Error {
  constructor(
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}
