// What a text says of the case: the outcome of each kind with its row, what is missing, what would change it, and more.
const list = (lines, attributes = {}) => make("ul", attributes, ...lines.map((one) => make("li", {}, one)));
const prefix = () => (language() === WORDS.opens ? "" : `${language()}-`);
const onPage = (law, place, words) => make("a", { href: `regime-${law.id}.html#${prefix()}${place}` }, words);
// Words in which the ids of texts are their titles, each leading to its page.
const linked = (words) =>
  words.split(TEXTS).map((one, at) => (at % 2 ? onPage({ id: one }, "top", pick(WORDS.texts.find(({ id }) => id === one).title)) : one));
const TEXTS = new RegExp(`\\b(${WORDS.texts.map(({ id }) => id).filter((id) => id.includes("_")).join("|")})\\b`);
const rowLink = (law, id, words = said("row", { row: id })) => (law.shown.includes(id) ? onPage(law, `row-${id}`, words) : words);
const outcomeSaid = (law, kind, value) => `${said(`regimes.kind.${kind}`)}: ${pick(law.outcomes[value])}`;
const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);
const outOfTime = (reading) => reading.force === "before" || reading.force === "after";

const summary = (decision) => {
  const { law, reading, refused } = decision;
  const shown = reading.edition.kinds.filter((kind) => kindsAsked().includes(kind));
  const outcomes = shown.map((kind) => capital(outcomeSaid(law, kind, reading.outcomes[kind])));
  return make("span", { class: "side" }, make("strong", {}, `${pick(law.title)}. `), refused ? pick(refused) : `${outcomes.join(". ")}.`);
};
const detailSaid = (law, value) => (law.words[value] ? pick(law.words[value]) : String(value));

const NEXT = 2; // questions that are told beside an answer that is still open

// One kind of outcome, with the row that decides it and where that is written.
const outcomeShown = (decision, kind) => {
  const { law, reading } = decision;
  const [row] = reading.decisive[kind] ?? [];
  const heads = [make("h3", { class: row ? "decided" : "open" }, capital(said(`regimes.kind.${kind}`)), ": ", make("strong", {}, pick(law.outcomes[reading.outcomes[kind]])))];
  const above = reading.provisional[kind];
  if (above) heads.push(make("p", { class: "warn" }, capital(said(above === 1 ? "law.provisional_one" : "law.provisional", { count: above })), "."));
  const views = Object.entries(reading.answers[kind] ?? {}).map(([view, outcome]) => `${pick(law.views[view])}: ${pick(law.outcomes[outcome])}`);
  if (row) {
    const cited = row.source.map(({ ref, told }) => (law.cited.includes(ref) ? onPage(law, `source-${ref}`, pick(told)) : pick(told)));
    heads.push(make("p", {}, rowLink(law, row.id), ". ", said("law.decided_by", { decider: pick(row.decider) })), make("p", {}, linked(pick(row.article)), ". ", linked(pick(row.reason))), list(cited, { class: "small" }));
  } else if (!outOfTime(reading)) heads.push(make("p", {}, said(views.length ? "law.views" : "law.no_row")));
  const open = reading.outcomes[kind] === UNDETERMINED ? (decision.open[kind] ?? []) : [];
  const next = open.length ? [make("p", {}, said("next")), list(open.slice(0, NEXT).map((name) => pick(law.facts[name].ask)))] : [];
  return make("div", { class: "outcome" }, ...heads, views.length ? list(views) : null, next);
};
const detailsShown = ({ law, reading }) => {
  const lines = Object.entries(reading.details).map(([name, value]) => `${pick(law.details[name])}: ${detailSaid(law, value)}`);
  return lines.length ? list(lines, { class: "details" }) : null;
};
const missingShown = ({ law, reading }) => {
  if (!reading.missing.length) return null;
  return folded(law, "missing", said("missing", { count: reading.missing.length }), list(reading.missing.map((name) => pick(law.facts[name].ask))));
};
const folded = (law, part, words, ...contents) => make("details", { "data-fold": `${law.id} ${part}` }, make("summary", {}, words), ...contents);

const unreadShown = ({ reading }) => {
  const unread = [...state.answers].filter(([name, value]) => value !== null && name !== DATE && !reading.edition.facts.includes(name));
  return unread.length ? make("p", { class: "small unread" }, said("unread", { facts: unread.map(([name]) => pick(WORDS.facts[name].text)).join(", ") })) : null;
};

