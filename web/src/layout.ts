/** Where the places and lines of a network are drawn. */
import {geoConicEqualArea, geoInterpolate} from 'd3-geo';
import {type Run} from './run';

export type Point = [number, number];

/** Where places are drawn. Those without a position stand beside a neighbour; a map without any is laid out in layers. */
export function layout(run: Run, width: number, height: number) {
  const {places, links} = run.data;
  const located = places.filter(p => p.lat !== undefined);
  const points: (Point | undefined)[] = places.map(() => undefined);
  const projection = geoConicEqualArea();
  if (located.length >= 2) {
    const lons = located.map(p => p.lon!);
    const lats = located.map(p => p.lat!);
    const [south, north] = [Math.min(...lats), Math.max(...lats)];
    const middle = (Math.min(...lons) + Math.max(...lons)) / 2;
    const margin = Math.max(north - south, 2) / 6;
    projection.rotate([-middle, 0]).parallels([south - margin, north + margin + .1]);
    projection.fitExtent([[width * .06, height * .12], [width * .92, height * .86]],
      {type: 'MultiPoint', coordinates: located.map(p => [p.lon!, p.lat!])} as any);
    places.forEach((p, i) => { if (p.lat !== undefined) points[i] = projection([p.lon!, p.lat])!; });
    for (let round = 0; round < places.length; ++round) {
      for (const link of links) {
        for (const [here, there] of [[link.a, link.b], [link.b, link.a]] as const) {
          if (!points[here] && points[there]) points[here] = [points[there]![0] + 14, points[there]![1] + 18];
        }
      }
    }
    places.forEach((_, i) => { points[i] ??= [width * .03, height * .95]; });
    return {points: points as Point[], projection};
  }
  const layer = places.map(() => -1);
  let most = 0;
  for (let start = 0; start < places.length; ++start) {
    if (layer[start]! >= 0) continue;
    const queue = [start];
    layer[start] = 0;
    while (queue.length) {
      const here = queue.shift()!;
      for (const {a, b} of links) {
        const there = a === here ? b : b === here ? a : -1;
        if (there < 0 || layer[there]! >= 0) continue;
        layer[there] = layer[here]! + 1;
        most = Math.max(most, layer[there]!);
        queue.push(there);
      }
    }
  }
  const inLayer = new Map<number, number>();
  places.forEach((_, i) => {
    const row = inLayer.get(layer[i]!) ?? 0;
    inLayer.set(layer[i]!, row + 1);
    points[i] = [width * (.1 + .8 * layer[i]! / Math.max(most, 1)), height * (.5 + (row % 2 ? -1 : 1) * Math.ceil(row / 2) * .2)];
  });
  return {points: points as Point[], projection: undefined};
}

/** As high as the network wants, within what a page can hold: a share of the width. */
export function aspect({places}: Run['data']): number {
  const located = places.filter(p => p.lat !== undefined);
  if (located.length < 2) return .36;
  const span = (values: number[]) => Math.max(...values) - Math.min(...values);
  const middle = located.reduce((sum, p) => sum + p.lat!, 0) / located.length;
  const wide = Math.max(span(located.map(p => p.lon!)) * Math.cos(middle / 57.3), .1);
  return Math.min(.55, Math.max(.34, span(located.map(p => p.lat!)) / wide * 1.25 + .1));
}

/** The ways of lines: great circles where both ends have a position. */
export function waysOf({places, links}: Run['data'], {points, projection}: ReturnType<typeof layout>): Point[][] {
  return links.map(link => {
    const [a, b] = [places[link.a]!, places[link.b]!];
    if (!projection || a.lat === undefined || b.lat === undefined) return [points[link.a]!, points[link.b]!];
    const along = geoInterpolate([a.lon!, a.lat], [b.lon!, b.lat]);
    const parts = Math.max(2, Math.min(24, Math.round(link.length_m / 120_000)));
    return Array.from({length: parts + 1}, (_, i) => projection(along(i / parts))!);
  });
}
