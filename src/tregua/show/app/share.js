// What goes out of the page: the link, the command, Python, tables, pictures, the reference; and a link of another version.

import { app, byId, drawn, language, make, openDialog, pick, presets, rows, save, say, swap, tableOf, words } from "./dom.js";
import { COLOURS, DASHES, LETTERS, baseline, fileOf, letterOf, nameOf } from "./scenarios.js";
import { linkOf, read, state, written } from "./state.js";
import { isHiding } from "./teach.js";
import { shownBands, titleOf } from "./chart.js";
import { assumedTold, cellNow, sentence } from "./verdict.js";

// --- the link ---------------------------------------------------------------------------------------------------------

// The figures of the chosen outcome under the first reading: median, low and high of every policy.
const figuresNow = () => {
  if (isHiding()) return [];
  const found = state.scenarios.map((one) => cellNow(one, state.row, state.year));
  if (found.some((cell) => !cell || !cell.whole)) return [];
  return found.map((cell) => (cell.rows.length ? [cell.rows[0].median, ...cell.rows[0].i90] : [0, 0, 0]));
};
const shortly = (value) => String(Number(value.toPrecision(4)));
export const fragmentNow = (token) => `${written(state, figuresNow().map((one) => one.map(shortly).join(";")).join("~"))}${token ? `&t=${token}` : ""}`;
export const linkNow = () => `${location.href.split("#")[0]}#${fragmentNow("")}`;
const copy = async (content, said) => {
  const box = byId("link");
  byId("link-box").hidden = false;
  byId("link-told").textContent = say(said);
  box.value = content;
  box.focus();
  box.select();
  await navigator.clipboard?.writeText(content).catch(() => null);
};
// Of a page that is a file, or served to this machine alone, only what follows # is of use to others.
const isOurs = () => location.protocol === "file:" || ["127.0.0.1", "localhost"].includes(location.hostname);
export const copyLink = () => copy(linkNow(), isOurs() ? "copied_file" : "copied");
const linkToCite = () => (isOurs() ? linkNow().slice(linkNow().indexOf("#")) : linkNow());
// A link of other numbers shows what it showed beside what these give.
export const showVersion = (fragment) => {
  const link = linkOf(fragment);
  const box = byId("version");
  box.hidden = !link.catalogue || link.catalogue === app.catalogue;
  if (box.hidden) return;
  const [now, then] = [figuresNow(), read(fragment)];
  const asks = ({ scenarios, row, year, assume }) => JSON.stringify([scenarios, row, year, assume]);
  const told = (one) => (one ? `${words.number(one[0], true)} [${words.number(one[1], true)}; ${words.number(one[2], true)}]` : "–");
  const lines = link.shown.some(Boolean) && asks(then) === asks(state) ? state.scenarios.map((one, at) => [`${letterOf(at)} ${nameOf(one)}`, told(link.shown[at]), told(now[at])]) : [];
  swap(box, make("p", {}, say("other_version")), lines.length ? tableOf(say("then_and_now", { outcome: titleOf(rows[state.row]), year: state.year }), [say("policy"), say("then"), say("now")], lines) : "");
};

// --- the same in a terminal and in Python -----------------------------------------------------------------------------

const assumedOptions = () => Object.entries(state.assume).map(([name, value]) => ` --assume ${name}=${value}`).join("");
const span = () => `--draws ${app.draws} --year ${state.year}`;
export const showCommand = () => {
  const one = state.scenarios[state.focus];
  const file = fileOf(one);
  byId("file").textContent = file ?? "";
  byId("file").hidden = byId("save-file").hidden = !file;
  const same = !file && one.base === baseline.base;
  byId("command").textContent = same ? `tregua run ${baseline.base} --draws ${app.draws}${assumedOptions()}` : `tregua compare ${baseline.base} ${file ? "mine.yaml" : one.base} ${span()}${assumedOptions()} --prior --lang ${language}`;
};
export const saveFile = () => save("mine.yaml", `${fileOf(state.scenarios[state.focus])}\n`, "application/yaml");
export const copyCommand = () => copy(byId("command").textContent, "copied_text");
export const pythonNow = () => {
  const files = state.scenarios.map((one, at) => fileOf(one, `mine-${letterOf(at).toLowerCase()}`));
  const named = state.scenarios.map((one, at) => (files[at] ? `mine-${letterOf(at).toLowerCase()}.yaml` : one.base));
  const names = [...new Set([baseline.base, ...named])];
  const writing = files.flatMap((file, at) => (file ? [`Path("${named[at]}").write_text(r"""${file.replaceAll('"""', "'''")}""", "utf-8")`] : []));
  return [
    ...(writing.length ? ["from pathlib import Path", ""] : []),
    "import tregua",
    "",
    ...writing,
    `settings = tregua.Settings(draws=${app.draws}, seed=${app.seed})`,
    `assumptions = ${JSON.stringify(state.assume)}`,
    `run = tregua.simulate(${JSON.stringify(names)}, settings, assumptions)`,
    `answer = tregua.compare(run, "${baseline.base}", ${state.year})`,
    "for one in answer.comparisons:",
    `    if one.outcome == "${rows[state.row].outcome}" and one.place == "${rows[state.row].place}":`,
    "        for each in one.alternatives:",
    "            print(one.scenario, each.choices, each.median, each.i90)",
    "",
  ].join("\n");
};
export const copyPython = () => copy(pythonNow(), "copied_text");

