// Elements of the page, its language, and files to save.

export const byId = (id) => document.getElementById(id);
export const app = JSON.parse(byId("data").textContent);
export const { lab, presets, levers, rows } = app;

const languageNow = () => document.querySelector("[name=language]:checked").id.replace("language-", "");
export let language = languageNow();
export let words = wordsIn(language, app.texts[language]);
export const speak = () => {
  language = languageNow();
  words = wordsIn(language, app.texts[language]);
};
export const say = (key, values) => words.say(`app.${key}`, values);
export const pick = (both) => both[language];

// An element with attributes and contents; `on` names what happens.
export const make = (name, { on = {}, ...attributes } = {}, ...contents) => {
  const found = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined && value !== false) found.setAttribute(key, value === true ? "" : value);
  for (const [event, action] of Object.entries(on)) found.addEventListener(event, action);
  found.append(...contents.flat().filter((one) => one !== null && one !== ""));
  return found;
};
export const drawn = (name, attributes, ...contents) => {
  const found = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) found.setAttribute(key, value);
  found.append(...contents);
  return found;
};
export const button = (said, action, attributes = {}) => make("button", { type: "button", ...attributes, on: { click: action } }, said);
export const tableOf = (caption, heads, lines, attributes = {}) =>
  make(
    "table",
    attributes,
    make("caption", {}, caption),
    make("thead", {}, make("tr", {}, ...heads.map((one) => make("th", { scope: "col" }, one)))),
    make("tbody", {}, ...lines.map(([first, ...rest]) => make("tr", {}, make("th", { scope: "row" }, first), ...rest.map((one, at) => make("td", { "data-label": heads[at + 1] || null }, one))))),
  );

// Put new contents in a part of the page; what had the focus keeps it.
export const swap = (where, ...contents) => {
  const box = typeof where === "string" ? byId(where) : where;
  const held = box.contains(document.activeElement) ? { ...document.activeElement.dataset } : null;
  box.replaceChildren(...contents);
  if (!held || !Object.keys(held).length) return;
  const same = Object.entries(held).map(([name, value]) => `[data-${name}="${value}"]`).join("");
  box.querySelector(same)?.focus({ preventScroll: true });
};
// A dialog over the page; the focus comes back to what opened it.
export const openDialog = (title, ...contents) => {
  const dialog = byId("account");
  dialog.replaceChildren(button(say("close"), () => dialog.close(), { class: "close" }), make("h2", { id: "account-title" }, title), ...contents);
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
};
// Places in publications, each with its link and, on demand, in full.
export const cited = (cites) =>
  cites.map(({ ref, locator }) => {
    const { named, full, url } = app.sources[ref];
    return make("li", { title: pick(full) }, url ? make("a", { href: url, rel: "noreferrer" }, pick(named)) : pick(named), `: ${pick(locator)}`);
  });
// The page of a record in the site in which this page stands; a file that was sent alone has none.
export const pageOf = (kind, name, label, whose = name) => {
  if (!app.places) return [];
  const file = app.places[kind];
  const prefix = document.documentElement.classList.contains(`opens-${language}`) ? "" : `${language}-`;
  const at = file.includes("{}") ? prefix && `${prefix}top` : `${prefix}${kind}-${name}`;
  return [" ", make("a", { href: file.replace(/\{0?\}/, whose) + (at && `#${at}`), class: "page" }, label)];
};
// Estimates: what was found, and where it stands.
export const estimatesTold = (estimates) => estimates.map((one) => make("li", {}, pick(one.text), ...pageOf("estimate", one.id, say("page.estimate")), make("ul", { class: "small" }, ...cited(one.cites))));

export const save = (name, content, type) => {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
};
