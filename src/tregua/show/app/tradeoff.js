// What a policy saves in homicides and takes in liberty, and where the two would be even. What is named here as in
// tregua.analysis.deciding.tradeoffs is the same there; a test compares every curve.

import { app, byId, drawn, make, rows, say, tableOf, words } from "./dom.js";
import { niceTicks } from "./chart.js";
import { addedUp, alternativeTold, bandTold, brokenTold, caveatsTold, commandTold, drawnOptions, errorOf, futuresNow, levelsOf, mediansOf, outcomeTold, policyTold, rangeTold, typedOf, unitOver, weightsForm } from "./goals.js";
import { COLOURS, LETTERS, START_YEAR, baseline } from "./scenarios.js";
import { canEven, rowName, state } from "./state.js";

const ALIKE = 0.05; // shares by which curves may differ and tell the same
const rowAt = (outcome) => rows.findIndex((row) => row.outcome === outcome && row.place === app.trade.place);
const [SAVED, PRICE] = [app.trade.saved, app.trade.price].map(rowAt);
const afterYear = () => START_YEAR + state.after - 1;
const tradedRows = () => [...new Set([SAVED, ...app.judged.filter((row) => app.goals[rows[row].outcome].always && rows[row].place === app.trade.place), ...evenRows()])];
const evenRows = () => rows.map((_, at) => at).filter((at) => state.even[rowName(rows[at])] !== undefined);
// The policy less the baseline after so many years under a reading: a flow is added up, a stock stands at the end.
const changeOf = (one, at, row) => {
  const [before, after] = levelsOf([baseline, one], at, row, afterYear(), START_YEAR);
  return paired(after, before);
};
const moreOf = (one, at, row) => paired(addedUp(one, at, row, START_YEAR, afterYear()), addedUp(baseline, at, row, START_YEAR, afterYear()));
// The least weight at which no more than half of the draws have saved > w · taken.
const breakEven = (saved, taken) => {
  const turns = [...saved].map((one, k) => one / taken[k]).filter((one, k) => taken[k] !== 0 && one > 0 && Number.isFinite(one));
  const isAhead = (w) => (one, k) => (w === 0 || taken[k] === 0 ? one > 0 : taken[k] > 0 ? one / taken[k] > w : one / taken[k] < w);
  return [0, ...turns.sort((a, b) => a - b)].find((w) => 2 * saved.filter(isAhead(w)).length <= saved.length) ?? Infinity;
};
// The curve of each reading: the share of draws ahead by weight, and where half are.
const evenCurves = (one, { alternatives }) =>
  alternatives.map(({ at }, place) => {
    const saved = moreOf(one, at, SAVED).map((value) => -value);
    for (const row of evenRows()) moreOf(one, at, row).forEach((value, k) => (saved[k] += app.goals[rows[row].outcome].sign * state.even[rowName(rows[row])] * value));
    const taken = moreOf(one, at, PRICE);
    const ahead = app.trade.weights.map((w) => saved.filter((value, k) => value - w * taken[k] > 0).length / saved.length);
    return { place, ahead, at: breakEven(saved, taken) };
  });
const isAlike = (one, other) => one.ahead.every((share, each) => Math.abs(share - other.ahead[each]) <= ALIKE);
// The curves that tell something of their own.
const apartCurves = (found) => found.reduce((kept, one) => (kept.some((other) => isAlike(one, other)) ? kept : [...kept, one]), []);

// --- pictures ---------------------------------------------------------------------------------------------------------

const NARROW = 480;
// The sheet of a picture: as wide as there is room for, so that its letters are those of the page.
const sheet = () => {
  const width = Math.max(280, Math.min(640, byId("decide-body").clientWidth || 640));
  return { width, height: 280, left: 72, right: width - 34, top: 12, bottom: 254, ticks: width < NARROW ? 2 : 5 };
};
const lettered = (content, attributes) => drawn("text", attributes, document.createTextNode(content));
const scaleOf = (low, high, from, to) => (value) => from + ((value - low) / (high - low || 1)) * (to - from);
const framed = ({ width, height, left, right, top, bottom }, said, xs, ys, marks) =>
  drawn(
    "svg",
    { role: "img", class: "fan", width, height, viewBox: `0 0 ${width} ${height}`, "aria-label": said },
    ...xs.map(([at, told]) => drawn("path", { d: `M${at} ${top}V${bottom}`, class: told === "0" ? "axis" : "grid" })),
    ...ys.map(([at, told]) => drawn("path", { d: `M${left} ${at}H${right}`, class: told === "0" ? "axis" : "grid" })),
    ...xs.map(([at, told]) => lettered(told, { x: at, y: bottom + 16, "text-anchor": "middle" })),
    ...ys.map(([at, told]) => lettered(told, { x: left - 6, y: at + 4, "text-anchor": "end" })),
    ...marks,
  );
