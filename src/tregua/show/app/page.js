// The live laboratory: the state of the page, the jobs it needs, and what is shown of their results.

const app = JSON.parse(document.getElementById("data").textContent);
const { lab, presets, levers, rows } = app;
const YEARS = lab.months / 12;
const START = (Number(app.start.slice(0, 4)) - app.first) * 12 + Number(app.start.slice(5)) - 1;
const MOST = 4; // scenarios beside the baseline
const LETTERS = "ABCDE";
const COLOURS = ["#4A4A4A", "#C04A00", "#00778A", "#332288", "#AA3377"];
const DASHES = [null, "7 3", "2 2.5", "9 2.5 2 2.5", "4 2"];
const SETTLED = 200; // milliseconds without a move
const KEPT = 400; // results

const byId = (id) => document.getElementById(id);
const languageNow = () => document.querySelector("[name=language]:checked").id.replace("language-", "");
let language = languageNow();
let words = wordsIn(language, app.texts[language]);
const say = (key, values) => words.say(`app.${key}`, values);
const pick = (both) => both[language];

// An element with attributes and contents; `on` names what happens.
const make = (name, { on = {}, ...attributes } = {}, ...contents) => {
  const found = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined && value !== false) found.setAttribute(key, value === true ? "" : value);
  for (const [event, action] of Object.entries(on)) found.addEventListener(event, action);
  found.append(...contents.flat().filter((one) => one !== null && one !== ""));
  return found;
};
const drawn = (name, attributes, ...contents) => {
  const found = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) found.setAttribute(key, value);
  found.append(...contents);
  return found;
};

// --- scenarios --------------------------------------------------------------------------------------------------------

const baseline = { base: presets[0].id, set: {} };
const presetOf = (one) => presets.find((each) => each.id === one.base);
const keyOfScenario = (one) => JSON.stringify([one.base, Object.entries(one.set).sort()]);
const remembered = (work) => {
  const found = new Map();
  return (one) => {
    const key = keyOfScenario(one);
    if (!found.has(key)) {
      if (found.size > 200) found.clear();
      found.set(key, work(one));
    }
    return found.get(key);
  };
};
const stepsOf = remembered((one) => {
  const found = presetOf(one).steps.slice();
  for (const [name, value] of Object.entries(one.set))
    for (const column of levers[name].columns)
      found[column] = [...presets[0].steps[column].filter(([month]) => month < START), [START, value, value]];
  return found;
});
// The levers that are ever away from their default, and those that the baseline sets otherwise.
const movedBy = remembered((one) => {
  const steps = stepsOf(one);
  const away = ({ columns, default: usual }) =>
    columns.some((column) => lab.before[column] !== usual || steps[column].some(([, low, high]) => low !== usual || high !== usual));
  return new Set(Object.keys(levers).filter((name) => away(levers[name])));
});
const apartOf = remembered((one) => {
  const [ours, theirs] = [stepsOf(one), stepsOf(baseline)];
  const differs = (column) => JSON.stringify(ours[column]) !== JSON.stringify(theirs[column]);
  return Object.values(levers).filter((lever) => lever.columns.some(differs));
});
const behindOf = (one, row) =>
  apartOf(one).filter((lever) => (row.outcome === "state_outlay" ? lever.payers.includes(row.place) : lever.affects.includes(row.outcome)));
// What a lever is at the end: its ends over all of its places, equal where it is one number.
const settingOf = (one, lever) => {
  const last = lever.columns.map((column) => stepsOf(one)[column].at(-1));
  return [Math.min(...last.map((step) => step[1])), Math.max(...last.map((step) => step[2]))];
};
const nameOf = (one) => {
  const base = pick(presetOf(one).text);
  const set = Object.keys(one.set).map((name) => pick(levers[name].text));
  if (!set.length) return base;
  const listed = set.length > 2 ? say("and_more", { first: set[0], count: set.length - 1 }) : set.join(", ");
  return one.base === baseline.base ? listed : `${base}: ${listed}`;
};

// --- state, its link, and the way back --------------------------------------------------------------------------------

