// The interview: one question at a time, only what can still change an answer, and what the text says so far beside it.
// The address holds the texts chosen, the kinds of outcome asked about, and every answer, so that a link gives the case.
const NOT_KNOWN = "?";
const held = new Map();
const waiting = new Map();
const state = { texts: [], kinds: null, answers: new Map(), changing: null, notice: null };
const language = () => document.documentElement.lang;
const said = (key, values = {}) => WORDS.say[language()][key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const pick = (both) => both[language()];
const byId = (id) => document.getElementById(id);
const make = (name, { on = {}, ...attributes } = {}, ...contents) => {
  const found = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== false) found.setAttribute(key, value === true ? "" : value);
  for (const [event, action] of Object.entries(on)) found.addEventListener(event, action);
  found.append(...contents.flat(3).filter((one) => one !== null && one !== ""));
  return found;
};
const button = (words, action, attributes = {}) => make("button", { type: "button", ...attributes, on: { click: action } }, words);

// The rules of a text come as a script beside the page, when it is chosen.
const laws = { take: (record) => held.set(record.id, new Law(record)) };
const fetched = (id) => {
  if (!waiting.has(id))
    waiting.set(
      id,
      new Promise((done, fail) => {
        const failed = () => (waiting.delete(id), fail()); // the next choice tries again
        const script = make("script", { src: `rules-${id}.js`, on: { load: done, error: failed } });
        document.head.append(script);
      }),
    );
  return waiting.get(id);
};

// --- the address ------------------------------------------------------------------------------------------------------

const written = () => {
  const pairs = new URLSearchParams();
  state.texts.forEach((id, at) => pairs.set(at ? "with" : "regime", id));
  if (state.kinds) pairs.set("kinds", state.kinds.join(","));
  for (const [name, value] of state.answers) pairs.set(name, value === null ? NOT_KNOWN : value);
  if (language() !== WORDS.opens) pairs.set("l", language());
  return String(pairs).replaceAll("%2C", ",").replaceAll("%3F", "?");
};
// Each answer is a step that the browser can go back.
const kept = (stepped) => {
  const now = `#${written()}`;
  if ((state.texts.length || stepped) && now !== location.hash) history[stepped ? "pushState" : "replaceState"](null, "", now);
};
const valueIn = (fact, word) => {
  if (word === NOT_KNOWN) return null;
  if (fact.type === "tri") return word === "true" ? true : word === "false" ? false : undefined;
  if (fact.type === "enum") return fact.values.includes(word) ? word : undefined;
  if (fact.type === "date") return isDate(word) ? word : undefined;
  const number = word.trim() === "" ? NaN : Number(word);
  const fits = number >= fact.bounds[0] && number <= fact.bounds[1] && (fact.type !== "integer" || Number.isInteger(number));
  return fits ? number : undefined;
};
const isRead = (name) => chosen().some((law) => Object.hasOwn(law.facts, name));
const chosen = () => state.texts.map((id) => held.get(id)).filter(Boolean);
const opened = async () => {
  if (location.hash === "#content" && state.texts.length) return show();
  const pairs = [...new URLSearchParams(location.hash.slice(1))].filter(([, word]) => word !== "");
  const given = (name) => pairs.find(([one]) => one === name)?.[1];
  if (FITS.l(given("l"))) speakIn(given("l"));
  state.notice = null;
  await choose([...new Set([given("regime"), given("with")].filter(FITS.regime))]);
  const kinds = (given("kinds") ?? "").split(",").filter((kind) => spoken().includes(kind));
  state.kinds = kinds.length ? kinds : null;
  const stated = pairs.filter(([name]) => Object.hasOwn(WORDS.facts, name)).map(([name, word]) => [name, valueIn(WORDS.facts[name], word)]);
  state.answers = new Map(stated.filter(([, value]) => value !== undefined));
  state.changing = null;
  const dropped = pairs.filter(([name, word]) => (Object.hasOwn(FITS, name) ? !FITS[name](word) : !state.answers.has(name)));
  if (dropped.length) state.notice ??= ["dropped", { parts: dropped.map((pair) => pair.join("=")).join(", ") }];
  show();
};
// What an address may say beside facts.
const FITS = {
  regime: (id) => WORDS.texts.some((one) => one.id === id),
  with: (id) => FITS.regime(id),
  kinds: (listed) => listed.split(",").every((kind) => spoken().includes(kind)),
  l: (code) => Object.hasOwn(WORDS.say, code),
};
const speakIn = (code) => {
  byId(`language-${code}`).checked = true;
  document.documentElement.lang = code;
};
const choose = async (ids) => {
  state.texts = ids;
  try {
    await Promise.all(ids.map(fetched));
  } catch {
    state.texts = [];
    state.notice = ["not_loaded"];
  }
};

// --- what is decided, and what is asked -------------------------------------------------------------------------------

