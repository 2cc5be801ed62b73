// Builds the page of a report, without data, into sim/output/report_template.html.
//   node build.mjs [--packages FOLDER] [--compare FILE]
// --packages: where npm installed what package.json names, if not here; --compare: write nothing, and fail
// unless FILE is what would be written.
import {readFile, writeFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {constants, gunzipSync, gzipSync} from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const {values: asked} = parseArgs({options: {packages: {type: 'string'}, compare: {type: 'string'}}});
const packages = asked.packages ?? join(here, 'node_modules');
const {build} = createRequire(join(packages, 'package.json'))('esbuild');

const bundle = async (entry, format) => {
  const result = await build({
    entryPoints: [join(here, entry)], bundle: true, minify: true, write: false, format,
    target: 'es2022', charset: 'ascii', legalComments: 'none', logLevel: 'warning',
    nodePaths: [packages],
  });
  return result.outputFiles[0].text.trim();
};

/** Borders of countries and nothing else, at the scale of 1:50 million (Natural Earth, public domain). */
const borders = async () => {
  const world = JSON.parse(await readFile(join(packages, 'world-atlas/countries-50m.json'), 'utf8'));
  const {countries} = world.objects;
  const bare = {type: 'GeometryCollection', geometries: countries.geometries
    .filter(one => one.id !== '010')  // Antarctica: no freight goes there
    .map(({type, arcs, id}) => ({type, arcs, id}))};
  const used = new Set();
  const note = list => list.forEach(arc => Array.isArray(arc) ? note(arc) : used.add(arc < 0 ? ~arc : arc));
  bare.geometries.forEach(one => note(one.arcs ?? []));
  const arcs = world.arcs.map((arc, i) => used.has(i) ? arc : []);
  return gzipSync(JSON.stringify({type: 'Topology', transform: world.transform, arcs, objects: {countries: bare}}),
                  {level: constants.Z_BEST_COMPRESSION}).toString('base64');
};

const insert = (page, mark, text) => {
  const at = page.indexOf(mark);
  if (at < 0) throw new Error(`the page has no place for ${mark}`);
  return page.slice(0, at) + text + page.slice(at + mark.length);
};

let page = await readFile(join(here, 'src/page.html'), 'utf8');
page = insert(page, '{{style}}', await bundle('src/style.css'));
page = insert(page, '{{borders}}', await borders());
page = insert(page, '{{script}}', (await bundle('src/main.ts', 'iife')).replaceAll('</script', '<\\/script'));
// Each version of zlib compresses in its own way: what counts is what comes out.
const plain = text => text.replace(/(id="borders">)([^<]*)/, (_, mark, packed) => mark + gunzipSync(Buffer.from(packed, 'base64')));

if (asked.compare === undefined) {
  await writeFile(join(here, '../sim/output/report_template.html'), page);
} else if (plain(await readFile(asked.compare, 'utf8')) !== plain(page)) {
  console.error(`${asked.compare} is not what web/ builds: run \`npm ci && npm run build\` in web/`);
  process.exit(1);
}
