// Runs in workers: the reading that is shown first, the others once nothing moves, and what somebody asks for besides.

import { app, byId, lab, levers } from "./dom.js";
import { baseline, keyOfScenario, movedBy, stepsOf } from "./scenarios.js";
import { state } from "./state.js";

const KEPT = 600; // results
const BEGUN = 100; // runs of which some draws are there
const WORKERS = 2;
// Draws of one job: few enough that no worker waits for the other, nor a move for a reading that is not shown.
const PART = 8;
const PARTS = app.draws / PART;

const results = new Map();
const failed = new Set();
const partial = new Map();
let queue = [];
let asked = []; // what somebody waits for, each with what to do then

// Structural alternatives that act, where some levers are moved; one that somebody has fixed is no alternative.
const actingIn = (choices, moved) =>
  Object.fromEntries(
    Object.entries(choices).filter(([name]) => !Object.hasOwn(state.assume, name) && (!app.choices[name].only_with.length || app.choices[name].only_with.some((lever) => moved.has(lever)))),
  );
const keptBy = new Map();
const remembering = (key, work) => {
  if (!keptBy.has(key)) {
    if (keptBy.size > 2000) keptBy.clear();
    keptBy.set(key, work());
  }
  return keptBy.get(key);
};
const assumeOf = (one) => ({ ...state.assume, ...one.assume });
const assumedKey = (one) => JSON.stringify(Object.entries(assumeOf(one)).sort());
// The readings that are not the same to a pair of scenarios: their choices that act, and their places in the list.
export const readingsOf = (...scenarios) =>
  remembering(`r${scenarios.map(keyOfScenario).join()}${assumedKey(baseline)}`, () => {
    const moved = new Set(scenarios.flatMap((one) => [...movedBy(one)]));
    const found = new Map();
    app.readings.forEach((choices, at) => {
      const acting = actingIn(choices, moved);
      const key = JSON.stringify(acting);
      if (!found.has(key)) found.set(key, { choices: acting, at });
    });
    return [...found.values()];
  });
const jobKey = (one, at) =>
  remembering(`j${keyOfScenario(one)}${at}${assumedKey(one)}`, () => `${keyOfScenario(one)}|${JSON.stringify(actingIn(app.readings[at], movedBy(one)))}|${assumedKey(one)}`);
export const resultOf = (one, at) => results.get(jobKey(one, at));
export const isFailed = (one, at) => failed.has(jobKey(one, at));

let onResult = () => null;
export const whenDone = (action) => (onResult = action);
const arrived = ({ key, part }, annual) => {
  const parts = partial.get(key) ?? new Array(PARTS);
  parts[part] = annual;
  partial.set(key, parts);
  if (partial.size > BEGUN) partial.delete(partial.keys().next().value);
  for (let at = 0; at < parts.length; at++) if (!parts[at]) return;
  const whole = new Float64Array(parts.length * annual.length);
  parts.forEach((one, each) => {
    for (let at = 0, to = each * PART; at < one.length; to += app.draws - PART) for (let k = 0; k < PART; k++) whole[to++] = one[at++];
  });
  partial.delete(key);
  results.set(key, whole);
  if (results.size > KEPT) results.delete(results.keys().next().value);
};
// What somebody waits for is answered once, unless what it was asked of has changed meanwhile.
const answerAsked = () => {
  const isThere = ({ keys }) => keys.every((key) => results.has(key) || failed.has(key));
  const ready = asked.filter(isThere);
  asked = asked.filter((one) => !isThere(one) && one.of === question());
  for (const { of, then } of ready) if (of === question()) then();
};
const question = () => JSON.stringify([state.scenarios, state.assume, state.year]);
const isDone = (key, part) => results.has(key) || failed.has(key) || Boolean(partial.get(key)?.[part]);
const workers = Array.from({ length: WORKERS }, () => {
  const address = URL.createObjectURL(new Blob([byId("engine").textContent], { type: "text/javascript" }));
  const worker = new Worker(address);
  worker.postMessage({ lab });
  worker.job = null;
  worker.onmessage = ({ data }) => {
    if (data.numbers) return onNumbers(data.numbers);
    const { job } = worker;
    const { key } = job;
    worker.job = null;
    if (data.annual) arrived(job, data.annual);
    else failed.add(key);
    pump();
    if (results.has(key) || failed.has(key)) {
      onResult(key);
      answerAsked();
    }
  };
  return worker;
});
export const fixedOf = ({ at, assume }) => {
  const choices = Object.entries(app.readings[at]).filter(([name]) => !Object.hasOwn(assume, name));
  return Object.fromEntries([...choices, ...Object.entries(assume)].map(([name, value]) => [app.inputs[name].column, value]));
};
const pump = () => {
  const open = [...queue, ...asked.flatMap((one) => one.jobs)].filter((job) => !isDone(job.key, job.part));
  for (const worker of workers) {
    if (worker.job) continue;
    const isTaken = (job) => workers.some((one) => one.job?.key === job.key && one.job.part === job.part);
    worker.job = open.find((job) => !isTaken(job)) ?? null;
    if (!worker.job) continue;
    const { one, part } = worker.job;
    worker.postMessage({ fixed: fixedOf(worker.job), first: part * PART, count: PART, steps: stepsOf(one) });
  }
};
const jobsOf = (listed) =>
  listed.flatMap(({ one, at }) => {
    const key = jobKey(one, at);
    return Array.from({ length: PARTS }, (_, part) => ({ one, at, part, key, assume: assumeOf(one) }));
  });
