// The views that help to decide: one is shown at a time, and what is not shown computes nothing.

import { boxesBody, boxesForm } from "./boxes.js";
import { budgetBody, budgetForm } from "./budget.js";
import { byId, make, say, swap, words } from "./dom.js";
import { regretBody, regretForm } from "./regret.js";
import { DECIDING, state } from "./state.js";
import { isHiding } from "./teach.js";
import { tradeoffBody, tradeoffForm } from "./tradeoff.js";

// Of each view what somebody sets, what that hangs on, and what it shows: nothing while its runs are not there.
const SHOWN = {
  regret: { form: regretForm, of: () => [state.worth], body: regretBody },
  boxes: { form: boxesForm, of: () => null, body: boxesBody },
  budget: { form: budgetForm, of: () => [state.budget], body: budgetBody },
  tradeoff: { form: tradeoffForm, of: () => [state.even, state.after], body: tradeoffBody },
};
const keys = { form: "", body: "" };
const PAUSE = 100; // milliseconds without a move, after which a view is worked out
let waiting = null;
// Put in other contents; what was unfolded stays so.
const refill = (id, contents) => {
  const open = [...byId(id).querySelectorAll("details[open]")].map((one) => one.dataset.fold);
  swap(id, ...contents);
  for (const one of byId(id).querySelectorAll("details")) one.open ||= open.includes(one.dataset.fold);
};
const empty = () => {
  if (keys.form) for (const id of ["decide-form", "decide-body"]) byId(id).replaceChildren();
  keys.form = keys.body = "";
  clearTimeout(waiting);
};
export const showDeciding = (choose) => {
  for (const view of DECIDING) byId(`decide-${view}`).setAttribute("aria-pressed", String(view === state.decide));
  byId("deciding").hidden = !state.decide;
  if (!state.decide) return empty();
  if (isHiding()) return clearTimeout(waiting);
  const { form, of, body } = SHOWN[state.decide];
  const [formKey, bodyKey] = [of(), [state, innerWidth]].map((one) => JSON.stringify([words.language, state.decide, one]));
  if (formKey !== keys.form) {
    keys.form = formKey;
    refill("decide-form", form(choose));
  }
  clearTimeout(waiting);
  byId("decide-body").setAttribute("aria-busy", String(bodyKey !== keys.body));
  if (bodyKey === keys.body) return;
  waiting = setTimeout(() => {
    const told = body(choose, () => ((keys.body = ""), showDeciding(choose)));
    keys.body = told ? bodyKey : "";
    refill("decide-body", told ?? [make("p", { role: "status" }, say("computing"))]);
    byId("decide-body").setAttribute("aria-busy", "false");
  }, PAUSE);
};
