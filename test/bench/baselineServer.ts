/* The baseline of the callback bench: bare express, the SDK's dispatcher, one raw insert. Run as a child process. */
import * as lark from '@larksuiteoapi/node-sdk';
import express from 'express';
import Libsql from 'libsql';
import { createPool } from 'mysql2/promise';

type Insert = (eventId: string, payload: string) => Promise<void>;

async function rawInsert(url: string): Promise<Insert> {
  const columns = 'id INTEGER PRIMARY KEY';
  if (url.startsWith('sqlite:')) {
    const db = new Libsql(url.slice('sqlite:'.length));
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    db.exec(`CREATE TABLE bench_event (${columns} AUTOINCREMENT, event_id TEXT UNIQUE, payload TEXT)`);
    const statement = db.prepare('INSERT INTO bench_event (event_id, payload) VALUES (?, ?)');
    return async (eventId, payload) => {
      statement.run(eventId, payload);
    };
  }
  const pool = createPool({ uri: url, connectionLimit: 10 });
  await pool.query(
    `CREATE TABLE bench_event (${columns} AUTO_INCREMENT, event_id VARCHAR(64) UNIQUE, payload TEXT)`,
  );
  return async (eventId, payload) => {
    await pool.query('INSERT INTO bench_event (event_id, payload) VALUES (?, ?)', [eventId, payload]);
  };
}

async function main(): Promise<void> {
  const [url = '', encryptKey = '', verificationToken = ''] = process.argv.slice(2);
  const insert = await rawInsert(url);
  const logger = { error() {}, warn() {}, info() {}, debug() {}, trace() {} };
  const dispatcher = new lark.EventDispatcher({ encryptKey, verificationToken, logger });
  dispatcher.register({
    'card.action.trigger': async (data: { event_id: string }) => {
      await insert(data.event_id, JSON.stringify(data));
      return { toast: { type: 'success', content: '已提交' } };
    },
  } as Parameters<typeof dispatcher.register>[0]);
  const app = express();
  app.use(express.json());
  app.use('/feishu/cards', lark.adaptExpress(dispatcher));
  const server = app.listen(0, '127.0.0.1', () => {
    const address = server.address() as { port: number };
    process.send?.({ ready: `http://127.0.0.1:${address.port}` });
  });
  process.on('disconnect', () => process.exit(0));
}

main();
