// The smallest changes of a case that change what a text says of it, as `regimes/flips.py` looks for them, among the
// values that the rows can tell apart, as `regimes/distinct_values.py` lists them.
const EPOCH = "2025-01-01"; // a day on which every text is in force
const allConditions = (edition) => [
  ...edition.rows.flatMap((row) => [row.when, ...row.answers.map((answer) => answer.when)]),
  ...edition.impossible.map((one) => one.when),
];
const asString = (value) => typeof value === "string";
const plainOrder = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
const distance = (value, stated) => (asString(value) ? Math.abs(dayOf(value) - dayOf(stated ?? EPOCH)) : Math.abs(value - stated));
const byDistance = (values, stated) => [...values].sort((one, other) => distance(one, stated) - distance(other, stated) || plainOrder(one, other));
const wholly = (value) => (Number.isInteger(value) ? value : Number(value));

// The facts tied to one by comparisons, directly or through others.
const comparedWith = (name, found) => {
  const tied = new Set([name]);
  for (let size = 0; size < tied.size; ) {
    size = tied.size;
    for (const [, fact, , , other] of found)
      if (other && (tied.has(fact) || tied.has(other))) {
        tied.add(fact);
        tied.add(other);
      }
  }
  tied.delete(name);
  return tied;
};
// The first candidate of each combination of answers to the tests.
const apart = (candidates, tests) => {
  const found = new Map();
  for (const candidate of candidates) {
    const answers = tests.map(([sign, value]) => (SIGNS[sign](candidate, value) ? "1" : "0")).join("");
    if (!found.has(answers)) found.set(answers, candidate);
  }
  return [...found.values()];
};
const candidatesOf = (fact, thresholds, value) => {
  const near = new Set(thresholds.flatMap((one) => [-1, 0, 1].map((step) => (asString(one) ? stepped(one, step) : wholly(one) + step))));
  if (fact.type === "number" || fact.type === "money") {
    const numbers = [...thresholds].sort((one, other) => one - other);
    numbers.slice(1).forEach((one, at) => near.add((numbers[at] + one) / 2));
  }
  let kept = [...near];
  if (fact.type !== "date") kept = kept.filter((one) => one >= fact.bounds[0] && one <= fact.bounds[1]);
  if (value !== null) return byDistance(new Set([...kept, value]), value);
  const rank = (one) => (thresholds.includes(one) ? 0 : 1);
  return kept.sort((one, other) => rank(one) - rank(other) || plainOrder(one, other));
};
const valuesOf = (name, fact, found, stated) => {
  const value = stated[name] ?? null;
  if (fact.type === "tri") return [true, false];
  const own = found.filter(([, one, , against]) => one === name && against !== null).map(([, , sign, against]) => [sign, against]);
  if (fact.type === "enum") {
    const rank = (word) => (word === value ? 0 : word === "other" ? 2 : 3);
    const words = fact.values.map((word, at) => [rank(word), at, word]).sort((one, other) => one[0] - other[0] || one[1] - other[1]);
    const told = own.length ? apart(words.map(([, , word]) => word), own) : fact.values;
    return fact.values.filter((word) => told.includes(word));
  }
  const days = [...comparedWith(name, found)].map((other) => stated[other] ?? null).filter((day) => day !== null);
  const tests = [...own, ...days.flatMap((day) => [["<", day], [">", day]])];
  const listed = apart(candidatesOf(fact, [...new Set(tests.map(([, one]) => one))], value), tests);
  return value === null ? listed.sort(plainOrder) : byDistance(listed, value);
};
// Days of one date at which a span to or from the other, as it is stated, reaches a threshold or just passes it.
const daysFor = (operand, one, thresholds, stated, calendar) => {
  const other = operand === one.end ? one.start : one.end;
  const day = other ? (stated[other] ?? (/^\d/.test(other) ? other : null)) : null;
  if (day === null || !one.end) return [];
  return thresholds.flatMap((threshold) => {
    const number = operand === one.end ? threshold : -threshold;
    const reached = after(dayOf(day), number, { unit: one.unit, stops: number >= 0 ? one.stops : [] }, calendar);
    return reached === null ? [] : [-1, 0, 1].map((step) => stepped(isoOf(reached), step));
  });
};
// Days after which a term would end on, before or after a day with which its end is compared.
const daysBefore = (name, one, found, stated, calendar) => {
  if (one.end || one.unit === "unsuspended days") return [];
  return found
    .filter(([, fact, , , other]) => name === fact || name === other)
    .flatMap(([, fact, , value, other]) => {
      const against = fact === name ? other : fact;
      const day = against ? (stated[against] ?? null) : value;
      const start = day === null ? null : after(dayOf(day), -one.number, { unit: one.unit }, calendar);
      return start === null ? [] : [-1, 0, 1].map((step) => stepped(isoOf(start), step));
    });
};
const distinctValues = (edition, stated) => {
  const { facts, calendar } = edition.text;
  const found = allConditions(edition).flatMap(comparisons);
  const asked = edition.facts.filter((name) => !edition.onlyFollows(name));
  const values = Object.fromEntries(asked.map((name) => [name, valuesOf(name, facts[name], found, stated)]));
  for (const [name, one] of Object.entries(edition.reckoned)) {
    const tests = found.filter(([, fact, , value]) => fact === name && Number.isInteger(value)).map(([, , , value]) => value);
    for (const operand of edition.operands(name)) {
      const near = [...daysFor(operand, one, tests, stated, calendar), ...daysBefore(name, one, found, stated, calendar)];
      const days = new Set([...values[operand], ...near]);
      days.delete(stated[operand]);
      values[operand] = byDistance(days, stated[operand]);
    }
  }
  return asked.filter((name) => values[name].length).map((name) => [name, values[name]]);
};

