// The state of the page, the link that holds it, the way back, and the session that outlives a reload.

import { app, language, levers, presets, rows } from "./dom.js";
import { MOST, START_YEAR } from "./scenarios.js";

export const VIEWS = ["levels", "difference", "table"];
export const DECIDING = ["regret", "boxes", "budget", "tradeoff"];
const CHARACTERS = 60; // of a name
const ASSUMED = 400; // numbers of one's own: more than there are

export const first = () => ({
  scenarios: [{ base: "total-peace", set: {} }, { base: "mano-dura", set: {} }],
  focus: 0,
  row: 0,
  year: app.shown,
  view: "levels",
  assume: {},
  decide: "",
  worth: {},
  reading: 0,
  even: {},
  after: app.trade.after.at(-1),
  budget: { usd: 1e9, years: 10, payer: "" },
});
export const rowName = (row) => `${row.outcome}.${row.place}`;
const bounded = (value, low, high) => Math.min(high, Math.max(low, value));

// --- the link ---------------------------------------------------------------------------------------------------------

const writtenSetting = ([name, { value, from, until }]) => `${name}=${value}${from || until ? `@${from ?? ""}-${until ?? ""}` : ""}`;
const writtenScenario = (one) => [one.base, ...Object.entries(one.set).map(writtenSetting), ...(one.name ? [`:${encodeURIComponent(one.name)}`] : [])].join("~");
export const written = (state, shown = "") => {
  const assumed = Object.entries(state.assume).map((one) => one.join("="));
  const weights = (given) => Object.entries(given).map((one) => one.join("=")).join("~");
  const start = first();
  const { usd, years, payer } = state.budget;
  const deciding = {
    d: state.decide,
    w: weights(state.worth),
    x: state.reading || "",
    e: weights(state.even),
    n: state.after === start.after ? "" : state.after,
    b: JSON.stringify(state.budget) === JSON.stringify(start.budget) ? "" : [usd, years, payer].join("~"),
  };
  const rest = { f: state.focus, o: rowName(rows[state.row]), y: state.year, v: state.view, l: language, m: app.version, h: app.catalogue };
  return [
    ...state.scenarios.map((one) => `s=${writtenScenario(one)}`),
    ...(assumed.length ? [`a=${assumed.join("~")}`] : []),
    ...Object.entries(rest).map((one) => one.join("=")),
    ...Object.entries(deciding).filter(([, value]) => value !== "").map((one) => one.join("=")),
    ...(shown ? [`k=${shown}`] : []),
  ].join("&");
};
const yearIn = (said) => (/^\d{4}$/.test(said) ? bounded(Number(said), START_YEAR, app.until) : null);
// The years of a setting, in order; null where it holds from the start, or to the end.
export const spanIn = (from, until) => ({ from: from === START_YEAR ? null : from, until: Math.max(from, until) === app.until ? null : Math.max(from, until) });
const settingIn = (said) => {
  const [value, span = ""] = said.split("@");
  const [from, until] = span.split("-").map(yearIn);
  return { value: value.trim() ? Number(value) : NaN, ...spanIn(from ?? START_YEAR, until ?? app.until) };
};
// A name without what no file can hold: control characters and halves of letters.
export const nameIn = (said) => [...said.replace(/[\u0000-\u001f\u007f-\u009f\ufffe\uffff]|[\ud800-\udfff]/gu, "").replaceAll("~", " ")].slice(0, CHARACTERS).join("").trim();
const scenarioIn = (said) => {
  const [base, ...parts] = said.split("~");
  if (!presets.some((one) => one.id === base)) return null;
  const found = { base, set: {} };
  for (const part of parts) {
    if (part.startsWith(":")) {
      const name = nameIn(part.slice(1));
      if (name) found.name = name;
      continue;
    }
    const [name, value = ""] = [part.split("=")[0], part.split("=")[1]];
    const lever = Object.hasOwn(levers, name) && !levers[name].driver ? levers[name] : null;
    const setting = settingIn(value);
    if (lever && Number.isFinite(setting.value)) found.set[name] = { ...setting, value: bounded(setting.value, lever.low, lever.high) };
  }
  return found;
};
// A number of one's own that the catalogue allows: a choice is one of its values, others stay within what was published.
export const allowed = (name, value) => {
  const input = Object.hasOwn(app.inputs, name) ? app.inputs[name] : null;
  if (!input || !Number.isFinite(value)) return null;
  if (input.values) return input.values.includes(value) ? value : null;
  return input.low <= value && value <= input.high ? value : null;
};
const assumedIn = (said) => {
  const found = {};
  for (const part of (said ?? "").split("~").slice(0, ASSUMED)) {
    const [name, value = ""] = part.split("=");
    if (value.trim() && allowed(name, Number(value)) !== null) found[name] = Number(value);
  }
  return found;
};
const HEAVIEST = 1e12; // weight of a unit
// What one more unit of an outcome is worth to somebody, where that can weigh: what is counted in another does not weigh again.
export const worthOf = (given) => {
  const weighs = ([name, value]) => app.judged.some((at) => rowName(rows[at]) === name) && Number.isFinite(value) && value !== 0 && Math.abs(value) <= HEAVIEST;
  const found = new Map(Object.entries(given).filter(weighs));
  const isCounted = (name) => wholesOf(name).some((whole) => found.has(whole));
  return Object.fromEntries([...found].filter(([name]) => !isCounted(name)));
};
export const wholesOf = (name) => {
  const [outcome, place] = name.split(".");
  return app.goals[outcome].part_of.map((whole) => `${whole}.${place}`);
};
// What a unit of an outcome weighs beside people killed and detained, in homicides; what is counted in these weighs nothing more.
export const canEven = (row) => {
  const { sign, part_of: wholes } = app.goals[row.outcome];
  return sign !== 0 && row.outcome !== "state_outlay" && ![app.trade.saved, app.trade.price].some((one) => one === row.outcome || wholes.includes(one));
};
export const evenOf = (given) =>
  Object.fromEntries(Object.entries(worthOf(given)).filter(([name, value]) => value > 0 && canEven(rows.find((row) => rowName(row) === name))));
