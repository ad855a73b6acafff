import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import express from 'express';
import { createSandbox, type Sandbox } from '.';
import { FreeClock } from './freeClock';

interface Options {
  port: number;
  host: string;
  data: string;
  eventsUrl?: string;
  cardsUrl?: string;
  json?: true;
}

/** How often re-pushes that have come due by themselves are looked for, in ms. */
const LOOK_EVERY = 1_000;

const port = (text: string): number => {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError('端口是 0 到 65535 的数字');
  return Number(text);
};
const url = (text: string): string => {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) {
    throw new InvalidArgumentError('要以 http:// 或 https:// 开头的完整地址');
  }
  return text;
};

/** Beside what a bot on this machine keeps, which has the same DATA_DIR. */
const folder = (): string => join(process.env.DATA_DIR || 'data', 'feishu');

/** `npm run sandbox`: a Feishu of its own for any bot, without this one. */
async function main(): Promise<void> {
  const command = new Command('npm run sandbox --')
    .description('在本机启动一个沙箱飞书，任何机器人都可以连它')
    .addOption(new Option('--port <port>', '监听的端口').env('PORT').argParser(port).default(7070))
    .option('--host <host>', '监听的地址；沙箱没有登录，不要对外开放', '127.0.0.1')
    .option('--data <folder>', '人、消息、图片、密钥存放的文件夹；不给就是 DATA_DIR 里的 feishu', folder())
    .option('--events-url <url>', '事件推送到哪里；不给就走长连接', url)
    .option('--cards-url <url>', '卡片回调推送到哪里；不给就和事件同一个地址', url)
    .option('--json', '启动后打印一行 JSON，给脚本读')
    .showHelpAfterError('（--help 看全部选项）');
  const options = command.parse().opts<Options>();

  const clock = new FreeClock(options.data);
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const sandbox = createSandbox({ dataDir: options.data, clock, log });
  clock.sandbox = sandbox;
  const { eventsUrl, cardsUrl = eventsUrl } = options;
  sandbox.setTargets(eventsUrl && cardsUrl ? { eventsUrl, cardsUrl } : 'long-connection');
  const app = express().disable('x-powered-by').use(sandbox.router);
  app.get('/', (_req, res) => res.redirect('/sandbox/'));
  const server = await listen(createServer(app), options);
  sandbox.attach(server);
  const address = `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${(server.address() as AddressInfo).port}`;
  process.stdout.write(
    options.json ? `${JSON.stringify({ address, ...sandbox.app })}\n` : told(sandbox, address, options),
  );

  const ticking = setInterval(() => {
    const due = sandbox.nextDue();
    if (due && due <= clock.now()) sandbox.runDue().catch((error: unknown) => log(String(error)));
  }, LOOK_EVERY);
  const stop = async () => {
    clearInterval(ticking);
    server.close();
    server.closeAllConnections();
    await sandbox.close();
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function listen(server: Server, { port, host }: Options): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? '已被占用，换一个：--port' : `用不了（${error.code}）`;
      reject(new Error(`端口 ${port} ${why}`));
    });
    server.listen(port, host, () => resolve(server));
  });
}

/** What one would copy from the developer console, and where to look. */
function told({ app }: Sandbox, address: string, { eventsUrl, cardsUrl, data }: Options): string {
  const pushed = eventsUrl
    ? [`  事件推送到：           ${eventsUrl}`, `  卡片回调推送到：       ${cardsUrl ?? eventsUrl}`]
    : ['  事件和卡片回调：       长连接'];
  return `${[
    '沙箱飞书已启动，机器人里填：',
    `  域名（domain）：       ${address}`,
    `  App ID：               ${app.appId}`,
    `  App Secret：           ${app.appSecret}`,
    `  Encrypt Key：          ${app.encryptKey}`,
    `  Verification Token：   ${app.verificationToken}`,
    ...pushed,
    `  打开看手机：           ${address}/sandbox/`,
    `  控制接口：             ${address}/sandbox/api（docs/sandbox.md）`,
    `  数据在：               ${data}`,
  ].join('\n')}\n`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
