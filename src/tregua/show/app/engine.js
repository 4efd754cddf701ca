// The lab in a page. `simulate` and the sizes of its arrays stand in front of this, translated from the kernel; `lab` is
// what tregua.show.app.engine says of numbers, paths and outcomes. Random numbers are those of tregua.noise: addressed,
// so that a draw is the same here and there, whatever else was drawn.

// --- 64-bit words as pairs of 32 bits, high and low ------------------------------------------------------------------

let high = 0;
let low = 0; // of the last result

const mulHigh = (a, b) => {
  const [a0, a1, b0, b1] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const middle = a1 * b0 + ((a0 * b0) / 65536 >>> 0);
  const other = a0 * b1 + (middle % 65536);
  return (a1 * b1 + Math.floor(middle / 65536) + Math.floor(other / 65536)) >>> 0;
};
const add = (ah, al, bh, bl) => {
  low = (al + bl) >>> 0;
  high = (ah + bh + (low < al >>> 0 ? 1 : 0)) >>> 0;
};
const times = (ah, al, bh, bl) => {
  low = Math.imul(al, bl) >>> 0;
  high = (mulHigh(al, bl) + Math.imul(ah, bl) + Math.imul(al, bh)) >>> 0;
};
// The end of SplitMix64 (Steele et al. 2014): each bit hangs on every other.
const mix = (h, l) => {
  add(h, l, 0x9e3779b9, 0x7f4a7c15);
  times(high ^ (high >>> 30), low ^ ((low >>> 30) | (high << 2)), 0xbf58476d, 0x1ce4e5b9);
  times(high ^ (high >>> 27), low ^ ((low >>> 27) | (high << 5)), 0x94d049bb, 0x133111eb);
  const h1 = high;
  high = (h1 ^ (h1 >>> 31)) >>> 0;
  low = (low ^ ((low >>> 31) | (h1 << 1))) >>> 0;
};
const fraction = (h, l) => (h * 1048576 + (l >>> 12) + 0.5) * 2 ** -52;

// --- evenly spread numbers: Sobol', scrambled (Owen 1995; Burley 2020) -----------------------------------------------

const BITS = 20;
const scramble = (number, keyHigh, keyLow) => {
  let turned = 0;
  for (let bit = BITS - 1; bit >= 0; bit--) {
    times(0, (number >>> (bit + 1)) * 2 * BITS + bit, 0x9e3779b9, 0x7f4a7c15);
    add(high, low, keyHigh, keyLow);
    mix(high, low);
    turned |= (((number >>> bit) & 1) ^ (high >>> 31)) << bit;
  }
  return turned;
};
const reversed = (number) => {
  let found = 0;
  for (let bit = 0; bit < BITS; bit++) found |= ((number >>> bit) & 1) << (BITS - 1 - bit);
  return found;
};
const keyOf = ([h, l], [seedHigh, seedLow]) => {
  mix(seedHigh, seedLow);
  mix(h ^ high, l ^ low);
  return [high, low];
};
// The numbers of one stream in (0, 1); `stream` are the numbers of its order, value and rest.
const points = (seed, stream, first, count) => {
  const [order, value, rest] = stream.map((one) => keyOf(one, seed));
  return Float64Array.from({ length: count }, (_, k) => {
    const even = scramble(reversed(scramble(first + k, ...order)), ...value);
    mix(rest[0], (first + k) ^ rest[1]);
    // 52 bits: 20 even ones above 32 of the rest, which are its highest
    return (even * 4294967296 + high + 0.5) * 2 ** -52;
  });
};

// --- Philox 4x64 (Salmon et al. 2011), ten rounds --------------------------------------------------------------------

