import { banner } from '../src/banner';
import type { FeishuApp } from '../src/config';

const feishu = {} as FeishuApp;
const started = { address: 'http://127.0.0.1:3000', at: new Date('2026-11-26T02:00:00Z'), seconds: 1.23 };

describe('what a start prints', () => {
  it('is where to open the phones, for a trial', () => {
    const text = banner({ ...started, config: { feishu: null, inbound: 'webhook', publicUrl: null } }).join(
      '\n',
    );
    expect(text).toContain('http://127.0.0.1:3000/sandbox/');
    expect(text).toContain('不会发到真的手机');
  });

  it('is the two addresses to enter in the developer console, for a real app', () => {
    const config = { feishu, inbound: 'webhook', publicUrl: 'https://river.example.cn' } as const;
    const text = banner({ ...started, config }).join('\n');
    expect(text).toContain('https://river.example.cn/feishu/events');
    expect(text).toContain('https://river.example.cn/feishu/cards');
    expect(text).not.toContain('/sandbox');
  });

  it('says which setting makes them whole, when it was not given', () => {
    const config = { feishu, inbound: 'webhook', publicUrl: null } as const;
    expect(banner({ ...started, config }).join('\n')).toContain('PUBLIC_URL');
  });

  it('is what to choose in the developer console, where the long connection is used', () => {
    const config = { feishu, inbound: 'long-connection', publicUrl: null } as const;
    const text = banner({ ...started, config }).join('\n');
    expect(text).toContain('使用长连接接收');
    expect(text).not.toContain('/feishu/events');
  });
});
