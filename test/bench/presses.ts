import { createCipheriv, createHash, randomBytes } from 'node:crypto';

export interface AppKeys {
  appId: string;
  encryptKey: string;
  verificationToken: string;
}

export interface SignedRequest {
  method: 'POST';
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** One press, encrypted and signed as Feishu does it: made before the measuring begins. */
export function signedPress(keys: AppKeys, path: string, event: object): SignedRequest {
  const id = randomBytes(16).toString('hex');
  const envelope = {
    schema: '2.0',
    header: {
      event_id: id,
      token: keys.verificationToken,
      create_time: `${Date.now()}000`,
      event_type: 'card.action.trigger',
      tenant_key: 'bench',
      app_id: keys.appId,
    },
    event,
  };
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update(keys.encryptKey).digest(), iv);
  const sealed = Buffer.concat([iv, cipher.update(JSON.stringify(envelope), 'utf8'), cipher.final()]);
  const body = JSON.stringify({ encrypt: sealed.toString('base64') });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = randomBytes(8).toString('hex');
  const signature = createHash('sha256')
    .update(timestamp + nonce + keys.encryptKey + body)
    .digest('hex');
  return {
    method: 'POST',
    path,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'x-lark-request-timestamp': timestamp,
      'x-lark-request-nonce': nonce,
      'x-lark-signature': signature,
    },
    body,
  };
}