const caveatsOf = ({ law, on, reading }) => {
  const decisive = reading.chain.filter((step) => Object.keys(step.decided).length).map((step) => step.row);
  const weak = decisive.filter((row) => row.confidence !== "high").map((row) => row.id);
  const caveat = (name, values) => said(`regimes.caveat.${name}`, values);
  return [
    caveat("not_advice"),
    ...law.read.map(pick),
    reading.force === "in_force" ? "" : caveat(reading.force, { decided_on: on, ...law.in_force }),
    Object.keys(reading.provisional).length ? caveat("provisional") : "",
    ...law.caveats.map((one) => linked(pick(one))),
    Object.values(reading.answers).some((one) => new Set(Object.values(one)).size > 1) ? caveat("two_deciders") : "",
    decisive.some((row) => row.gap) ? caveat("gap") : "",
    weak.length ? caveat("confidence", { rows: weak.join(", ") }) : "",
  ].filter(Boolean);
};
const caveatsShown = (decision) => {
  const told = caveatsOf(decision);
  const box = folded(decision.law, "caveats", said("caveats", { count: told.length }), list(told));
  box.className = "first";
  box.open = matchMedia("(min-width: 821px)").matches;
  return box;
};
const chainShown = (decision) => {
  const { law, reading } = decision;
  const heads = ["row", "value", "when", "used"].map((name) => capital(said(`law.table.${name}`)));
  const cells = ({ row, value, facts, decided }) => [
    [{ true: said("law.shown"), false: said("law.not_shown"), null: said("law.unknown") }[value], ...Object.entries(decided).filter(([, outcome]) => outcome).map(([kind, outcome]) => make("span", { class: "small" }, `→ ${outcomeSaid(law, kind, outcome)}`))],
    pick(row.words).split("\n").map((line) => make("span", { class: "line" }, line)),
    list(facts.map(([name, known]) => (known === null ? `${pick(law.facts[name].text)}: ${said("law.unknown")}` : named(law, name, known)))),
  ];
  const cell = (contents, at) => make("td", { role: "cell", "data-label": heads[at + 1] }, contents);
  const lines = reading.chain.map((step) => make("tr", { role: "row" }, make("th", { scope: "row", role: "rowheader" }, rowLink(law, step.row.id, step.row.id)), ...cells(step).map(cell)));
  const head = make("tr", { role: "row" }, ...heads.map((one) => make("th", { scope: "col", role: "columnheader" }, one)));
  const table = make("table", { role: "table", class: "cards" }, make("caption", {}, said("law.chain")), make("thead", { role: "rowgroup" }, head), make("tbody", { role: "rowgroup" }, ...lines));
  return reading.chain.length ? folded(law, "chain", said("chain", { count: reading.chain.length }), table) : null;
};
const named = (law, name, value) => `${pick(law.facts[name].text)}: ${valueSaidOf(law.facts[name], value)}`;

// What would change it takes up to a second where there are many facts, and comes when the rest is shown.
const flipsShown = (decision) => {
  const box = make("div", { class: "flips", "aria-busy": "true" });
  const fill = () => {
    if (!box.isConnected) return;
    const { law } = decision;
    const line = ({ facts, kind, after: now, rule }) => [
      Object.entries(facts).map(([name, value]) => named(law, name, value)).join("; "),
      make("span", { class: "small" }, `→ ${outcomeSaid(law, kind, now)}`, rule ? [" (", rowLink(law, rule), ")"] : ""),
    ];
    const found = flipsOf(decision).filter(({ kind }) => kindsAsked().includes(kind));
    box.replaceChildren(found.length ? folded(law, "flips", said("flips", { count: found.length }), list(found.map(line), { class: "flipped" })) : make("p", { class: "small" }, said("no_flips")));
    box.removeAttribute("aria-busy");
  };
  setTimeout(fill, 50);
  return box;
};
const command = (law) => {
  const facts = JSON.stringify(stated(law)).replace(/":/g, '": ').replace(/,"/g, ', "');
  return `echo '${facts}' | tregua decide --regime ${law.id} - --lang ${language()}`;
};
const commandShown = (law) => {
  const words = command(law);
  const copy = button(said("copy"), async () => {
    await navigator.clipboard?.writeText(words).catch(() => null);
    copy.textContent = said("copied");
  });
  return folded(law, "command", said("command"), make("pre", { tabindex: 0, role: "group", "aria-label": said("command") }, make("code", {}, words)), make("p", { class: "bar" }, copy));
};

const resultShown = (decision) => {
  const { law, on, reading, refused } = decision;
  const kinds = kindsAsked();
  const heads = [
    make("h2", {}, onPage(law, "top", pick(law.title))),
    make("p", { class: "small" }, capital(pick(law.told)), ". ", said("law.on", { on, force: pick(law.forces[reading.force]) })),
  ];
  if (refused) return make("section", {}, ...heads, make("p", { class: "warn" }, pick(refused)));
  const outcomes = reading.edition.kinds.filter((kind) => kinds.includes(kind)).map((kind) => outcomeShown(decision, kind));
  return make("section", {}, ...heads, ...outcomes, detailsShown(decision), unreadShown(decision), missingShown(decision), flipsShown(decision), chainShown(decision), commandShown(law), caveatsShown(decision));
};
const showResults = (decisions) => {
  const box = byId("results");
  const folds = new Map([...box.querySelectorAll("details")].map((one) => [one.dataset.fold, one.open]));
  box.replaceChildren(...decisions.map(resultShown));
  for (const one of box.querySelectorAll("details")) one.open = folds.get(one.dataset.fold) ?? one.open;
};
