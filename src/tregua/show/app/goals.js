// What views that help to decide share: which way outcomes are wanted, the futures of all policies, and how they are told.

import { app, button, make, pick, presets, rows, save, say, words } from "./dom.js";
import { readingTold } from "./account.js";
import { titleOf } from "./chart.js";
import { isFailed, readingsOf, resultOf } from "./jobs.js";
import { LETTERS, baseline, apartOf, fileOf, letterOf, nameOf } from "./scenarios.js";
import { evenOf, rowName, state, wholesOf, worthOf } from "./state.js";
import { assumedTold, drawsOf } from "./verdict.js";

export const signOf = (row) => app.goals[rows[row].outcome].sign;
export const policiesNow = () => [baseline, ...state.scenarios];
export const policyTold = (at) => `${LETTERS[at]} ${at ? nameOf(state.scenarios[at - 1]) : pick(presets[0].text)}`;
// The readings that are not the same to all policies, once each run is there; `broken` are those without a solution.
export const futuresNow = (policies) => {
  const all = readingsOf(baseline, ...policies);
  const isThere = ({ at }) => policies.every((one) => resultOf(one, at) || isFailed(one, at));
  if (!all.every(isThere)) return null;
  const solved = all.filter(({ at }) => policies.every((one) => !isFailed(one, at)));
  return solved.length ? { alternatives: solved, broken: all.length - solved.length } : { alternatives: [], broken: all.length };
};
// An outcome in a year under a reading: of each policy its draws; from a year on, a flow is added up.
export const levelsOf = (policies, at, row, year, since = year) => policies.map((one) => (rows[row].stock ? drawsOf(resultOf(one, at), row, year) : addedUp(one, at, row, since, year)));
export const addedUp = (one, at, row, first, last) => {
  const sum = drawsOf(resultOf(one, at), row, first).slice();
  for (let year = first + 1; year <= last; year++) drawsOf(resultOf(one, at), row, year).forEach((value, k) => (sum[k] += value));
  return sum;
};
// The unit of what an outcome comes to over years.
export const unitOver = (row) => pick(rows[row].stock ? rows[row].unit : rows[row].whole);
export const meanOf = (draws) => draws.reduce((sum, one) => sum + one, 0) / draws.length;
const medianOf = (draws) => quantileAt(sorted(draws), 0.5);
// The smallest difference that matters beside a level.
export const mattersOf = (row, draws) => {
  const middle = medianOf(draws);
  return rows[row].share === null || middle === 0 ? rows[row].matters : rows[row].share * Math.abs(middle);
};
// What a policy does at the expense of a State and whose cost nobody published.
export const uncostedOf = (one, place) => apartOf(one).filter((lever) => !lever.driver && !lever.paid && lever.payers.includes(place));

// --- in words ---------------------------------------------------------------------------------------------------------

export const outcomeTold = (row) => titleOf(rows[row]);
export const alternativeTold = ({ alternatives }, at) => readingTold(alternatives[at], at, alternatives[0]);
// Median with 50 and 90 % of the draws.
export const bandTold = (draws, signed = false) => {
  const ordered = sorted(draws);
  const [low, first, middle, third, high] = QUANTILES.map((q) => words.number(quantileAt(ordered, q), signed, quantileError(ordered, q)));
  return low === high ? middle : `${middle} [${first}; ${third}] [${low}; ${high}]`;
};
export const mediansOf = (listed) => listed.map(medianOf);
export const errorOf = (listed) => Math.max(...listed.map((draws) => quantileError(sorted(draws), 0.5)));
// A range over readings, no finer than its error; what is not zero keeps its first digit.
const endTold = (end, error, signed) => {
  const told = words.number(end, signed, error);
  return end && told === words.number(0) ? words.number(Number(end.toPrecision(1)), signed) : told;
};
export const rangeTold = (values, error = 0, signed = false) => {
  const [low, high] = [Math.min(...values), Math.max(...values)].map((end) => endTold(end, error, signed));
  return low === high ? low : `${low} … ${high}`;
};
export const shareTold = (values, draws = app.draws) => {
  const [low, high] = [Math.min(...values), Math.max(...values)].map((share) => words.chance(share, draws));
  return low === high ? low : `${low} … ${high}`;
};
export const caveatsTold = (...keys) => make("ul", { class: "small" }, ...[...keys, assumedTold(), say("not_forecast")].filter(Boolean).map((one) => make("li", {}, one)));
export const brokenTold = ({ alternatives, broken }) => (broken ? make("p", { class: "small" }, say("readings_failed", { count: broken, of: alternatives.length + broken })) : "");

