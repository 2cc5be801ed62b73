// CARAVAN_ROOT=… CARAVAN_MODULES=… node editor.mjs: what an editor with a YAML language server shows of Caravan's scenarios.
//
// The real server reads docs/reference/caravan-1.schema.json. It must find nothing in the scenarios, name
// the fault of each file in tests/editor/faulty, whose first line states the line and words of the
// message, and show the sentence of a key on which the mouse rests.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';

import { Server } from './server.mjs';

const root = resolve(process.env.CARAVAN_ROOT);
const program = join(resolve(process.env.CARAVAN_MODULES), 'yaml-language-server/bin/yaml-language-server');
const schema = join(root, 'docs/reference/caravan-1.schema.json');
const url = (path) => pathToFileURL(path).href;
const yaml_files = (folder) =>
  readdirSync(join(root, folder)).filter((name) => name.endsWith('.yaml')).map((name) => join(folder, name));

const server = new Server(program, {
  yaml: {
    schemas: { [url(schema)]: ['*.yaml'] }, schemaStore: { enable: false },
    validate: true, hover: true, completion: true,
  },
});

const open = (file) => server.open(url(join(root, file)), readFileSync(join(root, file), 'utf8'));

async function hover(file, line, character) {
  const answer = await server.request('textDocument/hover', {
    textDocument: { uri: url(join(root, file)) }, position: { line, character },
  });
  return answer?.contents?.value ?? '';
}

async function shows_its_fault(file) {
  const [, line, words] = /^# line (\d+): (.*)/.exec(readFileSync(join(root, file), 'utf8'));
  const found = (await open(file)).map((one) => `${one.range.start.line + 1}: ${one.message}`);
  assert.ok(found.length > 0 && found.every((one) => one.startsWith(`${line}: ${words}`)), found.join('\n'));
}

async function hover_shows_the_sentence() {
  const file = join('scenarios', '01-first-train.yaml');
  const rows = readFileSync(join(root, file), 'utf8').split('\n');
  const line = rows.findIndex((row) => row.includes('speed:') && !row.startsWith('#'));
  const shown = (await hover(file, line, rows[line].indexOf('speed:') + 2)).replaceAll('\\', '');
  const sentence = JSON.parse(readFileSync(schema, 'utf8')).definitions.link.properties.speed.description;
  assert.ok(shown.includes(sentence), shown);
}

test('an editor', { timeout: 60000 }, async (editor) => {
  const [faulty, scenarios] = [yaml_files('tests/editor/faulty'), yaml_files('scenarios')];
  assert.ok(faulty.length >= 5 && scenarios.length >= 5);
  try {
    await server.start(url(root));
    // The faulty ones first: they prove that the server has the schema when it looks at the others.
    for (const file of faulty) {
      await editor.test(`shows the fault of ${file}`, () => shows_its_fault(file));
    }
    for (const file of scenarios) {
      await editor.test(`finds nothing in ${file}`, async () => assert.deepEqual(await open(file), []));
    }
    await editor.test('shows the sentence of a key', hover_shows_the_sentence);
  } finally {
    server.stop();
  }
});
