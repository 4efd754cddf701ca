// Regret: how far each policy lies, in the same future, from the one of the page that does most of what is wanted. What is
// named here as in tregua.analysis.deciding.regret is the same there; a test compares every row.

import { app, make, pick, rows, say, tableOf, words } from "./dom.js";
import { alternativeTold, brokenTold, caveatsTold, commandTold, drawnOptions, futuresNow, hasWorth, levelsOf, meanOf, outcomeTold, policiesNow, policyTold, rangeTold, shareTold, signOf, typedOf, uncostedOf, weightsFile, weightsForm } from "./goals.js";
import { baseline } from "./scenarios.js";
import { rowName, state } from "./state.js";

const HIGH = 0.9;
// How far each policy lies behind in each draw; `wanted` are its draws of something of which more is wanted.
const regrets = (wanted) => {
  const behind = wanted.map((one) => new Float64Array(one.length));
  for (let k = 0; k < wanted[0].length; k++) {
    const ahead = Math.max(...wanted.map((one) => one[k]));
    wanted.forEach((one, at) => (behind[at][k] = ahead - one[k] <= ROUNDING * Math.abs(ahead) ? 0 : ahead - one[k]));
  }
  return behind;
};
const withinOf = (behind) => {
  const ordered = sorted(behind);
  const mean = meanOf(behind);
  const spread = Math.sqrt(behind.reduce((sum, one) => sum + (one - mean) ** 2, 0)) / behind.length;
  return { max: ordered.at(-1), p90: quantileAt(ordered, HIGH), p90Error: quantileError(ordered, HIGH), mean, meanError: spread, ahead: behind.filter((one) => one === 0).length / behind.length };
};
// Of each policy its regret by reading, or the reason why there is none. `wantedAt` gives the draws of what is wanted.
const rowOf = (policies, { alternatives }, isUncosted, wantedAt) => {
  const known = policies.filter((one) => !isUncosted(one));
  const status = (told) => policies.map((one) => ({ status: isUncosted(one) ? "no_cost" : told, by: [] }));
  const behind = known.length > 1 ? alternatives.map(({ at }) => regrets(wantedAt(known, at))) : [];
  if (!behind.some((each) => each.some((draws) => draws.some((one) => one)))) return status("same");
  const found = status("figures");
  known.forEach((one, each) => {
    found[policies.indexOf(one)].by = behind.map((draws, at) => ({ ...withinOf(draws[each]), at }));
  });
  return found;
};
export const regretOf = (row, policies, futures, year, since = year) => {
  const sign = signOf(row);
  const uncosted = (one) => rows[row].outcome === "state_outlay" && uncostedOf(one, rows[row].place).length > 0;
  return rowOf(policies, futures, uncosted, (known, at) => levelsOf(known, at, row, year, since).map((draws) => draws.map((one) => sign * one)));
};
const weighedRows = () => rows.map((_, at) => at).filter((at) => state.worth[rowName(rows[at])] !== undefined);
// Regret of the sum under the weights that somebody typed; a policy whose cost is weighed and not known has none.
const weighedOf = (policies, futures, year) => {
  const weighed = weighedRows();
  const isUncosted = (one) => weighed.some((row) => rows[row].outcome === "state_outlay" && uncostedOf(one, rows[row].place).length > 0);
  const total = (known, at) =>
    known.map((one) => {
      const sum = new Float64Array(app.draws);
      for (const row of weighed) levelsOf([one], at, row, year)[0].forEach((value, k) => (sum[k] += state.worth[rowName(rows[row])] * value));
      return sum;
    });
  return rowOf(policies, futures, isUncosted, total);
};

// --- in words ---------------------------------------------------------------------------------------------------------

