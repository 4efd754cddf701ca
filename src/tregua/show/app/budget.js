// What policies cost over some years beside a budget, what of them has no published cost, and what they bring.

import { app, make, pick, rows, say, tableOf, words } from "./dom.js";
import { addedUp, bandTold, brokenTold, caveatsTold, commandTold, drawnOptions, errorOf, futuresNow, levelsOf, mediansOf, outcomeTold, policiesNow, policyTold, rangeTold, shareTold, typedOf, uncostedOf, unitOver } from "./goals.js";
import { figuresTold, regretOf } from "./regret.js";
import { START_YEAR, apartOf, baseline } from "./scenarios.js";
import { PAYERS, YEARS_MOST, state } from "./state.js";

const lastYear = () => START_YEAR + state.budget.years - 1;
const payersNow = () => (state.budget.payer ? [state.budget.payer] : PAYERS);
const placeTold = (place) => pick(rows.find((row) => row.outcome === "state_outlay" && row.place === place).where);
// What a policy costs the payers over all years under a reading, by draw.
const spentOf = (one, at) => {
  const sum = new Float64Array(app.draws);
  for (const place of payersNow()) addedUp(one, at, rows.findIndex((row) => row.outcome === "state_outlay" && row.place === place), START_YEAR, lastYear()).forEach((value, k) => (sum[k] += value));
  return sum;
};
// What a policy does without a published cost, and what other States pay for.
const leftOutOf = (one) => {
  const unknown = new Set(payersNow().flatMap((place) => uncostedOf(one, place)));
  const elsewhere = apartOf(one).filter((lever) => !lever.driver && lever.payers.length && !lever.payers.some((place) => payersNow().includes(place)));
  return { unknown: [...unknown], elsewhere };
};
const named = (levers) => levers.map((lever) => pick(lever.text)).join("; ");
const fits = (draws) => draws.filter((one) => one <= state.budget.usd).length / draws.length;
const costOf = (one, { alternatives }) => {
  const spent = alternatives.map(({ at }) => spentOf(one, at));
  return { spent, shares: spent.map(fits), isNothing: spent.every((draws) => draws.every((value) => value === 0)), ...leftOutOf(one) };
};
const costTold = ({ spent, unknown, isNothing }) => {
  if (isNothing) return say(unknown.length ? "regret.no_cost" : "budget.nothing");
  const told = [bandTold(spent[0]), say("budget.readings", { range: rangeTold(mediansOf(spent), errorOf(spent)) })].join("; ");
  return unknown.length ? say("budget.at_least", { told }) : told;
};
// Whether it is within the budget; what has no published cost can only make it more.
const withinTold = ({ shares, unknown, isNothing }) => {
  if (isNothing && unknown.length) return say("budget.unknown");
  return unknown.length ? say("budget.over", { share: shareTold(shares.map((one) => 1 - one)) }) : say("budget.within", { share: shareTold(shares) });
};
const leftOutTold = ({ unknown, elsewhere }) => [unknown.length ? make("span", { class: "line" }, named(unknown)) : "–", elsewhere.length ? make("span", { class: "line small" }, say("budget.elsewhere", { told: named(elsewhere) })) : ""];
const costTable = (costs) =>
  tableOf(
    say("budget.caption", { first: START_YEAR, last: lastYear(), draws: app.draws, payer: state.budget.payer ? placeTold(state.budget.payer) : say("budget.all") }),
    [say("policy"), say("budget.left_out"), say("budget.cost"), say("budget.against", { budget: words.number(state.budget.usd) })],
    costs.map((each, at) => [policyTold(at), leftOutTold(each), costTold(each), withinTold(each)]),
  );
// What each policy brings over the years less the baseline, and its regret among those of the page.
const broughtTable = (policies, futures) => {
  const lines = app.judged.filter((row) => rows[row].outcome !== "state_outlay").map((row) => {
    const found = regretOf(row, policies, futures, lastYear(), START_YEAR);
    const levels = futures.alternatives.map(({ at }) => levelsOf(policies, at, row, lastYear(), START_YEAR));
    const more = (at) => levels.map((each) => paired(each[at], each[0]));
    const brought = (at) => (at ? make("strong", {}, more(at).some((draws) => draws.some((one) => one)) ? rangeTold(mediansOf(more(at)), errorOf(more(at)), true) : words.say("likely.no_change")) : "");
    return [[outcomeTold(row), make("span", { class: "small" }, unitOver(row))], ...found.map(({ status, by }, at) => [brought(at), make("span", { class: "word" }, status === "figures" ? say("budget.regret", figuresTold(by)) : say(`regret.${status}`))])];
  });
  return tableOf(say("budget.brought", { first: START_YEAR, last: lastYear() }), [say("outcome"), ...policies.map((_, at) => policyTold(at))], lines);
};
const set = (choose, changes) => choose({ budget: { ...state.budget, ...changes } });
const budgetBox = (name, low, high, change) =>
  make("input", {
    type: "number", class: "box", id: `budget-${name}`, "data-budget": name, min: low, max: high, step: "any", value: state.budget[name],
    on: { change: ({ target }) => { const value = Number(target.value); if (target.value !== "" && value >= low && value <= high) change(value); else target.value = state.budget[name]; } },
  });
const pair = (name, said, field) => make("span", { class: "pair" }, make("label", { for: `budget-${name}` }, said), field);
export const budgetForm = (choose) => [
  make(
    "div",
    { class: "bar" },
    pair("usd", say("budget.usd"), budgetBox("usd", 1, 1e14, (usd) => set(choose, { usd }))),
    pair("years", say("budget.years", { year: START_YEAR }), budgetBox("years", 1, YEARS_MOST, (years) => set(choose, { years: Math.round(years) }))),
    pair("payer", say("budget.payer"), make("select", { id: "budget-payer", "data-budget": "payer", on: { change: ({ target }) => set(choose, { payer: target.value }) } }, make("option", { value: "" }, say("budget.all")), ...PAYERS.map((place) => make("option", { value: place, selected: state.budget.payer === place }, placeTold(place))))),
  ),
  make("details", { "data-fold": "task" }, make("summary", {}, say("budget.task")), ...[1, 2, 3, 4].map((step) => make("p", {}, say(`budget.task.${step}`)))),
];
const budgetCommand = () => {
  const { usd, years, payer } = state.budget;
  const policies = state.scenarios.map(typedOf);
  const names = [...new Set([baseline.base, ...policies.map(({ typed }) => typed)])];
  return commandTold([`tregua portfolio --budget ${usd} --years ${years}${payer ? ` --payer ${payer}` : ""} ${drawnOptions()}`, `tregua compare ${names.join(" ")} --year ${lastYear()} ${drawnOptions()}`].join("\n"), policies);
};
export const budgetBody = () => {
  const policies = policiesNow();
  const futures = futuresNow(policies);
  if (!futures) return null;
  if (!futures.alternatives.length) return [make("p", {}, say("failed"))];
  const costs = policies.map((one) => costOf(one, futures));
  const focus = costs[state.focus + 1];
  const about = { name: policyTold(state.focus + 1), years: state.budget.years, budget: words.number(state.budget.usd), cost: costTold(focus), within: withinTold(focus) };
  return [
    make("p", { class: "told" }, focus.unknown.length ? say("budget.said_unknown", { ...about, told: named(focus.unknown) }) : say("budget.said", about)),
    costTable(costs),
    broughtTable(policies, futures),
    brokenTold(futures),
    caveatsTold(say("budget.about"), say("budget.undiscounted"), say("regret.about")),
    budgetCommand(),
  ];
};
