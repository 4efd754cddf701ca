// When the chosen policy does worse than the baseline: in how many futures of each reading, and in which of them.

import { app, levers, make, pick, presets, rows, say, tableOf, words } from "./dom.js";
import { alternativeTold, brokenTold, caveatsTold, commandTold, drawnOptions, futuresNow, levelsOf, mattersOf, outcomeTold, policyTold, shareTold, signOf, typedOf, uncostedOf } from "./goals.js";
import { boxesOf, fixedOf } from "./jobs.js";
import { baseline, keyOfScenario, stepsOf } from "./scenarios.js";
import { state } from "./state.js";

// Readings in which every draw comes to the same stand once; of each the share of draws that fail.
const failures = (one, { alternatives }) => {
  const sign = signOf(state.row);
  const first = levelsOf([baseline], alternatives[0].at, state.row, state.year)[0];
  const least = mattersOf(state.row, first);
  const found = new Map();
  alternatives.forEach(({ at }, place) => {
    const [before, after] = levelsOf([baseline, one], at, state.row, state.year);
    const more = paired(after, before);
    const key = more.join();
    if (found.has(key)) return found.get(key).places.push(place);
    found.set(key, { places: [place], fails: more.filter((value) => -sign * value > least).length / more.length });
  });
  return [...found.values()];
};
// Settings that one of the policies leaves open, with the ends in the last month in which they are.
const openSettings = (one) => {
  const found = new Map();
  for (const each of [one, baseline])
    stepsOf(each).forEach((steps, column) => {
      const open = steps.findLast(([, low, high]) => low !== high);
      if (open) found.set(column, { column, low: open[1], high: open[2] });
    });
  return [...found.values()].sort((a, b) => a.column - b.column);
};
const leverAt = (column) => Object.values(levers).find((lever) => lever.columns.includes(column));
const jobOf = (one, at, reference) => {
  const row = rows[state.row];
  const fixed = (reading) => fixedOf({ at: reading, assume: state.assume });
  const kept = Object.entries(app.inputs).filter(([name]) => !Object.hasOwn(app.choices, name) && !Object.hasOwn(state.assume, name));
  return { fixed: fixed(at), reference: fixed(reference), count: app.boxes.draws, pair: [stepsOf(one), stepsOf(baseline)], row: state.row, year: state.year - app.first, matters: row.matters, share: row.share, sign: signOf(state.row), inputs: kept.map(([, input]) => input.column), settings: openSettings(one) };
};

// --- in words ---------------------------------------------------------------------------------------------------------

const limitedTold = ({ input, setting }, one) => {
  if (setting === undefined) {
    const found = Object.values(app.inputs).find((each) => each.column === input);
    return { text: pick(found.text), unit: pick(found.unit), tag: say(`tag.${found.tag}`) };
  }
  const lever = leverAt(openSettings(one)[setting].column);
  return { text: pick(lever.text), unit: pick(lever.unit), tag: say("boxes.open") };
};
const limitTold = ({ column, low, high, between, again }, found, one) => {
  const { text, unit, tag } = limitedTold(found.names[column], one);
  const [from, until] = [low, high].map((end) => (end === null ? "" : words.number(end)));
  const told = low === null ? say("boxes.below", { high: until }) : high === null ? say("boxes.above", { low: from }) : say("boxes.between", { low: from, high: until });
  return make("li", {}, make("strong", {}, text), ` ${told} ${unit} · ${tag} · ${say("boxes.draws_between", { from: `${Math.round(100 * between[0])} %`, until: `${Math.round(100 * between[1])} %` })} · ${say("boxes.again", { count: again, of: app.boxes.resamples })}`);
};
const chanceTold = (share) => words.chance(share, app.boxes.draws);
const boxTold = (box, at, found, one) => [
  make("h3", {}, say("boxes.box", { number: at + 1 })),
  make("ul", {}, ...box.limits.map((limit) => limitTold(limit, found, one))),
  make("p", {}, say("boxes.holds", { coverage: chanceTold(box.coverage), density: chanceTold(box.density), mass: chanceTold(box.mass), stability: words.number(box.stability, false, 0.01) }), " ", box.heldOut === null ? "" : say("boxes.held_out", { density: chanceTold(box.heldOut) })),
];
const foundTold = (found, one) => {
  if (!found) return [make("p", { role: "status" }, say("boxes.computing", { draws: app.boxes.draws }))];
  if (found.status === "failed") return [make("p", {}, say("failed"))];
  const told = say(`boxes.${found.status}`, { fails: chanceTold(found.fails), draws: app.boxes.draws, resamples: app.boxes.resamples });
  return [make("p", { class: "found", "data-status": found.status }, told), ...found.boxes.flatMap((box, at) => boxTold(box, at, found, one))];
};
const sharesTable = (told, futures, chosen, choose) =>
  tableOf(
    say("boxes.caption", { draws: app.draws }),
    [say("head.reading"), say("boxes.share"), say("boxes.look")],
    told.map((each) => {
      const { at } = futures.alternatives[each.places[0]];
      const name = alternativeTold(futures, each.places[0]);
      const pressed = each === chosen;
      return [[name, each.places.length > 1 ? make("span", { class: "small" }, ` ${say("boxes.alike", { count: each.places.length - 1 })}`) : ""], words.chance(each.fails, app.draws), make("button", { type: "button", "aria-pressed": String(pressed), "aria-label": `${say("boxes.look_here")}: ${name}`, "data-reading": at, on: { click: () => choose({ reading: at }) } }, say("boxes.look_here"))];
    }),
  );
