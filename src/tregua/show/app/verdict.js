// What changes and how sure that is: a table of all headline outcomes, each cell an answer by the rules of the terminal.

import { app, button, byId, make, drawn, pick, presets, rows, say, swap, words } from "./dom.js";
import { isFailed, readingsOf, resultOf } from "./jobs.js";
import { COLOURS, DASHES, YEARS, apartOf, baseline, behindOf, keyOfScenario, letterOf, nameOf } from "./scenarios.js";
import { state } from "./state.js";

export const drawsOf = (annual, row, year) => {
  const start = (row * YEARS + year - app.first) * app.draws;
  return annual.subarray(start, start + app.draws);
};
const cells = new Map();
const cellFrom = (one, row, year, known, rest) => {
  const listed = known.map(({ choices, at }) => ({
    choices,
    before: drawsOf(resultOf(baseline, at), row, year),
    after: drawsOf(resultOf(one, at), row, year),
  }));
  return { ...cellOf(rows[row], listed, behindOf(one, rows[row]), apartOf(one).length > 0), ...rest };
};
// A cell, from its first reading until all are known; nothing while there is none.
export const cellNow = (one, row, year) => {
  if (!resultOf(baseline, 0) || !resultOf(one, 0)) return null;
  const readings = readingsOf(baseline, one);
  const all = readings.filter(({ at }) => resultOf(baseline, at) && resultOf(one, at));
  const broken = readings.filter(({ at }) => isFailed(baseline, at) || isFailed(one, at)).length;
  const whole = all.length + broken === readings.length;
  const known = whole ? all : all.slice(0, 1);
  const key = `${keyOfScenario(one)}|${row}|${year}|${known.length}|${whole}|${JSON.stringify(state.assume)}`;
  if (!cells.has(key)) {
    if (cells.size > 4000) cells.clear();
    cells.set(key, cellFrom(one, row, year, known, { whole, broken, of: readings.length }));
  }
  return cells.get(key);
};
export const toldOf = (cell) => words.cell(cell, app.draws);

export const swatch = (at) => drawn("svg", { width: 28, height: 10, "aria-hidden": "true" }, drawn("line", { x1: 0, y1: 5, x2: 28, y2: 5, stroke: COLOURS[at + 1], "stroke-width": 3, "stroke-dasharray": DASHES[at + 1] }));
// A bar whose filled part is the chance of lower; the other part is that of higher.
const chanceBar = (cell) => {
  if (cell.status !== "figures" || cell.material === "none" || cell.rows[0].i90[0] === cell.rows[0].i90[1]) return "";
  const lower = Math.round(cell.rows[0].pLower * 60);
  return drawn("svg", { width: 60, height: 6, class: "bar-of-chance", "aria-hidden": "true" }, drawn("rect", { x: 0, y: 0, width: lower, height: 6, class: "lower" }), drawn("rect", { x: lower, y: 0, width: 60 - lower, height: 6, class: "higher" }));
};
const firstTold = ({ rows: [one] }) => ({ median: words.number(one.median, true, one.error), interval: words.interval(one), chance: words.direction(one.pLower, app.draws) });
const cellShown = (one, at, row, open) => {
  const cell = cellNow(one, row, state.year);
  if (!cell) return [make("span", { class: "status" }, say([baseline, one].some((each) => isFailed(each, 0)) ? "failed" : "computing"))];
  const told = toldOf(cell);
  if (!told.arrow) return [make("span", { class: "status" }, told.size)];
  const strength = app.strengths[cell.grade];
  const mark = strength ? make("span", { role: "img", "aria-label": `${words.say("finding.evidence")}: ${words.say(`finding.strength.${strength}`)}` }, ` ${app.marks[strength]}`) : "";
  const first = cell.status === "by_alternative" && cell.material !== "none" ? say("first_reading", firstTold(cell)) : "";
  const more = !cell.whole ? say("one_reading", { of: cell.of }) : cell.broken ? say("readings_failed", { count: cell.broken, of: cell.of }) : first;
  return [
    make(
      "button",
      { type: "button", class: "figure", "data-row": row, "data-scenario": at, on: { click: () => open(one, row) } },
      make("strong", {}, told.size),
      make("span", { class: "word" }, `${told.interval ? `${told.interval} ` : ""}${told.arrow} ${told.word}`, mark),
      chanceBar(cell),
      more && make("span", { class: "small" }, more),
    ),
  ];
};
const levelShown = (row) => {
  const level = resultOf(baseline, 0);
  if (isFailed(baseline, 0)) return [make("span", { class: "status" }, say("failed"))];
  const draws = level ? sorted(drawsOf(level, row, state.year)) : null;
  return [draws ? words.number(quantileAt(draws, 0.5), false, quantileError(draws, 0.5)) : "…", make("span", { class: "small" }, pick(rows[row].unit))];
};
export const todayOf = (row) => {
  const today = row.observed[0]?.points.at(-1);
  return today ? say("today", { value: words.number(today[1]), year: Math.ceil(today[0]) - 1, publisher: pick(row.observed[0].publisher) }) : say("not_observed");
};

