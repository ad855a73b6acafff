import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWhole } from '../../src/core/writeWhole';

describe('a file that is written whole', () => {
  let dir: string;
  let out: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'whole-'));
    out = join(dir, 'out.xlsx');
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('half');
    throw new Error('the database went away');
  }

  it('takes the place of the one before, for its owner alone', async () => {
    writeFileSync(out, 'before');
    await writeWhole(out, [Buffer.from('af'), Buffer.from('ter')]);
    expect(readFileSync(out, 'utf8')).toBe('after');
    expect(statSync(out).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir)).toEqual(['out.xlsx']);
  });

  it('leaves what was there when its pieces end half way', async () => {
    writeFileSync(out, 'before');
    await expect(writeWhole(out, broken())).rejects.toThrow('went away');
    expect(readFileSync(out, 'utf8')).toBe('before');
    expect(readdirSync(dir)).toEqual(['out.xlsx']);
  });

  it('goes through what is no file of its own, as /dev/stdout is, and leaves it what it is', async () => {
    const through = join(dir, 'stdout');
    symlinkSync(out, through);
    await writeWhole(through, [Buffer.from('said')]);
    expect(readFileSync(out, 'utf8')).toBe('said');
    expect(readdirSync(dir).sort()).toEqual(['out.xlsx', 'stdout']);
  });
});
