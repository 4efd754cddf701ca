// For a class: guesses before the figures, guided questions, and other policies that come near.

import { app, button, byId, drawn, make, openDialog, pick, rows, say, swap, tableOf, words } from "./dom.js";
import { askFor, resultOf } from "./jobs.js";
import { baseline, keyOfScenario, letterOf, nameOf } from "./scenarios.js";
import { state } from "./state.js";
import { cellNow, drawsOf, sentence, toldOf } from "./verdict.js";

// --- guess first ------------------------------------------------------------------------------------------------------

const GUESSES = ["much_lower", "lower", "same", "higher", "much_higher"];
const MOST_GUESSES = 200;
const MOST_SIZE = 1e15;
let leading = false;
let revealed = false;
let guesses = []; // [way, size or null]
const about = () => `${state.row} ${state.year} ${keyOfScenario(state.scenarios[state.focus])} ${JSON.stringify(state.assume)}`;
export const isHiding = () => leading && !revealed;
let shownKey = "";
let askedOf = "";

const tally = () =>
  tableOf(
    say("guess.tally", { count: guesses.length }),
    [say("guess.way"), say("guess.people")],
    GUESSES.map((way) => [say(`guess.${way}`), String(guesses.filter(([one]) => one === way).length)]),
  );
// Guesses of a size as dots over the interval of the answer.
const beside = (cell) => {
  const sizes = guesses.map(([, size]) => size).filter((size) => size !== null);
  if (!sizes.length || !cell.rows.length) return "";
  const [least, most] = [Math.min(...cell.rows.map((one) => one.i90[0])), Math.max(...cell.rows.map((one) => one.i90[1]))];
  const [low, high] = [Math.min(0, least, ...sizes), Math.max(0, most, ...sizes)];
  const x = (value) => 10 + (480 * (value - low)) / (high - low || 1);
  const label = (value, y, said) => drawn("text", { x: x(value), y, "text-anchor": "middle" }, document.createTextNode(said));
  return drawn(
    "svg",
    { role: "img", class: "guesses", width: 500, height: 74, viewBox: "0 0 500 74", "aria-label": say("guess.beside", { count: sizes.length, answer: sentence(cell, rows[state.row]) }) },
    drawn("path", { d: `M${x(0)} 6V56`, class: "axis" }),
    drawn("rect", { x: x(least), y: 34, width: Math.max(2, x(most) - x(least)), height: 12, class: "answer" }),
    ...cell.rows.map(({ median }) => drawn("path", { d: `M${x(median)} 32V48`, class: "middle" })),
    ...sizes.map((size, at) => drawn("circle", { cx: x(size), cy: 22 - 3 * (at % 5), r: 4, class: "guess" })),
    ...[...new Set([low, 0, high])].map((value) => label(value, 70, words.number(value, true))),
  );
};
const record = () => {
  const way = document.querySelector("[name=guess]:checked")?.value;
  if (!way || guesses.length === MOST_GUESSES) return;
  const said = byId("guess-size").value;
  const size = said === "" || !Number.isFinite(Number(said)) ? null : Number(said);
  guesses.push([way, size === null ? size : way === "same" ? Math.min(MOST_SIZE, Math.max(-MOST_SIZE, size)) : Math.min(MOST_SIZE, Math.abs(size)) * (way.endsWith("lower") ? -1 : 1)]); // its sign is that of the way
  document.querySelector("[name=guess]:checked").checked = false;
  byId("guess-size").value = "";
  showGuess();
  document.querySelector("[name=guess]").focus();
};
const formOf = (row, one) => [
  make("p", { class: "ask" }, say("guess.ask", { outcome: `${pick(row.text)}, ${pick(row.where)}`, year: state.year, name: `${letterOf(state.focus)} ${nameOf(one)}` })),
  make("div", { class: "bar", role: "radiogroup", "aria-label": say("guess.way") }, ...GUESSES.map((way) => make("label", { class: "choice" }, make("input", { type: "radio", name: "guess", value: way }), ` ${say(`guess.${way}`)}`))),
  make("div", { class: "bar" }, make("label", { for: "guess-size" }, say("guess.size", { unit: pick(row.unit) })), make("input", { id: "guess-size", type: "number", step: "any", class: "box" }), button(say("guess.record"), record, { id: "guess-record" }), button(say("guess.reveal"), () => ((revealed = true), showGuess()), { id: "guess-reveal", disabled: !guesses.length })),
];
// Whether a guess has the direction of the answer; where that has none, no guess has it.
const isRight = (way, cell) => {
  const { arrow } = toldOf(cell);
  return { "▼": way.endsWith("lower"), "▲": way.endsWith("higher"), "≈": way === "same" }[arrow] ?? (!arrow && way === "same");
};
const answerOf = (row, one) => {
  const cell = cellNow(one, state.row, state.year);
  return [make("p", { class: "ask" }, cell ? sentence(cell, row) : say("computing")), ...(cell ? [beside(cell), make("p", {}, say("guess.right", { count: guesses.length, right: guesses.filter(([way]) => isRight(way, cell)).length })), make("p", { class: "small" }, say("guess.strip"))] : []), make("p", {}, say("guess.then")), button(say("guess.again"), () => ((guesses = []), (revealed = false), showGuess()), { id: "guess-again" })];
};
// Until somebody has guessed and asks for it, the figures are not on the page.
export const showGuess = () => {
  byId("guess").hidden = !leading;
  document.documentElement.classList.toggle("leading", leading);
  if (leading && askedOf !== about()) {
    askedOf = about();
    guesses = [];
    revealed = false;
  }
  for (const id of ["said", "figures"]) byId(id).hidden = isHiding();
  if (!leading) return;
  const [row, one] = [rows[state.row], state.scenarios[state.focus]];
  const key = JSON.stringify([words.language, askedOf, revealed, guesses.length, revealed && cellNow(one, state.row, state.year)?.whole]);
  if (key === shownKey) return; // a guess that somebody is making stays
  shownKey = key;
  swap("guess", make("h2", {}, say(revealed ? "guess.shown" : "guess.title")), ...(revealed ? answerOf(row, one) : formOf(row, one)), tally());
};
export const lead = (on = !leading) => {
  leading = on;
  revealed = false;
  askedOf = shownKey = "";
  byId("lead").setAttribute("aria-pressed", String(leading));
  showGuess();
};