const product = (ah, al, bh, bl) => {
  // of two words: [highest, high, low, lowest] 32 bits
  const lowest = Math.imul(al, bl) >>> 0;
  let carry = mulHigh(al, bl) + (Math.imul(ah, bl) >>> 0) + (Math.imul(al, bh) >>> 0);
  const second = carry >>> 0;
  carry = Math.floor(carry / 4294967296) + mulHigh(ah, bl) + mulHigh(al, bh) + (Math.imul(ah, bh) >>> 0);
  const third = carry >>> 0;
  return [(Math.floor(carry / 4294967296) + mulHigh(ah, bh)) >>> 0, third, second, lowest];
};
const philox = (counter, step, seed, stream) => {
  let [k0h, k0l] = seed;
  let [k1h, k1l] = stream;
  let x = [0, counter, 0, step, 0, 0, 0, 0];
  for (let round = 0; round < 10; round++) {
    const [p0, p1, p2, p3] = product(0xd2e7470e, 0xe14c6c93, x[0], x[1]);
    const [q0, q1, q2, q3] = product(0xca5a8263, 0x95121157, x[4], x[5]);
    x = [(q0 ^ x[2] ^ k0h) >>> 0, (q1 ^ x[3] ^ k0l) >>> 0, q2, q3, (p0 ^ x[6] ^ k1h) >>> 0, (p1 ^ x[7] ^ k1l) >>> 0, p2, p3];
    add(k0h, k0l, 0x9e3779b9, 0x7f4a7c15);
    [k0h, k0l] = [high, low];
    add(k1h, k1l, 0xbb67ae85, 0x84caa73b);
    [k1h, k1l] = [high, low];
  }
  return x;
};
// Uniform numbers in (0, 1) of the draws from `first` on at one step.
const uniforms = (seed, stream, step, first, count) => {
  const found = new Float64Array(count);
  let block = -1;
  let words = [];
  for (let k = 0; k < count; k++) {
    const at = first + k;
    if (Math.floor(at / 4) !== block) {
      block = Math.floor(at / 4);
      words = philox(block + 1, step, seed, stream); // the generator counts up before it makes a block
    }
    found[k] = fraction(words[2 * (at % 4)], words[2 * (at % 4) + 1]);
  }
  return found;
};
const normals = (seed, stream, step, first, count) => uniforms(seed, stream, step, first, count).map(quantileOfNormal);

// --- inverse distribution functions ----------------------------------------------------------------------------------

const ratio = (x, above, below) => above.reduceRight((sum, one) => sum * x + one) / below.reduceRight((sum, one) => sum * x + one);
// Wichura (1988), algorithm AS 241, to about one part in 10^16.
const MIDDLE = [
  [3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727],
  [1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867, 39307.89580009271061, 28729.085735721942674, 5226.495278852854561],
];
const NEAR = [
  [1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504, 1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4],
  [1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459, 0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9],
];
const FAR = [
  [6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123, 0.026532189526576123093, 0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7],
  [1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4, 1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15],
];
const quantileOfNormal = (u) => {
  const q = u - 0.5;
  if (Math.abs(q) <= 0.425) return q * ratio(0.180625 - q * q, ...MIDDLE);
  const r = Math.sqrt(-Math.log(q < 0 ? u : 1 - u));
  const x = r <= 5 ? ratio(r - 1.6, ...NEAR) : ratio(r - 5, ...FAR);
  return q < 0 ? -x : x;
};
const quantile = (one, u, draw) => {
  switch (one.kind) {
    case "uniform":
      return one.low + (one.high - one.low) * u;
    case "loguniform":
      return one.low * Math.exp(Math.log(one.high / one.low) * u);
    case "normal":
      return one.mean + one.sd * quantileOfNormal(u);
    case "exponential":
      return -one.mean * Math.log1p(-u);
    case "choice":
      return one.values[Math.floor(u * one.values.length)];
    case "given":
      return one.values[draw];
  }
  return one.value;
};

// --- draws and runs --------------------------------------------------------------------------------------------------

// Numbers of some draws, a row a draw; `fixed` are those that hold in each, by their place in the catalogue.
const drawNumbers = (lab, first, count, fixed) => {
  const width = lab.numbers.length;
  const found = new Float64Array(count * width);
  lab.numbers.forEach((one, column) => {
    const held = fixed[column];
    const u = held === undefined && one.stream ? points(lab.seed, one.stream, first, count) : null;
    for (let k = 0; k < count; k++) found[k * width + column] = held ?? quantile(one, u ? u[k] : 0, first + k);
  });
  return found;
};

