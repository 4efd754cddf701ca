// The page: what happens when something is moved, and the parts in their places.

import { app, button, byId, language, make, pick, presets, rows, say, speak, swap } from "./dom.js";
import { openAccount } from "./account.js";
import { showChart } from "./chart.js";
import { showDeciding } from "./decide.js";
import { isFailed, isShownFirst, toCome, want, whenDone } from "./jobs.js";
import { changesOf, moveable, onLever, openGallery, showAssumptions, showChanges, showLever, showLevers } from "./levers.js";
import { showMap } from "./map.js";
import { MOST, START_YEAR, baseline, letterOf, nameOf, presetOf } from "./scenarios.js";
import { copyCommand, copyLink, copyPython, fragmentNow, linkNow, openReference, saveCsv, saveCsvSpanish, saveFile, savePng, saveSvg, showCommand, showVersion } from "./share.js";
import { DECIDING, VIEWS, begin, canRedo, canRemember, canUndo, first, isRemembering, isWhole, keep, lastSession, linkOf, nameIn, read, redo, remember, setRemembering, state, undo, wentTo } from "./state.js";
import { lead, openQuestions, openSimilar, showGuess } from "./teach.js";
import { assumedTold, cellNow, sentence, showTable, swatch } from "./verdict.js";

const SETTLED = 200; // milliseconds without a move
const SAID = 700; // until a change is told aloud

// --- what happens after a move ----------------------------------------------------------------------------------------

let token = null; // of the server that sent the page; it stays in the fragment
let given = location.hash.slice(1); // the link that was opened
let settling = null;
let telling = null;
let fresh = true; // nothing was moved since the link was opened: it is only written in full
let notice = ""; // of how the page was opened
let pressed = false; // while a slider is held a pause is not the end of its move
let due = false;
const showNow = () => {
  due = false;
  showChart();
  showTable(choose, openAccount);
  if (byId("map-box").open) showMap(choose);
  showGuess();
  showDeciding(choose);
  showProgress();
  if (!byId("said").textContent) tellAnswer();
};
// Once a frame, however much was moved.
const showSoon = () => {
  if (due) return;
  due = true;
  requestAnimationFrame(() => due && showNow());
};
const showProgress = () => {
  const missing = toCome();
  byId("progress").textContent = missing ? say("more", { count: missing }) : say("ready");
  byId("lab").dataset.ready = String(!missing && settling === null);
};
const tellAnswer = () => {
  const one = state.scenarios[state.focus];
  const cell = cellNow(one, state.row, state.year);
  const row = rows[state.row];
  if (!cell) {
    if (isFailed(baseline, 0) || isFailed(one, 0)) byId("said").textContent = say("failed");
    return;
  }
  byId("said").textContent = say("answer", { letter: letterOf(state.focus), name: nameOf(one), outcome: `${pick(row.text)}, ${pick(row.where)}`, year: state.year, told: [sentence(cell, row), assumedTold()].filter(Boolean).join("; ") });
};
const announce = () => {
  clearTimeout(telling);
  telling = setTimeout(tellAnswer, SAID);
};
const settle = () => {
  settling = null;
  const before = location.hash;
  if (!pressed) keep();
  const link = `#${fragmentNow(token)}`;
  // what only says the figures anew is no step to go back to
  const moved = before.split("&k=")[0] !== link.split("&k=")[0];
  if (moved && !fresh) history.pushState(null, "", link);
  else if (before !== link) history.replaceState(null, "", link);
  fresh = false;
  remember(fragmentNow(""));
  showHeads();
  want(true);
  showVersion(given);
  showProgress();
};
const ask = () => {
  byId("link-box").hidden = true;
  byId("lab").dataset.ready = "false";
  want(false);
  clearTimeout(settling);
  settling = setTimeout(settle, SETTLED);
  announce();
};
whenDone((key) => {
  const whole = !toCome();
  if (isShownFirst(key) || whole) showNow();
  else showProgress();
  if (!whole || settling !== null) return;
  history.replaceState(null, "", `#${fragmentNow(token)}`);
  showVersion(given);
  announce();
});

// --- what can be chosen -----------------------------------------------------------------------------------------------

