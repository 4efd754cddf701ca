// Boxes of inputs in which cases of interest lie close together. What is named here as in tregua.analysis.deciding.prim
// and discover is the same there; a test compares boxes. `x` holds inputs by case, `y` 1 where a case is of interest.

const ALPHA = 0.1;
const PASTED = 0.05;
const LEAST_MASS = 0.05;
const MOST_BOXES = 3;
const MOSTLY = 0.5;
const TELLING = 0.01;
const BY_CHANCE = 0.05;
const FEW_CASES = 20;
const BETTER = 0.01;

const tally = (values) => values.reduce((sum, one) => sum + one, 0);
// The chance of `hits` or more among `count` cases, each of interest with a chance of `share`.
const binomialTail = (hits, count, share) => {
  if (hits <= 0 || share >= 1) return hits <= count ? 1 : 0;
  if (share <= 0) return 0;
  let [term, sum] = [count * Math.log1p(-share), 0]; // logarithm of the chance of none
  for (let k = 0; k <= count; k++) {
    if (k >= hits) sum += Math.exp(term);
    term += Math.log((count - k) / (k + 1)) + Math.log(share) - Math.log1p(-share);
  }
  return Math.min(1, sum);
};
const kolmogorov = (z) => {
  if (z < 0.5) return 1; // above 0.96
  let sum = 0;
  for (let k = 1; k <= 20; k++) sum += (k % 2 ? 2 : -2) * Math.exp(-2 * (k * z) ** 2);
  return sum;
};
const byValue = (values, cases) => cases.slice().sort((a, b) => values[a] - values[b] || 0);
const everyCase = (y) => Array.from(y.keys());

const limitedBy = ({ low, high }) => low.map((_, column) => column).filter((column) => Number.isFinite(low[column]) || Number.isFinite(high[column]));
const holds = (box, x) => {
  const some = limitedBy(box);
  return (k) => some.every((column) => x[column][k] >= box.low[column] && x[column][k] <= box.high[column]);
};
const boxOf = (low, high, x, y, among) => {
  const inside = among.filter(holds({ low, high }, x));
  const hits = tally(inside.map((k) => y[k]));
  return { low, high, count: inside.length, coverage: hits / Math.max(1, tally(y)), density: hits / Math.max(1, inside.length), mass: inside.length / y.length };
};
// How far inside agrees with of interest, beyond chance.
const agreement = ({ coverage, density, mass }) => {
  if (!density || !coverage) return 0;
  const hits = density * mass;
  const some = hits / coverage;
  return (2 * (hits - mass * some)) / Math.max(mass + some - 2 * mass * some, 1e-12);
};
const firstMost = (listed, key) => listed.reduce((found, one) => (key(one) > key(found) ? one : found));

// Of one input, how many cases its tail is and the limit halfway to the rest; what would go stands first.
const tailOf = (values, tail) => {
  const inside = tail.length;
  const at = Math.floor((inside - 1) * ALPHA);
  const edge = values[tail[at]];
  let removed = at + 1;
  if (values[tail[at + 1]] === edge) {
    const same = tail.map((k, each) => [values[k], each]).filter(([value]) => value === edge).map(([, each]) => each);
    removed = same.at(-1) + 1 < inside ? same.at(-1) + 1 : same[0];
  }
  return { removed, limit: values[tail.at(-1)] === edge ? edge : (edge + values[tail[removed]]) / 2 };
};
// The next tail to take away; of equal steps one that limits no further input.
const stepOf = (x, y, order, isLimited) => {
  if (!order.length || order[0].length < 2) return null;
  const inside = order[0].length;
  const hits = tally(order[0].map((k) => y[k]));
  const steps = order.flatMap((listed, column) =>
    [true, false].map((upper) => {
      const tail = upper ? listed.slice().reverse() : listed;
      const { removed, limit } = tailOf(x[column], tail);
      const lost = tally(tail.slice(0, removed).map((k) => y[k]));
      return { column, upper, limit, gain: ((hits - lost) / Math.max(inside - removed, 1) - hits / inside) / Math.max(removed, 1) };
    }),
  );
  const most = Math.max(...steps.map((one) => one.gain));
  if (!(most > 0)) return null;
  const ties = steps.filter((one) => one.gain === most);
  return ties.find((one) => isLimited(one.column)) ?? ties[0];
};
const peeled = (x, y, among) => {
  const [low, high] = [-Infinity, Infinity].map((end) => x.map(() => end));
  const found = [boxOf(low.slice(), high.slice(), x, y, among)];
  let order = x.map((values) => byValue(values, among));
  for (;;) {
    const step = stepOf(x, y, order, (column) => Number.isFinite(low[column]) || Number.isFinite(high[column]));
    if (!step) break;
    const { column, upper, limit } = step;
    const kept = order.map((listed) => listed.filter((k) => (upper ? x[column][k] <= limit : x[column][k] >= limit)));
    if (kept[0].length < LEAST_MASS * y.length) break;
    order = kept;
    (upper ? high : low)[column] = limit;
    found.push(boxOf(low.slice(), high.slice(), x, y, among));
  }
  return [...found, ...pasted(found.at(-1), x, y, among)];
};
const pasted = (from, x, y, among) => {
  const found = [];
  for (let box = from; ; found.push(box)) {
    const grown = grownOf(box, x, y, among).filter((one) => one.mass > box.mass && one.density > box.density);
    if (!grown.length) return found;
    const held = box;
    box = firstMost(grown, (one) => (one.density - held.density) / (one.mass - held.mass));
  }
};
const eachSide = (box) => limitedBy(box).flatMap((column) => [false, true].map((upper) => ({ column, upper }))).filter(({ column, upper }) => Number.isFinite((upper ? box.high : box.low)[column]));
// A box with a limit moved outward over a few of the cases just beyond it.
const grownOf = (box, x, y, among) =>
  eachSide(box).map(({ column, upper }) => {
    const end = (upper ? box.high : box.low)[column];
    const [low, high] = [box.low.slice(), box.high.slice()];
    (upper ? high : low)[column] = upper ? Infinity : -Infinity;
    (upper ? low : high)[column] = end;
    const values = among.filter((k) => x[column][k] !== end).filter(holds({ low, high }, x)).map((k) => x[column][k]).sort((a, b) => a - b);
    const wide = { low: box.low.slice(), high: box.high.slice() };
    const few = Math.ceil(PASTED * values.length);
    (upper ? wide.high : wide.low)[column] = values.length ? values.at(upper ? few - 1 : -few) : upper ? Infinity : -Infinity;
    return boxOf(wide.low, wide.high, x, y, among);
  });