const first = () => ({
  scenarios: [{ base: "total-peace", set: {} }, { base: "mano-dura", set: {} }],
  focus: 0,
  row: 0,
  year: app.shown,
  view: "levels",
});
const VIEWS = ["levels", "difference", "table"];
const clean = (one) => {
  const set = {};
  for (const [name, value] of Object.entries(one.set)) {
    const lever = Object.hasOwn(levers, name) && !levers[name].driver ? levers[name] : null;
    if (lever && Number.isFinite(value)) set[name] = Math.min(lever.high, Math.max(lever.low, value));
  }
  return { base: one.base, set };
};
const written = (state) => {
  const parts = state.scenarios.map((one) => `s=${[one.base, ...Object.entries(one.set).map((set) => set.join("="))].join("~")}`);
  const row = rows[state.row];
  const rest = { f: state.focus, o: `${row.outcome}.${row.place}`, y: state.year, v: state.view, l: language, m: app.version, h: app.catalogue };
  return [...parts, ...Object.entries(rest).map((one) => one.join("="))].join("&");
};
// The nearest state to what a link says; what it does not say, or says wrongly, is that of the start.
const read = (fragment) => {
  const found = first();
  const said = new URLSearchParams(fragment.slice(0, 20000));
  const scenarios = said
    .getAll("s")
    .slice(0, MOST)
    .map((one) => one.split("~"))
    .filter(([base]) => presets.some((each) => each.id === base))
    .map(([base, ...set]) => clean({ base, set: Object.fromEntries(set.map((one) => one.split("=")).map(([name, value]) => [name, value ? Number(value) : NaN])) }));
  if (scenarios.length) found.scenarios = scenarios;
  const whole = (name, least, most, otherwise) => {
    const value = said.get(name);
    return value !== null && /^\d{1,6}$/.test(value) ? Math.min(most, Math.max(least, Number(value))) : otherwise;
  };
  found.focus = whole("f", 0, found.scenarios.length - 1, 0);
  found.year = whole("y", Number(app.start.slice(0, 4)), app.until, app.shown);
  const row = rows.findIndex((one) => `${one.outcome}.${one.place}` === said.get("o"));
  found.row = Math.max(0, row);
  if (VIEWS.includes(said.get("v"))) found.view = said.get("v");
  return found;
};

let state = read(location.hash.slice(1));
let elsewhere = new URLSearchParams(location.hash.slice(1)).get("h");
const past = [];
const future = [];
let before = JSON.stringify(state); // when the last move began
const keep = () => {
  const now = JSON.stringify(state);
  if (now === before) return;
  past.push(before);
  if (past.length > 100) past.shift();
  future.length = 0;
  before = now;
};
const step = (from, to) => {
  if (!from.length) return;
  to.push(JSON.stringify(state));
  state = JSON.parse(from.pop());
  before = JSON.stringify(state);
  showAll();
};
const undo = () => step(past, future);
const redo = () => step(future, past);

// --- jobs: what is shown first, then the other readings once nothing moves --------------------------------------------

const results = new Map();
const failed = new Set();
let queue = [];
const actingIn = (choices, moved) =>
  Object.fromEntries(Object.entries(choices).filter(([name]) => !app.choices[name].only_with.length || app.choices[name].only_with.some((lever) => moved.has(lever))));
