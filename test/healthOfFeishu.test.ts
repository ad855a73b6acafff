import { inboundPart, missedPart, remedyOfLine, senderPart } from '../src/healthOfFeishu';

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

  it('a line that Feishu refuses because there are too many is told from a wrong secret', () => {
    const [full, wrong] = [
      'pullConnectConfig failed: code=1000040350, msg=exceed connection limit',
      'pullConnectConfig failed: code=514, msg=invalid app secret',
    ];
    expect(remedyOfLine(full)).toContain('停掉别处');
    expect(remedyOfLine(full)).not.toContain('凭证');
    expect(remedyOfLine(wrong)).toBe('请核对应用凭证');
    expect(inboundPart({ state: 'failed', since, why: full }, later(0)).found).toContain('停掉别处');
  });

  it('presses that come the old way are a pity, with what to switch in the console', () => {
    const part = inboundPart({ state: 'connected', since, why: null, oldPresses: true }, later(999));
    expect(part).toMatchObject({ ok: false, down: false });
    expect(part.found).toContain('card.action.trigger');
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
