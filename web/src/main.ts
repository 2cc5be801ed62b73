import {embedded, type Report} from './data';
import {h} from './dom';
import {isDark} from './format';
import {Run} from './run';
import {answerSection} from './answer';
import {mapSection} from './map';
import {comparisonSection, gatesSection, replicationsSection, sweepSection} from './experiments';
import {graphSection} from './graph';
import {ladderSection} from './ladder';
import {livesSection} from './lives';
import {queuesSection} from './queues';
import {useSection} from './use';
import {leadSection} from './lead';
import {waitsSection} from './waits';

type Make = () => HTMLElement | undefined;

function themeButton() {
  const root = document.documentElement;
  const button = h('button', {type: 'button', click: () => {
    root.dataset['theme'] = isDark() ? 'light' : 'dark';
    name();
    dispatchEvent(new Event('theme'));
  }});
  const name = () => { button.textContent = isDark() ? 'Light' : 'Dark'; };
  name();
  return button;
}

/** On paper all is light, and what is drawn on canvases stands as pictures: a canvas that is drawn while a browser prints may come out empty. */
function readyForPaper() {
  const root = document.documentElement;
  let theme: string | undefined;
  let printing = false;
  addEventListener('beforeprint', () => {
    if (printing) return;
    printing = true;
    theme = root.dataset['theme'];
    root.dataset['theme'] = 'light';
    dispatchEvent(new Event('theme'));
    for (const canvas of document.querySelectorAll<HTMLCanvasElement>('.canvas canvas')) {
      canvas.parentElement!.append(h('img', {src: canvas.toDataURL(), alt: ''}));
    }
  });
  addEventListener('afterprint', () => {
    if (!printing) return;
    printing = false;
    document.querySelectorAll('.canvas img').forEach(picture => picture.remove());
    if (theme === undefined) delete root.dataset['theme']; else root.dataset['theme'] = theme;
    dispatchEvent(new Event('theme'));
  });
}

/** Lets the browser show what there is, so that the first picture does not wait for the last. */
const breathe = () => new Promise(done => setTimeout(done, 0));

async function show() {
  const report = await embedded<Report>('data');
  const page = document.getElementById('page')!;
  const runs = report.runs.map(one => new Run(one));
  const run = runs[0];
  const names = runs.map((one, i) => report.comparison?.scenarios[i]?.changes || (report.ladder && i ? 'with all rungs' : one.data.answer.scenario.name));
  let queues: ReturnType<typeof queuesSection>;
  let graph: ReturnType<typeof graphSection>;
  let lives: ReturnType<typeof livesSection>;
  const sections: [string, Make][] = run ? [
    ['Answer', () => answerSection(report, run)],
    ['Comparison', () => comparisonSection(report.comparison)],
    ['Ladder', () => ladderSection(report.ladder)],
    ['Gates', () => gatesSection(report.gates)],
    ['Replications', () => replicationsSection(report)],
    ['Sweep', () => sweepSection(report.sweep)],
    ['Map', () => mapSection(run, {link: link => graph?.showLink(link), place: place => queues?.showPlace(place)})],
    ['Trains', () => (graph = graphSection(run, name => lives?.open(name)))?.section],
    ['Lead times', () => leadSection(runs, names)],
    ['Waits', () => waitsSection(run)],
    ['Queues', () => (queues = queuesSection(run, runs.slice(1), names.slice(1), report.replications?.experiment.replications, report.replications?.experiment.confidence))?.section],
    ['Use', () => useSection(run, report.replications?.experiment.confidence)],
    ['Lives', () => (lives = livesSection(run))?.section],
  ] : [['Gates', () => gatesSection(report.gates)]];
  const links = h('nav', {'aria-label': 'Contents'});
  page.replaceChildren(h('header', {class: 'title'}, h('h1', {}, run ? run.data.answer.scenario.name : 'What scenarios are held to')), links);
  for (const [name, make] of sections) {
    const section = make();
    if (!section) continue;
    page.append(section);
    links.append(h('a', {href: `#${section.id}`}, name));
    if (section.id === 'answer') performance.mark('answer');
    await breathe();
  }
  links.append(h('span', {class: 'grow'}), themeButton());
  page.append(h('footer', {}, `Caravan ${report.version}`, ...run ? [' · scenario ', h('code', {}, run.data.answer.scenario.hash),
    ' · the same scenario, seed and replication give the same page. Borders: Natural Earth.'] : []));
  readyForPaper();
  document.documentElement.dataset['ready'] = 'yes';
}

show().catch(error => {
  document.getElementById('page')!.replaceChildren(h('p', {class: 'partial'}, `This page cannot be read: ${error instanceof Error ? error.message : String(error)}`));
});