const measure = (by, name) => rangeTold(by.map((one) => one[name]), Math.max(...by.map((one) => one[`${name}Error`] ?? 0)));
export const figuresTold = (by) => ({ mean: measure(by, "mean"), p90: measure(by, "p90"), max: words.number(Math.max(...by.map((one) => one.max))), ahead: shareTold(by.map((one) => one.ahead)) });
const cellTold = ({ status, by }) => {
  if (status !== "figures") return make("span", { class: "status" }, say(`regret.${status}`));
  const told = figuresTold(by);
  if (by.every((one) => one.max === 0)) return [make("strong", {}, "0"), make("span", { class: "word" }, say("regret.zero"))];
  return [make("strong", {}, told.mean), make("span", { class: "word" }, say("regret.more", told))];
};
const lineOf = (head, unit, found) => [[head, make("span", { class: "small" }, unit)], ...found.map(cellTold)];
// The chosen outcome reading by reading: nothing is pooled over them.
const apartTold = (futures, found, policies) => {
  const told = found.some(({ by }) => by.length) ? futures.alternatives.map((_, at) => at) : [];
  const one = (by, at) => (by[at] ? `${words.number(by[at].mean, false, by[at].meanError)} (${words.number(by[at].p90, false, by[at].p90Error)})` : "–");
  return make(
    "details",
    { "data-fold": "apart" },
    make("summary", {}, say("regret.apart", { outcome: outcomeTold(state.row), count: told.length })),
    tableOf(say("regret.apart_caption", { unit: pick(rows[state.row].unit) }), [say("head.reading"), ...policies.map((_, at) => policyTold(at))], told.map((at) => [alternativeTold(futures, at), ...found.map(({ by }) => one(by, at))])),
  );
};
const sentenceOf = (found) => {
  const outcome = outcomeTold(state.row);
  if (!signOf(state.row)) return say("contested", { outcome, reason: pick(app.goals[rows[state.row].outcome].reason) });
  const one = found[state.focus + 1];
  const about = { outcome, year: state.year, name: policyTold(state.focus + 1) };
  return one.status === "figures" ? say("regret.said", { ...about, unit: pick(rows[state.row].unit), ...figuresTold(one.by) }) : say("regret.said_none", { ...about, told: say(`regret.${one.status}`) });
};
const listed = () => [...new Set([...app.judged, ...(signOf(state.row) ? [state.row] : [])])];
const regretCommand = () => {
  const policies = state.scenarios.map(typedOf);
  const names = [...new Set([baseline.base, ...policies.map(({ typed }) => typed)])];
  const asked = (options) => `tregua regret ${names.join(" ")}${options} --year ${state.year} ${drawnOptions()}`;
  const lines = [asked(hasWorth() ? " --weights weights.yaml" : "")];
  if (signOf(state.row) && !app.judged.includes(state.row)) lines.push(asked(` --outcome ${rows[state.row].place}.${rows[state.row].outcome}`));
  return commandTold(lines.join("\n"), policies, hasWorth() ? { "weights.yaml": weightsFile() } : {});
};

export const regretForm = (choose) => [weightsForm(choose, "worth", app.judged)];
export const regretBody = () => {
  const policies = policiesNow();
  const futures = futuresNow(policies);
  if (!futures) return null;
  if (!futures.alternatives.length) return [make("p", {}, say("failed"))];
  const of = (row) => regretOf(row, policies, futures, state.year);
  const lines = listed().map((row) => lineOf(outcomeTold(row), pick(rows[row].unit), of(row)));
  if (hasWorth()) lines.unshift(lineOf(say("regret.weighed"), say("regret.weighed_unit"), weighedOf(policies, futures, state.year)));
  const chosen = signOf(state.row) ? of(state.row) : null;
  return [
    make("p", { class: "told" }, sentenceOf(chosen)),
    tableOf(say("regret.caption", { year: state.year, draws: app.draws }), [say("outcome"), ...policies.map((_, at) => policyTold(at))], lines, { class: "regret" }),
    brokenTold(futures),
    chosen ? apartTold(futures, chosen, policies) : "",
    caveatsTold(say("regret.about"), say("regret.wanted"), say("cost_caveat")),
    regretCommand(),
  ].filter(Boolean);
};