const weightsIn = (said) => Object.fromEntries((said ?? "").split("~").slice(0, ASSUMED).map((part) => part.split("=")).map(([name, value = ""]) => [name, value.trim() ? Number(value) : NaN]));
const RICHEST = 1e14; // USD
export const YEARS_MOST = app.until - START_YEAR + 1; // of a budget
export const PAYERS = rows.filter((row) => row.outcome === "state_outlay").map((row) => row.place);
const budgetIn = (said) => {
  const [usd, years, payer = ""] = (said ?? "").split("~");
  if (!/^\d{1,2}$/.test(years ?? "") || !usd.trim() || !(Number(usd) > 0)) return first().budget;
  return { usd: Math.min(RICHEST, Number(usd)), years: bounded(Number(years), 1, YEARS_MOST), payer: PAYERS.includes(payer) ? payer : "" };
};
// The nearest state to what a link says; what it does not say, or says wrongly, is that of the start.
export const read = (fragment) => {
  const found = first();
  const said = new URLSearchParams(fragment.slice(0, 20000));
  const scenarios = said.getAll("s").slice(0, 20).map(scenarioIn).filter(Boolean).slice(0, MOST);
  if (scenarios.length) found.scenarios = scenarios;
  const whole = (name, least, most, otherwise) => {
    const value = said.get(name);
    return value !== null && /^\d{1,6}$/.test(value) ? bounded(Number(value), least, most) : otherwise;
  };
  found.focus = whole("f", 0, found.scenarios.length - 1, 0);
  found.year = whole("y", START_YEAR, app.until, app.shown);
  found.row = Math.max(0, rows.findIndex((row) => rowName(row) === said.get("o")));
  if (VIEWS.includes(said.get("v"))) found.view = said.get("v");
  found.assume = assumedIn(said.get("a"));
  if (DECIDING.includes(said.get("d"))) found.decide = said.get("d");
  found.worth = worthOf(weightsIn(said.get("w")));
  found.reading = whole("x", 0, app.readings.length - 1, 0);
  found.even = evenOf(weightsIn(said.get("e")));
  if (app.trade.after.map(String).includes(said.get("n"))) found.after = Number(said.get("n"));
  found.budget = budgetIn(said.get("b"));
  return found;
};
// Whether all that a link names of policies and outcome was found; what was not is left out or as at the start.
export const isWhole = (fragment) => {
  const said = new URLSearchParams(fragment.slice(0, 20000));
  const asked = said.getAll("s").flatMap((one) => one.split("~"));
  const found = read(fragment).scenarios.flatMap((one) => [one.base, ...Object.keys(one.set), ...(one.name ? [one.name] : [])]);
  const several = (name) => (said.get(name) ?? "").split("~").filter(Boolean).length;
  const weighed = [["w", "worth"], ["e", "even"]].every(([name, field]) => several(name) === Object.keys(read(fragment)[field]).length);
  return weighed && (!asked.length || asked.length === found.length) && (!said.get("o") || rows.some((row) => rowName(row) === said.get("o")));
};
// What a link says of the figures it showed: [median, low, high] by scenario; numbers only, whatever else stands there.
const shownIn = (fragment) => {
  const said = new URLSearchParams(fragment.slice(0, 20000)).get("k") ?? "";
  return said.split("~").slice(0, MOST).map((one) => one.split(";").map((part) => (part.trim() ? Number(part) : NaN))).map((one) => (one.length === 3 && one.every(Number.isFinite) ? one : null));
};
export const linkOf = (fragment) => {
  const said = new URLSearchParams(fragment.slice(0, 20000));
  return { catalogue: said.get("h"), version: said.get("m"), language: said.get("l"), shown: shownIn(fragment), token: /^[\w-]{1,200}$/.test(said.get("t") ?? "") ? said.get("t") : null };
};

