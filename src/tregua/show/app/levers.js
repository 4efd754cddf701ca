// The panel: levers by what they do, the time in which each holds, what differs, and numbers of one's own.

import { app, button, byId, cited, estimatesTold, levers, make, openDialog, pageOf, pick, presets, say, swap, words } from "./dom.js";
import { START_YEAR, apartOf, baseline, endsTold, settingOf, spanOf } from "./scenarios.js";
import { allowed, spanIn, state } from "./state.js";

const stepFor = ({ low, high }) => 10 ** Math.floor(Math.log10((high - low) / 50));
const shortest = (value) => String(Number(value.toPrecision(6)));
const focused = () => state.scenarios[state.focus];

let changed = () => null; // a lever was moved
let kept = () => null; // a move has ended
export const onLever = (moved, ended) => {
  changed = moved;
  kept = ended;
};
const setLever = (name, value) => {
  const lever = levers[name];
  const one = focused();
  if (value === null) delete one.set[name];
  else one.set[name] = { value: 0, from: null, until: null, ...one.set[name], value: Math.min(lever.high, Math.max(lever.low, value)) };
  showLever(name);
  changed();
};
const setYears = (name, which, year) => {
  const setting = focused().set[name];
  if (!setting || !Number.isInteger(year) || year < START_YEAR || year > app.until) return;
  const [from, until] = spanOf(setting);
  Object.assign(setting, which === "from" ? spanIn(year, Math.max(year, until)) : spanIn(Math.min(from, year), year));
  showLever(name);
  changed();
};
// When a setting of one's own holds: two sliders over a strip of years, and their numbers.
const strip = (name) => {
  const ends = ["from", "until"].map((which) => {
    const bounds = { min: START_YEAR, max: app.until, step: 1, "data-year": which };
    const end = ({ target }) => {
      const own = focused().set[name];
      if (own) target.value = spanOf(own)[which === "from" ? 0 : 1];
      kept();
    };
    const on = { input: ({ target }) => setYears(name, which, Number(target.value)), change: end };
    const label = `${pick(levers[name].text)}, ${say(which)}`;
    return [make("span", { class: "small" }, say(which)), make("input", { type: "range", "aria-label": label, ...bounds, on }), make("input", { type: "number", class: "box", "aria-label": label, ...bounds, on })];
  });
  return make("div", { class: "strip", hidden: true }, make("div", { class: "years", "aria-hidden": "true" }), ...ends.flat());
};
const leverShown = (name) => {
  const lever = levers[name];
  const change = ({ target }) => {
    if (target.value !== "" && Number.isFinite(Number(target.value))) setLever(name, Number(target.value));
  };
  // What cannot be is said, and the number that holds stands again.
  const end = ({ target }) => {
    const held = settingOf(focused(), lever);
    const wrong = target.validity.badInput || target.value === "" || Number(target.value) < lever.low || Number(target.value) > lever.high;
    const told = target.closest(".lever").querySelector(".wrong");
    told.hidden = !wrong;
    told.textContent = wrong ? say("must_be", { low: words.number(lever.low), high: words.number(lever.high), value: words.number((held[0] + held[1]) / 2) }) : "";
    if (wrong) target.value = shortest((held[0] + held[1]) / 2);
    kept();
  };
  const bounds = { min: lever.low, max: lever.high, step: stepFor(lever), on: { input: change, change: end } };
  return make(
    "div",
    { class: "lever", "data-lever": name },
    make("label", { for: `range-${name}` }, pick(lever.text)),
    make("input", { type: "range", id: `range-${name}`, ...bounds, on: { ...bounds.on, dblclick: () => setLever(name, null) } }),
    make("input", { type: "number", class: "box", "aria-label": `${pick(lever.text)}, ${pick(lever.unit)}`, ...bounds, step: "any" }),
    make("span", { class: "unit small" }, pick(lever.unit)),
    button("↺", () => setLever(name, null), { class: "plain reset", "aria-label": `${say("reset")}: ${pick(lever.text)}` }),
    make("p", { class: "small wrong", role: "alert", hidden: true }),
    strip(name),
    make(
      "details",
      { class: "about" },
      make("summary", {}, say("grade", { grade: lever.grade }), make("span", { class: "told" })),
      make("p", {}, pick(lever.evidence)),
      make("p", {}, pick(lever.not_this), ...pageOf("lever", name, say("page.lever"))),
      lever.sources.length ? make("ul", {}, ...estimatesTold(lever.sources)) : make("p", {}, say("no_estimate")),
    ),
  );
};
// A box that somebody types in is left alone until they are done.
const setNumbers = (inputs, value) => {
  for (const input of inputs) if (input !== document.activeElement || input.type === "range") input.value = shortest(value);
};
export const showLever = (name) => {
  const box = document.querySelector(`[data-lever=${name}]`);
  const one = focused();
  const lever = levers[name];
  const [low, high] = settingOf(one, lever);
  const usual = settingOf(baseline, lever);
  const middle = (low + high) / 2;
  const [range, typed] = box.querySelectorAll(":scope > input");
  setNumbers([range, typed], middle);
  const at = endsTold(usual);
  range.setAttribute("aria-valuetext", `${words.number(middle)} ${pick(lever.unit)}; ${say("baseline_at", { value: at })}`);
  range.style.setProperty("--usual", `${(100 * (usual[0] - lever.low)) / (lever.high - lever.low)}%`);
  const own = one.set[name];
  box.classList.toggle("set", Boolean(own));
  box.classList.toggle("guess", lever.grade === "E");
  box.querySelector(".reset").hidden = !own;
  const told = [low === high ? "" : say("open_setting", { low: words.number(low), high: words.number(high) }), say("baseline_at", { value: at }), own ? say("assumed") : ""];
  box.querySelector(".told").textContent = ` · ${told.filter(Boolean).join(" · ")}`;
  const years = box.querySelector(".strip");
  years.hidden = !own;
  if (!own) return;
  const span = spanOf(own);
  ["from", "until"].forEach((which, each) => setNumbers(years.querySelectorAll(`[data-year=${which}]`), span[each]));
  const share = (year) => `${(100 * (year - START_YEAR)) / (app.until + 1 - START_YEAR)}%`;
  years.firstChild.style.setProperty("--from", share(span[0]));
  years.firstChild.style.setProperty("--until", share(span[1] + 1));
};
export const moveable = () => app.groups.flatMap((group) => group.levers);
export const showLevers = () => {
  const open = new Set([...document.querySelectorAll(".group[open]")].map((one) => one.dataset.group));
  const isOpen = (id) => (open.size ? open.has(id) : innerWidth > 900 && (id === "law" || id === "force"));
  const boxes = app.groups.map((group) => make("details", { class: "group", open: isOpen(group.id), "data-group": group.id }, make("summary", {}, make("h3", {}, say(`group.${group.id}`))), ...group.levers.map(leverShown)));
  byId("levers").replaceChildren(...boxes);
};

