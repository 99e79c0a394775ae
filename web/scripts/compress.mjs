// Writes a .br and a .gz beside every text asset, so that the server never compresses while somebody waits.
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const DIST = new URL('../dist/', import.meta.url).pathname;
const TEXT = new Set(['.html', '.js', '.css', '.svg', '.json', '.txt', '.webmanifest', '.map']);

let files = 0;
for (const entry of await readdir(DIST, { recursive: true })) {
  const path = join(DIST, entry);
  if (!TEXT.has(extname(path)) || !(await stat(path)).isFile()) continue;
  const body = await readFile(path);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
  };
  await writeFile(`${path}.br`, brotliCompressSync(body, { params }));
  await writeFile(`${path}.gz`, gzipSync(body, { level: 9 }));
  files += 1;
}
process.stdout.write(`${files} text files compressed (.br, .gz)\n`);