const boxesCommand = () => {
  const focus = typedOf(state.scenarios[state.focus], state.focus);
  if (focus.typed === baseline.base) return "";
  return commandTold(`tregua discover ${focus.typed} --worse-than ${baseline.base} --outcome ${rows[state.row].place}.${rows[state.row].outcome} --year ${state.year} ${drawnOptions(app.boxes.draws)}`, [focus]);
};
export const boxesForm = () => [];
export const boxesBody = (choose, again) => {
  const one = state.scenarios[state.focus];
  const row = rows[state.row];
  const outcome = outcomeTold(state.row);
  if (!signOf(state.row)) return [make("p", { class: "told" }, say("contested", { outcome, reason: pick(app.goals[row.outcome].reason) }))];
  if (row.outcome === "state_outlay" && uncostedOf(one, row.place).length) return [make("p", { class: "told" }, say("boxes.no_cost", { name: policyTold(state.focus + 1), told: uncostedOf(one, row.place).map((lever) => pick(lever.text)).join("; ") }))];
  const futures = futuresNow([baseline, one]);
  if (!futures) return null;
  if (!futures.alternatives.length) return [make("p", {}, say("failed"))];
  const told = failures(one, futures);
  const acting = futures.alternatives.findIndex(({ choices }) => Object.entries(choices).every(([name, value]) => app.readings[state.reading][name] === value));
  const chosen = told.find(({ places }) => places.includes(Math.max(0, acting))) ?? told[0];
  const { at } = futures.alternatives[chosen.places[0]];
  const least = mattersOf(state.row, levelsOf([baseline], futures.alternatives[0].at, state.row, state.year)[0]);
  const key = JSON.stringify([keyOfScenario(one), at, state.row, state.year, state.assume]);
  const found = boxesOf(key, jobOf(one, at, futures.alternatives[0].at), again);
  const about = { name: policyTold(state.focus + 1), baseline: pick(presets[0].text), outcome, year: state.year, least: words.number(least, false, least / 10), unit: pick(row.unit), share: shareTold(told.map(({ fails }) => fails)) };
  return [
    make("p", { class: "told" }, say(signOf(state.row) < 0 ? "boxes.said_higher" : "boxes.said_lower", about)),
    make("p", {}, make("strong", {}, say("boxes.in_reading", { reading: chosen.places[0] ? alternativeTold(futures, chosen.places[0]) : words.say("alternative.reference") }))),
    ...foundTold(found, one),
    sharesTable(told, futures, chosen, choose),
    brokenTold(futures),
    caveatsTold(say("boxes.about"), say("boxes.chance_about", { resamples: app.boxes.resamples }), say("boxes.shocks")),
    boxesCommand(),
  ].filter(Boolean);
};
