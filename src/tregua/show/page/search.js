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
    script.onerror = failed;
    document.head.append(script);
  }));
const holding = (index, typed) => new Set(index.words.flatMap((word, at) => (word.startsWith(typed) ? index.lists[at] : [])));
const inTitle = (title, typed) => typed.filter((word) => ` ${title}`.includes(` ${word}`)).length;
const found = (index, typed) => {
  const [first, ...more] = typed.map((word) => holding(index, word));
  const all = [...first].filter((one) => more.every((set) => set.has(one)));
  const rank = new Map(all.map((one) => [one, inTitle(index.titles[one], typed)]));
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
const answer = async (part) => {
  const field = part.querySelector("input");
  const status = part.querySelector("[role=status]");
  const typed = plain(field.value).match(/[\p{L}\p{N}_]+/gu) ?? [];
  const asked = field.value;
  const index = typed.length ? await indexOf(part) : null;
  if (asked !== field.value) return;
  const listed = index ? found(index, typed) : [];
  part.querySelector(".found").replaceChildren(...listed.slice(0, SHOWN).map((one) => line(index.entries[one])));
  const { told, none } = status.dataset;
  status.textContent = !typed.length ? "" : listed.length ? told.replace("##", Math.min(SHOWN, listed.length)).replace("#", listed.length) : none;
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