// The values of the rows that a change does not touch.
const untouched = ({ edition, reading }, change) => {
  const names = Object.keys(change);
  if (names.includes(DATE)) return new Map();
  const follow = Object.keys(edition.reckoned).filter((name) => edition.operands(name).some((one) => names.includes(one)));
  const touched = [...names, ...follow];
  return new Map([...reading.values].filter(([row]) => !touched.some((name) => row.facts.includes(name))));
};

// Every change of `changes` that changes an outcome which the case asks about; `alone`, those that already do so.
const changed = (decision, changes, alone) => {
  const { law, facts, reading } = decision;
  const found = reading.edition.kinds.map(() => []);
  for (const change of changes) {
    const other = decide(law, { ...facts, ...change }, untouched(decision, change));
    if (other.refused) continue;
    reading.edition.kinds.forEach((kind, at) => {
      const [before, now] = [reading.outcomes[kind], other.reading.outcomes[kind]];
      if (!reading.asked.has(kind) || before === now) return;
      if (alone && Object.entries(change).some(([name, value]) => alone.has(JSON.stringify([kind, name, value])))) return;
      found[at].push({ facts: change, kind, before, after: now, rule: other.reading.ruleOf[kind] ?? null });
    });
  }
  return found.flat();
};
const flipsOf = (decision) => {
  const { edition, facts, reading } = decision;
  const values = distinctValues(edition, reading.stated);
  const singles = values.flatMap(([name, options]) => options.filter((value) => value !== facts[name]).map((value) => ({ [name]: value })));
  const found = changed(decision, singles);
  const flipped = new Set(found.map((one) => one.kind));
  const stuck = [...reading.asked].some((kind) => kind !== "details" && !flipped.has(kind));
  const alone = new Set(found.flatMap((one) => Object.entries(one.facts).map(([name, value]) => JSON.stringify([one.kind, name, value]))));
  const eligible = new Set(stuck ? values.map(([name]) => name) : reading.missing);
  const near = singles.filter((change) => eligible.has(Object.keys(change)[0]));
  const pairs = near.flatMap((one, at) => near.slice(at + 1).filter((other) => Object.keys(one)[0] !== Object.keys(other)[0]).map((other) => ({ ...one, ...other })));
  const seen = new Set();
  return [...found, ...changed(decision, pairs, alone)].filter((one) => {
    const key = JSON.stringify([Object.keys(one.facts), one.kind, one.after]);
    return !seen.has(key) && seen.add(key);
  });
};