// The readings that are not the same to a pair of scenarios: their choices that act, and their places in the list.
const readingsOf = (...scenarios) => {
  const moved = new Set(scenarios.flatMap((one) => [...movedBy(one)]));
  const found = new Map();
  app.readings.forEach((choices, at) => {
    const acting = actingIn(choices, moved);
    const key = JSON.stringify(acting);
    if (!found.has(key)) found.set(key, { choices: acting, at });
  });
  return [...found.values()];
};
const jobKey = (one, at) => `${keyOfScenario(one)}|${JSON.stringify(actingIn(app.readings[at], movedBy(one)))}`;
const resultOf = (one, at) => results.get(jobKey(one, at));
const PARTS = 2; // of the draws, one a worker
const PART = app.draws / PARTS;
const partial = new Map();
const arrived = (key, part, annual) => {
  const parts = partial.get(key) ?? [];
  parts[part] = annual;
  partial.set(key, parts);
  if (partial.size > KEPT) partial.delete(partial.keys().next().value);
  if (parts.filter(Boolean).length < PARTS) return;
  const whole = new Float64Array(PARTS * annual.length);
  for (let at = 0; at < annual.length / PART; at++)
    parts.forEach((one, each) => whole.set(one.subarray(at * PART, (at + 1) * PART), at * app.draws + each * PART));
  partial.delete(key);
  results.set(key, whole);
  if (results.size > KEPT) results.delete(results.keys().next().value);
};
const workers = Array.from({ length: PARTS }, () => {
  const address = URL.createObjectURL(new Blob([byId("engine").textContent], { type: "text/javascript" }));
  const worker = new Worker(address);
  worker.postMessage({ lab });
  worker.job = null;
  worker.onmessage = ({ data }) => {
    const { key, part } = worker.job;
    worker.job = null;
    if (data.annual) arrived(key, part, data.annual);
    else failed.add(key);
    pump();
    if (!partial.has(key)) showSoon();
  };
  return worker;
});
const isDone = (key, part) => results.has(key) || failed.has(key) || Boolean(partial.get(key)?.[part]);
const pump = () => {
  queue = queue.filter((job) => !isDone(job.key, job.part));
  for (const worker of workers) {
    if (worker.job) continue;
    const isTaken = (job) => workers.some((one) => one.job?.key === job.key && one.job.part === job.part);
    worker.job = queue.find((job) => !isTaken(job)) ?? null;
    if (!worker.job) continue;
    const { one, at, part } = worker.job;
    const fixed = Object.fromEntries(Object.entries(app.readings[at]).map(([name, value]) => [app.choices[name].column, value]));
    worker.postMessage({ fixed, first: part * PART, count: PART, steps: stepsOf(one) });
  }
};
const wanted = (settled) => {
  const listed = [baseline, state.scenarios[state.focus], ...state.scenarios].map((one) => ({ one, at: 0 }));
  if (settled)
    for (const one of state.scenarios) for (const { at } of readingsOf(baseline, one)) listed.push({ one: baseline, at }, { one, at });
  return listed.flatMap((job) => Array.from({ length: PARTS }, (_, part) => ({ ...job, part, key: jobKey(job.one, job.at) })));
};
let timer = null;
const ask = () => {
  byId("lab").dataset.ready = "false";
  queue = wanted(false);
  pump();
  clearTimeout(timer);
  timer = setTimeout(() => {
    keep();
    const link = `#${written(state)}`;
    if (location.hash !== link) history.replaceState(null, "", link);
    queue = wanted(true);
    pump();
    announce();
  }, SETTLED);
};

// --- the answer -------------------------------------------------------------------------------------------------------

const drawsOf = (annual, row, year) => {
  const start = (row * YEARS + year - app.first) * app.draws;
  return annual.subarray(start, start + app.draws);
};
// A cell, and how many of its readings are known; nothing while there is none.
const cellNow = (one, row, year) => {
  const readings = readingsOf(baseline, one);
  const listed = readings
    .map(({ choices, at }) => ({ choices, before: resultOf(baseline, at), after: resultOf(one, at) }))
    .filter((each) => each.before && each.after)
    .map((each) => ({ ...each, before: drawsOf(each.before, row, year), after: drawsOf(each.after, row, year) }));
  if (!resultOf(baseline, 0) || !resultOf(one, 0)) return null;
  const whole = listed.length === readings.length;
  const apart = apartOf(one).length > 0;
  return { ...cellOf(rows[row], whole ? listed : listed.slice(0, 1), behindOf(one, rows[row]), apart), known: listed.length, of: readings.length };
};
const cellShown = (one, row) => {
  const cell = cellNow(one, row, state.year);
  const broken = [baseline, one].some((each) => failed.has(jobKey(each, 0)));
  if (!cell) return make("span", { class: "status" }, say(broken ? "failed" : "computing"));
  const told = words.cell(cell, app.draws);
  if (!told.arrow) return make("span", { class: "status" }, told.size);
  const strength = app.strengths[cell.grade];
  const mark = strength ? make("span", { role: "img", "aria-label": `${words.say("finding.evidence")}: ${words.say(`finding.strength.${strength}`)}` }, ` ${app.marks[strength]}`) : "";
  const more = cell.known < cell.of ? make("span", { class: "small" }, say("one_reading", { of: cell.of })) : "";
  return make(
    "button",
    { type: "button", class: "figure", "data-row": row, "data-scenario": state.scenarios.indexOf(one), on: { click: () => openAccount(one, row) } },
    make("strong", {}, told.size),
    make("span", { class: "word" }, `${told.interval ? `${told.interval} ` : ""}${told.arrow} ${told.word}`, mark),
    more,
  );
};

