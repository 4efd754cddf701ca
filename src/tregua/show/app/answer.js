// The answer of the page by the rules of the terminal: quantiles, chances, what differs, and their words. What is named
// here as in tregua.lab.cell, estimators and show.words is the same there; a test compares every cell.

const LIKELY = 0.66;
const TELLING_DRAWS = 20;
const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95];
const ROUNDING = 1e-10;

const sorted = (values) => Float64Array.from(values).sort();
const quantileAt = (ordered, q) => {
  const at = Math.min(1, Math.max(0, q)) * (ordered.length - 1);
  const below = Math.floor(at);
  const next = ordered[Math.min(below + 1, ordered.length - 1)];
  return ordered[below] + (at - below) * (next - ordered[below]);
};
const quantileError = (ordered, q) => {
  const step = Math.sqrt((q * (1 - q)) / ordered.length);
  return (quantileAt(ordered, q + step) - quantileAt(ordered, q - step)) / 2;
};
const paired = (after, before) =>
  after.map((one, k) => (Math.abs(one - before[k]) <= ROUNDING * Math.abs(before[k]) ? 0 : one - before[k]));
const chanceLower = (difference) => {
  let lower = 0;
  for (const one of difference) lower += one < 0 ? 1 : one === 0 ? 0.5 : 0;
  return (lower + 0.5) / (difference.length + 1);
};

const figureOf = (choices, difference) => {
  const ordered = sorted(difference);
  const [low, , median, , high] = QUANTILES.map((q) => quantileAt(ordered, q));
  const [lowError, error, highError] = [0.05, 0.5, 0.95].map((q) => quantileError(ordered, q));
  return { choices, median, i90: [low, high], i90Error: [lowError, highError], error, pLower: chanceLower(difference) };
};

// The combinations that give different answers: a choice counts where it moves the median by a tenth of what matters, or
// an end of the interval by as much as matters, whatever else is chosen.
const distinct = (figures, least) => {
  const names = Object.keys(figures[0].choices);
  const counting = names.filter((name) => {
    const alike = new Map();
    for (const one of figures) {
      const others = JSON.stringify(names.filter((each) => each !== name).map((each) => one.choices[each]));
      alike.set(others, [...(alike.get(others) ?? []), [10 * one.median, ...one.i90]]);
    }
    return [...alike.values()].some((listed) =>
      [0, 1, 2].some((at) => Math.max(...listed.map((one) => one[at])) - Math.min(...listed.map((one) => one[at])) > least),
    );
  });
  return figures
    .filter((one) => names.every((name) => counting.includes(name) || one.choices[name] === figures[0].choices[name]))
    .map((one) => ({ ...one, choices: Object.fromEntries(counting.map((name) => [name, one.choices[name]])) }));
};

const materialOf = (figures, threshold, draws) => {
  if (draws < TELLING_DRAWS) return "uncertain";
  if (figures.every((one) => -threshold <= one.i90[0] && one.i90[1] <= threshold)) return "none";
  const lower = figures.every((one) => one.median <= -threshold && one.i90[1] < 0);
  const higher = figures.every((one) => one.median >= threshold && one.i90[0] > 0);
  return lower || higher ? "yes" : "uncertain";
};

// The weakest grade of what somebody moves; of the law behind it, where nobody moves anything else.
const weakest = (behind) => {
  const byHand = behind.filter((one) => !one.driver);
  return (byHand.length ? byHand : behind).map((one) => one.grade).sort().at(-1) ?? null;
};

// One outcome in one place and year. `listed` are the combinations that act, each with its choices and the draws of the
// baseline (before) and of the policy (after), the reference first; `behind` are the levers that could move it, `apart`
// whether the policy sets anything otherwise.
const cellOf = (row, listed, behind, apart) => {
  const before = sorted(listed[0].before);
  const middle = quantileAt(before, 0.5);
  const found = { baseline: middle, baselineError: quantileError(before, 0.5), grade: null };
  const figures = listed.map((one) => figureOf(one.choices, paired(one.after, one.before)));
  if (!figures.some((one) => one.i90[0] || one.i90[1])) {
    const paid = row.outcome !== "state_outlay" || behind.some((one) => one.paid);
    const status = !apart ? "same" : !behind.length ? (row.known ? "no_lever" : "not_in_lab") : paid ? "no_change" : "no_cost";
    return { ...found, status, rows: [] };
  }
  const threshold = row.share === null || middle === 0 ? row.matters : row.share * Math.abs(middle);
  const material = materialOf(figures, threshold, listed[0].before.length);
  const rows = distinct(figures, threshold);
  if (rows.length === 1 && !rows[0].i90[0] && !rows[0].i90[1]) return { ...found, status: "no_change", rows: [] };
  const medians = figures.map((one) => one.median);
  return {
    ...found,
    status: rows.length === 1 ? "figures" : "by_alternative",
    material,
    rows,
    range: [Math.min(...medians), Math.max(...medians)],
    lower: rows.filter((one) => one.pLower >= LIKELY).length,
    higher: rows.filter((one) => one.pLower <= 1 - LIKELY).length,
    error: Math.max(...rows.map((one) => one.error)),
    grade: row.outcome === "state_outlay" ? null : weakest(behind),
  };
};