// --- the state, and the way back --------------------------------------------------------------------------------------

const STEPS = 100;
export let state = first();
const past = [];
const future = [];
let before = JSON.stringify(state); // when the last move began
export const begin = (given) => {
  state = given;
  before = JSON.stringify(state);
  past.length = future.length = 0;
};
export const keep = () => {
  const now = JSON.stringify(state);
  if (now === before) return;
  past.push(before);
  if (past.length > STEPS) past.shift();
  future.length = 0;
  before = now;
};
const step = (from, to) => {
  if (!from.length) return false;
  to.push(JSON.stringify(state));
  state = JSON.parse(from.pop());
  before = JSON.stringify(state);
  return true;
};
export const undo = () => {
  keep();
  return step(past, future);
};
export const redo = () => step(future, past);
export const canUndo = () => past.length > 0 || JSON.stringify(state) !== before;
export const canRedo = () => future.length > 0;
// An earlier state that a link names, where the browser went back to it.
export const wentTo = (given) => {
  keep();
  if (JSON.stringify(given) === before) return;
  past.push(before);
  future.length = 0;
  state = given;
  before = JSON.stringify(state);
};

// --- the session ------------------------------------------------------------------------------------------------------

const SESSION = "tregua.session";
const FORGET = "tregua.forget";
// Browsers that keep nothing, or forbid it, throw.
const stored = (action) => {
  try {
    return action(localStorage);
  } catch {
    return null;
  }
};
export const canRemember = () =>
  Boolean(
    stored((one) => {
      one.setItem(`${SESSION}.tried`, "1");
      one.removeItem(`${SESSION}.tried`);
      return true;
    }),
  );
export const isRemembering = () => !stored((one) => one.getItem(FORGET));
export const remember = (fragment) => isRemembering() && stored((one) => one.setItem(SESSION, fragment));
export const lastSession = () => (isRemembering() ? (stored((one) => one.getItem(SESSION)) ?? "") : "");
export const setRemembering = (on) =>
  stored((one) => {
    if (on) one.removeItem(FORGET);
    else {
      one.setItem(FORGET, "1");
      one.removeItem(SESSION);
    }
  });
