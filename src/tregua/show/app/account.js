// What stands behind a figure: its definition, each reading, the levers and their sources, what the past said, and what
// drives it.

import { app, button, cited, estimatesTold, lab, make, openDialog, pageOf, pick, rows, say, tableOf, words } from "./dom.js";
import { askFor, resultOf, withNumbers } from "./jobs.js";
import { apartOf, baseline, behindOf, nameOf } from "./scenarios.js";
import { state } from "./state.js";
import { cellNow, drawsOf, sentence } from "./verdict.js";

const MOST_MOVED = 12; // levers that are moved alone
const FEW = 4; // readings that are shown at once
const INPUTS = 3; // inputs whose values are moved
const CLEAR = 3.2; // standard errors of a rank correlation, of some two hundred that are looked at

export const readingTold = (each, at, reference) => {
  const said = (name, value) => `${pick(app.choices[name].title)}: ${pick(app.choices[name].values.find(([one]) => one === value)[1])}`;
  const other = Object.entries(each.choices).filter(([name, value]) => at === 0 || value !== reference.choices[name]);
  const named = other.map(([name, value]) => said(name, value)).join("; ");
  if (!named) return say("all_readings");
  return at === 0 ? `${words.say("alternative.reference")} (${named})` : named;
};
const readingTable = (cell) =>
  tableOf(
    say("readings", { draws: app.draws }),
    ["reading", "median", "interval", "chance"].map((key) => say(`head.${key}`)),
    cell.rows.map((each, at) => [readingTold(each, at, cell.rows[0]), words.number(each.median, true, each.error), words.interval(each), words.direction(each.pLower, app.draws)]),
  );
const readingSources = (cell) => {
  const names = new Set(cell.rows.flatMap((one) => Object.keys(one.choices)));
  return [...names].map((name) => make("li", {}, pick(app.choices[name].title), app.choices[name].sources.length ? make("ul", {}, ...cited(app.choices[name].sources)) : `: ${say("no_source")}`));
};
const leverTold = (lever) => make("li", {}, make("strong", {}, pick(lever.text)), ` (${say("grade", { grade: lever.grade })}). ${pick(lever.evidence)} ${pick(lever.not_this)}`, ...pageOf("lever", lever.id, say("page.lever")), lever.sources.length ? make("ul", {}, ...estimatesTold(lever.sources)) : ` ${say("no_estimate")}`);
const eventTold = (one) =>
  make("li", {}, make("strong", {}, pick(one.text)), ...pageOf("event", one.id, say("page.event")), ...one.results.map((each) => make("span", { class: "line" }, pick(each.text))), make("span", { class: "line small" }, pick(one.confounded)), make("ul", { class: "small" }, ...cited(one.sources)));
// The score card of the series, and the dated switches all of whose levers make the difference.
const testedTold = (row, behind) => {
  const bearing = row.events.filter((one) => one.levers.every((name) => behind.some((lever) => lever.id === name)));
  const lines = [...row.scores.map((one) => make("li", {}, pick(one))), ...bearing.map(eventTold)];
  return lines.length ? make("ul", {}, ...lines) : make("p", {}, say("untested"));
};

// --- what drives it ---------------------------------------------------------------------------------------------------