// --- what differs -----------------------------------------------------------------------------------------------------

const yearsTold = (own) => (own && (own.from || own.until) ? ` (${spanOf(own).join("–")})` : "");
// The levers that somebody can move and that a policy sets otherwise than the baseline, with both values.
export const changesOf = (one) =>
  apartOf(one)
    .filter((lever) => !lever.driver)
    .map((lever) => `${pick(lever.text)}: ${endsTold(settingOf(baseline, lever))} → ${endsTold(settingOf(one, lever))} ${pick(lever.unit)}${yearsTold(one.set[lever.id])}`);
export const showChanges = () => {
  const changes = changesOf(focused());
  byId("changes").replaceChildren(...changes.map((one) => make("li", {}, one)));
  byId("changes-title").textContent = say(["no_changes", "change"][changes.length] ?? "changes", { count: changes.length });
};

// --- policies to start from -------------------------------------------------------------------------------------------

export const openGallery = (take) =>
  openDialog(
    say("gallery"),
    ...presets.slice(1).map((one) =>
      make("section", { class: "preset" }, make("h3", {}, pick(one.text)), make("p", {}, pick(one.description ?? one.text)), one.sources.length ? make("ul", { class: "small" }, ...cited(one.sources)) : "", button(say("take"), () => (byId("account").close(), take(one.id)), { "data-take": one.id })),
    ),
  );