const choose = (changes) => {
  byId("notice").hidden = true;
  Object.assign(state, changes);
  showAll();
};
const take = (base) => {
  state.scenarios[state.focus] = { base, set: {} };
  showAll();
};
const assume = (name, value) => {
  if (value === null) delete state.assume[name];
  else state.assume[name] = value;
  showAll();
};
// Whoever leads hides the figures of the link too.
const toLead = () => {
  lead();
  byId("link-box").hidden = true;
  history.replaceState(null, "", `#${fragmentNow(token)}`);
  showVersion(given);
};
const go = (fragment) => {
  keep();
  choose(read(fragment));
};
// The policies to choose from, made anew only where they changed: what is being clicked must stay.
let chipsKey = "";
const showChips = () => {
  const key = JSON.stringify([language, state.focus, state.scenarios.map(nameOf)]);
  if (key === chipsKey) return;
  chipsKey = key;
  const chips = state.scenarios.map((each, at) =>
    make("button", { type: "button", class: "chip", "aria-pressed": String(at === state.focus), "data-focus": at, on: { click: () => choose({ focus: at }) } }, swatch(at), ` ${letterOf(at)} ${nameOf(each)}`),
  );
  const focused = () => state.scenarios[state.focus];
  const copied = () => choose({ scenarios: [...state.scenarios, structuredClone(focused())], focus: state.scenarios.length });
  const dropped = () => choose({ scenarios: state.scenarios.filter((each) => each !== focused()), focus: 0 });
  swap("chips", ...chips, button(say("add"), copied, { class: "chip", "data-add": 1, disabled: state.scenarios.length === MOST }), button(say("drop", { letter: letterOf(state.focus) }), dropped, { class: "chip", "data-drop": 1, disabled: state.scenarios.length === 1 }));
};
const showHeads = () => {
  const one = state.scenarios[state.focus];
  showChips();
  byId("editing").textContent = say("editing", { letter: letterOf(state.focus) });
  byId("base").value = one.base;
  if (byId("name") !== document.activeElement) byId("name").value = one.name ?? "";
  byId("name").placeholder = nameOf({ ...one, name: undefined });
  byId("about").textContent = pick(presetOf(one).description ?? presetOf(one).text);
  byId("undo").disabled = !canUndo();
  byId("redo").disabled = !canRedo();
  showChanges();
  showCommand();
};
const showAll = () => {
  showHeads();
  for (const name of moveable()) showLever(name);
  showAssumptions(assume);
  byId("outcome").value = state.row;
  byId("year").value = byId("year-box").value = state.year;
  for (const view of VIEWS) byId(`view-${view}`).setAttribute("aria-pressed", String(view === state.view));
  showSoon();
  ask();
};
const outcomes = () => {
  const option = (row, at) => make("option", { value: at }, `${pick(row.text)}, ${pick(row.where)}`);
  const group = (key, listed) => make("optgroup", { label: say(key) }, ...listed);
  const all = rows.map((row, at) => [row, at]);
  return [true, false].map((headline) => group(headline ? "outcomes.main" : "outcomes.others", all.filter(([row]) => row.headline === headline).map(([row, at]) => option(row, at))));
};
// On paper stand what each policy sets and the link that gives it all again.
const showPrinted = () =>
  byId("printed").replaceChildren(
    ...state.scenarios.map((one, at) => make("span", { class: "line" }, make("strong", {}, `${letterOf(at)} ${nameOf(one)}: `), changesOf(one).join("; ") || say("no_changes"))),
    make("span", { class: "line" }, linkNow()),
  );
// Everything that is only written, in the language of the page.
const build = () => {
  speak();
  document.documentElement.lang = language;
  document.title = say("title");
  byId("lab").lang = byId("account").lang = language;
  for (const one of document.querySelectorAll("[data-say]")) one.textContent = say(one.dataset.say);
  for (const one of document.querySelectorAll("[data-label-say]")) one.setAttribute("aria-label", say(one.dataset.labelSay));
  byId("base").replaceChildren(...presets.map((one) => make("option", { value: one.id }, pick(one.text))));
  byId("outcome").replaceChildren(...outcomes());
  byId("account").close();
  showLevers();
  showAll();
  showVersion(given);
  byId("notice").hidden = !notice;
  byId("notice").textContent = notice ? say(notice) : "";
};

// --- begin ------------------------------------------------------------------------------------------------------------