const letterOf = (at) => LETTERS[at + 1];
const swatch = (at) => drawn("svg", { width: 28, height: 10, "aria-hidden": "true" }, drawn("line", { x1: 0, y1: 5, x2: 28, y2: 5, stroke: COLOURS[at + 1], "stroke-width": 3, "stroke-dasharray": DASHES[at + 1] }));
const showTable = () => {
  const heads = state.scenarios.map((one, at) => make("th", { scope: "col" }, swatch(at), ` ${letterOf(at)} ${nameOf(one)}`));
  const level = resultOf(baseline, 0);
  const body = rows.map((row, at) => {
    const today = row.observed[0]?.points.at(-1);
    const told = today ? say("today", { value: words.number(today[1]), year: Math.ceil(today[0]) - 1, publisher: pick(row.observed[0].publisher) }) : say("not_observed");
    const draws = level ? sorted(drawsOf(level, at, state.year)) : null;
    return make(
      "tr",
      { class: at === state.row ? "chosen" : null },
      make(
        "th",
        { scope: "row" },
        make("button", { type: "button", class: "plain", "aria-pressed": String(at === state.row), "data-choose": at, on: { click: () => choose({ row: at }) } }, `${pick(row.text)}, ${pick(row.where)}`),
        make("span", { class: "small" }, told),
      ),
      make("td", {}, draws ? words.number(quantileAt(draws, 0.5), false, quantileError(draws, 0.5)) : "…", make("span", { class: "small" }, pick(row.unit))),
      ...state.scenarios.map((one, each) => make("td", { "data-label": `${letterOf(each)} ${nameOf(one)}` }, cellShown(one, at))),
    );
  });
  const table = make(
    "table",
    { class: "verdict" },
    make("caption", {}, say("caption", { year: state.year, baseline: pick(presets[0].text), draws: app.draws })),
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, say("outcome")), make("th", { scope: "col" }, `A ${pick(presets[0].text)}`), ...heads)),
    make("tbody", {}, ...body),
  );
  swap("verdict", table);
};
// Put new contents in a part of the page; what had the focus keeps it.
const swap = (where, ...contents) => {
  const box = byId(where);
  const held = box.contains(document.activeElement) ? { ...document.activeElement.dataset } : null;
  box.replaceChildren(...contents);
  if (!held || !Object.keys(held).length) return;
  const same = Object.entries(held).map(([name, value]) => `[data-${name}="${value}"]`).join("");
  box.querySelector(same)?.focus({ preventScroll: true });
};

const openAccount = (one, row) => {
  const cell = cellNow(one, row, state.year);
  const record = rows[row];
  const said = (name, value) => `${pick(app.choices[name].title)}: ${pick(app.choices[name].values.find(([at]) => at === value)[1])}`;
  const figures = cell.rows.map((each, at) => {
    const other = Object.entries(each.choices).filter(([name, value]) => at === 0 || value !== cell.rows[0].choices[name]);
    const named = other.map(([name, value]) => said(name, value)).join("; ");
    const told = named ? (at === 0 ? `${words.say("alternative.reference")} (${named})` : named) : say("all_readings");
    return make("tr", {}, make("th", { scope: "row" }, told), ...[words.number(each.median, true, each.error), words.interval(each), words.direction(each.pLower, app.draws)].map((one) => make("td", {}, one)));
  });
  const behind = behindOf(one, record).filter((lever) => !lever.driver);
  const dialog = byId("account");
  const close = make("button", { type: "button", on: { click: () => dialog.close() } }, say("close"));
  dialog.replaceChildren(
    close,
    make("h2", { id: "account-title" }, `${pick(record.text)}, ${pick(record.where)}, ${state.year}: ${nameOf(one)}`),
    make("p", {}, pick(record.definition), ` ${say("equation")} `, make("code", {}, record.equation), "."),
    make("table", {}, make("caption", {}, say("readings", { draws: app.draws })), make("thead", {}, make("tr", {}, ...["reading", "median", "interval", "chance"].map((key) => make("th", { scope: "col" }, say(`head.${key}`))))), make("tbody", {}, ...figures)),
    make("h3", {}, say("behind")),
    make("ul", {}, ...behind.map((lever) => make("li", {}, make("strong", {}, pick(lever.text)), ` (${say("grade", { grade: lever.grade })}). ${pick(lever.evidence)} ${pick(lever.not_this)}${lever.estimates.length ? ` ${say("estimates")} ${lever.estimates.join(", ")}.` : ""}`))),
    make("p", { class: "small" }, say("sources")),
  );
  dialog.showModal();
};

// --- the chart --------------------------------------------------------------------------------------------------------

