import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Secrets } from '../core/secrets';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const word = z.string().regex(/^\w+$/);

const table = z.object({
  name: word,
  /** In the order of a row's values. */
  columns: z.array(word).min(1),
  /** Those of them that hold instants, written as ISO text. */
  instants: z.array(word),
  rows: z.int().min(0),
  /** The next id it would give; an id that was given once is not given again. */
  nextId: z.int().min(1).nullable(),
  sha256,
});

/** What a backup says of itself; its first part. */
export const manifestSchema = z.object({
  kind: z.literal('river-chief-backup'),
  format: z.literal(1),
  /** The program's version, for whoever looks for one that can read it. */
  program: z.string(),
  madeAt: z.iso.datetime(),
  /** What the key is known by that phones are encrypted with; the key itself is nowhere in a backup. */
  key: sha256,
  migrations: z.array(word),
  policy: z.object({ version: z.int(), sha256 }),
  tables: z.array(table),
  media: z.array(z.object({ sha256, bytes: z.int().min(0) })),
  /** Workbooks that wait for a decision, sealed as they lie; older backups have none. */
  uploads: z.array(z.object({ id: z.int().min(1), sha256, bytes: z.int().min(0) })).optional(),
  /** Photos that the database knows and the disk has lost or damaged: by their SHA-256. */
  missing: z.array(sha256),
  damaged: z.array(sha256),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type TableShape = Manifest['tables'][number];

export const MANIFEST = 'manifest.json';
export const SEAL = 'manifest.seal';
export const POLICY = 'policy.yaml';
export const tablePart = (name: string): string => `tables/${name}.ndjson`;
export const uploadPart = (id: number): string => `uploads/${id}`;
export const mediaPart = (hash: string): string => `media/${hash}`;

export const hashOf = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Only who has the county's key can make it: hashes alone could be made anew after a change. */
export const sealOf = (manifest: string, secrets: Secrets): string =>
  secrets.lookup(`backup ${hashOf(manifest)}`);