const withoutLimit = (box, x, y, { column, upper }, among) => {
  const [low, high] = [box.low.slice(), box.high.slice()];
  (upper ? high : low)[column] = upper ? Infinity : -Infinity;
  return boxOf(low, high, x, y, among);
};
// A box without the limits that chance explains, the least needed one left out first.
const needed = (given, x, y, level, among) => {
  for (let box = given; ; ) {
    const limits = eachSide(box).map((one) => {
      const without = withoutLimit(box, x, y, one, among);
      return { without, chance: binomialTail(Math.round(box.density * box.count), box.count, without.density) };
    });
    if (!limits.length || limits.every(({ chance }) => chance <= level)) return box;
    box = firstMost(limits, (one) => one.chance).without;
  }
};
// The chance that an input lies as far apart where cases are of interest as it does, if it told nothing of them.
const apartChance = (values, y, among) => {
  const order = byValue(values, among);
  const some = Math.max(1, tally(among.map((k) => y[k])));
  const others = Math.max(1, among.length - tally(among.map((k) => y[k])));
  let [inside, outside, most] = [0, 0, 0];
  order.forEach((k, at) => {
    if (y[k]) inside++;
    else outside++;
    if (at + 1 === order.length || values[order[at + 1]] !== values[k]) most = Math.max(most, Math.abs(inside / some - outside / others));
  });
  return kolmogorov(most * Math.sqrt((some * others) / (some + others)));
};
// Boxes one after another, each among the cases that those before it left; none where chance would do as well.
const boxesIn = (x, y) => {
  const found = [];
  let left = everyCase(y);
  const level = BY_CHANCE / (2 * Math.max(1, x.length));
  while (found.length < MOST_BOXES) {
    const hits = tally(left.map((k) => y[k]));
    if (!hits || hits === left.length) break;
    const telling = x.map((_, column) => column).filter((column) => apartChance(x[column], y, left) <= TELLING);
    const some = telling.map((column) => x[column]);
    const listed = peeled(some, y, left);
    const densest = listed.reduce((best, one) => (agreement(one) > agreement(best) || (agreement(one) === agreement(best) && limitedBy(one).length < limitedBy(best).length) ? one : best));
    const box = needed(densest, some, y, level, left);
    if (!limitedBy(box).length || (found.length && box.density < MOSTLY)) break;
    const [low, high] = [["low", -Infinity], ["high", Infinity]].map(([name, end]) => x.map((_, column) => (telling.includes(column) ? box[name][telling.indexOf(column)] : end)));
    const whole = { ...box, low, high };
    found.push(whole);
    const isIn = holds(whole, x);
    left = left.filter((k) => !isIn(k));
  }
  return found;
};

// --- as a view asks for them ------------------------------------------------------------------------------------------