const niceTicks = (low, high, most = 5) => {
  const rough = (high - low || Math.abs(high) || 1) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const gap = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= rough);
  const from = Math.floor(low / gap + 1e-9) * gap;
  return Array.from({ length: Math.ceil((high - from) / gap - 1e-9) + 1 }, (_, at) => from + at * gap);
};
const bandsOf = (one, row, difference) => {
  const [ours, theirs] = [resultOf(one, 0), resultOf(baseline, 0)];
  if (!ours || !theirs) return null;
  return Array.from({ length: YEARS }, (_, at) => {
    const draws = drawsOf(ours, row, app.first + at);
    const ordered = sorted(difference ? paired(draws, drawsOf(theirs, row, app.first + at)) : draws);
    return QUANTILES.map((q) => quantileAt(ordered, q));
  });
};
const showChart = () => {
  const row = rows[state.row];
  const difference = state.view === "difference";
  const focus = state.scenarios[state.focus];
  const all = [...(difference ? [] : [[baseline, -1]]), ...state.scenarios.map((one, at) => [one, at])]
    .map(([one, at]) => ({ one, at, bands: bandsOf(one, state.row, difference) }))
    .filter(({ bands }) => bands);
  const fan = all.find(({ at }) => at === state.focus);
  const title = `${pick(row.text)}, ${pick(row.where)}`;
  byId("chart-title").textContent = difference ? say("difference_of", { outcome: title, baseline: pick(presets[0].text) }) : title;
  if (!fan) return;
  if (state.view === "table") return swap("chart", chartTable(all, row));
  const observed = difference ? [] : row.observed.flatMap((one) => one.points);
  const width = Math.max(300, Math.min(900, byId("chart").clientWidth || 700));
  const [height, left, right, top, bottom] = [280, 62, 34, 26, 26];
  const from = Math.min(app.first, ...observed.map(([when]) => Math.floor(when)));
  const values = [...fan.bands.flat(), ...all.flatMap(({ bands }) => bands.map((one) => one[2])), ...observed.map(([, value]) => value)];
  const [least, most] = [Math.min(...values, ...(difference ? [0] : [])), Math.max(...values, ...(difference ? [0] : []))];
  const ticks = niceTicks(least >= 0 && least < most / 2 ? 0 : least, most);
  const x = (when) => left + ((when - from) / (app.until + 1 - from)) * (width - left - right);
  const y = (value) => height - bottom - ((value - ticks[0]) / (ticks.at(-1) - ticks[0] || 1)) * (height - top - bottom);
  const when = (at) => app.first + at + (row.stock ? 1 : 0.5);
  const line = (points) => `M${points.map(([a, b]) => `${a.toFixed(1)} ${b.toFixed(1)}`).join("L")}`;
  const median = (bands) => line(bands.map((one, at) => [x(when(at)), y(one[2])]));
  const area = (low, high) =>
    `${line(fan.bands.map((one, at) => [x(when(at)), y(one[high])]))}L${line(fan.bands.map((one, at) => [x(when(at)), y(one[low])]).reverse()).slice(1)}Z`;
  const colour = COLOURS[state.focus + 1];
  const label = (content, attributes) => drawn("text", attributes, document.createTextNode(content));
  const years = Array.from({ length: app.until - from + 1 }, (_, at) => from + at).filter((year) => year % 5 === 0);
  const policy = app.first + START / 12;
  const ends = all.map((one) => ({ ...one, end: y(one.bands.at(-1)[2]) })).sort((a, b) => a.end - b.end);
  let placed = -Infinity;
  for (const one of ends) placed = one.label = Math.max(one.end, placed + 13);
  const chart = drawn(
    "svg",
    { role: "img", class: "fan", width, height, viewBox: `0 0 ${width} ${height}`, "aria-label": say("chart_told", { outcome: title, unit: pick(row.unit), year: app.until, told: all.map(({ one, at, bands }) => `${LETTERS[at + 1]} ${at < 0 ? pick(presets[0].text) : nameOf(one)}: ${words.number(bands.at(-1)[2], difference)}`).join("; ") }) },
    drawn("rect", { x: x(state.year), y: top, width: x(1) - x(0), height: height - top - bottom, class: "compared" }),
    ...ticks.map((value) => drawn("path", { d: `M${left} ${y(value).toFixed(1)}H${width - right}`, class: value === 0 && difference ? "axis" : "grid" })),
    ...ticks.map((value) => label(words.number(value, difference && value !== 0), { x: left - 5, y: y(value) + 4, "text-anchor": "end" })),
    ...years.map((year) => label(String(year), { x: x(year + 0.5), y: height - 7, "text-anchor": "middle" })),
    drawn("path", { d: `M${x(policy)} ${top}V${height - bottom}`, class: "start" }),
    drawn("path", { d: area(0, 4), fill: colour, "fill-opacity": 0.13 }),
    drawn("path", { d: area(1, 3), fill: colour, "fill-opacity": 0.22 }),
    ...observed.map(([at, value]) => drawn("circle", { cx: x(at), cy: y(value), r: 2.6, class: "mark" })),
    ...all.map(({ at, bands }) => drawn("path", { d: median(bands), fill: "none", stroke: COLOURS[at + 1], "stroke-width": at === state.focus ? 2.5 : 1.6, "stroke-dasharray": DASHES[at + 1], class: "median" })),
    ...ends.map(({ at, label: place }) => label(LETTERS[at + 1], { x: width - right + 8, y: place + 4, fill: COLOURS[at + 1], class: "strong" })),
    label(say("unit_start", { unit: pick(row.unit), month: app.start }), { x: 0, y: 12 }),
  );
  swap("chart", chart);
};
const chartTable = (all, row) =>
  make(
    "table",
    {},
    make("caption", {}, say("table_caption", { unit: pick(row.unit) })),
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, say("year")), ...all.map(({ one, at }) => make("th", { scope: "col" }, `${LETTERS[at + 1]} ${at < 0 ? pick(presets[0].text) : nameOf(one)}`)))),
    make("tbody", {}, ...Array.from({ length: YEARS }, (_, at) => make("tr", {}, make("th", { scope: "row" }, String(app.first + at)), ...all.map(({ bands }) => make("td", {}, `${words.number(bands[at][2])} [${words.number(bands[at][0])}; ${words.number(bands[at][4])}]`))))),
  );

