// Scenarios: what each sets, by lever and month, and how it is named. The first preset is the baseline.

import { app, lab, levers, pick, presets, say, words } from "./dom.js";

export const YEARS = lab.months / 12;
const START = lab.start; // months of the run before policies start
export const START_YEAR = app.first + START / 12;
export const MOST = 4; // scenarios beside the baseline
export const LETTERS = "ABCDE";
export const COLOURS = ["#4A4A4A", "#C04A00", "#00778A", "#332288", "#AA3377"];
export const DASHES = [null, "7 3", "2 2.5", "9 2.5 2 2.5", "4 2"];

// A setting holds from the first month of a year to the last of another; null is where policies start, or the end.
export const baseline = { base: presets[0].id, set: {} };
export const presetOf = (one) => presets.find((each) => each.id === one.base);
export const keyOfScenario = (one) => JSON.stringify([one.base, Object.entries(one.set).sort(), one.only ?? "", one.without ?? ""]);
const remembered = (work) => {
  const found = new Map();
  return (one) => {
    const key = keyOfScenario(one);
    if (!found.has(key)) {
      if (found.size > 300) found.clear();
      found.set(key, work(one));
    }
    return found.get(key);
  };
};
const monthOf = (year) => (year - app.first) * 12;
const endsAt = (steps, month) => steps.filter(([first]) => first <= month).at(-1).slice(1);
// A value from one month until another in the place of what was there.
const within = (steps, from, until, ends) => [
  ...steps.filter(([month]) => month < from),
  [from, ...ends],
  ...(until < lab.months ? [[until, ...endsAt(steps, until)], ...steps.filter(([month]) => month > until)] : []),
];
// Steps of every lever column, [month, low, high] from each month on. `only` and `without` leave a policy with one of
// its levers, or with all but one.
export const stepsOf = remembered((one) => {
  if (one.only || one.without) {
    const whole = stepsOf({ base: one.base, set: one.set });
    const [ours, theirs] = one.only ? [whole, stepsOf(baseline)] : [stepsOf(baseline), whole];
    const own = new Set(levers[one.only ?? one.without].columns);
    return whole.map((_, column) => (own.has(column) ? ours : theirs)[column]);
  }
  const found = presetOf(one).steps.slice();
  for (const [name, { value, from, until }] of Object.entries(one.set))
    for (const column of levers[name].columns)
      found[column] = within(presets[0].steps[column], from ? monthOf(from) : START, until ? monthOf(until + 1) : lab.months, [value, value]);
  return found;
});
// The levers that are ever away from their default, and those that the baseline sets otherwise.
export const movedBy = remembered((one) => {
  const steps = stepsOf(one);
  const away = ({ columns, default: usual }) =>
    columns.some((column) => lab.before[column] !== usual || steps[column].some(([, low, high]) => low !== usual || high !== usual));
  return new Set(Object.keys(levers).filter((name) => away(levers[name])));
});
export const apartOf = remembered((one) => {
  const [ours, theirs] = [stepsOf(one), stepsOf(baseline)];
  const differs = (column) => JSON.stringify(ours[column]) !== JSON.stringify(theirs[column]);
  return Object.values(levers).filter((lever) => lever.columns.some(differs));
});
export const behindOf = (one, row) =>
  apartOf(one).filter((lever) => (row.outcome === "state_outlay" ? lever.payers.includes(row.place) : lever.affects.includes(row.outcome)));
// What a lever is when its path has ended moving: its ends over all of its places, equal where it is one number.
export const settingOf = (one, lever) => {
  const own = one.set[lever.id];
  if (own) return [own.value, own.value];
  const last = lever.columns.map((column) => stepsOf(one)[column].at(-1));
  return [Math.min(...last.map((step) => step[1])), Math.max(...last.map((step) => step[2]))];
};
export const nameOf = (one) => {
  if (one.name) return one.name;
  const base = pick(presetOf(one).text);
  const set = Object.keys(one.set).map((name) => pick(levers[name].text));
  if (!set.length) return base;
  const listed = set.length > 2 ? say("and_more", { first: set[0], count: set.length - 1 }) : set.join(", ");
  return one.base === baseline.base ? listed : `${base}: ${listed}`;
};
export const letterOf = (at) => LETTERS[at + 1];
export const endsTold = ([low, high]) => (low === high ? words.number(low) : `${words.number(low)} … ${words.number(high)}`);
export const spanOf = ({ from, until }) => [from ?? START_YEAR, until ?? app.until];

const writtenEnds = ([low, high]) => (low === high ? low : { low, high });
// The path of a setting as a file has it: one where what follows it is the same in all places, else one a place.
const pathsOf = (name, { value, from, until }) => {
  const lever = levers[name];
  const start = from && from > START_YEAR ? `${from}-01` : "start";
  const after = until && until < app.until ? lever.columns.map((column) => writtenEnds(endsAt(presets[0].steps[column], monthOf(until + 1)))) : [];
  const written = (place, then) => ({ lever: name, place, unit: lever.written_unit, path: { [start]: value, ...(then === undefined ? {} : { [`${until + 1}-01`]: then }) } });
  if (new Set(after.map((one) => JSON.stringify(one))).size < 2) return [written("all", after[0])];
  return lever.places.map((place, at) => written(place, after[at]));
};
// The scenario as a file that the command line reads; nothing where it is one of the package's.
export const fileOf = (one, id = "mine") => {
  if (!Object.keys(one.set).length) return null;
  const { after, regime, levers: own } = presetOf(one).written;
  const kept = one.base === baseline.base ? [] : own.filter((each) => !Object.hasOwn(one.set, each.lever)).map(({ lever, place, unit, path }) => ({ lever, ...(place ? { place } : {}), unit, path }));
  const set = Object.entries(one.set).flatMap(([name, setting]) => pathsOf(name, setting));
  return JSON.stringify({ id, text: nameOf(one), ...(after ? { after } : {}), ...(regime ? { regime } : {}), levers: [...kept, ...set] }, null, 1);
};
