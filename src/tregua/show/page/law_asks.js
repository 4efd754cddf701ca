// Which facts can still change an answer. A fact matters where two ways to complete the case, both possible, differ in it
// alone and are decided otherwise. What is decided of a kind, or that the case is refused, is one decision diagram over
// the facts that the rows name, in the order of the table; a fact matters where its values lead from some point of the
// diagram to different answers. What follows from dates that are not all stated is read as a fact of its own.

const MOST_NODES = 2 ** 17; // three numbers of nodes make one that is exact

// Diagrams of one variable a level: equal parts are one node, and a node whose branches are all the same is that branch.
class Diagrams {
  constructor(sizes) {
    this.sizes = sizes;
    this.levels = [];
    this.branches = [];
    this.unique = new Map();
    this.chosen = new Map();
    this.ends = new Map();
    [this.no, this.yes, this.refused] = ["no", "yes", "refused"].map((label) => this.end(label));
  }

  add(level, branches) {
    if (this.levels.length === MOST_NODES) throw new RangeError("too many nodes");
    this.branches.push(branches);
    return this.levels.push(level) - 1;
  }

  end(label) {
    if (!this.ends.has(label)) this.ends.set(label, this.add(this.sizes.length, []));
    return this.ends.get(label);
  }

  node(level, branches) {
    if (branches.every((one) => one === branches[0])) return branches[0];
    const key = `${level}:${branches}`;
    if (!this.unique.has(key)) this.unique.set(key, this.add(level, branches));
    return this.unique.get(key);
  }

  given(node, level, value) {
    return this.levels[node] === level ? this.branches[node][value] : node;
  }

  // `one` where the condition holds, else `other`.
  choose(condition, one, other) {
    if (condition === this.yes) return one;
    if (condition === this.no) return other;
    if (one === other) return one;
    if (one === this.yes && other === this.no) return condition;
    const key = (condition * MOST_NODES + one) * MOST_NODES + other;
    const known = this.chosen.get(key);
    if (known !== undefined) return known;
    const level = Math.min(this.levels[condition], this.levels[one], this.levels[other]);
    const branches = [];
    for (let value = 0; value < this.sizes[level]; value += 1)
      branches.push(this.choose(this.given(condition, level, value), this.given(one, level, value), this.given(other, level, value)));
    const found = this.node(level, branches);
    this.chosen.set(key, found);
    return found;
  }

  // The levels whose values alone lead from one answer to another.
  mattering(root) {
    const [found, seen, differing] = [new Set(), new Set(), new Map()];
    const differ = (one, other) => {
      if (one === other || one === this.refused || other === this.refused) return false;
      const level = Math.min(this.levels[one], this.levels[other]);
      if (level === this.sizes.length) return true;
      const key = one < other ? `${one},${other}` : `${other},${one}`;
      if (!differing.has(key)) {
        const values = [...Array(this.sizes[level]).keys()];
        differing.set(key, values.some((value) => differ(this.given(one, level, value), this.given(other, level, value))));
      }
      return differing.get(key);
    };
    const visit = (node) => {
      if (seen.has(node)) return;
      seen.add(node);
      const branches = this.branches[node];
      const level = this.levels[node];
      if (!found.has(level) && branches.some((one, at) => branches.slice(at + 1).some((other) => differ(one, other)))) found.add(level);
      branches.forEach(visit);
    };
    visit(root);
    return found;
  }
}

// For each unknown fact that a condition names, one value for each part of its range that the conditions tell apart:
// at each threshold, and between, below and above them as many as there are unknown facts with which it is compared.
const completing = (text, conditions, stated) => {
  const found = conditions.flatMap(comparisons);
  const names = [...new Set(conditions.flatMap(factsOf))].filter((name) => !(name in stated));
  return new Map(names.map((name) => [name, completingOne(name, text.facts[name], found, stated)]));
};
const completingOne = (name, fact, found, stated) => {
  if (fact.type === "tri") return [true, false];
  if (fact.type === "enum") return fact.values;
  const tied = [name, ...comparedWith(name, found)];
  const against = found.filter(([, one, , value]) => value !== null && tied.includes(one)).map(([, , , value]) => value);
  const thresholds = new Set([...against, ...tied.filter((one) => one in stated).map((one) => stated[one])]);
  const isDay = fact.type === "date";
  const plain = [...thresholds].map((one) => (isDay ? dayOf(one) : one)).sort((one, other) => one - other);
  if (!plain.length) plain.push(isDay ? dayOf(EPOCH) : Math.max(fact.bounds[0], 0));
  const room = tied.filter((one) => !(one in stated)).length;
  const [low, high] = isDay ? [FIRST, LAST] : fact.bounds;
  const steps = Array.from({ length: room }, (_, at) => at + 1);
  const whole = isDay || fact.type === "integer";
  const between = plain.slice(1).flatMap((one, at) =>
    steps.map((step) => (whole ? Math.min(plain[at] + step, one) : plain[at] + ((one - plain[at]) * step) / (room + 1))),
  );
  const values = [...plain, ...steps.map((step) => plain[0] - step), ...steps.map((step) => plain.at(-1) + step), ...between];
  const kept = [...new Set(values)].filter((one) => one >= low && one <= high).sort((one, other) => one - other);
  return isDay ? kept.map(isoOf) : kept;
};