// --- numbers of one's own ---------------------------------------------------------------------------------------------

const inputTold = (name, one) => [make("strong", {}, pick(one.text)), make("span", { class: "small" }, `${name} · ${say(`tag.${one.tag}`)} · ${words.number(one.levels[0])} … ${words.number(one.levels[3])} … ${words.number(one.levels.at(-1))} ${pick(one.unit)}`, ...pageOf("parameter", name, say("page.parameter"), one.mechanism))];
const matching = (said) => {
  const parts = said.toLocaleLowerCase(words.language).split(/\s+/).filter(Boolean);
  const holds = ([name, one]) => parts.every((part) => `${name} ${pick(one.text)}`.toLocaleLowerCase(words.language).includes(part));
  return Object.entries(app.inputs).filter(([, one]) => one.low < one.high).filter(holds);
};
const LISTED = 12; // numbers shown of those that match
// Type a number that then holds in every draw of every policy, the baseline's too; a choice is one of its values.
export const showAssumptions = (assume) => {
  const own = Object.entries(state.assume);
  byId("assumptions-title").textContent = say(own.length ? "assumptions" : "no_assumptions", { count: own.length });
  byId("assumptions").replaceChildren(
    ...own.map(([name, value]) => make("li", { class: "own" }, `${pick(app.inputs[name].text)}: ${words.number(value)} ${pick(app.inputs[name].unit)} `, button(say("take_back"), () => assume(name, null), { class: "plain", "data-forget": name, "aria-label": `${say("take_back")}: ${pick(app.inputs[name].text)}` }))),
  );
  const found = matching(byId("find").value);
  const listed = found.slice(0, LISTED).map(([name, one]) => {
    const field = one.values
      ? make("select", { "data-assume": name, "aria-label": pick(one.text), on: { change: ({ target }) => assume(name, target.value === "" ? null : Number(target.value)) } }, make("option", { value: "" }, say("as_drawn")), ...one.values.map((value) => make("option", { value, selected: state.assume[name] === value }, choiceTold(name, value))))
      : make("input", { type: "number", class: "box", step: "any", "data-assume": name, "aria-label": `${pick(one.text)}, ${pick(one.unit)}`, value: state.assume[name] ?? "", placeholder: shortest(one.levels[3]), on: { change: ({ target }) => typed(name, target, assume) } });
    return make("li", {}, ...inputTold(name, one), field, make("p", { class: "small wrong", hidden: true }, say("bounds", { low: words.number(one.low), high: words.number(one.high) })), one.note || one.sources.length ? make("details", {}, make("summary", { class: "small" }, say("rests_on")), one.note ? make("p", { class: "small" }, pick(one.note)) : "", make("ul", { class: "small" }, ...cited(one.sources))) : "");
  });
  swap("found", ...listed);
  byId("found-count").textContent = say("found", { shown: Math.min(LISTED, found.length), count: found.length });
};
const choiceTold = (name, value) => {
  const said = app.choices[name]?.values.find(([one]) => one === value)?.[1];
  return said ? pick(said) : words.number(value);
};
const typed = (name, target, assume) => {
  const value = target.value === "" ? null : Number(target.value);
  const wrong = target.validity.badInput || (value !== null && allowed(name, value) === null);
  target.parentElement.querySelector(".wrong").hidden = !wrong;
  target.setAttribute("aria-invalid", String(wrong));
  if (!wrong) assume(name, value);
};