const axes = (x, y) => make("p", { class: "small" }, `↑ ${y}`, make("span", { class: "line" }, `→ ${x}`));
// Homicides fewer against people detained more: a mark for each policy and reading.
const plane = (listed, said) => {
  const frame = sheet();
  const [xAll, yAll] = ["taken", "saved"].map((name) => [0, ...listed.flatMap((one) => one[name])]);
  const [xTicks, yTicks] = [xAll, yAll].map((all) => niceTicks(Math.min(...all), Math.max(...all), frame.ticks));
  const x = scaleOf(xTicks[0], xTicks.at(-1), frame.left, frame.right);
  const y = scaleOf(yTicks[0], yTicks.at(-1), frame.bottom, frame.top);
  const points = listed.flatMap(({ at, taken, saved }) => [
    ...taken.map((one, each) => drawn("circle", { cx: x(one).toFixed(1), cy: y(saved[each]).toFixed(1), r: each ? 3.5 : 5, fill: each ? "none" : COLOURS[at], stroke: COLOURS[at], class: "traded" })),
    lettered(LETTERS[at], { x: x(taken[0]) + 8, y: y(saved[0]) - 6, fill: COLOURS[at], class: "strong" }),
  ]);
  const ticks = (values, place) => values.map((value) => [place(value), value ? words.number(value, true) : "0"]);
  return framed(frame, said, ticks(xTicks, x), ticks(yTicks, y), points);
};
// The share of futures in which the policy comes out ahead, by what one person detained for a year weighs.
const curves = (found, said) => {
  const frame = sheet();
  const { weights } = app.trade;
  const x = (w) => scaleOf(Math.log(weights[0]), Math.log(weights.at(-1)), frame.left, frame.right)(Math.log(w));
  const y = scaleOf(0, 1, frame.bottom, frame.top);
  const tens = weights.filter((w) => Math.abs(Math.log10(w) - Math.round(Math.log10(w))) < 1e-9);
  const colour = COLOURS[state.focus + 1];
  const lines = found.map(({ ahead }, each) => drawn("path", { d: `M${ahead.map((share, at) => `${x(weights[at]).toFixed(1)} ${y(share).toFixed(1)}`).join("L")}`, fill: "none", stroke: colour, "stroke-width": each ? 1.2 : 3, "stroke-opacity": each ? 0.65 : 1, class: "even" }));
  return framed(frame, said, tens.map((w) => [x(w), words.number(w)]), [0, 0.25, 0.5, 0.75, 1].map((share) => [y(share), `${100 * share} %`]), lines);
};

// --- in words ---------------------------------------------------------------------------------------------------------

const SHOWN_WEIGHTS = 5; // steps of the grid between the columns of the table
const evenTold = (at) => (at === 0 ? say("even.never") : at === Infinity ? say("even.always") : words.number(at, false, at / 10));
// In how many readings the policy comes out ahead in half of the futures: at any weight, at none, or up to some.
const evenSaid = (found) => {
  const [always, never] = [Infinity, 0].map((end) => found.filter(({ at }) => at === end).length);
  const some = found.map(({ at }) => at).filter((at) => at > 0 && at < Infinity);
  const all = found.length;
  return [always ? say("even.many", { count: always, all }) : "", never ? say("even.none", { count: never, all }) : "", some.length ? say("even.some", { count: some.length, all, range: rangeTold(some, Math.min(...some) / 10) }) : ""].filter(Boolean).join(" ");
};
const evenTable = (futures, found) => {
  const columns = app.trade.weights.map((_, at) => at).filter((at) => at % SHOWN_WEIGHTS === 0);
  const heads = columns.map((at) => words.number(app.trade.weights[at]));
  return tableOf(
    say("even.caption", { years: state.after, draws: app.draws, count: found.length }),
    [say("head.reading"), say("even.at"), ...heads],
    found.map(({ place, ahead, at }) => [alternativeTold(futures, place), evenTold(at), ...columns.map((each) => words.chance(ahead[each], app.draws))]),
  );
};
const tradedTable = (all, futures) =>
  tableOf(
    say("trade.caption", { years: state.after, first: START_YEAR, last: afterYear(), draws: app.draws }),
    [say("outcome"), ...all.map((_, at) => policyTold(at + 1))],
    tradedRows().map((row) => [
      [outcomeTold(row), make("span", { class: "small" }, `${unitOver(row)}${rows[row].stock ? `, ${afterYear()}` : ""}`)],
      ...all.map((one) => {
        const changes = futures.alternatives.map(({ at }) => changeOf(one, at, row));
        if (!changes.some((draws) => draws.some((value) => value))) return make("span", { class: "status" }, words.say("likely.no_change"));
        return [make("strong", {}, rangeTold(mediansOf(changes), errorOf(changes), true)), make("span", { class: "word" }, say("trade.first", { told: bandTold(changes[0], true) }))];
      }),
    ]),
  );
