// Search over the cards and the folded records of one language. Without a script the page lacks only this.
const entry = ":is(.record, .batch > li)";
for (const part of document.querySelectorAll("main > div")) {
  const plain = (told) => told.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const box = part.querySelector(".find");
  if (!box) continue;
  const status = box.querySelector("[role=status]");
  const records = [...part.querySelectorAll(`.card, ${entry}`)];
  const inside = (one) => one.matches(".card") ? one.querySelector("a[href^='#']") : null;
  const behind = (one) => (inside(one) ? document.getElementById(inside(one).hash.slice(1)) : one);
  const counted = part.querySelector(entry) ? entry : ".card";
  let told = null;
  box.hidden = false;
  box.querySelector("input").addEventListener("input", (event) => {
    told ??= records.map((one) => plain(one.textContent + behind(one).textContent));
    const words = plain(event.target.value).split(/\s+/).filter(Boolean);
    records.forEach((one, at) => (one.hidden = !words.every((word) => told[at].includes(word))));
    const count = part.querySelectorAll(`${counted}:not([hidden])`).length;
    status.textContent = words.length ? status.dataset.told.replace("#", count) : "";
    for (const one of part.querySelectorAll(".heap")) one.hidden = words.length ? one.querySelector(`${entry}:not([hidden])`) === null : false;
    for (const group of part.querySelectorAll(".group"))
      group.open = words.length ? group.querySelector(".record:not([hidden])") !== null : false;
  });
}