// --- what can be moved ------------------------------------------------------------------------------------------------

const choose = (changes) => {
  Object.assign(state, changes);
  showAll();
};
const setLever = (name, value) => {
  const lever = levers[name];
  const one = state.scenarios[state.focus];
  if (value === null) delete one.set[name];
  else one.set[name] = Math.min(lever.high, Math.max(lever.low, value));
  showLever(name);
  showHeads();
  showSoon();
  ask();
};
const stepFor = ({ low, high }) => 10 ** Math.floor(Math.log10((high - low) / 50));
const leverShown = (name) => {
  const lever = levers[name];
  const change = ({ target }) => {
    if (target.value !== "" && Number.isFinite(Number(target.value))) setLever(name, Number(target.value));
  };
  const bounds = { min: lever.low, max: lever.high, step: stepFor(lever), on: { input: change, change: keep } };
  return make(
    "div",
    { class: "lever", "data-lever": name },
    make("label", { for: `range-${name}` }, pick(lever.text)),
    make("input", { type: "range", id: `range-${name}`, ...bounds }),
    make("input", { type: "number", class: "box", "aria-label": `${pick(lever.text)}, ${pick(lever.unit)}`, ...bounds, step: "any" }),
    make("span", { class: "unit small" }, pick(lever.unit)),
    make("button", { type: "button", class: "plain reset", "aria-label": `${say("reset")}: ${pick(lever.text)}`, on: { click: () => setLever(name, null) } }, "↺"),
    make("details", { class: "about" }, make("summary", {}, say("grade", { grade: lever.grade }), make("span", { class: "told" })), make("p", {}, pick(lever.evidence)), make("p", {}, pick(lever.not_this))),
  );
};
const shortest = (value) => String(Number(value.toPrecision(6)));
const showLever = (name) => {
  const box = document.querySelector(`[data-lever=${name}]`);
  const one = state.scenarios[state.focus];
  const lever = levers[name];
  const [low, high] = settingOf(one, lever);
  const [usual, most] = settingOf(baseline, lever);
  const middle = (low + high) / 2;
  const [range, typed] = box.querySelectorAll("input");
  for (const input of [range, typed]) if (input !== document.activeElement || Number(input.value) !== middle) input.value = shortest(middle);
  const at = words.number(usual) + (most === usual ? "" : ` … ${words.number(most)}`);
  range.setAttribute("aria-valuetext", `${words.number(middle)} ${pick(lever.unit)}; ${say("baseline_at", { value: at })}`);
  range.style.setProperty("--usual", `${(100 * (usual - lever.low)) / (lever.high - lever.low)}%`);
  const set = Object.hasOwn(one.set, name);
  box.classList.toggle("set", set);
  box.classList.toggle("guess", lever.grade === "E");
  box.querySelector(".reset").hidden = !set;
  const told = [low === high ? "" : say("open_setting", { low: words.number(low), high: words.number(high) }), say("baseline_at", { value: at }), set ? say("assumed") : ""];
  box.querySelector(".told").textContent = ` · ${told.filter(Boolean).join(" · ")}`;
};
const showLevers = () => {
  const boxes = app.groups.map((group) => make("details", { class: "group", open: innerWidth > 900 && (group.id === "law" || group.id === "force"), "data-group": group.id }, make("summary", {}, make("h3", {}, say(`group.${group.id}`))), ...group.levers.map(leverShown)));
  byId("levers").replaceChildren(...boxes);
};
const showHeads = () => {
  const one = state.scenarios[state.focus];
  const chips = state.scenarios.map((each, at) =>
    make("button", { type: "button", class: "chip", "aria-pressed": String(at === state.focus), "data-focus": at, on: { click: () => choose({ focus: at }) } }, swatch(at), ` ${letterOf(at)} ${nameOf(each)}`),
  );
  const add = make("button", { type: "button", class: "chip", "data-add": 1, disabled: state.scenarios.length === MOST, on: { click: () => choose({ scenarios: [...state.scenarios, structuredClone(one)], focus: state.scenarios.length }) } }, say("add"));
  const drop = make("button", { type: "button", class: "chip", "data-drop": 1, disabled: state.scenarios.length === 1, on: { click: () => choose({ scenarios: state.scenarios.filter((each) => each !== one), focus: 0 }) } }, say("drop", { letter: letterOf(state.focus) }));
  swap("chips", ...chips, add, drop);
  byId("editing").textContent = say("editing", { letter: letterOf(state.focus) });
  byId("base").value = one.base;
  byId("about").textContent = pick(presetOf(one).description ?? presetOf(one).text);
  const apart = apartOf(one).filter((lever) => !lever.driver);
  const told = (ends) => (ends[0] === ends[1] ? words.number(ends[0]) : `${words.number(ends[0])} … ${words.number(ends[1])}`);
  byId("changes").replaceChildren(...apart.map((lever) => make("li", {}, `${pick(lever.text)}: ${told(settingOf(baseline, lever))} → ${told(settingOf(one, lever))} ${pick(lever.unit)}`)));
  byId("changes-title").textContent = say(apart.length ? "changes" : "no_changes", { count: apart.length });
  byId("undo").disabled = !past.length && JSON.stringify(state) === before;
  byId("redo").disabled = !future.length;
  const file = fileOf(one);
  byId("file").textContent = file ?? "";
  byId("file").hidden = !file;
  byId("command").textContent = `tregua compare ${baseline.base} ${file ? "mine.yaml" : one.base} --draws ${app.draws} --year ${state.year} --lang ${language}`;
};
// The scenario as a file that the command line reads; nothing where it is one of the package's.
const fileOf = (one) => {
  if (!Object.keys(one.set).length) return null;
  const { after, regime, levers: own } = presetOf(one).written;
  const kept = one.base === baseline.base ? [] : own.filter((each) => !Object.hasOwn(one.set, each.lever)).map(({ lever, place, unit, path }) => ({ lever, ...(place ? { place } : {}), unit, path }));
  const set = Object.entries(one.set).map(([lever, value]) => ({ lever, place: "all", unit: levers[lever].written_unit, path: { start: value } }));
  return JSON.stringify({ id: "mine", text: nameOf(one), ...(after ? { after } : {}), ...(regime ? { regime } : {}), levers: [...kept, ...set] }, null, 1);
};

