import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import type { Places } from '../../src/backup';
import { type Backend, MARIADB_URL } from '../factories';

const ROOT = join(__dirname, '..', '..');

export interface EmptyPlaces extends Places {
  drop(): Promise<void>;
}

/** Where a county could be: an empty database without tables, an empty folder, its own copy of the rules. */
export async function emptyPlaces(backend: Backend): Promise<EmptyPlaces> {
  const dataDir = mkdtempSync(join(tmpdir(), 'places-'));
  const policyFile = join(dataDir, 'rules.yaml');
  copyFileSync(join(ROOT, 'policy.yaml'), policyFile);
  const clean = () => rmSync(dataDir, { recursive: true, force: true });
  if (backend === 'sqlite') {
    return {
      databaseUrl: `sqlite:${join(dataDir, 'county.db')}`,
      dataDir,
      policyFile,
      drop: async () => clean(),
    };
  }
  const name = `t_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  const admin = await createConnection(String(MARIADB_URL));
  await admin.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  const drop = async () => {
    await admin.query(`DROP DATABASE ${name}`);
    await admin.end();
    clean();
  };
  return { databaseUrl: `${String(MARIADB_URL).replace(/\/$/, '')}/${name}`, dataDir, policyFile, drop };
}