// --- in words ---------------------------------------------------------------------------------------------------------

const MINUS = "−";
const roundTo = (value, digits) =>
  digits >= 0 ? Number(value.toFixed(Math.min(100, digits))) : Number((value / 10 ** -digits).toFixed(0)) * 10 ** -digits;
const coarse = (value, error) => (error > 0 && Number.isFinite(value) ? roundTo(value, -Math.floor(Math.log10(error))) : value);
const separated = (shown) => {
  const [whole, rest] = shown.split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (rest ? `.${rest}` : "");
};
const inSpanish = (shown) => shown.replace(/[,.]/g, (one) => (one === "," ? "." : ","));

// `say` gives a text of the catalogue in the language of the page, its placeholders filled.
const wordsIn = (language, texts) => {
  const say = (key, values = {}) => texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const number = (given, signed = false, error = 0) => {
    const value = coarse(given, error);
    if (value === 0 || !Number.isFinite(value)) return value === 0 ? "0" : "–";
    let size = Math.abs(value);
    let word = "";
    for (const [unit, name] of [[1e12, "trillion"], [1e9, "billion"], [1e6, "million"]]) {
      if (size >= unit * 0.9995) {
        size /= unit;
        word = ` ${say(`number.${name}${Number(size.toPrecision(3)) === 1 ? ".one" : ""}`)}`;
        break;
      }
    }
    const digits = 2 - Math.floor(Math.log10(size));
    let shown = separated(roundTo(size, digits).toFixed(Math.max(0, digits)));
    if (shown.includes(".")) shown = shown.replace(/0+$/, "").replace(/\.$/, "");
    return (value < 0 ? MINUS : signed ? "+" : "") + (language === "es" ? inSpanish(shown) : shown) + word;
  };
  const chance = (share, draws) => {
    const edge = Math.ceil(100 / Math.max(2, draws));
    if (share < edge / 100) return `<${edge}\u00a0%`;
    return share > 1 - edge / 100 ? `>${100 - edge}\u00a0%` : `${(share * 100).toFixed(0)}\u00a0%`;
  };
  const direction = (given, draws) => {
    const lower = roundTo(given, 2);
    const side = Math.max(lower, 1 - lower);
    if (lower >= 0.34 && lower <= 0.66) return say("likely.unclear_share", { share: chance(lower, draws) });
    const key = lower >= 0.5 ? (lower > 0.9 ? "very_likely_lower" : "likely_lower") : lower < 0.1 ? "very_likely_higher" : "likely_higher";
    return `${say(`likely.${key}`)} (${chance(side, draws)})`;
  };
  const range = (ends, error) => {
    const [low, high] = ends.map((end) => number(coarse(end, error), true));
    const [bare, ...word] = low.split(" ");
    return low === high ? low : `${word.length && high.endsWith(` ${word.join(" ")}`) ? bare : low} … ${high}`;
  };
  const interval = (one) => `[${one.i90.map((end, at) => number(end, true, one.i90Error[at])).join("; ")}]`;
  // A cell as the first screen of a report tells it.
  const cell = (one, draws) => {
    if (!one.rows.length) return { arrow: "", size: say(`likely.${one.status}`), word: "" };
    const single = one.status === "figures" ? one.rows[0] : null;
    const size = single ? number(single.median, true, single.error) : range(one.range, one.error);
    if (one.material === "none") return { arrow: "≈", size, word: say("material.brief.none") };
    let side = "";
    if (single) {
      if (Math.max(single.pLower, 1 - single.pLower) >= LIKELY) side = single.pLower > 0.5 ? "lower" : "higher";
    } else if (one.lower > one.rows.length / 2) side = "lower";
    else if (one.higher > one.rows.length / 2) side = "higher";
    const arrow = side === "lower" ? "▼" : side === "higher" ? "▲" : "~";
    if (single && single.i90[0] === single.i90[1]) return { arrow, size, word: say("finding.fixed") };
    if (single) return { arrow, size, word: direction(single.pLower, draws), interval: interval(single) };
    if (!side) return { arrow, size, word: say("finding.either") };
    const key = one.lower && one.higher ? "mixed" : one.lower ? "lower" : "higher";
    return { arrow, size, word: say(`alternative.brief.${key}`, { all: one.rows.length, lower: one.lower, higher: one.higher }) };
  };
  return { language, say, number, chance, direction, interval, cell };
};