const ranked = (values) => {
  const order = Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  const found = new Float64Array(values.length);
  for (let at = 0; at < order.length; ) {
    let next = at;
    while (next < order.length && values[order[next]] === values[order[at]]) next++;
    for (let each = at; each < next; each++) found[order[each]] = (at + next - 1) / 2;
    at = next;
  }
  return found;
};
const correlation = (a, b) => {
  const middle = (a.length - 1) / 2;
  let [ab, aa, bb] = [0, 0, 0];
  for (let at = 0; at < a.length; at++) {
    ab += (a[at] - middle) * (b[at] - middle);
    aa += (a[at] - middle) ** 2;
    bb += (b[at] - middle) ** 2;
  }
  return aa && bb ? ab / Math.sqrt(aa * bb) : 0;
};
const differenceOf = (after, before, row) => paired(drawsOf(resultOf(after, 0), row, state.year), drawsOf(resultOf(before, 0), row, state.year));
const middleOf = (difference) => {
  const ordered = sorted(difference);
  return [quantileAt(ordered, 0.5), quantileError(ordered, 0.5)];
};
const medianTold = (difference) => {
  const [middle, error] = middleOf(difference);
  return words.number(middle, true, error);
};
// Inputs that go along with the difference over the draws, the closest first.
const carriers = (numbers, difference) => {
  const [width, draws] = [lab.numbers.length, app.draws];
  const order = ranked(difference);
  return Object.entries(app.inputs)
    .filter(([name, one]) => !one.values && one.low < one.high && !Object.hasOwn(state.assume, name))
    .map(([name, one]) => ({ name, one, rho: correlation(ranked(Float64Array.from({ length: draws }, (_, k) => numbers[k * width + one.column])), order) }))
    .filter(({ rho }) => Math.abs(rho) > CLEAR / Math.sqrt(draws - 1))
    .sort((a, b) => Math.abs(b.rho) - Math.abs(a.rho))
    .slice(0, 2 * INPUTS);
};
// Where a median turns its sign along an input, on a straight line between two values at which the sign is clear.
export const turningPoint = (listed) => {
  const clear = listed.filter(({ median, error }) => Math.abs(median) > 2 * error);
  for (let at = 1; at < clear.length; at++) {
    const [low, high] = [clear[at - 1], clear[at]];
    if (low.median * high.median < 0) return low.at + ((high.at - low.at) * low.median) / (low.median - high.median);
  }
  return null;
};
const assumed = (one, name, value) => ({ ...one, assume: { [name]: value } });
const turnsOf = ({ name, one }, scenario, row) => {
  const listed = one.levels.map((value) => {
    const [before, after] = [baseline, scenario].map((each) => resultOf(assumed(each, name, value), 0));
    const [median, error] = before && after ? middleOf(paired(drawsOf(after, row, state.year), drawsOf(before, row, state.year))) : [0, 0];
    return { at: value, median, error };
  });
  return turningPoint(listed);
};
const driversOf = (one, row, box) => {
  const moved = apartOf(one).filter((lever) => !lever.driver).slice(0, MOST_MOVED);
  const parts = moved.flatMap((lever) => [{ ...one, only: lever.id }, { ...one, without: lever.id }]);
  const whole = differenceOf(one, baseline, row);
  box.replaceChildren(make("p", { role: "status" }, say("computing")));
  const broken = () => box.replaceChildren(make("p", { role: "status" }, say("failed")));
  askFor(parts, () =>
    withNumbers((numbers) => {
      if (parts.some((each) => !resultOf(each, 0))) return broken();
      const carried = carriers(numbers, whole);
      const turned = carried.slice(0, INPUTS);
      const values = turned.flatMap(({ name, one: input }) => input.levels.flatMap((value) => [baseline, one].map((each) => assumed(each, name, value))));
      askFor(values, () => {
        const lines = moved.map((lever) => [pick(lever.text), medianTold(differenceOf({ ...one, only: lever.id }, baseline, row)), medianTold(differenceOf(one, { ...one, without: lever.id }, row))]);
        const turns = new Map(turned.map((each) => [each.name, turnsOf(each, one, row)]));
        const told = ({ name, one: input, rho }) => {
          const at = turns.get(name);
          const turn = !turns.has(name) ? "–" : at === null ? say("no_turn") : `${words.number(at)} ${pick(input.unit)}`;
          return [pick(input.text), words.number(rho, true, 0.01), turn];
        };
        box.replaceChildren(
          tableOf(say("drivers.caption", { total: medianTold(whole), draws: app.draws }), [say("drivers.lever"), say("drivers.alone"), say("drivers.last")], lines),
          carried.length ? tableOf(say("turns.caption"), [say("turns.input"), say("turns.rho"), say("turns.at")], carried.map(told)) : make("p", {}, say("turns.none")),
          make("p", { class: "small" }, say("drivers.note", { scenario: one.base, outcome: rows[row].outcome })),
        );
      });
    }),
  );
};

export const openAccount = (one, row) => {
  const cell = cellNow(one, row, state.year);
  const record = rows[row];
  const behind = behindOf(one, record).filter((lever) => !lever.driver);
  const box = make("div", { class: "drivers" });
  openDialog(
    `${pick(record.text)}, ${pick(record.where)}, ${state.year}: ${nameOf(one)}`,
    make("p", {}, pick(record.definition), ` ${say("equation")} `, make("code", {}, record.equation), "."),
    make("p", {}, make("strong", {}, sentence(cell, record)), "."),
    make("details", { open: cell.rows.length <= FEW }, make("summary", {}, say("every_reading", { count: cell.rows.length })), readingTable(cell), make("ul", { class: "small" }, ...readingSources(cell))),
    make("p", { class: "small" }, say("drawn", { draws: app.draws, seed: app.seed, version: app.version, hash: app.catalogue })),
    make("h3", {}, say("drives")),
    button(say("drives_now"), () => driversOf(one, row, box), { "data-drives": 1 }),
    box,
    make("h3", {}, say("behind")),
    behind.length ? make("ul", {}, ...behind.map(leverTold)) : make("p", {}, say("nothing_behind")),
    make("h3", {}, say("tested")),
    testedTold(record, behindOf(one, record)),
    ...(app.places ? [make("p", {}, ...pageOf("outcome", record.outcome, say("page.outcome")))] : []),
    make("h3", {}, say("series")),
    record.observed.length ? make("ul", {}, ...record.observed.flatMap((each) => cited([each.source]).map((line) => (line.append(...pageOf("series", each.id, say("page.series"))), line)))) : make("p", {}, say("not_observed")),
  );
};
