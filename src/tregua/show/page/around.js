// The address tells the language: what stands in the other one has its code before it. A link opens what it leads to,
// also where the browser does not; the document says which language it shows. (Neither a less-than sign nor an
// ampersand stands in a script of a page, which is XML too.)
const root = document.documentElement;
const opening = root.className.replace("opens-", "");
const shownLanguage = () => document.querySelector("[name=language]:checked").id.replace("language-", "");
const languageOf = (hash) => (hash === "#content" ? shownLanguage() : /^#(\w\w)-/.exec(hash)?.[1] ?? opening); // what is skipped to is in both
const radioOf = (code) => document.querySelector(`[name=language][id="language-${code}"]`);
const targetOf = (hash) => {
  try {
    return document.getElementById(decodeURIComponent(hash.slice(1)));
  } catch {
    return null;
  }
};
const speak = () => (root.lang = shownLanguage());
const reveal = () => {
  const target = targetOf(location.hash);
  const radio = radioOf(languageOf(location.hash));
  if (radio) radio.checked = true;
  for (let one = target; one; one = one.parentElement) if (one.matches("details")) one.open = true;
  if (target) target.scrollIntoView();
  speak();
};
// The same place in the other language, where it has one.
document.querySelector("header").addEventListener("change", () => {
  speak();
  const bare = location.hash.slice(1).replace(/^\w\w-/, "");
  const here = root.lang === opening ? bare : `${root.lang}-${bare || "top"}`;
  if (targetOf(`#${here}`) || !here) history.replaceState(null, "", here ? `#${here}` : location.pathname + location.search);
});
addEventListener("hashchange", reveal);
reveal();
