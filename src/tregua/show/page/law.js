// The rows of a text read one by one for one case, as `regimes/one_case.py` and `regimes/decide.py` read them.
// A value is true, false, or null where the stated facts do not show it. A condition is a list: what it is, then its
// parts. (The rows come as `law_rules.py` writes them.)
const DATE = "decision_date";
const UNDETERMINED = "UNDETERMINED";
const SIGNS = {
  "=": (left, right) => left === right,
  "!=": (left, right) => left !== right,
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
};
const valueOf = (condition, stated) => {
  const kind = condition[0];
  if (kind === "holds") return stated[condition[1]] ?? null;
  if (kind === "compare") {
    const [, fact, sign, value, other] = condition;
    const [left, right] = [stated[fact] ?? null, other ? (stated[other] ?? null) : value];
    return left === null || right === null ? null : SIGNS[sign](left, right);
  }
  if (kind === "not") {
    const inner = valueOf(condition[1], stated);
    return inner === null ? null : !inner;
  }
  const decisive = kind === "some";
  let result = !decisive;
  for (let at = 1; at < condition.length; at += 1) {
    const value = valueOf(condition[at], stated);
    if (value === decisive) return decisive;
    if (value === null) result = null;
  }
  return result;
};
const factsOf = ([kind, ...parts]) => {
  if (kind === "holds") return [parts[0]];
  if (kind === "compare") return parts[3] ? [parts[0], parts[3]] : [parts[0]];
  return parts.flatMap(factsOf);
};
const comparisons = (condition) => (condition[0] === "compare" ? [condition] : condition[0] === "holds" ? [] : condition.slice(1).flatMap(comparisons));
const unknownFacts = (condition, stated) => {
  if (valueOf(condition, stated) !== null) return [];
  if (condition[0] === "holds" || condition[0] === "compare") return factsOf(condition).filter((fact) => (stated[fact] ?? null) === null);
  return condition.slice(1).flatMap((part) => unknownFacts(part, stated));
};

// --- a text and its editions ------------------------------------------------------------------------------------------

class Edition {
  constructor(text, { span, rows, reckoned, impossible, facts }) {
    Object.assign(this, { text, span, facts, impossible: impossible.map(([when, reason]) => ({ when, reason })) });
    this.rows = rows.map((at) => text.rows[at]);
    this.reckoned = Object.fromEntries(reckoned);
    this.kinds = text.kinds;
    const spoken = [...this.kinds, ...(this.rows.some((row) => row.kinds.includes("details")) ? ["details"] : [])];
    this.threads = Object.fromEntries(spoken.map((kind) => [kind, this.rows.filter((row) => row.kinds.includes(kind))]));
    this.askedBy = Object.fromEntries(
      spoken.map((kind) => [kind, new Set(this.threads[kind].flatMap((row) => row.facts.flatMap((name) => [name, ...this.operands(name)])))]),
    );
  }

  // Facts that only follow from others are no facts of the vocabulary; a case is not asked for them.
  onlyFollows(name) {
    return Boolean(this.text.facts[name].follows);
  }

  operands(name) {
    const one = this.reckoned[name];
    return one ? [one.start, one.end].filter((operand) => operand && !/^\d/.test(operand)) : [];
  }

  reckon(name, stated) {
    const one = this.reckoned[name];
    if (!this.operands(name).every((operand) => operand in stated)) return null;
    const day = (operand) => dayOf(stated[operand] ?? operand);
    if (one.end) return between(day(one.start), day(one.end), one, this.text.calendar);
    const found = after(day(one.start), one.number, one, this.text.calendar);
    return found === null ? null : isoOf(found);
  }

  complete(stated) {
    const known = {};
    for (const [name, value] of Object.entries(stated)) if (value !== null) known[name] = value;
    for (const name of Object.keys(this.reckoned)) {
      const value = name in known ? null : this.reckon(name, known);
      if (value !== null) known[name] = value;
    }
    return known;
  }

  contradiction(stated) {
    return this.impossible.find((one) => valueOf(one.when, stated)) ?? null;
  }
}

class Law {
  constructor(held) {
    Object.assign(this, held);
    for (const row of this.rows) {
      row.facts = [...new Set([row.when, ...row.answers.map((answer) => answer.when)].flatMap(factsOf))];
      const kinds = new Set(row.answers.flatMap((answer) => Object.keys(answer.outcomes)));
      row.kinds = kinds.size ? [...kinds] : ["details"];
    }
    this.editions = held.editions.map((one) => new Edition(this, one));
  }

  at(day) {
    return this.editions.find((one) => one.span[0] <= day && day <= one.span[1]);
  }

  force(day) {
    const [first, knownFirst, knownLast, last] = this.edges;
    if (day < first || day > last) return day < first ? "before" : "after";
    return knownFirst <= day && day <= knownLast ? "in_force" : "not_known";
  }
}
const answersOn = (row, kind) =>
  row.answers.filter((answer) => kind === "details" || kind in answer.outcomes).map((answer) => [answer, answer.outcomes[kind] ?? null]);
const same = (one, other) => {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => JSON.stringify(one[name]) === JSON.stringify(other[name]));
};

// --- one case ---------------------------------------------------------------------------------------------------------

