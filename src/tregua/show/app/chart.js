// One outcome over the years: a fan for the chosen policy, lines for the others, what was observed, a cursor.

import { app, byId, drawn, make, pick, presets, rows, say, swap, tableOf, words } from "./dom.js";
import { isFailed, resultOf } from "./jobs.js";
import { COLOURS, DASHES, LETTERS, START_YEAR, YEARS, baseline, nameOf } from "./scenarios.js";
import { state } from "./state.js";
import { cellNow, drawsOf } from "./verdict.js";

const HEIGHT = 280;
const PATHS = 20; // single futures that can be shown

export const niceTicks = (low, high, most = 5) => {
  const rough = (high - low || Math.abs(high) || 1) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const gap = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= rough);
  const from = Math.floor(low / gap + 1e-9) * gap;
  return Array.from({ length: Math.ceil((high - from) / gap - 1e-9) + 1 }, (_, at) => from + at * gap);
};
const bands = new WeakMap(); // by result
const computed = (ours, theirs, row) =>
  Array.from({ length: YEARS }, (_, at) => {
    const draws = drawsOf(ours, row, app.first + at);
    const ordered = sorted(theirs ? paired(draws, drawsOf(theirs, row, app.first + at)) : draws);
    return QUANTILES.map((q) => quantileAt(ordered, q));
  });
const bandsOf = (one, row, difference) => {
  const [ours, theirs] = [resultOf(one, 0), resultOf(baseline, 0)];
  if (!ours || !theirs) return null;
  if (!bands.has(ours)) bands.set(ours, new Map());
  const key = `${row} ${difference}`;
  if (!bands.get(ours).has(key)) bands.get(ours).set(key, computed(ours, difference ? theirs : null, row));
  return bands.get(ours).get(key);
};
// What a policy costs is not nothing where nobody has read it.
const hasUnknownCost = (one) => cellNow(one, state.row, state.year)?.status === "no_cost";
export const shownBands = (difference) =>
  [...(difference ? [] : [[baseline, -1]]), ...state.scenarios.map((one, at) => [one, at])]
    .map(([one, at]) => ({ one, at, name: `${LETTERS[at + 1]} ${at < 0 ? pick(presets[0].text) : nameOf(one)}`, bands: bandsOf(one, state.row, difference) }))
    .filter((one) => one.bands && !hasUnknownCost(one.one));
export const titleOf = (row) => `${pick(row.text)}, ${pick(row.where)}`;

