import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import express, { type Router } from 'express';

/** Beside this file, or where its sources are when this is built into `dist/`. */
const PAGE =
  [join(__dirname, 'page'), join(__dirname, '..', 'src', 'sandbox', 'page')].find((folder) =>
    existsSync(folder),
  ) ?? join(__dirname, 'page');
const STYLES = ['card.css', 'controls.css', 'phone.css', 'sheet.css', 'page.css', 'narrow.css'];
const SCRIPTS: Record<string, string> = { 'page.js': 'main.ts', 'card.js': 'cardPage.ts' };
/** Scripts, pictures and styles only from here: a card's text can never become code. */
const POLICY =
  "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'";

/**
 * The page with the three phones (`/`), the page that draws one card (`/card.html`) and what they need. Mounted at
 * `/sandbox`. The scripts are bundled at first request and kept in memory; a bundle that fails is tried again.
 */
export function pageRoutes(): Router {
  const router = express.Router();
  const bundles = new Map<string, Promise<string>>();
  const bundle = (entry: string): Promise<string> => {
    const known = bundles.get(entry);
    if (known) return known;
    const making = makeBundle(entry);
    bundles.set(entry, making);
    making.catch(() => bundles.delete(entry));
    return making;
  };

  router.use((_req, res, next) => {
    res.set('cache-control', 'no-cache');
    next();
  });
  for (const [path, file] of [
    ['/', 'index.html'],
    ['/card.html', 'card.html'],
  ] as const) {
    router.get(path, (_req, res) => {
      res.set('content-security-policy', POLICY).sendFile(join(PAGE, file));
    });
  }
  for (const style of STYLES) {
    router.get(`/assets/${style}`, (_req, res) => res.sendFile(join(PAGE, style)));
  }
  for (const [name, entry] of Object.entries(SCRIPTS)) {
    router.get(`/assets/${name}`, async (_req, res) => {
      res.type('text/javascript').send(await bundle(entry));
    });
  }
  router.get('/vchart.js', (_req, res) => {
    res.sendFile(join(require.resolve('@visactor/vchart/package.json'), '../build/index.min.js'));
  });
  return router;
}

async function makeBundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(PAGE, entry)],
    tsconfig: join(PAGE, 'tsconfig.json'),
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    minify: true,
    charset: 'utf8',
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}
