import type { Config } from './config';

interface Started {
  config: Pick<Config, 'feishu' | 'inbound' | 'publicUrl'>;
  /** Where it listens on this machine. */
  address: string;
  at: Date;
  seconds: number;
}

/** What whoever started the bot reads: where to look, or what to enter in the developer console. */
export function banner({ config, address, at, seconds }: Started): string[] {
  if (config.feishu === null) {
    return [
      `河长助手已启动（沙箱，消息不会发到真的手机；用时 ${seconds.toFixed(1)} 秒）`,
      `  打开看手机：${address}/sandbox/`,
      `  状态：      ${address}/readyz`,
    ];
  }
  if (config.inbound === 'long-connection') {
    return [
      `河长助手已启动 ${at.toISOString()}，用长连接接收，不需要对外的地址`,
      '  开发者后台“事件与回调”里，事件和回调的订阅方式都选“使用长连接接收”（要在本程序运行时保存）',
      `  本机状态：${address}/readyz`,
    ];
  }
  const outside = config.publicUrl ?? 'https://（对外的域名，设 PUBLIC_URL 后这里是全的）';
  return [
    `河长助手已启动 ${at.toISOString()}，开发者后台里填：`,
    `  事件订阅：${outside}/feishu/events`,
    `  卡片回调：${outside}/feishu/cards`,
    `  本机状态：${address}/readyz`,
  ];
}