// --- tables and pictures ----------------------------------------------------------------------------------------------

const quoted = (one) => `"${String(one).replaceAll('"', '""')}"`;
const HEADS = ["year", "outcome", "place", "unit", "scenario", "shows", "q05", "q25", "median", "q75", "q95", "caveat", "link"];
// In Spanish a table as programs of that region read it: semicolons and decimal commas.
const csvText = (spanish) => {
  const row = rows[state.row];
  const separator = spanish ? ";" : ",";
  const number = (value) => String(Number(value.toPrecision(6))).replace(".", spanish ? "," : ".");
  const difference = state.view === "difference";
  const lines = shownBands(difference).flatMap(({ one, at, bands }) =>
    bands.map((band, year) => [app.first + year, row.outcome, row.place, quoted(pick(row.unit)), quoted(`${LETTERS[at + 1]} ${at < 0 ? pick(presets[0].text) : nameOf(one)}`), quoted(say(difference ? "csv_difference" : "csv_level")), ...band.map(number), quoted([say("not_forecast"), assumedTold()].filter(Boolean).join(" ")), quoted(linkToCite())].join(separator)),
  );
  return `\ufeff${[HEADS.join(separator), ...lines].join("\n")}\n`;
};
export const saveCsv = () => save(`${rows[state.row].outcome}.csv`, csvText(false), "text/csv");
export const saveCsvSpanish = () => save(`${rows[state.row].outcome}-es.csv`, csvText(true), "text/csv");

const STYLE = "text{font:12px sans-serif}.grid{stroke:#ddd}.axis{stroke:#555}.start{stroke:#555;stroke-dasharray:3 3}.compared{fill:#f2ead2}.mark{fill:#1b1b1b}.strong{font-weight:700}.end{stroke-width:2}";
const NOTES = 16; // height of a line under the picture
// The picture with its title, what its letters mean, its caveat and its link.
export const pictureText = () => {
  const chart = byId("chart").querySelector("svg");
  if (!chart) return null;
  const copied = chart.cloneNode(true);
  const [width, height] = ["width", "height"].map((name) => Number(chart.getAttribute(name)));
  const shown = shownBands(state.view === "difference");
  const names = shown.map((one) => one.name);
  const cell = cellNow(state.scenarios[state.focus], state.row, state.year);
  const told = [cell ? `${letterOf(state.focus)}, ${state.year}: ${sentence(cell, rows[state.row])}` : "", assumedTold(), say("picture_key"), say("not_forecast"), say("drawn", { draws: app.draws, seed: app.seed, version: app.version, hash: app.catalogue }), linkToCite()];
  const notes = [...names, ...told.flatMap((one) => one.match(/.{1,105}(?:\s|$)|.{1,105}/g) ?? [])];
  const tall = height + 24 + notes.length * NOTES;
  const text = (content, y, more = {}) => drawn("text", { x: 4, y, ...more }, document.createTextNode(content));
  copied.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copied.setAttribute("height", tall);
  copied.setAttribute("viewBox", `0 -20 ${width} ${tall}`);
  copied.prepend(drawn("title", {}, byId("chart-title").textContent), drawn("style", {}, STYLE), drawn("rect", { x: 0, y: -20, width, height: tall, fill: "#fff" }));
  copied.append(text(byId("chart-title").textContent, -6, { class: "strong" }), ...notes.map((note, at) => text(note, height + 12 + at * NOTES, at < names.length ? { x: 40 } : {})), ...shown.map(({ at }, each) => drawn("path", { d: `M4 ${height + 8 + each * NOTES}H34`, stroke: COLOURS[at + 1], "stroke-width": 3, "stroke-dasharray": DASHES[at + 1] })));
  return { text: new XMLSerializer().serializeToString(copied), width, height: tall };
};
export const saveSvg = () => {
  const picture = pictureText();
  if (picture) save(`${rows[state.row].outcome}.svg`, picture.text, "image/svg+xml");
};
const SCALE = 2; // pixels of a picture for each of the screen
export const savePng = () => {
  const picture = pictureText();
  if (!picture) return;
  const image = new Image();
  image.onload = () => {
    const canvas = make("canvas", { width: picture.width * SCALE, height: picture.height * SCALE });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => save(`${rows[state.row].outcome}.png`, blob), "image/png");
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture.text)}`;
};
export const openReference = () =>
  openDialog(say("cite"), make("p", {}, say("cite_told")), make("h3", {}, "APA"), make("p", { id: "apa" }, pick(app.reference).apa), make("h3", {}, "BibTeX"), make("pre", { id: "bibtex", tabindex: 0 }, pick(app.reference).bibtex), make("h3", {}, say("cite_link")), make("p", { id: "cited-link" }, linkToCite()));