const chosenCases = (x, y, picked) => [x.map((values) => Float64Array.from(picked, (k) => values[k])), Uint8Array.from(picked, (k) => y[k])];
// The density of the first box found on half of the draws among the others, both ways, and its chance.
const heldOut = (x, y) => {
  let [inside, hits] = [0, 0];
  for (const half of [0, 1]) {
    const [mine, others] = [half, 1 - half].map((rest) => everyCase(y).filter((k) => k % 2 === rest));
    for (const box of boxesIn(...chosenCases(x, y, mine)).slice(0, 1)) {
      const within = others.filter(holds(box, x));
      inside += within.length;
      hits += tally(within.map((k) => y[k]));
    }
  }
  return inside ? { density: hits / inside, chance: binomialTail(hits, inside, tally(y) / y.length) } : { density: null, chance: 1 };
};
const overlap = (one, other, x, y) => {
  const [ours, theirs] = [one, other].map((box) => everyCase(y).map(holds(box, x)));
  const either = ours.filter((inside, k) => inside || theirs[k]).length;
  return either ? ours.filter((inside, k) => inside && theirs[k]).length / either : 0;
};
const ends = ({ low, high }, column) => [low, high].map((end) => (Number.isFinite(end[column]) ? end[column] : null));
// A box with how far its limits go and how often it is found again.
const conditionsOf = (box, x, y, again) => {
  const closest = again.map((others) => others.map((one) => ({ one, shared: overlap(box, one, x, y) })).reduce((found, one) => (one.shared > found.shared || !found.one ? one : found), { one: null, shared: 0 }));
  const limits = limitedBy(box).map((column) => {
    const [low, high] = ends(box, column);
    const count = (isIn) => x[column].filter(isIn).length / y.length;
    const isAgain = ({ one }) => one && ends(one, column).every((end, side) => end !== null || [low, high][side] === null);
    return { column, low, high, between: [count((value) => value < box.low[column]), count((value) => value <= box.high[column])], again: closest.filter(isAgain).length };
  });
  return { limits, coverage: box.coverage, density: box.density, mass: box.mass, stability: tally(closest.map((one) => one.shared)) / closest.length };
};
const discovered = (x, y, picks) => {
  const fails = tally(y);
  const told = { fails: fails / y.length, boxes: [] };
  if (y.length >= FEW_CASES && (!fails || fails === y.length)) return { ...told, status: fails ? "everywhere" : "nowhere" };
  if (fails < FEW_CASES || fails > y.length - FEW_CASES) return { ...told, status: "few" };
  const held = heldOut(x, y);
  const boxes = held.chance <= BETTER ? boxesIn(x, y) : [];
  if (!boxes.length) return { ...told, status: "chance" };
  const again = picks.map((picked) => boxesIn(...chosenCases(x, y, picked)));
  const found = boxes.map((box, at) => ({ ...conditionsOf(box, x, y, again), heldOut: at ? null : held.density }));
  const most = Math.max(...found[0].limits.map((one) => one.again));
  return { ...told, boxes: found, status: 2 * most >= picks.length ? "boxes" : "unstable" };
};
// What a job of the page asks for: runs of both policies, where the one fails, and the boxes of inputs in which it does.
const answerBoxes = (lab, { fixed, reference, count, pair, row, year, matters, share, sign, inputs, settings }) => {
  const years = lab.months / 12;
  const of = (steps, held) => answerJob(lab, { fixed: held, first: 0, count, steps }).subarray((row * years + year) * count, (row * years + year + 1) * count);
  const [after, before] = pair.map((steps) => of(steps, fixed));
  const middle = quantileAt(sorted(of(pair[1], reference)), 0.5);
  const least = share === null || middle === 0 ? matters : share * Math.abs(middle);
  const y = Uint8Array.from(paired(after, before), (more) => (-sign * more > least ? 1 : 0));
  const { numbers, positions } = drawsOfJob(lab, 0, count);
  const column = (values, width, at) => Float64Array.from({ length: count }, (_, k) => values[k * width + at]);
  const drawnInputs = inputs.map((at) => column(numbers, lab.numbers.length, at));
  const isMoving = drawnInputs.map((values) => values.some((one) => one !== values[0]));
  const opened = settings.map(({ column: at, low, high }) => column(positions, lab.settings.length, at).map((one) => low + one * (high - low)));
  const x = [...drawnInputs.filter((_, at) => isMoving[at]), ...opened];
  const picks = lab.resamples.map((stream) => Array.from(uniforms(lab.seed, stream, 0, 0, count), (u) => Math.floor(count * u)));
  return { ...discovered(x, y, picks), least, names: [...inputs.filter((_, at) => isMoving[at]).map((at) => ({ input: at })), ...settings.map((_, at) => ({ setting: at }))] };
};