// A condition with the fact's own name for what it is reckoned as, so that both are one.
const renamed = (condition, names) => {
  const [kind, ...parts] = condition;
  if (kind === "holds") return condition;
  if (kind === "compare") return [kind, names[parts[0]] ?? parts[0], parts[1], parts[2], names[parts[3]] ?? parts[3]];
  return [kind, ...parts.map((part) => renamed(part, names))];
};
const isSettled = ([kind, fact, , , other]) => kind === "compare" && other === fact;

// By kind, the facts of the rows, and what is reckoned, that can still change what is decided of it.
const mattering = (decision, kinds) => {
  const { edition, reading } = decision;
  if (["before", "after"].includes(reading.force)) return {};
  const names = {};
  for (const [name, one] of Object.entries(edition.reckoned))
    if (!edition.onlyFollows(name)) for (const [other, same] of Object.entries(edition.reckoned)) if (other !== name && edition.onlyFollows(other) && sameReckoning(one, same)) names[other] = name;
  const { stated } = reading;
  const rename = (condition) => renamed(condition, names);
  const impossible = edition.impossible.map((one) => rename(one.when)).filter((one) => !isSettled(one));
  const rows = edition.rows.map((row) => ({ row, when: rename(row.when), answers: new Map(row.answers.map((answer) => [answer, rename(answer.when)])) }));
  const conditions = rows.flatMap(({ when, answers }) => [when, ...answers.values()]);
  const values = completing(edition.text, [...conditions, ...impossible], stated);
  const order = [...values.keys()];
  const diagrams = new Diagrams(order.map((name) => values.get(name).length));
  const parts = new Map();
  const built = (condition) => {
    if (!parts.has(condition)) parts.set(condition, build(diagrams, condition, stated, values, order));
    return parts.get(condition);
  };
  const refused = impossible.map(built);
  const found = {};
  for (const kind of kinds.filter((one) => one in edition.threads)) {
    let root = diagrams.end("none");
    for (const { row, when, answers } of rows.filter((one) => one.row.kinds.includes(kind)).reverse())
      for (const [answer, outcome] of answersOn(row, kind).reverse()) {
        const label = outcome === UNDETERMINED && !Object.keys(answer.details).length ? "none" : JSON.stringify([outcome, answer.details]);
        root = diagrams.choose(built(when), diagrams.choose(built(answers.get(answer)), diagrams.end(label), root), root);
      }
    for (const one of refused) root = diagrams.choose(one, diagrams.refused, root);
    found[kind] = [...diagrams.mattering(root)].map((level) => order[level]);
  }
  return found;
};
const sameReckoning = (one, other) => JSON.stringify(one) === JSON.stringify(other);

const build = (diagrams, condition, stated, values, order) => {
  const [kind, ...parts] = condition;
  const inner = (part) => build(diagrams, part, stated, values, order);
  if (kind === "not") return diagrams.choose(inner(parts[0]), diagrams.no, diagrams.yes);
  if (kind === "all") return parts.reduceRight((rest, part) => diagrams.choose(inner(part), rest, diagrams.no), diagrams.yes);
  if (kind === "some") return parts.reduceRight((rest, part) => diagrams.choose(inner(part), diagrams.yes, rest), diagrams.no);
  const open = [...new Set(factsOf(condition))].filter((name) => values.has(name)).map((name) => [order.indexOf(name), name]);
  open.sort((one, other) => one[0] - other[0]);
  const read = (left, known) => {
    if (!left.length) return valueOf(condition, known) ? diagrams.yes : diagrams.no;
    const [[level, name], ...rest] = left;
    return diagrams.node(level, values.get(name).map((value) => read(rest, { ...known, [name]: value })));
  };
  return read(open, stated);
};

// What to ask next, in the order of the table: nothing that cannot change an answer, and nothing twice. What follows from
// dates is asked by asking for these; so is a number that is not known and follows from dates that nobody was asked for.
const questions = (decision, kinds, notKnown) => questionsOn(decision, Object.values(mattering(decision, kinds)).flat(), notKnown);
const questionsByKind = (decision, kinds, notKnown) =>
  Object.fromEntries(Object.entries(mattering(decision, kinds)).map(([kind, names]) => [kind, questionsOn(decision, names, notKnown)]));
const questionsOn = ({ edition, reading }, names, notKnown) => {
  const isOpen = (name) => !(name in reading.stated) && !notKnown.has(name);
  const asked = new Set();
  for (const name of names) {
    const operands = edition.operands(name);
    if (!edition.onlyFollows(name) && isOpen(name)) asked.add(name);
    else if (!operands.some((one) => notKnown.has(one))) operands.filter(isOpen).forEach((one) => asked.add(one));
  }
  return edition.facts.filter((name) => asked.has(name));
};