const spoken = () => [...new Set(chosen().flatMap((law) => law.kinds))];
const kindsAsked = () => [...(state.kinds ?? spoken()), "details"];
const stated = (law) => Object.fromEntries([...state.answers].filter(([name, value]) => value !== null && (!law || law.facts[name])));
const notKnown = () => new Set([...state.answers].filter(([, value]) => value === null).map(([name]) => name));
const asking = (decisions) => {
  if (state.changing) return [state.changing];
  if (decisions.some((one) => one.refused)) return [];
  return [...new Set(decisions.flatMap((one) => one.edition.facts.filter((name) => Object.values(one.open).some((names) => names.includes(name)))))];
};
const answer = (name, value) => {
  state.answers.set(name, value);
  step();
};
const takeBack = (name) => {
  state.answers.delete(name);
  step();
};
const step = () => {
  state.changing = state.notice = null;
  show(true, true);
};

const valueSaid = (name, value) => valueSaidOf(WORDS.facts[name], value);
const valueSaidOf = (fact, value) => {
  if (value === null) return said("not_known");
  if (fact.type === "tri") return said(value ? "yes" : "no");
  if (fact.type === "enum") return pick(fact.words[fact.values.indexOf(value)]);
  return fact.currency ? `${fact.currency} ${value}` : String(value);
};

// --- the question -----------------------------------------------------------------------------------------------------

const showQuestion = (decisions, moved) => {
  const box = byId("question");
  const refused = decisions.find((one) => one.refused);
  const left = asking(decisions);
  const contents = [];
  if (!decisions.length) contents.push(make("p", {}, said("choose_first")));
  else if (refused && !state.changing) contents.push(make("p", { class: "warn" }, pick(refused.refused)), make("p", {}, said("change_one")));
  else if (!left.length) contents.push(make("h2", { tabindex: -1 }, said(notKnown().size ? "done_open" : "done")));
  else contents.push(asked(left[0]));
  if (state.changing) contents.push(make("p", { class: "bar" }, button(said("keep"), () => ((state.changing = null), show(true)), { id: "keep" })));
  else if (left.length) contents.push(make("p", { class: "small" }, said(left.length === 1 ? "left_one" : "left", { count: left.length })));
  const last = [...state.answers.keys()].filter(isRead).at(-1);
  if (last && !state.changing) contents.push(make("p", { class: "bar" }, button(said("back"), () => takeBack(last), { id: "back" })));
  box.replaceChildren(...contents);
  if (moved) (box.querySelector("form input, form button, h2[tabindex]") ?? box.querySelector("button"))?.focus({ preventScroll: true });
};
const asked = (name) => {
  const fact = chosen().find((law) => Object.hasOwn(law.facts, name)).facts[name];
  const offered = fact.type === "tri" ? [true, false] : fact.type === "enum" ? fact.values : null;
  const now = state.answers.get(name);
  const choices = (offered ?? []).map((value) => button(valueSaid(name, value), () => answer(name, value), { "data-value": String(value), "aria-pressed": state.answers.has(name) ? String(now === value) : null }));
  const unknown = button(said("not_known"), () => answer(name, null), { "data-value": NOT_KNOWN });
  const field = offered ? [] : [fieldOf(fact, now), make("button", {}, said("answer"))];
  const submit = (event) => {
    event.preventDefault();
    const input = event.target.querySelector("input");
    const value = input ? valueIn(fact, input.value) : undefined;
    if (value !== undefined && value !== null) return answer(name, value);
    const [low, high] = fact.bounds ?? [];
    byId("alert").textContent = said(`alert_${fact.type === "date" ? "date" : fact.type === "integer" ? "whole" : "number"}`, { low, high });
    input.setAttribute("aria-invalid", "true");
    input.focus();
  };
  return make(
    "form",
    { on: { submit }, novalidate: true, "data-fact": name, "aria-labelledby": "asked" },
    make("h2", { id: "asked" }, pick(fact.ask)),
    make("div", { class: "choices" }, ...choices, ...field, unknown),
    offered ? null : make("p", { id: "alert", role: "alert" }),
  );
};
const fieldOf = (fact, now) => {
  const shared = { required: true, "aria-labelledby": "asked", "aria-describedby": "alert", value: now ?? null, autocomplete: "off" };
  if (fact.type === "date") return make("input", { type: "date", min: "0001-01-01", max: "9999-12-31", ...shared });
  const [min, max] = fact.bounds;
  return make("input", { type: "number", min, max, step: fact.type === "integer" ? 1 : "any", ...shared });
};
const showAnswers = () => {
  const lines = [...state.answers].map(([name, value]) => {
    const words = pick(WORDS.facts[name].text);
    const action = isRead(name) ? "change" : "remove";
    const acted = { change: () => ((state.changing = name), show(true)), remove: () => takeBack(name) }[action];
    const told = isRead(name) ? null : make("span", { class: "small" }, said("unread_tag"));
    const plain = button(said(action), acted, { "aria-label": said(`${action}_named`, { name: words }), class: "plain" });
    return make("li", { class: told ? "unread" : null }, `${words}: `, make("strong", {}, valueSaid(name, value)), " ", plain, told);
  });
  byId("answers").replaceChildren(make("h2", {}, said("answers")), lines.length ? make("ol", {}, ...lines) : make("p", {}, said("none_yet")));
};

