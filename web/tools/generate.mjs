// Writes the types of the API from the server's document.
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const SOURCE = process.env.OPENAPI ?? new URL('../../openapi.json', import.meta.url);
const TARGET = new URL('../src/api/schema.d.ts', import.meta.url);

const document = JSON.parse(await readFile(SOURCE, 'utf8'));
// Types are looked up by path; names of operations may repeat and would then overwrite each other.
for (const path of Object.values(document.paths))
  for (const operation of Object.values(path)) delete operation.operationId;
const ast = await openapiTS(document, { emptyObjectsUnknown: true });
await writeFile(TARGET, `// Generated from openapi.json by \`npm run api\`.\n\n${astToString(ast)}`);