const csv = () => {
  const row = rows[state.row];
  const quoted = (one) => `"${String(one).replaceAll('"', '""')}"`;
  const lines = [["year", "outcome", "place", "unit", "scenario", "q05", "q25", "median", "q75", "q95"].join(",")];
  for (const [one, at] of [[baseline, -1], ...state.scenarios.map((each, place) => [each, place])])
    bandsOf(one, state.row, false)?.forEach((band, year) => lines.push([app.first + year, row.outcome, row.place, quoted(row.unit.en), quoted(`${LETTERS[at + 1]} ${at < 0 ? baseline.base : nameOf(one)}`), ...band].join(",")));
  save(`${row.outcome}.csv`, `\ufeff${lines.join("\n")}\n`, "text/csv");
};
const svg = () => {
  const chart = byId("chart").querySelector("svg");
  if (!chart) return;
  const copy = chart.cloneNode(true);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.prepend(drawn("style", {}, "text{font:12px sans-serif}.grid{stroke:#ddd}.axis{stroke:#555}.start{stroke:#555;stroke-dasharray:3 3}.compared{fill:#f2ead2}.mark{fill:#1b1b1b}"), drawn("title", {}, `${byId("chart-title").textContent}. ${say("not_forecast")}`));
  save(`${rows[state.row].outcome}.svg`, copy.outerHTML, "image/svg+xml");
};
const save = (name, content, type) => {
  const address = URL.createObjectURL(new Blob([content], { type }));
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
};
const copyLink = async () => {
  const link = `${location.href.split("#")[0]}#${written(state)}`;
  const box = byId("link");
  box.hidden = false;
  box.value = link;
  box.select();
  await navigator.clipboard?.writeText(link).catch(() => null);
  byId("said").textContent = say("copied");
};