// --- the same in a terminal -------------------------------------------------------------------------------------------

// How a policy is typed: a preset by its id, else the file that holds it.
export const typedOf = (one, at) => {
  const id = `mine-${letterOf(at).toLowerCase()}`;
  const file = fileOf(one, id);
  return file ? { typed: `${id}.yaml`, file } : { typed: one.base, file: null };
};
export const drawnOptions = (draws = app.draws) => `--draws ${draws} --seed ${app.seed}${Object.entries(state.assume).map(([name, value]) => ` --assume ${name}=${value}`).join("")} --prior --lang ${words.language}`;
export const weightsFile = () => JSON.stringify({ weights: Object.fromEntries(Object.entries(state.worth).map(([name, value]) => [name.split(".").reverse().join("."), value])) }, null, 1);
// The command of a view, and the files that it reads, each to be saved.
export const commandTold = (command, policies, more = {}) => {
  const files = { ...Object.fromEntries(policies.filter(({ file }) => file).map(({ typed, file }) => [typed, file])), ...more };
  return make(
    "details",
    { "data-fold": "command" },
    make("summary", {}, say("again")),
    make("pre", { tabindex: 0 }, make("code", { class: "command" }, command)),
    ...Object.entries(files).flatMap(([name, content]) => [button(say("save_named", { name }), () => save(name, `${content}\n`, "application/yaml"), { "data-save": name }), make("pre", { tabindex: 0 }, content)]),
  );
};

// --- what somebody weighs ---------------------------------------------------------------------------------------------

export const hasWorth = () => Object.keys(state.worth).length > 0;
// The two kinds of weights: what a unit is worth, and what it weighs in homicides.
const KINDS = { worth: worthOf, even: evenOf };
const weigh = (kind, name, target, choose) => {
  const value = target.value === "" ? 0 : Number(target.value);
  const weights = KINDS[kind]({ ...state[kind], [name]: value });
  const wrong = target.validity.badInput || (value !== 0 && weights[name] === undefined);
  target.setAttribute("aria-invalid", String(wrong));
  target.parentElement.querySelector(".wrong").hidden = !wrong;
  if (!wrong) choose({ [kind]: weights });
};
// A weight for a unit of each outcome; what is counted in another that weighs takes none.
export const weightsForm = (choose, kind, listed) =>
  make(
    "details",
    { "data-fold": kind, open: Object.keys(state[kind]).length > 0 },
    make("summary", {}, say("weights", { count: Object.keys(state[kind]).length })),
    make("p", { class: "small" }, say(`weights_told.${kind}`)),
    make(
      "ul",
      { class: "weighed" },
      ...listed.map((row) => {
        const name = rowName(rows[row]);
        const counted = wholesOf(name).some((whole) => state[kind][whole] !== undefined);
        const field = make("input", { type: "number", class: "box", step: "any", min: kind === "even" ? 0 : null, id: `worth-${name}`, "data-worth": name, value: state[kind][name] ?? "", disabled: counted, on: { change: ({ target }) => weigh(kind, name, target, choose) } });
        return make("li", {}, make("label", { for: `worth-${name}` }, `${outcomeTold(row)}, ${pick(rows[row].unit)}`), field, make("span", { class: "small wrong", role: "alert", hidden: true }, say(`weight_bounds.${kind}`)), make("span", { class: "small" }, counted ? say("weighed_already") : pick(app.goals[rows[row].outcome].reason)));
      }),
    ),
    Object.keys(state[kind]).length ? button(say("no_weights"), () => choose({ [kind]: {} }), { "data-unweigh": 1 }) : "",
  );
