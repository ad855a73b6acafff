import { inboundPart, missedPart, senderPart } from '../src/healthOfFeishu';

const since = new Date('2026-11-26T02:00:00Z');
const later = (seconds: number) => new Date(since.getTime() + seconds * 1_000);

describe('what /readyz says of Feishu', () => {
  it('a line that is being opened again is a pity, and after three minutes the bot is not ready', () => {
    const out = { state: 'reconnecting', since, why: null } as const;
    expect(inboundPart(out, later(170))).toMatchObject({ ok: false, down: false });
    expect(inboundPart(out, later(190))).toMatchObject({ ok: false, down: true });
  });

  it('a line that is given up is the end at once, with its reason', () => {
    const part = inboundPart({ state: 'failed', since, why: 'code=514' }, later(0));
    expect(part).toMatchObject({ ok: false, down: true });
    expect(part.found).toContain('code=514');
  });

  it('a line that holds, and webhooks, are well however old', () => {
    for (const state of ['connected', 'webhook'] as const) {
      expect(inboundPart({ state, since, why: null }, later(999_999))).toMatchObject({
        ok: true,
        down: false,
      });
    }
  });

  it('messages that were never pushed here are told with what to do, which differs when none ever was', () => {
    const lost = { unexplained: 3, heard: true, blocked: null };
    expect(missedPart({ ...lost, unexplained: 0 })).toMatchObject({ ok: true, found: '没有漏收' });
    expect(missedPart(lost)).toMatchObject({ ok: false });
    expect(missedPart(lost).found).toMatch(/3 条消息没有推到这里.*停掉它.*App Secret/);
    expect(missedPart({ ...lost, heard: false }).found).toContain('im:message.p2p_msg:readonly');
    expect(missedPart({ unexplained: 0, heard: true, blocked: '缺权限' })).toMatchObject({
      ok: true,
      found: expect.stringContaining('缺权限'),
    });
  });

  it('standing by is no fault, and says for whom', () => {
    expect(senderPart({ sends: false, holder: '7@river' })).toMatchObject({ ok: true });
    expect(senderPart({ sends: false, holder: '7@river' }).found).toContain('7@river');
    expect(senderPart({ sends: true, holder: '8@river' }).found).toBe('由本程序发送');
  });
});
