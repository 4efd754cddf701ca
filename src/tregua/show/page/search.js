// Every word that is typed must begin a word of what is found; what has them in its title comes first.
const SHOWN = 60;
const plain = (told) => told.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
const indexes = {};
const read = (code) => {
  const { entries, words, at } = window.treguaIndex[code];
  const lists = at.split(" ").map((list) => {
    let last = 0;
    return list.split(",").map((step) => (last += Number(step)));
  });
  return { entries, titles: entries.map(([title]) => plain(title)), words: words.split(" "), lists };
};
const indexOf = (part) =>
  (indexes[part.lang] ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = part.dataset.index;
    script.onload = () => done(read(part.lang));
    script.onerror = () => {
      delete indexes[part.lang]; // the next word tries again
      failed();
    };
    document.head.append(script);
  }));
const holding = (index, typed) => new Set(index.words.flatMap((word, at) => (word.startsWith(typed) ? index.lists[at] : [])));
// How many of the words begin a word of a title, and what part of the title they are.
const rankOf = (title, typed) => typed.filter((word) => ` ${title}`.includes(` ${word}`)).length + typed.length / (typed.length + title.split(" ").length);
const found = (index, typed) => {
  const [first, ...more] = typed.map((word) => holding(index, word));
  const all = [...first].filter((one) => more.every((set) => set.has(one)));
  const rank = new Map(all.map((one) => [one, rankOf(index.titles[one], typed)]));
  return all.sort((a, b) => rank.get(b) - rank.get(a) || a - b);
};
const line = ([title, kind, address, about]) => {
  const item = document.createElement("li");
  const link = item.appendChild(document.createElement("a"));
  link.href = address;
  link.textContent = title;
  item.appendChild(document.createElement("span")).textContent = [kind, about].filter(Boolean).join(" · ");
  return item;
};
const button = (label, pressed, action) => {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  if (pressed !== null) made.setAttribute("aria-pressed", pressed);
  made.addEventListener("click", action);
  return made;
};
// What was found of the chosen kind, a button for each kind, and one for more.
const show = (part, entries, kind = "", shown = SHOWN) => {
  const kinds = new Map();
  for (const [, of] of entries) kinds.set(of, (kinds.get(of) ?? 0) + 1);
  const choices = [["", entries.length], ...kinds].map(([of, count]) =>
    button(`${of || part.dataset.all} (${count})`, of === kind, () => show(part, entries, of)),
  );
  const listed = entries.filter(([, of]) => !kind || of === kind);
  const more = listed.length > shown ? [button(part.dataset.more, null, () => show(part, entries, kind, shown + SHOWN))] : [];
  part.querySelector(".kinds").replaceChildren(...(kinds.size > 1 ? choices : []));
  part.querySelector(".found").replaceChildren(...listed.slice(0, shown).map(line));
  part.querySelector(".more").replaceChildren(...more);
};
const answer = async (part) => {
  const field = part.querySelector("input");
  const status = part.querySelector("[role=status]");
  const typed = plain(field.value).match(/[\p{L}\p{N}_]+/gu) ?? [];
  const asked = field.value;
  const { told, none, wait, failed } = status.dataset;
  let listed = [];
  if (typed.length) {
    if (!part.querySelector(".found li")) status.textContent = wait;
    try {
      const index = await indexOf(part);
      listed = found(index, typed).map((one) => index.entries[one]);
    } catch {
      status.textContent = failed;
      return;
    }
  }
  if (asked !== field.value) return;
  show(part, listed);
  status.textContent = !typed.length ? "" : listed.length ? told.replace("#", listed.length) : none;
};
const parts = [...document.querySelectorAll("[data-index]")];
const written = (part) => `${part.lang === opening ? "" : `${part.lang}-`}q=${encodeURIComponent(part.querySelector("input").value)}`;
for (const part of parts)
  part.querySelector("input").addEventListener("input", (event) => {
    for (const other of parts) other.querySelector("input").value = event.target.value;
    history.replaceState(null, "", `#${written(part)}`);
    answer(part);
  });
const shown = () => parts.find((part) => part.lang === root.lang);
const ask = () => {
  const asked = /^#(?:\w\w-)?q=(.*)$/.exec(location.hash)?.[1];
  if (asked === undefined) return;
  try {
    for (const part of parts) part.querySelector("input").value = decodeURIComponent(asked);
  } catch {
    return;
  }
  answer(shown());
};
document.querySelector("header").addEventListener("change", () => {
  if (shown().querySelector("input").value) history.replaceState(null, "", `#${written(shown())}`);
  answer(shown());
});
addEventListener("hashchange", ask);
ask();