// Random paths of some draws as factors with median one, a row a draw, then by month: Z = exp(σ X), dX = −X/τ dt + dW.
const drawShocks = (lab, numbers, first, count) => {
  const [width, months, paths] = [lab.numbers.length, lab.months, lab.shocks.length];
  const found = new Float64Array(count * months * paths);
  lab.shocks.forEach((one, column) => {
    const start = normals(lab.seed, one.start, 0, first, count);
    const steps = Array.from({ length: months }, (_, month) => normals(lab.seed, one.stream, month, first, count));
    for (let k = 0; k < count; k++) {
      const number = (name) => (one[name] === null ? null : numbers[k * width + one[name]]);
      const [memory, lag, volatility, growth] = ["memory", "lag", "volatility", "growth"].map(number);
      const keep = memory === null ? 1 : Math.exp(-1 / (12 * memory));
      const spread = Math.sqrt(memory === null ? 1 / 12 : (memory / 2) * (1 - keep * keep));
      const walk = memory === null ? Math.sqrt(1 / 3) : 0;
      const wide = lag === null ? walk : Math.sqrt(((memory / 2) * lag) / (memory + lag));
      let x = wide * start[k];
      for (let month = 0; month < months; month++) {
        x = spread * steps[month][k] + keep * x;
        const gap = growth === null ? 0 : (growth / Math.expm1(1 / lag)) * keep ** (month + 1);
        found[(k * months + month) * paths + column] = Math.exp(volatility * x + gap);
      }
    }
  });
  return found;
};

// Where between its ends each draw takes a setting that is left open, a row a draw.
const drawPositions = (lab, first, count) => {
  const width = lab.settings.length;
  const found = new Float64Array(count * width);
  lab.settings.forEach((stream, column) => {
    if (stream) points(lab.seed, stream, first, count).forEach((u, k) => (found[k * width + column] = u));
  });
  return found;
};

// Levers by month from their steps, [month, low, high] from each month on, a list a lever; the least and the most.
const pathOf = (lab, steps) => {
  const width = steps.length;
  const [low, high] = [0, 1].map(() => new Float64Array(lab.months * width));
  steps.forEach((listed, column) => {
    let at = -1;
    for (let month = 0; month < lab.months; month++) {
      while (at + 1 < listed.length && listed[at + 1][0] <= month) at++;
      low[month * width + column] = listed[at][1];
      high[month * width + column] = listed[at][2];
    }
  });
  const open = steps.flatMap((listed, column) => (listed.some(([, one, other]) => one !== other) ? [column] : []));
  return { low, high, open };
};

// Arrays of one draw, which each draw uses again.
const space = () => {
  const [states, values] = [[N_STATES, 5], [N_KEPT, 1]].map(([size, count]) => Array.from({ length: count }, () => new Float64Array(size)));
  const [s, was, trial, d, slope] = states;
  return { s, was, trial, d, slope, v: values[0], lever: new Float64Array(N_LEVERS), shock: new Float64Array(N_SHOCKS), out: new Float64Array(N_OUTCOMES) };
};
// Months `first` to `until` of one draw, its outcomes by month; the loop of the kernel's `simulate`.
const runMonths = ({ s, was, trial, d, slope, v, lever, shock, out }, p, before, path, shocks, first, until, byMonth) => {
  const h = 1 / 12;
  for (let month = first; month < until; month++) {
    for (let i = 0; i < N_LEVERS; i++) lever[i] = path[month * N_LEVERS + i];
    for (let i = 0; i < N_SHOCKS; i++) shock[i] = shocks[month * N_SHOCKS + i];
    was.set(s);
    monthly(p, lever, before, shock, v);
    const status = advance(p, lever, before, shock, month * h, h, s, trial, d, slope, v) || check(s);
    if (status !== 0) throw new Error(`status ${status}`);
    report(p, lever, (month + 1) / 12, s, was, out);
    for (let i = 0; i < N_OUTCOMES; i++) byMonth[month * N_OUTCOMES + i] = out[i];
  }
};

