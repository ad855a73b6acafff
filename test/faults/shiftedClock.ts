/* Loaded before a program: its clock is set by messages from its parent, as a wrong or a corrected NTP would set it. */

const RealDate = Date;
let shiftMs = 0;
const now = () => RealDate.now() + shiftMs;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
  apply: () => new RealDate(now()).toString(),
  get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
});
RealDate.prototype.constructor = Date;

process.on('message', (message: { shiftMs: number }) => {
  shiftMs = message.shiftMs;
  process.send?.({ shifted: now() });
});