export const tradeoffForm = (choose) => [
  make("div", { class: "bar" }, make("label", { for: "after" }, say("trade.after")), make("select", { id: "after", "data-after": 1, on: { change: ({ target }) => choose({ after: Number(target.value) }) } }, ...app.trade.after.map((years) => make("option", { value: years, selected: years === state.after }, say("trade.years", { years, year: START_YEAR + years - 1 }))))),
  weightsForm(choose, "even", app.judged.filter((row) => canEven(rows[row]))),
];
const tradeoffCommand = () => {
  const focus = typedOf(state.scenarios[state.focus], state.focus);
  const weighed = Object.entries(state.even).map(([name, value]) => ` --weigh ${name.split(".").reverse().join(".")}=${value}`).join("");
  if (focus.typed === baseline.base) return "";
  return commandTold(`tregua tradeoffs ${focus.typed} --baseline ${baseline.base}${weighed} ${drawnOptions()}`, [focus]);
};
export const tradeoffBody = () => {
  const all = state.scenarios;
  const futures = futuresNow([baseline, ...all]);
  const one = all[state.focus];
  const pair = futuresNow([baseline, one]);
  if (!futures || !pair) return null;
  if (!futures.alternatives.length || !pair.alternatives.length) return [make("p", {}, say("failed"))];
  const listed = all.map((each, at) => {
    const [fewer, more] = [SAVED, PRICE].map((row) => futures.alternatives.map((reading) => changeOf(each, reading.at, row)));
    return { at: at + 1, saved: mediansOf(fewer).map((value) => (value ? -value : 0)), taken: mediansOf(more), errors: [errorOf(fewer), errorOf(more)] };
  });
  const found = evenCurves(one, pair);
  const shown = apartCurves(found);
  const told = ({ at, saved, taken, errors }) => say("trade.told", { name: policyTold(at), saved: rangeTold(saved.map((value) => (value ? -value : 0)), errors[0], true), taken: rangeTold(taken, errors[1], true) });
  const about = { name: policyTold(state.focus + 1), years: state.after, first: START_YEAR, last: afterYear(), weighed: evenRows().length ? say("even.weighed", { count: evenRows().length }) : say("even.alone") };
  return [
    make("p", { class: "told" }, say("trade.said", { ...about, told: told(listed[state.focus]) })),
    make("h3", {}, say("trade.plane")),
    axes(say("trade.x", { unit: unitOver(PRICE) }), say("trade.y", { unit: unitOver(SAVED) })),
    plane(listed, say("trade.plane_told", { told: listed.map(told).join(" ") })),
    make("p", { class: "small" }, say("trade.plane_key")),
    tradedTable(all, futures),
    make("h3", {}, say("even.title", { name: policyTold(state.focus + 1) })),
    make("p", {}, say("even.said", { ...about, told: evenSaid(found) })),
    axes(say("even.x"), say("even.y")),
    curves(shown, say("even.told", { ...about, count: shown.length, told: evenSaid(found) })),
    make("p", { class: "small" }, say("even.key")),
    evenTable(pair, shown),
    brokenTold(futures),
    caveatsTold(say("trade.about"), say("even.about")),
    tradeoffCommand(),
  ].filter(Boolean);
};