// What of one's own holds in every figure on the page; empty where nothing does.
export const assumedTold = () => {
  const own = Object.entries(state.assume).map(([name, value]) => `${pick(app.inputs[name].text)} = ${words.number(value)}`);
  return own.length ? say("assumed_mark", { told: own.join("; ") }) : "";
};

// The table stays; only what was told otherwise is told anew.
let frameKey = "";
const told = new Map();
const tell = (id, key, box, contents) => {
  if (told.get(id) === key) return;
  told.set(id, key);
  swap(box, ...contents());
};
const frameOf = (shown, choose) => {
  const heads = state.scenarios.map((one, at) => make("th", { scope: "col" }, swatch(at), ` ${letterOf(at)} ${nameOf(one)}`));
  const body = shown.map((row) =>
    make(
      "tr",
      { "data-line": row },
      make(
        "th",
        { scope: "row" },
        make("button", { type: "button", class: "plain", "data-choose": row, on: { click: () => choose({ row }) } }, `${pick(rows[row].text)}, ${pick(rows[row].where)}`),
        make("span", { class: "small" }, todayOf(rows[row])),
      ),
      make("td", { "data-label": `A ${pick(presets[0].text)}` }),
      ...state.scenarios.map((one, at) => make("td", { "data-label": `${letterOf(at)} ${nameOf(one)}` })),
    ),
  );
  return make(
    "table",
    { class: "verdict" },
    make("caption", {}),
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, say("outcome")), make("th", { scope: "col" }, `A ${pick(presets[0].text)}`), ...heads)),
    make("tbody", {}, ...body),
  );
};
export const showTable = (choose, open) => {
  const shown = rows.map((_, at) => at).filter((at) => rows[at].headline || at === state.row);
  const key = JSON.stringify([words.language, shown, state.scenarios.map(nameOf)]);
  if (key !== frameKey) {
    frameKey = key;
    told.clear();
    swap("verdict", frameOf(shown, choose));
  }
  const [caption, , body] = byId("verdict").firstChild.children;
  caption.textContent = [say("caption", { year: state.year, baseline: pick(presets[0].text), draws: app.draws }), assumedTold()].filter(Boolean).join(" · ");
  const assumed = JSON.stringify(state.assume);
  for (const line of body.children) {
    const row = Number(line.dataset.line);
    line.classList.toggle("chosen", row === state.row);
    line.querySelector("[data-choose]").setAttribute("aria-pressed", String(row === state.row));
    tell(`${row} level`, `${state.year} ${Boolean(resultOf(baseline, 0))} ${isFailed(baseline, 0)} ${assumed}`, line.children[1], () => levelShown(row));
    state.scenarios.forEach((one, at) => {
      const cell = cellNow(one, row, state.year);
      const now = cell ? `${keyOfScenario(one)} ${state.year} ${cell.whole} ${cell.broken} ${cell.of} ${assumed}` : `${isFailed(baseline, 0)} ${isFailed(one, 0)}`;
      tell(`${row} ${at}`, now, line.children[at + 2], () => cellShown(one, at, row, open));
    });
  }
};
export const sentence = (cell, row) => {
  const said = toldOf(cell);
  if (!said.arrow) return said.size;
  const counts = { all: cell.rows.length, lower: cell.lower, higher: cell.higher };
  const key = cell.lower && cell.higher ? "mixed" : cell.lower ? "lower" : cell.higher ? "higher" : "neither";
  const word = cell.status === "figures" ? said.word : `${words.say(`alternative.${key}`, counts)}; ${say("first_reading", firstTold(cell))}`;
  return `${said.size} ${pick(row.unit)}${said.interval ? ` ${said.interval}` : ""}, ${word}`;
};
