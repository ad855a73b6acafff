import { assessment } from './assessment';
import { callback } from './callback';
import { delivery } from './delivery';
import { generation } from './generation';
import { ladder } from './ladder';
import { lag } from './lag';
import { ledger, ledgerImport } from './ledger';
import { limiter } from './limiter';
import { photos } from './photos';
import { type Finding, report } from './report';

const BENCHES: Record<string, () => Promise<Finding[]>> = {
  callback,
  generation,
  delivery,
  photos,
  ledger,
  ledgerImport,
  lag,
  ladder,
  assessment,
};
/** Take minutes: only when asked for by name. */
const LONG: typeof BENCHES = { limiter };

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !(name in BENCHES || name in LONG));
  if (unknown.length > 0)
    throw new Error(`no bench ${unknown}; there is ${Object.keys({ ...BENCHES, ...LONG })}`);
  if (!process.env.TEST_MARIADB_URL) console.log('MariaDB is not measured: set TEST_MARIADB_URL');
  const findings: Finding[] = [];
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (wanted.length === 0 || wanted.includes(name)) findings.push(...(await bench()));
  }
  for (const [name, bench] of Object.entries(LONG)) {
    if (wanted.includes(name)) findings.push(...(await bench()));
  }
  process.exitCode = report(findings) ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
