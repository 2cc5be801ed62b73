// Opens reports from disk in a browser without a network, uses each view, and looks at what it shows.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {copyFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {test, after, before} from 'node:test';
import {pathToFileURL} from 'node:url';
import {gzipSync} from 'node:zlib';

const [packages, chromium, caravan, scenarios, work] = process.argv.slice(2);
const {chromium: driver} = createRequire(join(packages, 'playwright-core/package.json'))('playwright-core');
mkdirSync(work, {recursive: true});

const run = (...words) => execFileSync(caravan, words, {cwd: work, stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28});
/** The page of a scenario of the house. */
const made = new Map();
function pageOf(scenario, ...words) {
  const name = [scenario, ...words].join(' ').replaceAll(/[^\w-]+/g, '_');
  const file = join(work, `${name}.html`);
  if (!made.has(file)) made.set(file, run('report', join(scenarios, `${scenario}.yaml`), ...words, '-o', file, '--force'));
  return file;
}

let browser;
before(async () => {
  // As root, as in a container, the browser has no sandbox to go into.
  browser = await driver.launch({executablePath: chromium, args: process.getuid?.() === 0 ? ['--no-sandbox'] : []});
});
after(() => browser?.close());

/** Opens a page without a network; whatever it complains of, or asks for, fails the test. */
async function opened(file, options = {}) {
  const context = await browser.newContext({viewport: {width: 1300, height: 900}, offline: true, acceptDownloads: true, ...options});
  const page = await context.newPage();
  const trouble = [];
  page.on('pageerror', error => trouble.push(error.message));
  page.on('console', message => message.type() === 'error' && trouble.push(message.text()));
  page.on('dialog', dialog => { trouble.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', request => request.url() === pathToFileURL(file).href || request.url().startsWith('blob:') || trouble.push(`asks for ${request.url()}`));
  await page.goto(pathToFileURL(file).href);
  await page.waitForSelector('html[data-ready]');
  return {page, close: async () => { await context.close(); assert.deepEqual(trouble, []); }};
}
const text = async (page, selector) => (await page.locator(selector).innerText()).replaceAll(/\s+/g, ' ');
const corridor = () => pageOf('china-europe-2024', '--replication', '0');

test('the page of a corridor year is at most 3 MB, and the first picture is there within 1.5 s', async () => {
  assert.ok(statSync(corridor()).size <= 3_000_000, `${statSync(corridor()).size} bytes`);
  const {page, close} = await opened(corridor());
  const painted = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime);
  const answered = await page.evaluate(() => performance.getEntriesByName('answer')[0].startTime);
  console.log(`${statSync(corridor()).size} bytes, first paint ${painted.toFixed(0)} ms, answer ${answered.toFixed(0)} ms`);
  assert.ok(painted <= 1500 && answered <= 1500);
  await close();
});

test('the answer of the page is that of the program', async () => {
  const {page, close} = await opened(corridor());
  const answer = JSON.parse(run('report', join(scenarios, '02-single-track.yaml'), '--format', 'json', '-o', '-'));
  assert.equal(answer.schema, 'caravan-report/1');
  const shown = await text(page, '#answer');
  const printed = await page.locator('#answer pre').textContent();
  assert.match(printed, /audit ok · fingerprint (\S+)/);
  assert.ok(shown.includes(printed.match(/fingerprint (\S+)/)[1]), shown);
  assert.match(shown, /audit ok/);
  assert.match(shown, /1 019 589|[\d\s\u202f]+ loads delivered/);
  await close();
});

test('lead times are shown for one relation after another, by keyboard too, and as CSV', async () => {
  const {page, close} = await opened(corridor());
  const rows = page.locator('#lead svg [role=button]');
  assert.equal(await rows.count(), 12);
  await rows.nth(3).focus();
  await page.keyboard.press('Enter');
  const name = (await rows.nth(3).getAttribute('aria-label')).split(',')[0];
  assert.equal(await text(page, '#lead h3'), name);
  assert.equal(await page.getByRole('button', {name: 'against what was promised'}).count(), 0, 'nothing was promised here');
  const all = page.getByRole('button', {name: /^all \d+$/});
  const count = Number((await all.innerText()).split(' ')[1]);
  assert.ok(count > 50);
  await all.click();
  assert.equal(await rows.count(), count);
  const [download] = await Promise.all([page.waitForEvent('download'), (async () => {
    await page.locator('#lead details summary').click();
    await page.locator('#lead details button').click();
  })()]);
  const lines = readFileSync(await download.path(), 'utf8').trim().split('\n');
  assert.equal(lines.length, count + 1);
  assert.match(lines[0], /^relation,loads,mean \(h\),p10 \(h\),p50/);
  await close();
});

test('waits are shown by relation and by place', async () => {
  const {page, close} = await opened(corridor());
  assert.match(await text(page, '#waits .legend'), /line.*forming/);
  await page.getByRole('button', {name: 'by place'}).click();
  assert.match(await page.locator('#waits svg').textContent(), /dostyk/);
  await close();
});

test('the map plays at 30 frames a second or better, and marks what is closed', async () => {
  const {page, close} = await opened(corridor());
  const map = page.locator('#map .canvas');
  await map.scrollIntoViewIfNeeded();
  await page.waitForSelector('#map .canvas[data-borders]');
  await page.locator('#map input[type=range]').fill(String(260 * 1440));
  assert.match(await text(page, '#map'), /Sep 2024/);
  await page.locator('#map input[type=range]').fill(String(239 * 1440));
  assert.match(await text(page, '#map [role=status] >> nth=-1'), /closed or restricted: .*alashankou-takes-less/);
  await map.focus();
  await page.keyboard.press('Space');
  await page.waitForSelector('#map .canvas[data-fps]');
  await page.waitForTimeout(1500);
  const rate = Number(await map.getAttribute('data-fps'));
  console.log(`playback at ${rate} frames a second`);
  assert.ok(rate >= 30, `${rate} frames a second`);
  await page.keyboard.press('Space');
  assert.equal(await map.getAttribute('data-playing'), 'false');
  await close();
});

test('the graph of trains is moved, zoomed, filtered and read, by pointer and by keyboard', async () => {
  const {page, close} = await opened(corridor());
  const graph = page.locator('#trains .canvas');
  await graph.scrollIntoViewIfNeeded();
  await page.waitForSelector('#trains .canvas[data-trains]');
  const look = async () => ({from: Number(await graph.getAttribute('data-from')), until: Number(await graph.getAttribute('data-until'))});
  const before = await look();
  await graph.focus();
  await page.keyboard.press('+');
  const closer = await look();
  assert.ok(closer.until - closer.from < before.until - before.from);
  await page.keyboard.press('ArrowRight');
  assert.ok((await look()).from > closer.from);
  await page.keyboard.press('n');
  const name = await graph.getAttribute('data-chosen');
  assert.match(name, /^.+#\d+$/);
  assert.match(await text(page, '#trains .tip'), new RegExp(`${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')} .*\\w+/\\w+`), 'the tip names the train, and the zone of the place');
  await page.keyboard.press('Enter');
  assert.equal(await text(page, '#lives h3'), name);
  // Somewhere in the middle of the picture a train is near.
  await page.locator('#trains').scrollIntoViewIfNeeded();
  const box = await graph.boundingBox();
  let found = '';
  for (let i = 0; i < 12 && !found; ++i) {
    await page.mouse.move(box.x + 300 + i * 37, box.y + 130 + i * 3);
    found = await graph.getAttribute('data-chosen');
  }
  assert.match(found, /#\d+$/);
  const all = Number(await graph.getAttribute('data-trains'));
  await page.locator('#trains input[type=search]').fill(found.split('#')[0]);
  const some = Number(await graph.getAttribute('data-trains'));
  assert.ok(some > 0 && some < all, `${some} of ${all}`);
  await page.locator('#trains select').first().selectOption({label: 'khorgos'});
  await page.locator('#trains select').last().selectOption({label: 'xian'});
  assert.match(await text(page, '#trains [role=status] >> nth=-1'), /run here/);
  await page.getByRole('button', {name: 'Whole run'}).last().click();
  assert.deepEqual(await look(), {from: 0, until: 366 * 1440});
  await close();
});

test('the page of a corridor year with intervals is at most 3 MB', async () => {
  const file = pageOf('china-europe-2024', '--replications', '3');
  console.log(`${statSync(file).size} bytes with intervals`);
  assert.ok(statSync(file).size <= 3_000_000, `${statSync(file).size} bytes`);
});

test('the map says how thick and how large is how much, and with what lines which gauge and mode is drawn', async () => {
  const {page, close} = await opened(corridor());
  const legend = await page.locator('#map .legend li').evaluateAll(all => all.map(one => ({text: one.textContent, dash: one.querySelector('line')?.getAttribute('stroke-dasharray') ?? '',
    width: Number(one.querySelector('line')?.getAttribute('stroke-width')), radius: Number(one.querySelector('circle')?.getAttribute('r'))})));
  const flows = legend.filter(one => / a day$/.test(one.text));
  const queues = legend.filter(one => / wait$/.test(one.text));
  assert.ok(flows.length === 2 && flows[0].width < flows[1].width, JSON.stringify(flows));
  assert.ok(queues.length === 2 && queues[0].radius < queues[1].radius, JSON.stringify(queues));
  assert.notEqual(legend.find(one => one.text === 'sea').dash, '');
  assert.equal(legend.find(one => one.text === 'track gauge 1520 mm').dash, '');
  await close();
});

test('percentiles and due dates do not cover each other, on axes with round numbers', async () => {
  const {page, close} = await opened(corridor());
  const rows = page.locator('#lead svg [role=button]');
  for (let i = 0; i < await rows.count(); ++i) {
    await rows.nth(i).click();
    const boxes = await page.locator('#lead text.over').evaluateAll(all => all.map(one => { const b = one.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; }));
    assert.ok(boxes.length >= 1);
    boxes.forEach((a, k) => boxes.slice(k + 1).forEach(b => assert.ok(a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] + 3 || b[3] <= a[1] + 3, `names of marks overlap in row ${i}`)));
  }
  const ticks = await page.locator('#lead .chart >> nth=0').locator('text.soft').allTextContents();
  assert.deepEqual(ticks.filter(text => /^\d+(\.5)? d$/.test(text)), ['0 d', '5 d', '10 d']);
  assert.match(await page.locator('#lead .columns svg >> nth=1').textContent(), /share of loads, by [\d.]+ [dh]/);
  await close();
});

test('queues, yards and lines are shown over time', async () => {
  const {page, close} = await opened(corridor());
  await page.waitForSelector('#queues .u-over');
  assert.match(await page.locator('#queues .chart').getAttribute('data-lines'), /line\|forming/);
  assert.equal(await page.locator('#queues .chart').getAttribute('data-counts'), 'trains and trucks');
  assert.equal(await text(page, '#queues h3'), 'dostyk: what waits');
  await page.getByRole('button', {name: 'tracks', exact: true}).click();
  await page.getByLabel('Place').selectOption({label: 'khorgos'});
  assert.match(await page.locator('#queues .chart').getAttribute('data-lines'), /^all\|.*\|tracks$/);
  await page.locator('#queues .u-over').hover();
  assert.match(await text(page, '#queues .u-legend'), /2024 \d\d:\d\d:.*all *[\d.]+.*tracks *43/, '31 station tracks and 12 handling tracks');
  await page.getByRole('button', {name: 'yards'}).click();
  assert.notEqual(await page.getByLabel('Place').inputValue(), '');
  assert.match(await text(page, '#queues .note'), /Load units/);
  await page.getByRole('button', {name: 'lines', exact: true}).click();
  assert.match(await page.locator('#queues .chart').getAttribute('data-lines'), /(trains|trucks) running/);
  await close();
});

test('what is busy is listed, and shown at work within its hours', async () => {
  const {page, close} = await opened(corridor());
  assert.match(await text(page, '#use h3'), /dostyk-aktogay/);
  await page.getByRole('button', {name: 'cranes and officers'}).click();
  const one = page.locator('#use svg [role=button]', {hasText: 'cn-inspection-khorgos'});
  await one.focus();
  await page.keyboard.press('Enter');
  assert.match(await text(page, '#use .columns .note'), /Grey: closed by its calendar/);
  assert.equal(await page.locator('#use .columns .chart >> nth=1').getAttribute('data-lines'), 'at work|waiting|capacity');
  await close();
});

/** What the CSV behind the charts of one resource says, without its header. */
async function useOverTime(page, ends = '') {
  const [download] = await Promise.all([page.waitForEvent('download'), (async () => {
    await page.locator('#use .columns details').evaluate(fold => { fold.open = true; });
    await page.locator('#use .columns details button').click();
  })()]);
  const [head, ...lines] = readFileSync(await download.path(), 'utf8').trim().split('\n');
  assert.equal(head, `from,where,what,mean number${ends}`);
  return lines.map(line => line.split(','));
}

test('of a fleet the units in use and the trains that wait for it are shown over time', async () => {
  const {page, close} = await opened(pageOf('07-wagons-run-out'));
  await page.locator('#use').getByRole('button', {name: 'fleets'}).click();
  assert.match(await text(page, '#use .columns .note'), /2\s100 wagons: \d+\s% busy; .*In use: with trains, turning round.*trains that wait for them/);
  const [units, trains] = ['nth=1', 'nth=2'].map(nth => page.locator(`#use .columns .chart >> ${nth}`));
  assert.equal(await units.getAttribute('data-lines'), 'in use|all');
  assert.equal(await units.getAttribute('data-counts'), 'wagons in use');
  assert.equal(await trains.getAttribute('data-lines'), 'waiting');
  assert.equal(await trains.getAttribute('data-counts'), 'trains that wait');
  const busy = Number((await text(page, '#use .columns .note')).match(/(\d+)\s% busy/)[1]);
  const rows = await useOverTime(page);
  const inUse = rows.filter(row => row[2] === 'in use').map(row => Number(row[3]));
  assert.deepEqual([...new Set(rows.filter(row => row[2] === 'all').map(row => Number(row[3])))], [2100]);
  const waiting = rows.filter(row => row[2] === 'waiting').map(row => Number(row[3]));
  const queue = Number((await text(page, '#use .columns .note >> nth=0')).match(/([\d.]+) wait on average/)[1]);
  assert.equal(inUse.length, waiting.length);
  assert.ok(Math.abs(waiting.reduce((sum, one) => sum + one, 0) / waiting.length / queue - 1) < .02, `${queue} trains wait on the mean`);
  const share = inUse.reduce((sum, one) => sum + one, 0) / inUse.length / 2100;
  assert.ok(Math.abs(share * 100 - busy) < .6, `${share} of the wagons in use on the mean, ${busy} % busy`);
  assert.ok(Math.max(...inUse) <= 2100 && Math.min(...inUse) < 800, 'they are in use more and more');
  // Another kind of resource has one chart again.
  await page.locator('#use').getByRole('button', {name: 'cranes and officers'}).click();
  assert.equal(await trains.isVisible(), false);
  await close();
});

test('the use of a fleet over time has its interval', async () => {
  const {page, close} = await opened(pageOf('07-wagons-run-out', '--replications', '3'));
  await page.locator('#use').getByRole('button', {name: 'fleets'}).click();
  assert.match(await text(page, '#use .columns .note'), /means of 3 runs; the bands are their intervals of 95\s%/);
  const inUse = (await useOverTime(page, ',at least,at most')).filter(row => row[2] === 'in use').map(row => row.slice(3).map(Number));
  assert.ok(inUse.every(([mean, low, high]) => low <= mean && mean <= high));
  assert.ok(inUse.some(([, low, high]) => low < high));
  await close();
});

test('one life is told from its first minute to its last', async () => {
  const {page, close} = await opened(corridor());
  const data = JSON.parse(run('report', join(scenarios, '03-gauge-transfer.yaml'), '--format', 'json', '-o', '-')).runs[0];
  await close();
  const small = await opened(pageOf('03-gauge-transfer'));
  const life = data.lives[0];
  await small.page.getByLabel('A load').selectOption(life.name);
  assert.equal(await text(small.page, '#lives h3'), life.name);
  await small.page.locator('#lives details summary').click();
  await small.page.waitForSelector('#lives tbody tr');
  const rows = await small.page.locator('#lives tbody tr').evaluateAll(all => all.map(row => [...row.cells].map(cell => cell.textContent)));
  const minutes = rows.reduce((sum, row) => sum + Number(row[3]), 0);
  assert.ok(Math.abs(minutes - (life.ended_ms - life.created_ms) / 60000) <= 1, 'the steps add up to the lead time');
  assert.ok(rows.some(row => row[4] === 'running' && /#\d+/.test(row[6])), 'it rode a train');
  await small.page.getByLabel('Name of a train').fill('nobody#1');
  await small.page.keyboard.press('Enter');
  assert.match(await text(small.page, '#lives p[role=status]'), /There was no nobody#1/);
  await small.close();
});

test('what differs between scenarios is shown with intervals, and both are laid over each other', async () => {
  const file = join(work, 'comparison.html');
  run('compare', join(scenarios, '06-border-hub.yaml'), join(scenarios, '06-border-hub-third-crane.yaml'), '--replications', '5', '--report', file, '--force');
  const {page, close} = await opened(file);
  assert.match(await text(page, '#comparison'), /in 5 pairs on common luck.*the map, the trains, the waits and what is busy are those of border-hub alone/);
  assert.match(await page.locator('#comparison svg').textContent(), /lead-time\.mean.*±/);
  const shown = () => page.locator('#comparison svg .row text[font-weight]').evaluateAll(all => all.map(one => [one.textContent, one.getAttribute('font-weight')]));
  const real = await shown();
  assert.ok(real.length && real.every(([, weight]) => weight === '600'), `those that are real are: ${real}`);
  assert.ok(real.some(([name]) => name.startsWith('waits')), 'not lead times alone');
  await page.getByLabel('Measures').getByRole('button', {name: 'all'}).click();
  assert.ok((await shown()).some(([, weight]) => weight === '400'), 'and of all there are some that may be chance');
  assert.equal(await page.locator('#lead .legend li').count(), 2);
  assert.match(await page.locator('#queues .chart').getAttribute('data-lines'), /^all\|all, .*crane/);
  await close();
});

test('the page of two corridor years laid over each other is at most 3 MB, and there within 1.5 s', async () => {
  const file = join(work, 'years.html');
  run('compare', join(scenarios, 'china-europe-2024.yaml'), join(scenarios, 'china-europe-2024-second-track.yaml'), '--replications', '2', '--report', file, '--force');
  console.log(`${statSync(file).size} bytes`);
  assert.ok(statSync(file).size <= 3_000_000, `${statSync(file).size} bytes`);
  const {page, close} = await opened(file);
  const answered = await page.evaluate(() => performance.getEntriesByName('answer')[0].startTime);
  assert.ok(answered <= 1500, `answer ${answered} ms`);
  assert.match(await text(page, '#comparison'), /in 2 pairs on common luck: too few for intervals; the numbers are below/);
  await close();
});

test('a ladder is shown rung by rung, over the runs before and after', async () => {
  const file = join(work, 'ladder.html');
  run('ladder', join(scenarios, '03-gauge-transfer.yaml'), '--set', 'terminals.dry-port.cranes=1', '--headline', 'lead-time.mean', '--rungs', '2', '--replications', '5', '--format', 'json', '-o', join(work, 'ladder.json'), '--report', file, '--force');
  const found = JSON.parse(readFileSync(join(work, 'ladder.json'), 'utf8'));
  const kept = found.rungs.filter(rung => rung.chosen !== null).map(rung => rung.tried[rung.chosen]);
  assert.equal(kept.length, 2, 'a second crane, and a third');
  const {page, close} = await opened(file);
  const drawn = await page.locator('#ladder svg').textContent();
  assert.ok(drawn.includes('as it is') && drawn.includes('1. terminals.dry-port.cranes 1 → 2'), drawn);
  await page.locator('#ladder details summary').click();
  await page.waitForSelector('#ladder tbody tr');
  assert.equal(await page.locator('#ladder tbody tr').count(), found.rungs.reduce((n, rung) => n + rung.tried.length, 0));
  assert.match(await text(page, '#lead .legend'), /with all rungs/);
  await close();
});

test('lead times are set against what each load was promised, where promises differ', async () => {
  writeFileSync(join(work, 'promised.yaml'), `schema: caravan/1
name: promised
clock: {start: 2026-03-02 00:00, run: 60 d}
places: {khorgos: {}, almaty: {}}
links:
  south: {between: [khorgos, almaty], rail: 1520 mm, length: 480 km, speed: 30 km/h}
consists: {wide: {gauge: 1520 mm, capacity: 20 TEU}}
services:
  fast: {from: khorgos, to: almaty, departs: daily at 06:00, consist: wide, units: 4, due: 12 h}
  slow: {from: khorgos, to: almaty, departs: daily at 18:00, consist: wide, units: 4, due: 2 d}
`);
  const file = join(work, 'promised.html');
  run('report', 'promised.yaml', '-o', file, '--force');
  const data = JSON.parse(run('report', 'promised.yaml', '--format', 'json', '-o', '-')).runs[0];
  assert.deepEqual(data.due_minutes, [-1], 'two promises');
  const [quantiles] = data.lateness;
  // 480 km at 30 km/h are 16 h: 4 h after the one promise, 32 h before the other.
  assert.deepEqual([quantiles[0], quantiles.at(-1)], [-32 * 60, 4 * 60]);
  const {page, close} = await opened(file);
  await page.getByRole('button', {name: 'against what was promised'}).click();
  assert.match(await page.locator('#lead .columns svg >> nth=1').getAttribute('aria-label'), /^Lateness of khorgos/);
  assert.match(await page.locator('#lead .columns svg >> nth=1').textContent(), /due.*p90, p95.*later than promised/);
  await page.locator('#lead details summary').click();
  await page.waitForSelector('#lead tbody tr');
  const row = await page.locator('#lead tbody tr').first().locator('td').allTextContents();
  assert.equal(Number(row.at(-3)), +(quantiles[100] / 60).toFixed(2), 'the middle of the lateness');
  await close();
});

test('the folder of many replications says which of its intervals were not kept', async () => {
  run('run', join(scenarios, '03-gauge-transfer.yaml'), '--replications', '3', '-o', 'several', '--force');
  run('report', 'several', '--force');
  const {page, close} = await opened(join(work, 'several', 'report.html'));
  assert.match(await text(page, '#answer .figures'), /±/);
  assert.match(await text(page, '#queues'), /Those of the first replication: made with --report, the page has intervals here too/);
  await close();
});

test('replications show their intervals', async () => {
  const {page, close} = await opened(pageOf('03-gauge-transfer', '--replications', '5'));
  assert.match(await text(page, '#replications'), /5 independent runs/);
  assert.match(await text(page, '#answer .figures'), /± .*mean lead time.*± .*waiting a load.*± .*busy/);
  assert.match(await text(page, '#queues'), /Means of 5 runs; the bands are their intervals of 95\s%/);
  for (const view of ['queues', 'tracks', 'yards', 'lines']) {
    await page.getByRole('button', {name: view, exact: true}).click();
    const [download] = await Promise.all([page.waitForEvent('download'), (async () => {
      await page.locator('#queues details').evaluate(fold => { fold.open = true; });
      await page.locator('#queues details button').click();
    })()]);
    const [head, ...lines] = readFileSync(await download.path(), 'utf8').trim().split('\n');
    assert.equal(head, 'from,where,what,mean number,at least,at most');
    const cells = lines.map(one => one.split(',').slice(-3).map(Number));
    const banded = cells.filter((_, i) => !/,(?:,|$)/.test(lines[i]));
    assert.ok(banded.every(([mean, low, high]) => low <= mean && mean <= high), `intervals of ${view}`);
    if (view === 'tracks') {
      const first = lines[0].split(',')[0];
      const then = lines.filter(one => one.startsWith(first)).map(one => one.split(','));
      const [all, ...parts] = then.filter(one => !one[2].includes('tracks')).map(one => Number(one[3]));
      assert.ok(Math.abs(all - parts.reduce((sum, one) => sum + one, 0)) < .05, 'all are the sum of what is drawn');
    }
    assert.ok(cells.some(([, low, high]) => low < high), `intervals of ${view}`);
  }
  await close();
});

test('a sweep is shown as a heat map and as curves', async () => {
  rmSync(join(work, 'swept'), {recursive: true, force: true});
  copyFileSync(join(scenarios, '03-gauge-transfer.yaml'), join(work, '03-gauge-transfer.yaml'));
  writeFileSync(join(work, 'cranes.yaml'), `schema: caravan/1
name: cranes
extends: 03-gauge-transfer.yaml
sweep:
  vary:
    terminals.dry-port.cranes: [2, 3]
    terminals.dry-port.form.oldest: [6 h, 12 h]
  replications: 3
  best: {of: lead-time.mean}
`);
  run('sweep', 'cranes.yaml', '--into', 'swept');
  run('report', 'swept', '--force');
  const {page, close} = await opened(join(work, 'swept', 'report.html'));
  assert.match(await text(page, '#sweep'), /4 points in 12 runs/);
  assert.equal(await page.locator('#sweep svg g[aria-label] rect').count(), 4);
  assert.match(await page.locator('#sweep svg').textContent(), /across: terminals\.dry-port\.cranes.*lead-time\.mean/);
  const ends = (await page.locator('#sweep svg > text').allTextContents()).filter(one => / h$/.test(one) && one.includes('.'));
  const cells = (await page.locator('#sweep svg g text').allTextContents()).map(Number).sort((a, b) => a - b);
  assert.deepEqual(ends.map(parseFloat), [cells[0], cells.at(-1)], 'the scale says what its ends mean');
  await page.getByRole('button', {name: 'curves'}).click();
  assert.equal(await page.locator('#sweep svg circle').count(), 4);
  assert.match(await text(page, '#sweep'), /dry-port\.cranes \d+ %/);
  await close();
});

test('gates are shown with their verdicts, over the run of the one scenario that was tested', async () => {
  const gated = (name, gates) => writeFileSync(join(work, `${name}.yaml`), `schema: caravan/1\nextends: 03-gauge-transfer.yaml\nname: ${name}\nexpect:\n  gates:\n${gates}`);
  copyFileSync(join(scenarios, '03-gauge-transfer.yaml'), join(work, '03-gauge-transfer.yaml'));
  gated('gated', '    soon: {that: lead-time.p90, at-most: 100 d}\n    at-once: {that: lead-time.p90, at-most: 1 h}\n');
  gated('good', '    soon: {that: lead-time.p90, at-most: 100 d}\n');
  const failing = (...words) => assert.throws(() => run('test', ...words), error => error.status === 1);
  const file = join(work, 'gates.html');
  failing('gated.yaml', '--report', file);
  const one = await opened(file);
  assert.match(await text(one.page, '#gates'), /1 passed, 1 failed, 0 undecided/);
  const rows = await one.page.locator('#gates .table').first().locator('tbody tr').evaluateAll(all => all.map(row => [...row.cells].map(cell => cell.textContent)));
  assert.deepEqual(rows.map(row => [row[0], row[1]]), [['at-once: lead-time.p90', 'FAIL'], ['soon: lead-time.p90', 'pass']]);
  assert.match(rows[0][2], /h/);
  const marks = await one.page.locator('#gates tbody tr td:nth-child(2)').evaluateAll(all => all.map(cell => getComputedStyle(cell, '::before').content));
  assert.deepEqual(marks.slice(0, 2), ['"✗ "', '"✓ "'], 'told by more than colour');
  assert.match(rows[0][3], /at most 1 h/);
  assert.match(rows[0][5], /gated\.yaml:7:/);
  assert.ok(await one.page.locator('#map').count(), 'the run is there too');
  await one.close();
  const narrow = await opened(file, {viewport: {width: 390, height: 800}});
  const head = await narrow.page.locator('#gates .table').first().locator('th').evaluateAll(all => all.map(cell => cell.getBoundingClientRect().height));
  assert.ok(Math.max(...head) < 40, `on a telephone words are whole: ${head}`);
  assert.ok(await narrow.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth + 1), 'the table alone is moved sideways');
  await narrow.close();
  failing('gated.yaml', 'good.yaml', '--report', file);
  const two = await opened(file);
  assert.match(await text(two.page, '#gates'), /2 passed, 1 failed, 0 undecided/);
  assert.equal(await two.page.locator('#gates h3').count(), 2);
  assert.equal(await two.page.locator('#map').count(), 0);
  await two.close();
});

test('a verdict that could not be reached has a mark of its own', async () => {
  const data = JSON.parse(run('report', join(scenarios, '06-border-hub.yaml'), '--format', 'json', '-o', '-'));
  const gate = verdict => ({what: 'lead-time.p90', verdict, observed: '1 h', expected: 'at most 2 h', reason: '', at: 'a.yaml:1:1'});
  data.gates = {files: [{file: 'a.yaml', name: 'a', runs: 2, error: '', gates: ['FAIL', 'undecided', 'pass'].map(gate)}], without: []};
  const {page, close} = await opened(filled('verdicts', data));
  const marks = await page.locator('#gates .table').first().locator('tbody tr td:nth-child(2)').evaluateAll(all => all.map(cell => getComputedStyle(cell, '::before').content));
  assert.deepEqual(marks, ['"✗ "', '"? "', '"✓ "']);
  await close();
});

test('a scenario whose name attacks is shown by that name', async () => {
  const [name, about] = ['</title><script>alert(1)</script>', '"><img src=x onerror=alert(2)> gpj.\u202eexe \u001b[31m'];
  writeFileSync(join(work, 'attack.yaml'), `schema: caravan/1
extends: 03-gauge-transfer.yaml
name: ${JSON.stringify(name)}
about: ${JSON.stringify(about)}
`);
  copyFileSync(join(scenarios, '03-gauge-transfer.yaml'), join(work, '03-gauge-transfer.yaml'));
  const file = join(work, 'attack.html');
  run('report', 'attack.yaml', '-o', file, '--force');
  const {page, close} = await opened(file);
  assert.equal(await page.title(), name);
  assert.equal(await page.locator('h1').textContent(), name);
  assert.equal(await page.locator('#answer .lead').textContent(), about);
  assert.equal(await page.locator('#page script, #page img').count(), 0);
  await close();
});

/** A page with other data in it. */
function filled(name, data) {
  const page = readFileSync(pageOf('06-border-hub'), 'utf8');
  const file = join(work, `${name}.html`);
  writeFileSync(file, page.replace(/(id="data">)[^<]*/, (_, mark) => mark + gzipSync(JSON.stringify(data)).toString('base64')));
  return file;
}

test('of a ladder no figure is drawn where a queue grows without end, and what a table counts is marked', async () => {
  const data = JSON.parse(run('report', join(scenarios, '06-border-hub.yaml'), '--format', 'json', '-o', '-'));
  const step = (path, from, to, growing_queue = '') => ({path, before: '1', after: '2', cause: 'crane', share: .25, pairs: 5, from, to, difference: to - from,
    half_width: .5, p_adjusted: .01, cost_a_load: null, cost_of_an_hour: null, price: null, growing_queue});
  data.ladder = {measure: 'lead-time.p90', unit: 'h', runs: 60, rungs: [
    {growing_queue: 'control', endless: true, share: .9, chosen: 0, tried: [step('activities.control.servers', 901, 702)], counted: []},
    {growing_queue: '', endless: false, share: .8, chosen: 1, tried: [step('terminals.hub.cranes', 20, 5003, 'tracks of hub'), step('places.hub.tracks', 20, 18)], counted: []},
    {growing_queue: '', endless: false, share: .7, chosen: null, tried: [step('links.west.loops', 18, 804, 'west'), step('links.east.loops', 18, 17.9)],
      counted: [{path: 'fleets.flats.stock', table: 'stock.csv', cause: 'wagons', share: .31}]}]};
  const {page, close} = await opened(filled('growing', data));
  const rows = await page.locator('#ladder svg g.row').evaluateAll(all => all.map(row => ({text: row.textContent, points: row.querySelectorAll('circle, line').length, sign: row.querySelector('.sign')?.textContent ?? ''})));
  assert.deepEqual(rows.map(row => [row.sign, row.points > 0]), [['∞', false], ['∞', false], ['∞', false], ['', true], ['∞', false], ['', true], ['#', false]]);
  const words = [/^as it is.*the queue for control grows without end/, /^1\. activities\.control\.servers.*the queue for control grows without end, so lead-time\.p90 has no mean yet/,
    /^not kept: terminals\.hub\.cranes.*lets the queue for tracks of hub grow without end/, /^2\. places\.hub\.tracks 1 → 2.*−2\.00 ± 0\.50 h/, /^not kept: links\.west\.loops.*lets the queue for west grow without end/,
    /^too little: links\.east\.loops/, /^fleets\.flats\.stock.*counted in stock\.csv: more must be tried there.*31\s% of all waits/];
  rows.forEach((row, i) => assert.match(row.text, words[i]));
  const ticks = (await page.locator('#ladder svg > text').allTextContents()).map(parseFloat);
  assert.ok(ticks.length && ticks.every(tick => tick >= 16 && tick <= 21), `the axis is that of what has a mean: ${ticks}`);
  assert.match(await text(page, '#ladder .legend'), /∞ a queue grows without end.*# counted in a table/);
  assert.match(await text(page, '#ladder .note'), /1 of 3 rungs gain enough for certain, and 1 add/);
  await page.locator('#ladder details summary').click();
  await page.waitForSelector('#ladder tbody tr');
  const cells = await page.locator('#ladder tbody tr').evaluateAll(all => all.map(row => [...row.cells].map(cell => cell.textContent)));
  assert.equal(cells.length, 6);
  for (const row of cells.filter(row => row.at(-1))) assert.deepEqual(row.slice(8, -1), new Array(8).fill(''), 'no figure where there is none to tell');
  assert.deepEqual(cells.map(row => row.at(-1) !== ''), [true, true, false, true, false, true]);
  const narrow = await opened(filled('growing', data), {viewport: {width: 420, height: 800}});
  assert.equal(await narrow.page.locator('#ladder svg .sign').count(), 5);
  const beyond = await narrow.page.locator('#ladder svg text').evaluateAll(all => all.map(one => one.getBoundingClientRect()).filter(box => box.right > 421).length);
  assert.equal(beyond, 0);
  await narrow.close();
  await close();
});

test('names are text, whatever they are', async () => {
  const data = JSON.parse(run('report', join(scenarios, '06-border-hub.yaml'), '--format', 'json', '-o', '-'));
  const bad = ['<script>alert(1)</script>', '"><img src=x onerror=alert(2)>', "=cmd|' /C calc'!A1", '\u202egnol', '🚂'.repeat(30), 'x'.repeat(10_000), "Robert'); DROP TABLE trains;--", '\u0001\u001b[31m'];
  const [run0] = data.runs;
  data.runs[0].answer.scenario.name = bad[0];
  data.runs[0].about = bad[1];
  run0.sources = run0.sources.map((_, i) => bad[i % bad.length]);
  run0.stages.forEach((stage, i) => { stage.cause = stage.cause && bad[(i + 3) % bad.length]; });
  const renamed = new Map(run0.places.map((place, i) => [place.name, `${bad[i % bad.length]}${i}`]));
  run0.places.forEach(place => { place.name = renamed.get(place.name); place.country = bad[1]; });
  run0.answer.relations.forEach(r => { r.from = renamed.get(r.from); r.to = renamed.get(r.to); r.class = bad[0]; });
  run0.answer.resources.forEach((r, i) => { r.name = bad[i % bad.length] + i; });
  run0.links.forEach((link, i) => { link.name = bad[i % bad.length] + i; });
  const {page, close} = await opened(filled('hostile', data));
  assert.equal(await page.locator('h1').textContent(), bad[0]);
  assert.equal(await page.locator('#page script, #page img').count(), 0);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth + 1), 'long names do not break the page');
  const [download] = await Promise.all([page.waitForEvent('download'), (async () => {
    await page.locator('#use > details summary').click();
    await page.locator('#use > details button').click();
  })()]);
  for (const line of readFileSync(await download.path(), 'utf8').split('\n')) assert.ok(!/^[=+@-]/.test(line), line.slice(0, 60));
  await close();
});

test('on paper all is light, pictures are there, and afterwards it is as it was', async () => {
  const {page, close} = await opened(pageOf('06-border-hub'), {colorScheme: 'dark'});
  await page.locator('#trains').scrollIntoViewIfNeeded();
  await page.waitForSelector('#map .canvas[data-borders]');
  await page.emulateMedia({media: 'print', colorScheme: 'dark'});
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(255, 255, 255)');
  const shown = await page.locator('.canvas img').evaluateAll(all => Promise.all(all.map(async one => {
    await one.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [one.naturalWidth, one.naturalHeight];
    const context = canvas.getContext('2d');
    context.drawImage(one, 0, 0);
    const {data} = context.getImageData(0, 0, canvas.width, canvas.height);
    let [drawn, light] = [0, 0];
    for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 200) { ++drawn; if (data[i] + data[i + 1] + data[i + 2] > 600) ++light; }
    return {visible: one.getBoundingClientRect().width > 300, drawn, light: light / drawn};
  })));
  assert.equal(shown.length, 4, 'the map and the graph, of two canvases each');
  for (const one of [shown[0], shown[2]]) assert.ok(one.visible && one.drawn > 1000 && one.light > .5, JSON.stringify(shown));
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  assert.ok((await page.pdf({format: 'A4'})).length > 10_000);
  assert.equal(await page.locator('.canvas img').count(), 0);
  await page.emulateMedia({media: 'screen', colorScheme: 'dark'});
  assert.match(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), /rgb\((\d|[1-4]\d), /);
  await close();
});

test('on a telephone letters are as large as elsewhere, and what is cut can be read in full', async () => {
  const {page, close} = await opened(corridor(), {viewport: {width: 420, height: 800}});
  await page.waitForFunction(() => [...document.querySelectorAll('section svg:not(.sample)')].every(one => !one.viewBox.baseVal.width || one.getBoundingClientRect().width / one.viewBox.baseVal.width > .9), undefined, {timeout: 5000});
  const inside = await page.locator('#lives .chart > svg > text, #use .chart > svg g > text').evaluateAll(all => all.map(one => [one.textContent, one.getBoundingClientRect().left, one.getBoundingClientRect().right]));
  for (const [words, left, right] of inside) assert.ok(left >= 0 && right <= 421, `${words} from ${left} to ${right}`);
  for (const one of await page.locator('section svg text').evaluateAll(all => all.filter(text => text.firstChild?.textContent?.endsWith('…')).map(text => text.querySelector('title')?.textContent ?? ''))) assert.notEqual(one, '');
  const heights = await page.locator('.tools select, .tools input, .tools > span > button').evaluateAll(all => [...new Set(all.map(one => one.getBoundingClientRect().height))]);
  assert.equal(heights.length, 1, 'what stands in a row is of one height');
  await close();
});

test('it is readable in the dark, on a narrow screen and on paper', async () => {
  const {page, close} = await opened(pageOf('06-border-hub'), {colorScheme: 'dark', viewport: {width: 420, height: 800}});
  const dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.match(dark, /rgb\((\d|[1-4]\d), /);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth + 1), 'nothing sticks out on the right');
  await page.getByRole('button', {name: 'Light'}).click();
  assert.notEqual(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), dark);
  await page.emulateMedia({media: 'print'});
  assert.equal(await page.locator('nav').isVisible(), false);
  await close();
});