const line = (points) => `M${points.map(([a, b]) => `${a.toFixed(1)} ${b.toFixed(1)}`).join("L")}`;
const label = (content, attributes) => drawn("text", attributes, document.createTextNode(content));
const scales = (all, fan, observed, difference, row) => {
  const width = Math.max(300, Math.min(900, byId("chart").clientWidth || 700));
  const [left, right, top, bottom] = [62, 34, 26, 26];
  const from = Math.min(app.first, ...observed.map(([when]) => Math.floor(when)));
  const values = [...fan.bands.flat(), ...all.flatMap((one) => one.bands.flatMap((band) => (one === fan ? [] : [band[2]]))), ...observed.map(([, value]) => value)];
  if (!difference || all.length) values.push(...all.map((one) => one.bands.at(-1)).flatMap((band) => [band[0], band[4]]));
  const [least, most] = [Math.min(...values, ...(difference ? [0] : [])), Math.max(...values, ...(difference ? [0] : []))];
  const ticks = niceTicks(least >= 0 && least < most / 2 ? 0 : least, most);
  const x = (when) => left + ((when - from) / (app.until + 1 - from)) * (width - left - right);
  const y = (value) => HEIGHT - bottom - ((value - ticks[0]) / (ticks.at(-1) - ticks[0] || 1)) * (HEIGHT - top - bottom);
  const when = (at) => app.first + at + (row.stock ? 1 : 0.5);
  return { width, left, right, top, bottom, from, ticks, x, y, when };
};
const futuresOf = (one, row, difference, { x, y, when }) => {
  const [ours, theirs] = [resultOf(one, 0), resultOf(baseline, 0)];
  return Array.from({ length: PATHS }, (_, draw) =>
    line(Array.from({ length: YEARS }, (_, at) => [x(when(at)), y(drawsOf(ours, row, app.first + at)[draw] - (difference ? drawsOf(theirs, row, app.first + at)[draw] : 0))])),
  );
};
const pictured = (all, fan, row, difference, withPaths) => {
  const observed = difference ? [] : row.observed.flatMap((one) => one.points);
  const scale = scales(all, fan, observed, difference, row);
  const { width, left, right, top, bottom, from, ticks, x, y, when } = scale;
  const median = (each) => line(each.map((one, at) => [x(when(at)), y(one[2])]));
  const area = (low, high) =>
    `${line(fan.bands.map((one, at) => [x(when(at)), y(one[high])]))}L${line(fan.bands.map((one, at) => [x(when(at)), y(one[low])]).reverse()).slice(1)}Z`;
  const colour = COLOURS[state.focus + 1];
  const years = Array.from({ length: app.until - from + 1 }, (_, at) => from + at).filter((year) => year % 5 === 0);
  const ends = all.map((one) => ({ ...one, end: y(one.bands.at(-1)[2]) })).sort((a, b) => a.end - b.end);
  let placed = -Infinity;
  for (const one of ends) placed = one.label = Math.max(one.end, placed + 13);
  const bar = (one, each) => {
    const [low, , , , high] = one.bands.at(-1);
    return drawn("path", { d: `M${width - right + 3 + 3 * each} ${y(low).toFixed(1)}V${y(high).toFixed(1)}`, stroke: COLOURS[one.at + 1], class: "end" });
  };
  return drawn(
    "svg",
    { role: "img", class: "fan", width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, "aria-label": say("chart_told", { outcome: titleOf(row), unit: pick(row.unit), year: app.until, told: all.map((one) => `${one.name}: ${words.number(one.bands.at(-1)[2], difference)}`).join("; ") }) },
    drawn("rect", { x: x(state.year), y: top, width: x(1) - x(0), height: HEIGHT - top - bottom, class: "compared" }),
    ...ticks.map((value) => drawn("path", { d: `M${left} ${y(value).toFixed(1)}H${width - right}`, class: value === 0 && difference ? "axis" : "grid" })),
    ...ticks.map((value) => label(words.number(value, difference && value !== 0), { x: left - 5, y: y(value) + 4, "text-anchor": "end" })),
    ...years.map((year) => label(String(year), { x: x(year + 0.5), y: HEIGHT - 7, "text-anchor": "middle" })),
    drawn("path", { d: `M${x(START_YEAR)} ${top}V${HEIGHT - bottom}`, class: "start" }),
    drawn("path", { d: area(0, 4), fill: colour, "fill-opacity": 0.13, class: "band" }),
    drawn("path", { d: area(1, 3), fill: colour, "fill-opacity": 0.22, class: "band" }),
    ...(withPaths ? futuresOf(fan.one, state.row, difference, scale) : []).map((d) => drawn("path", { d, fill: "none", stroke: colour, "stroke-width": 0.7, "stroke-opacity": 0.7, class: "future" })),
    ...observed.map(([at, value]) => drawn("circle", { cx: x(at), cy: y(value), r: 2.6, class: "mark" })),
    ...all.map(({ at, bands }) => drawn("path", { d: median(bands), fill: "none", stroke: COLOURS[at + 1], "stroke-width": at === state.focus ? 2.5 : 1.6, "stroke-dasharray": DASHES[at + 1], class: "median" })),
    ...all.map(bar),
    ...ends.map(({ at, label: place }) => label(LETTERS[at + 1], { x: width - 12, y: place + 4, fill: COLOURS[at + 1], class: "strong" })),
    label(say("unit_start", { unit: pick(row.unit), month: app.start }), { x: 0, y: 12 }),
  );
};
const chartTable = (all, row) =>
  tableOf(
    say("table_caption", { unit: pick(row.unit) }),
    [say("year"), ...all.map((one) => one.name)],
    Array.from({ length: YEARS }, (_, at) => [String(app.first + at), ...all.map((one) => `${words.number(one.bands[at][2])} [${words.number(one.bands[at][0])}; ${words.number(one.bands[at][4])}]`)]),
  );
export const showChart = () => {
  const row = rows[state.row];
  const difference = state.view === "difference";
  const all = shownBands(difference);
  const fan = all.find(({ at }) => at === state.focus);
  byId("chart-title").textContent = difference ? say("difference_of", { outcome: titleOf(row), baseline: pick(presets[0].text) }) : titleOf(row);
  const at = state.year - app.first;
  byId("cursor").textContent = fan ? say("cursor", { year: state.year, told: all.map((one) => `${one.name} ${words.number(one.bands[at][2], difference)} [${words.number(one.bands[at][0], difference)}; ${words.number(one.bands[at][4], difference)}]`).join(" · ") }) : "";
  const sources = row.observed.map((one) => pick(one.publisher));
  byId("observed").textContent = sources.length && !difference ? say("observed", { publisher: [...new Set(sources)].join(", ") }) : "";
  if (!fan) {
    const focus = state.scenarios[state.focus];
    if (isFailed(baseline, 0) || isFailed(focus, 0)) swap("chart", make("p", {}, say("failed")));
    else if (hasUnknownCost(focus)) swap("chart", make("p", {}, words.say("likely.no_cost")));
    return;
  }
  swap("chart", state.view === "table" ? chartTable(all, row) : pictured(all, fan, row, difference, byId("futures").checked));
};