// Some years of one draw, a row a year: of every row of the answer the sum of the year, or a stock at its end.
const byYear = (lab, byMonth, first, until) => {
  const found = new Float64Array((until - first) * lab.rows.length);
  for (let year = first; year < until; year++)
    lab.rows.forEach((row, at) => {
      let total = 0;
      for (const column of row.columns) {
        let value = 0;
        if (row.stock) value = byMonth[(12 * year + 11) * N_OUTCOMES + column];
        else for (let month = 0; month < 12; month++) value += byMonth[(12 * year + month) * N_OUTCOMES + column];
        total += value * row.scale;
      }
      found[(year - first) * lab.rows.length + at] = total;
    });
  return found;
};

// Outcomes by year of some draws under one policy, for each row of the answer its years, for each year its draws. Until
// the month in which policies start all are one: what a draw had come to by then is kept in `begun`. A status that is
// not 0 throws.
const runDraws = (lab, numbers, shocks, positions, steps, count, begun) => {
  const [width, months, years] = [lab.numbers.length, lab.months, lab.months / 12];
  const { low, high, open } = pathOf(lab, steps);
  const work = space();
  const byMonth = new Float64Array(months * N_OUTCOMES);
  const p = new Float64Array(lab.columns.length);
  const annual = new Float64Array(lab.rows.length * years * count);
  const before = Float64Array.from(lab.before);
  const path = Float64Array.from(low);
  for (let k = 0; k < count; k++) {
    for (let at = 0; at < p.length; at++) p[at] = numbers[k * width + lab.columns[at]];
    for (const column of open) {
      const at = positions[k * steps.length + column];
      for (let one = column; one < path.length; one += steps.length) path[one] = low[one] + at * (high[one] - low[one]);
    }
    const shock = shocks.subarray(k * months * N_SHOCKS, (k + 1) * months * N_SHOCKS);
    if (!begun[k]) {
      work.s.fill(0);
      work.v.fill(0);
      const status = start(p, before, work.s, work.v);
      if (status !== 0) throw new Error(`status ${status}`);
      runMonths(work, p, before, path, shock, 0, lab.start, byMonth);
      begun[k] = { s: work.s.slice(), v: work.v.slice(), byYear: byYear(lab, byMonth, 0, lab.start / 12) };
    }
    work.s.set(begun[k].s);
    work.v.set(begun[k].v);
    runMonths(work, p, before, path, shock, lab.start, months, byMonth);
    const parts = [begun[k].byYear, byYear(lab, byMonth, lab.start / 12, years)];
    for (let year = 0; year < years; year++) {
      const [part, first] = year < lab.start / 12 ? [parts[0], 0] : [parts[1], lab.start / 12];
      for (let at = 0; at < lab.rows.length; at++) annual[(at * years + year) * count + k] = part[(year - first) * lab.rows.length + at];
    }
  }
  return annual;
};

// What a job asks for: draws of the numbers with some choices fixed, run under a policy. What does not depend on the
// choices is drawn once.
const kept = new Map();
const drawsOfJob = (lab, first, count) => {
  const key = `${first} ${count}`;
  if (!kept.has(key)) {
    const numbers = drawNumbers(lab, first, count, {});
    kept.set(key, { numbers, shocks: drawShocks(lab, numbers, first, count), positions: drawPositions(lab, first, count) });
  }
  return kept.get(key);
};
const started = new Map(); // by reading: what each draw had come to when policies start
const MOST_STARTED = 500;
const answerJob = (lab, { fixed, first, count, steps }) => {
  const drawn = drawsOfJob(lab, first, count);
  const numbers = drawn.numbers.slice();
  for (const [column, value] of Object.entries(fixed))
    for (let k = 0; k < count; k++) numbers[k * lab.numbers.length + Number(column)] = value;
  const needed = lab.shocks.flatMap((one) => [one.memory, one.lag, one.volatility, one.growth]);
  const apart = needed.some((column) => column !== null && column in fixed);
  const shocks = apart ? drawShocks(lab, numbers, first, count) : drawn.shocks;
  const reading = JSON.stringify([first, count, fixed]);
  if (!started.has(reading)) {
    if (started.size > MOST_STARTED) started.clear();
    started.set(reading, []);
  }
  return runDraws(lab, numbers, shocks, drawn.positions, steps, count, started.get(reading));
};
