import { guardIdentity } from '../../src/core/identity';
import { Secrets } from '../../src/core/secrets';
import { BACKENDS, openTestDatabase, type TestDatabase, testSecrets } from '../factories';

describe.each(BACKENDS)('a database over %s', (backend) => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await openTestDatabase(backend);
    await guardIdentity(db, testSecrets, 'sandbox');
  });
  afterEach(() => db.drop());

  it('opens again with the key and the Feishu it began with', async () => {
    await expect(guardIdentity(db, testSecrets, 'sandbox')).resolves.toBeUndefined();
  });

  it('refuses another key, under which nobody of the roster would be found again', async () => {
    const other = new Secrets(Buffer.alloc(32, 8));
    await expect(guardIdentity(db, other, 'sandbox')).rejects.toThrow('SECRET_KEY');
  });

  it('refuses the real Feishu after the sandbox', async () => {
    await expect(guardIdentity(db, testSecrets, 'real')).rejects.toThrow('沙箱');
  });
});

it('a county’s database refuses the sandbox', async () => {
  const db = await openTestDatabase();
  await guardIdentity(db, testSecrets, 'real');
  await expect(guardIdentity(db, testSecrets, 'sandbox')).rejects.toThrow('真实飞书');
  await db.drop();
});
