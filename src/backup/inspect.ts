import { createHash } from 'node:crypto';
import { MIGRATIONS } from '../../migrations';
import { Fault } from '../core/errors';
import { keyFingerprint } from '../core/identity';
import type { Secrets } from '../core/secrets';
import { type ReadPart, readArchive, readText } from './archive';
import {
  MANIFEST,
  type Manifest,
  manifestSchema,
  mediaPart,
  POLICY,
  SEAL,
  sealOf,
  tablePart,
  uploadPart,
} from './manifest';

/** A manifest names every photo; of a hundred thousand it has 10 MB. */
const MOST_MANIFEST = 256 * 1024 * 1024;

const FOREIGN = '它不是河长助手的备份';
const BROKEN = '文件不完整或坏了，请重新拷一份，或换一个备份';

/**
 * Reads a backup from end to end and compares it with what it says of itself, before anything is written.
 *
 * @throws Fault `backup.unusable` in one sentence, whatever is wrong with the file; what the system says when it
 *   cannot be read
 */
export async function inspect(file: string, secrets: Secrets): Promise<Manifest> {
  const refuse = (why: string) => new Fault('backup.unusable', { file, why });
  let manifest: Manifest | null = null;
  try {
    const parts = readArchive(file);
    manifest = await readManifest(parts, secrets, refuse);
    await compare(parts, manifest, refuse);
    return manifest;
  } catch (error) {
    if (error instanceof Fault || isSystems(error)) throw error;
    throw refuse(manifest ? BROKEN : FOREIGN);
  }
}

/** Whether the machine could not give the file's bytes, whatever they are. */
const isSystems = (error: unknown): boolean => (error as NodeJS.ErrnoException).syscall !== undefined;

type Refuse = (why: string) => Fault;

async function readManifest(
  parts: AsyncGenerator<ReadPart>,
  secrets: Secrets,
  refuse: Refuse,
): Promise<Manifest> {
  const text = await nextText(parts, MANIFEST);
  const read = manifestSchema.safeParse(JSON.parse(text));
  if (!read.success) throw refuse(FOREIGN);
  const manifest = read.data;
  if (manifest.key !== keyFingerprint(secrets)) {
    throw refuse(
      '备份时用的 SECRET_KEY 和现在的不是同一把，手机号会解不开。请设回原来的 SECRET_KEY（试用时它在原来的 DATA_DIR/secret.key）',
    );
  }
  if ((await nextText(parts, SEAL)) !== sealOf(text, secrets)) throw refuse('内容被改过');
  const known = MIGRATIONS.map(({ name }) => name);
  if (manifest.migrations.some((name, n) => name !== known[n])) {
    throw refuse(`它是更新的程序（${manifest.program} 版）做的，请先升级程序`);
  }
  return manifest;
}

async function nextText(parts: AsyncGenerator<ReadPart>, name: string): Promise<string> {
  const { value } = await parts.next();
  if (value?.name !== name) throw new Error(`${name} is not there`);
  return readText(value.bytes, MOST_MANIFEST);
}

/** Every part once, unchanged, and no other. */
async function compare(parts: AsyncGenerator<ReadPart>, manifest: Manifest, refuse: Refuse): Promise<void> {
  const expected = new Map([
    [POLICY, manifest.policy.sha256],
    ...manifest.tables.map(({ name, sha256 }) => [tablePart(name), sha256] as const),
    ...(manifest.uploads ?? []).map(({ id, sha256 }) => [uploadPart(id), sha256] as const),
    ...manifest.media.map(({ sha256 }) => [mediaPart(sha256), sha256] as const),
  ]);
  for await (const { name, bytes } of parts) {
    const hash = createHash('sha256');
    for await (const chunk of bytes) hash.update(chunk);
    if (hash.digest('hex') !== expected.get(name)) throw refuse(`里面的 ${name} 坏了或被改过`);
    expected.delete(name);
  }
  const [missing] = expected.keys();
  if (missing) throw refuse(`里面少了 ${missing}`);
}