// --- guided questions -------------------------------------------------------------------------------------------------

export const openQuestions = (go) =>
  openDialog(
    say("questions"),
    ...app.questions.map((one, at) =>
      make("section", { class: "question" }, make("h3", {}, `${at + 1}. ${say(`question.${one.id}.ask`)}`), make("p", {}, say(`question.${one.id}.try`)), make("details", {}, make("summary", {}, say("question.notes")), make("p", {}, say(`question.${one.id}.notes`))), button(say("question.go"), () => (byId("account").close(), go(one.link)), { "data-question": one.id })),
    ),
  );

// --- other policies that come near ------------------------------------------------------------------------------------

const NEAREST = 3;
const middlesOf = (one) =>
  rows.map((row, at) => (row.headline ? quantileAt(sorted(paired(drawsOf(resultOf(one, 0), at, state.year), drawsOf(resultOf(baseline, 0), at, state.year))), 0.5) : null));
// How far two policies are from one another: the mean over outcomes of their difference in units of what matters there.
const apart = (ours, theirs) => {
  const gaps = rows.flatMap((row, at) => {
    if (!row.headline) return [];
    const level = quantileAt(sorted(drawsOf(resultOf(baseline, 0), at, state.year)), 0.5);
    const matters = row.share === null || level === 0 ? row.matters : row.share * Math.abs(level);
    return [{ row, gap: Math.min(10, Math.abs(ours[at] - theirs[at]) / matters) }];
  });
  const most = gaps.reduce((found, one) => (one.gap > found.gap ? one : found));
  return { gap: gaps.reduce((sum, one) => sum + one.gap, 0) / gaps.length, most: most.row };
};
export const openSimilar = (take) => {
  const one = state.scenarios[state.focus];
  const others = app.presets.slice(1).map(({ id }) => ({ base: id, set: {} })).filter((each) => each.base !== one.base || Object.keys(one.set).length);
  const box = make("div", {}, make("p", { role: "status" }, say("computing")));
  openDialog(say("similar", { name: nameOf(one) }), make("p", { class: "small" }, say("similar_told", { year: state.year })), box);
  askFor([baseline, one, ...others], () => {
    if (!resultOf(baseline, 0) || !resultOf(one, 0)) return box.replaceChildren(make("p", { role: "status" }, say("failed")));
    const ours = middlesOf(one);
    const near = others.filter((each) => resultOf(each, 0)).map((each) => ({ each, ...apart(ours, middlesOf(each)) })).sort((a, b) => a.gap - b.gap).slice(0, NEAREST);
    box.replaceChildren(tableOf(say("similar_caption"), [say("policy"), say("similar_gap"), say("similar_most"), say("use")], near.map(({ each, gap, most }) => [nameOf(each), words.number(gap, false, 0.1), `${pick(most.text)}, ${pick(most.where)}`, button(say("take"), () => (byId("account").close(), take(each.base)), { "data-take": each.base })])));
  });
};