const shownFirst = () => [baseline, state.scenarios[state.focus], ...state.scenarios].map((one) => ({ one, at: 0 }));
const shownThen = () =>
  state.scenarios.flatMap((one) => readingsOf(baseline, one).flatMap(({ at }) => [{ one: baseline, at }, { one, at }]));
export const want = (settled) => {
  queue = jobsOf(settled ? [...shownFirst(), ...shownThen()] : shownFirst());
  pump();
};
// How many runs are still to come; whether a result is one that is shown before the others are there.
export const toCome = () => new Set([...shownFirst(), ...shownThen()].map(({ one, at }) => jobKey(one, at)).filter((key) => !results.has(key) && !failed.has(key))).size;
export const isShownFirst = (key) => shownFirst().some(({ one, at }) => jobKey(one, at) === key);
// Runs of the first reading beside those that are shown; `then` is called when all are there.
export const askFor = (scenarios, then) => {
  const jobs = jobsOf(scenarios.map((one) => ({ one, at: 0 })));
  const keys = [...new Set(jobs.map((job) => job.key))];
  if (keys.every((key) => results.has(key) || failed.has(key))) return then();
  asked.push({ jobs, keys, then, of: question() });
  pump();
};

// Boxes are found by a worker of their own, made when somebody first asks, so that no move waits for them; of several
// questions the last is answered.
let finder = null;
let finding = null;
let next = null;
const BOXES_KEPT = 40;
const foundBoxes = new Map();
const findNext = () => {
  if (finding || !next) return;
  [finding, next] = [next, null];
  if (!finder) {
    finder = new Worker(URL.createObjectURL(new Blob([byId("engine").textContent], { type: "text/javascript" })));
    finder.postMessage({ lab });
    finder.onmessage = ({ data }) => {
      const { key, then } = finding;
      finding = null;
      foundBoxes.set(key, data.boxes ?? { status: "failed" });
      if (foundBoxes.size > BOXES_KEPT) foundBoxes.delete(foundBoxes.keys().next().value);
      then();
      findNext();
    };
  }
  finder.postMessage({ boxes: finding.job });
};
export const boxesOf = (key, job, then) => {
  if (!foundBoxes.has(key) && finding?.key !== key) {
    next = { key, job, then };
    findNext();
  }
  return foundBoxes.get(key) ?? null;
};

// The numbers of every draw, which the workers make: a row a draw, a column an input.
let onNumbers = () => null;
let drawnNumbers = null;
export const withNumbers = (then) => {
  if (drawnNumbers) return then(drawnNumbers);
  const of = question();
  onNumbers = (found) => {
    drawnNumbers = found;
    if (of === question()) then(found);
  };
  workers[0].postMessage({ numbers: app.draws });
};