// --- out of the page --------------------------------------------------------------------------------------------------

const copyLink = async () => {
  byId("link-box").hidden = false;
  byId("link-told").textContent = said(location.protocol === "file:" ? "link_file" : "link_told");
  byId("link").value = location.href;
  byId("link").focus();
  byId("link").select();
  await navigator.clipboard?.writeText(location.href).catch(() => null);
};
// On paper nothing is folded.
const unfold = (all) => {
  for (const one of document.querySelectorAll(all ? "#results details:not([open])" : "#results details.printed")) {
    one.open = all;
    one.classList.toggle("printed", all);
  }
};

// --- all of it --------------------------------------------------------------------------------------------------------

const showChoosers = () => {
  const listed = (none) => [["", said(none)], ...WORDS.texts.map(({ id, title }) => [id, pick(title)])].map(([value, words]) => make("option", { value }, words));
  [["first", "choose"], ["second", "no_other"]].forEach(([id, none], at) => {
    if (byId(id).lang !== language()) byId(id).replaceChildren(...listed(none));
    byId(id).lang = language();
    byId(id).value = state.texts[at] ?? "";
  });
  byId("second").disabled = !state.texts.length;
  for (const label of document.querySelectorAll("#interview [data-say]")) label.textContent = said(label.dataset.say);
  const kinds = spoken();
  const toggled = () => {
    const checked = [...byId("kinds").querySelectorAll("input:checked")].map((one) => one.value);
    state.kinds = checked.length && checked.length < kinds.length ? checked : null;
    show();
  };
  const box = (kind) => {
    const checked = (state.kinds ?? kinds).includes(kind);
    return make("label", { class: "check" }, make("input", { type: "checkbox", value: kind, checked, on: { change: toggled } }), ` ${said(`regimes.kind.${kind}`)}`);
  };
  byId("kinds").replaceChildren(make("legend", {}, said("about")), ...kinds.map(box));
  byId("kinds").hidden = kinds.length < 2;
  byId("day").value = state.answers.get(DATE) ?? "";
  byId("day-told").textContent = chosen().length ? said("day_told", { on: [...new Set(chosen().map((law) => law.on))].join(" / ") }) : "";
};
const decided = (law) => {
  // Where a case is too tangled to be told exactly, every fact that keeps a row open is asked.
const openIn = (decision) => {
  try {
    return questionsByKind(decision, kindsAsked(), notKnown());
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const unknown = decision.reading.missing.filter((name) => !notKnown().has(name));
    return Object.fromEntries(kindsAsked().map((kind) => [kind, unknown]));
  }
};
const decision = decide(law, stated(law));
  return { ...decision, open: decision.refused ? {} : openIn(decision) };
};
const show = (moved = false, stepped = false) => {
  const decisions = chosen().map(decided);
  const focus = document.activeElement?.closest("#choosers") && document.activeElement;
  const again = focus && (focus.id ? `#${focus.id}` : `[value="${focus.value}"]`);
  showChoosers();
  if (again) byId("choosers").querySelector(again)?.focus();
  showQuestion(decisions, moved);
  showAnswers();
  showResults(decisions);
  byId("told").replaceChildren(...decisions.map(summary));
  byId("notice").textContent = state.notice ? said(...state.notice) : "";
  byId("again").hidden = !state.answers.size;
  byId("share").hidden = !decisions.length;
  byId("link-box").hidden = true;
  kept(stepped);
};
const changedText = async () => {
  const ids = [...new Set([byId("first").value, byId("second").value])].filter(Boolean);
  state.changing = state.notice = null;
  await choose(ids);
  if (state.texts.length && state.texts !== ids) return; // another was chosen meanwhile
  state.kinds = state.kinds?.filter((kind) => spoken().includes(kind)) ?? null;
  if (!state.kinds?.length) state.kinds = null;
  show(false, true);
};
const begin = () => {
  for (const one of document.querySelectorAll(".unscripted")) one.remove();
  byId("interview").hidden = false;
  for (const id of ["first", "second"]) byId(id).addEventListener("change", changedText);
  byId("day").addEventListener("change", () => {
    const day = byId("day").value;
    if (isDate(day)) state.answers.set(DATE, day);
    else state.answers.delete(DATE);
    show(false, true);
  });
  byId("again").addEventListener("click", () => {
    state.answers = new Map();
    step();
  });
  byId("copy-link").addEventListener("click", copyLink);
  byId("print").addEventListener("click", () => print());
  addEventListener("beforeprint", () => unfold(true));
  addEventListener("afterprint", () => unfold(false));
  document.querySelector("header").addEventListener("change", () => show());
  addEventListener("hashchange", opened);
  opened();
};