const back = (happened) => {
  if (happened) showAll();
};
const opened = () => {
  fresh = true;
  given = location.hash.slice(1);
  const link = linkOf(given);
  token = link.token ?? token;
  if (link.language && byId(`language-${link.language}`)?.matches("[name=language]")) byId(`language-${link.language}`).checked = true;
};
onLever(
  () => {
    byId("lab").dataset.ready = "false";
    ask();
  },
  () => {
    keep();
    showHeads();
  },
);
for (const [name, action] of Object.entries({
  undo: () => back(undo()),
  redo: () => back(redo()),
  "copy-link": copyLink,
  gallery: () => openGallery(take),
  similar: () => openSimilar(take),
  questions: () => openQuestions(go),
  lead: toLead,
  "as-opened": () => choose(read(given)),
  afresh: () => choose(first()),
  csv: saveCsv,
  "csv-es": saveCsvSpanish,
  svg: saveSvg,
  png: savePng,
  cite: openReference,
  "copy-command": copyCommand,
  "copy-python": copyPython,
  "save-file": saveFile,
  print: () => print(),
})) byId(name).addEventListener("click", action);
byId("base").addEventListener("change", ({ target }) => take(target.value));
byId("name").addEventListener("input", ({ target }) => {
  const one = state.scenarios[state.focus];
  const name = nameIn(target.value);
  if (name) one.name = name;
  else delete one.name;
  showHeads();
  showSoon();
  ask();
});
byId("outcome").addEventListener("change", ({ target }) => choose({ row: Number(target.value) }));
byId("find").addEventListener("input", () => showAssumptions(assume));
byId("futures").addEventListener("change", showSoon);
byId("map-box").addEventListener("toggle", showSoon);
byId("remember").checked = canRemember() && isRemembering();
byId("remember").disabled = !canRemember();
byId("remember").addEventListener("change", ({ target }) => setRemembering(target.checked));
for (const name of ["year", "year-box"]) {
  byId(name).min = START_YEAR;
  byId(name).max = app.until;
  byId(name).addEventListener("input", ({ target }) => {
    const year = Math.round(Number(target.value));
    if (year >= START_YEAR && year <= app.until) choose({ year });
  });
}
for (const view of VIEWS) byId(`view-${view}`).addEventListener("click", () => choose({ view }));
for (const view of DECIDING) byId(`decide-${view}`).addEventListener("click", () => choose({ decide: state.decide === view ? "" : view }));
byId("chart").addEventListener("keydown", (event) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (event.key === "Escape") byId("chart").blur();
  if (!step) return;
  event.preventDefault();
  choose({ year: Math.min(app.until, Math.max(START_YEAR, state.year + step)) });
});
addEventListener("keydown", (event) => {
  const typing = event.target.matches("input:not([type=range]):not([type=radio]):not([type=checkbox]), textarea, select");
  const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
  if (typing || byId("account").open || (!isUndo && event.key !== "f") || (event.key === "f" && (event.ctrlKey || event.metaKey || event.altKey))) return;
  event.preventDefault();
  if (isUndo) back(event.shiftKey ? redo() : undo());
  else toLead();
});
// Back, forward, or another link in the same page.
addEventListener("popstate", () => {
  if (!location.hash.includes("=")) return history.replaceState(null, "", `#${fragmentNow(token)}`); // a part of the page
  opened();
  notice = isWhole(given) ? "" : "mended";
  wentTo(read(given));
  build();
});
for (const name of ["pointerdown", "pointerup", "pointercancel"]) addEventListener(name, () => (pressed = name === "pointerdown"));
addEventListener("resize", showSoon);
addEventListener("beforeprint", showPrinted);
document.querySelector("header").addEventListener("change", build);

opened();
const restored = !new URLSearchParams(given).has("s") && lastSession();
if (restored) {
  const asked = linkOf(given).language; // the menu of a page in the other language leads here
  history.replaceState(null, "", `#${asked ? restored.replace(/(^|&)l=\w+/, `$1l=${asked}`) : restored}`);
  opened();
}
notice = restored ? "restored" : isWhole(given) ? "" : "mended";
// A link takes the place of work that was kept; that is one step back.
const earlier = restored ? "" : lastSession();
begin(read(earlier || given));
if (earlier) {
  wentTo(read(given));
  if (canUndo()) notice ||= "earlier";
}
byId("lab").hidden = false;
build();