class Reading {
  // `values`, those of rows that are known already.
  constructor(edition, stated, values = new Map()) {
    this.edition = edition;
    this.stated = edition.complete(stated);
    this.day = this.stated[DATE] ?? edition.text.on;
    this.force = edition.text.force(this.day);
    this.asked = askedKinds(edition, this.stated);
    this.outcomes = Object.fromEntries(edition.kinds.map((kind) => [kind, UNDETERMINED]));
    this.decisive = {};
    this.provisional = {};
    this.values = values;
    this.visited = {};
    this.pending = {};
    if (this.force !== "before" && this.force !== "after") for (const kind of Object.keys(edition.threads)) this.read(kind);
  }

  // One kind: what decides it, and which unknown branches above could change that.
  read(kind) {
    const pending = [];
    let found = [kind === "details" ? null : UNDETERMINED, {}];
    for (const [row, answer, outcome] of this.branches(kind)) {
      const second = valueOf(answer.when, this.stated);
      if (this.values.get(row) && second) {
        this.decisive[kind] = [row, answer];
        found = [outcome, answer.details];
        if (outcome) this.outcomes[kind] = outcome;
        break;
      }
      if (second !== false) pending.push([row, answer, outcome]);
    }
    const isFound = ([, answer, outcome]) => outcome === found[0] && same(answer.details, found[1]);
    while (pending.length && isFound(pending.at(-1))) pending.pop();
    this.pending[kind] = pending;
    if (kind in this.decisive && pending.length) this.provisional[kind] = new Set(pending.map(([row]) => row)).size;
  }

  *branches(kind) {
    const visited = (this.visited[kind] = new Set());
    for (const row of this.edition.threads[kind]) {
      visited.add(row);
      if (!this.values.has(row)) this.values.set(row, valueOf(row.when, this.stated));
      if (this.values.get(row) !== false) for (const [answer, outcome] of answersOn(row, kind)) yield [row, answer, outcome];
    }
  }

  // The unstated facts that keep a row unknown at or above the one that decides, in the order of the table.
  get missing() {
    const found = new Set();
    for (const [row, answer] of [...this.asked].flatMap((kind) => this.pending[kind] ?? []))
      for (const name of [...unknownFacts(row.when, this.stated), ...unknownFacts(answer.when, this.stated)])
        for (const one of this.edition.onlyFollows(name) ? this.edition.operands(name) : [name]) if (!(one in this.stated)) found.add(one);
    return this.edition.facts.filter((name) => found.has(name));
  }

  get rule() {
    const shown = new Set(Object.values(this.decisive).map(([row]) => row));
    return this.edition.rows.find((row) => shown.has(row))?.id ?? null;
  }

  get ruleOf() {
    return Object.fromEntries(Object.entries(this.decisive).filter(([kind]) => kind !== "details").map(([kind, [row]]) => [kind, row.id]));
  }

  // Where a row has several deciders and applies: what each of them answers.
  get answers() {
    const found = {};
    for (const [kind, visited] of Object.entries(this.visited))
      for (const row of visited)
        if (row.views && this.values.get(row)) found[kind] = Object.fromEntries(this.edition.text.facts[row.views].values.map((one) => [one, this.outcomeUnder(row, kind, one)]));
    return found;
  }

  outcomeUnder(row, kind, view) {
    const stated = { ...this.stated, [row.views]: view };
    return answersOn(row, kind).find(([answer]) => valueOf(answer.when, stated))?.[1] ?? UNDETERMINED;
  }

  get details() {
    const found = {};
    for (const row of this.edition.rows)
      for (const [decisive, answer] of Object.values(this.decisive))
        if (decisive === row)
          for (const [name, value] of Object.entries(answer.details)) {
            const shown = Array.isArray(value) ? (typeof this.stated[value[0]] === "number" ? this.stated[value[0]] / value[1] : null) : value;
            if (shown !== null && !(name in found)) found[name] = shown;
          }
    return found;
  }

  get chain() {
    const visited = new Set(Object.values(this.visited).flatMap((rows) => [...rows]));
    return this.edition.rows
      .filter((row) => visited.has(row))
      .map((row) => ({
        row,
        value: valueOf(["all", row.when, ["some", ...row.answers.map((answer) => answer.when)]], this.stated),
        facts: row.facts.map((name) => [name, this.stated[name] ?? null]),
        decided: Object.fromEntries(Object.entries(this.decisive).filter(([, [decisive]]) => decisive === row).map(([kind]) => [kind, this.outcomes[kind] ?? ""])),
      }));
  }
}

// The kinds of outcome that the stated facts bear on; all of them where nothing stated bears on any.
const askedKinds = (edition, stated) => {
  const every = Object.entries(edition.askedBy);
  const asked = every.filter(([, names]) => Object.keys(stated).some((name) => names.has(name)));
  return new Set((asked.length ? asked : every).map(([kind]) => kind));
};

// What a text says of a case: its reading, or the reason for which the case cannot be; `values`, as of a reading.
const decide = (law, facts, values) => {
  const stated = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null));
  const on = stated[DATE] ?? law.on;
  const edition = law.at(on);
  const reading = new Reading(edition, stated, values);
  return { law, on, edition, facts: stated, reading, refused: edition.contradiction(reading.stated)?.reason ?? null };
};
