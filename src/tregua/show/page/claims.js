// Search over the cards and the folded records of one language: each word that is typed must begin a word, as in the
// search of the site. What a choice hides is not counted. Without a script the page lacks only this.
const entry = ":is(.record, .batch > li)";
const wordsOf = (told) => told.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
// The words of an element; pieces that stand in different elements are words of their own.
const saidIn = (one) => {
  const pieces = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
  let told = "";
  while (pieces.nextNode()) told += ` ${pieces.currentNode.data}`;
  return ` ${wordsOf(told).join(" ")}`;
};
for (const part of document.querySelectorAll("main > div")) {
  const box = part.querySelector(".find");
  if (!box) continue;
  const status = box.querySelector("[role=status]");
  const field = box.querySelector("input");
  const records = [...part.querySelectorAll(`.card, ${entry}`)];
  const inside = (one) => one.matches(".card") ? one.querySelector("a[href^='#']") : null;
  const behind = (one) => (inside(one) ? saidIn(document.getElementById(inside(one).hash.slice(1))) : "");
  const counted = part.querySelector(entry) ? entry : ".card";
  let told = null;
  const find = () => {
    told ??= records.map((one) => saidIn(one) + behind(one));
    const words = wordsOf(field.value);
    const left = (one) => one.querySelector(`${entry}:not([hidden])`) !== null;
    records.forEach((one, at) => (one.hidden = !words.every((word) => told[at].includes(` ${word}`))));
    for (const one of part.querySelectorAll(".heap")) one.hidden = words.length ? !left(one) : false;
    for (const one of part.querySelectorAll(".group")) one.open = words.length ? left(one) : false;
  };
  const count = () => {
    const shown = [...part.querySelectorAll(counted)].filter((one) => one.checkVisibility()).length;
    status.textContent = field.value.trim() ? status.dataset.told.replace("#", shown) : "";
  };
  box.hidden = false;
  field.addEventListener("input", () => (find(), count()));
  part.querySelector(".filter")?.addEventListener("change", count);
}
