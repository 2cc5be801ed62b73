// Opens reports from disk in a browser without a network, uses each view, and looks at what it shows.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdirSync, readFileSync, statSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {test, after, before} from 'node:test';
import {pathToFileURL} from 'node:url';

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
  await page.getByRole('button', {name: 'all 105'}).click();
  assert.equal(await rows.count(), 105);
  const [download] = await Promise.all([page.waitForEvent('download'), (async () => {
    await page.locator('#lead details summary').click();
    await page.locator('#lead details button').click();
  })()]);
  const lines = readFileSync(await download.path(), 'utf8').trim().split('\n');
  assert.equal(lines.length, 106);
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