// --- the page ---------------------------------------------------------------------------------------------------------

const sentence = (cell, told, row) => {
  if (!told.arrow) return told.size;
  const counts = { all: cell.rows.length, lower: cell.lower, higher: cell.higher };
  const key = cell.lower && cell.higher ? "mixed" : cell.lower ? "lower" : cell.higher ? "higher" : "neither";
  const word = cell.status === "figures" ? told.word : words.say(`alternative.${key}`, counts);
  return `${told.size} ${pick(row.unit)}${told.interval ? ` ${told.interval}` : ""}, ${word}`;
};
const announce = () => {
  const one = state.scenarios[state.focus];
  const cell = cellNow(one, state.row, state.year);
  if (!cell) return;
  const told = words.cell(cell, app.draws);
  const row = rows[state.row];
  byId("said").textContent = say("answer", { letter: letterOf(state.focus), name: nameOf(one), outcome: `${pick(row.text)}, ${pick(row.where)}`, year: state.year, told: sentence(cell, told, row) });
};
let due = false;
const showSoon = () => {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    showTable();
    showChart();
    const missing = wanted(true).filter((job) => !results.has(job.key) && !failed.has(job.key));
    byId("progress").textContent = missing.length ? say("more", { count: new Set(missing.map((job) => job.key)).size }) : say("ready");
    byId("lab").dataset.ready = String(!missing.length);
    if (!missing.length) announce();
  });
};
const showAll = () => {
  showHeads();
  for (const name of app.groups.flatMap((group) => group.levers)) showLever(name);
  byId("outcome").value = state.row;
  byId("year").value = byId("year-box").value = state.year;
  for (const view of VIEWS) byId(`view-${view}`).setAttribute("aria-pressed", String(view === state.view));
  showSoon();
  ask();
};
// Everything that is only written, in the language of the page.
const build = () => {
  language = languageNow();
  words = wordsIn(language, app.texts[language]);
  document.documentElement.lang = language;
  byId("lab").lang = language;
  for (const one of document.querySelectorAll("[data-say]")) one.textContent = say(one.dataset.say);
  for (const one of document.querySelectorAll("[data-label-say]")) one.setAttribute("aria-label", say(one.dataset.labelSay));
  byId("base").replaceChildren(...presets.map((one) => make("option", { value: one.id }, pick(one.text))));
  byId("outcome").replaceChildren(...rows.map((row, at) => make("option", { value: at }, `${pick(row.text)}, ${pick(row.where)}`)));
  byId("version").textContent = say("other_version");
  byId("version").hidden = !elsewhere || elsewhere === app.catalogue;
  showLevers();
  showAll();
};

byId("lab").hidden = false;
for (const [name, action] of Object.entries({
  undo: () => (keep(), undo()),
  redo,
  "copy-link": copyLink,
  csv,
  svg,
  print: () => print(),
})) byId(name).addEventListener("click", action);
byId("base").addEventListener("change", ({ target }) => {
  state.scenarios[state.focus] = { base: target.value, set: {} };
  showAll();
});
byId("outcome").addEventListener("change", ({ target }) => choose({ row: Number(target.value) }));
for (const name of ["year", "year-box"]) byId(name).addEventListener("input", ({ target }) => {
  const year = Math.round(Number(target.value));
  if (year >= Number(app.start.slice(0, 4)) && year <= app.until) choose({ year });
});
for (const view of VIEWS) byId(`view-${view}`).addEventListener("click", () => choose({ view }));
for (const name of ["year", "year-box"]) {
  byId(name).min = Number(app.start.slice(0, 4));
  byId(name).max = app.until;
}
addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || event.target.matches("input.box, #year-box")) return;
  event.preventDefault();
  if (event.shiftKey) redo();
  else {
    keep();
    undo();
  }
});
addEventListener("hashchange", () => {
  state = read(location.hash.slice(1));
  elsewhere = new URLSearchParams(location.hash.slice(1)).get("h");
  build();
});
addEventListener("resize", showSoon);
const asked = new URLSearchParams(location.hash.slice(1)).get("l");
if (asked && byId(`language-${asked}`)?.matches("[name=language]")) byId(`language-${asked}`).checked = true;
document.querySelector("header").addEventListener("change", build);
build();
