/** What a planner reads first. */
import type {Report} from './data';
import {h} from './dom';
import {brief, inUnit, percent, trimmed, unitFor, whole} from './format';
import {relationName, type Run} from './run';

const figure = (value: string, unit: string, label: string, title = '') =>
  h('div', {class: 'figure', title}, h('div', {class: 'value'}, value, unit ? h('small', {}, unit) : ''), h('div', {class: 'label'}, label));

/** `± 0.4` of a measure over the replications, if they were made. */
function interval(report: Report, name: string) {
  const found = report.replications?.measures.find(m => m.name === name);
  return found && !found.unstable && found.half_width != null ? {mean: found.mean!, half: found.half_width} : undefined;
}

/** A share; with its interval in points of a hundred, where there is one. */
const share = (many: {mean: number; half: number} | undefined, once: number, unit: string, label: string) =>
  figure(percent(many?.mean ?? once), [many ? `± ${brief(many.half * 100)}` : '', unit].filter(Boolean).join(' '), label);

function figures(report: Report, run: Run) {
  const {answer} = run.data;
  const all: HTMLElement[] = [figure(whole(answer.loads.delivered), '', `loads delivered of ${whole(answer.loads.created)}`)];
  if (answer.trains.started) all.push(figure(whole(answer.trains.started), '', 'trains set out'));
  const lead = interval(report, 'lead-time.mean');
  const loads = answer.relations.reduce((n, r) => n + r.lead_time.loads, 0);
  const mean = answer.relations.reduce((sum, r) => sum + (r.lead_time.mean_ms ?? 0) * r.lead_time.loads, 0) / Math.max(loads, 1) / 3.6e6;
  if (loads) {
    const unit = unitFor(lead?.mean ?? mean);
    all.push(figure(inUnit(lead?.mean ?? mean, unit), unit.name + (lead ? ` ± ${brief(lead.half / unit.hours)}` : ''), 'mean lead time'));
    const many = interval(report, 'waits');
    const waits = many?.mean ?? answer.waits_by_cause.reduce((sum, w) => sum + w.total_ms, 0) / loads / 3.6e6;
    const first = answer.waits_by_cause[0];
    const waited = unitFor(waits);
    all.push(figure(inUnit(waits, waited), waited.name + (many ? ` ± ${brief(many.half / waited.hours)}` : ''), first ? `waiting a load, most for ${first.cause} (${percent(first.share)})` : 'waiting a load'));
  }
  const due = answer.relations.reduce((n, r) => n + r.with_due, 0);
  if (due) all.push(share(interval(report, 'on-time'), answer.relations.reduce((n, r) => n + r.on_time, 0) / due, '', 'on time'));
  const tight = [...answer.resources].sort((a, b) => b.utilisation - a.utilisation)[0];
  if (tight) all.push(share(interval(report, `utilisation.${tight.name.replaceAll(/[ .]/g, '_')}`), tight.utilisation, 'busy', tight.name));
  return h('div', {class: 'figures'}, ...all);
}

export function answerSection(report: Report, run: Run): HTMLElement {
  const {answer, about} = run.data;
  const {clocks} = run;
  const days = trimmed(run.horizon / 1440);
  const growing = answer.resources.filter(r => r.queue_growth_per_week > 0).sort((a, b) => b.queue_growth_per_week - a.queue_growth_per_week);
  const many = report.replications?.experiment;
  const meta = [`${days} days from ${clocks.full(0)} ${clocks.main}`,
    run.warmUp > 0 ? `figures from day ${trimmed(run.warmUp / 1440)} on` : '', `seed ${answer.run.seed}`,
    answer.run.replication ? `replication ${answer.run.replication}` : '',
    many ? `${many.replications} replications, intervals of ${percent(many.confidence)}` : '',
    `${whole(answer.run.events)} events`].filter(Boolean).join(' · ');
  return h('section', {id: 'answer', 'aria-label': 'The answer'},
    answer.run.end === 'stalled' ? h('p', {class: 'partial'}, `The run stalled on ${clocks.full(run.end)}: some wait for each other for ever.`) : '',
    about ? h('p', {class: 'lead'}, about) : '',
    figures(report, run),
    h('p', {class: 'note'}, meta),
    ...growing.slice(0, 3).map(r => h('p', {class: 'warning note'},
      `The queue for ${r.name} grows by ${brief(r.queue_growth_per_week)} a week: its mean wait means nothing.`)),
    h('p', {class: 'audit'}, h('span', {class: answer.audit.ok ? 'ok' : 'broken'}, answer.audit.ok ? 'audit ok' : 'AUDIT BROKEN'),
      ' · fingerprint ', h('code', {}, answer.fingerprints.results),
      ...answer.audit.broken.map(text => h('div', {class: 'broken'}, text))),
    h('details', {class: 'behind'}, h('summary', {}, 'The same as the program prints it'), h('pre', {}, run.data.text)));
}

export function busiest(run: Run) {
  return run.data.answer.relations.map((r, i) => ({r, i, name: relationName(r)}))
    .filter(one => one.r.lead_time.loads > 0).sort((a, b) => b.r.delivered - a.r.delivered);
}
