// Where it changes: the places of the chosen outcome as tiles, and the same as a table.

import { byId, drawn, make, pick, rows, say, swap, tableOf } from "./dom.js";
import { nameOf } from "./scenarios.js";
import { state } from "./state.js";
import { cellNow, todayOf, toldOf } from "./verdict.js";

// Column and row of a tile, about where the place lies.
const TILES = { USA: [1, 0], EUR: [4, 0], LAC: [0, 1], CAR: [3, 1], PAC: [1, 2], COL: [2, 2], ATL: [4, 2], PER: [1, 3], BOL: [2, 3], SUR: [3, 3], ROW: [5, 1], ANDES: [0, 3], WLD: [5, 3] };
const TILE = { width: 112, height: 74, gap: 6 };
const SHADES = ["#08519c", "#6baed6", "#deebf7", "#eeeeee", "#fee6ce", "#fdae6b", "#b34700"]; // much lower … much higher
const EDGES = [0.02, 0.1, 0.3]; // of the baseline's level

const shadeOf = (cell) => {
  if (!cell.rows.length || !cell.baseline) return 3;
  const share = cell.rows[0].median / Math.abs(cell.baseline);
  const size = EDGES.filter((edge) => Math.abs(share) >= edge).length;
  return 3 + Math.sign(share) * size;
};
// Neither direction in most readings, or both in some.
const isUnsure = (cell) => cell.rows.length > 0 && (toldOf(cell).arrow === "~" || (cell.lower > 0 && cell.higher > 0));
const short = (said, most) => (said.length > most ? `${said.slice(0, most - 1)}…` : said);
const tile = ({ row, at, cell }) => {
  const [column, line] = TILES[row.place];
  const [x, y] = [column * (TILE.width + TILE.gap), line * (TILE.height + TILE.gap)];
  const shade = cell ? shadeOf(cell) : 3;
  const ink = shade === 0 || shade === 6 ? "#fff" : "#1b1b1b";
  const told = cell ? toldOf(cell) : { size: "…", arrow: "" };
  const text = (content, dy, more = {}) => drawn("text", { x: x + 6, y: y + dy, fill: ink, ...more }, document.createTextNode(content));
  return drawn(
    "g",
    { class: at === state.row ? "tile chosen" : "tile" },
    drawn("rect", { x, y, width: TILE.width, height: TILE.height, fill: SHADES[shade] }),
    cell && isUnsure(cell) ? drawn("rect", { x, y, width: TILE.width, height: TILE.height, fill: "url(#hatch)" }) : "",
    text(short(pick(row.where), 13), 18, { class: "strong" }),
    text(short(told.size, 16), 40),
    text(told.arrow, 60),
    drawn("rect", { x, y, width: TILE.width, height: TILE.height, fill: "none", class: "edge" }),
  );
};
const hatch = () => drawn("defs", {}, drawn("pattern", { id: "hatch", width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, drawn("path", { d: "M0 0V7", stroke: "#1b1b1b", "stroke-width": 1.4, "stroke-opacity": 0.45 })));
export const showMap = (choose) => {
  const one = state.scenarios[state.focus];
  const outcome = rows[state.row].outcome;
  const places = rows.map((row, at) => ({ row, at })).filter(({ row }) => row.outcome === outcome && Object.hasOwn(TILES, row.place));
  if (!places.length) return swap("map", make("p", {}, say("no_tile")));
  const told = places.map((each) => ({ ...each, cell: cellNow(one, each.at, state.year) }));
  byId("map-title").textContent = say("map_of", { outcome: pick(rows[state.row].text), year: state.year, name: nameOf(one) });
  const used = told.map(({ row }) => TILES[row.place]);
  const [left, top] = [0, 1].map((which) => Math.min(...used.map((one) => one[which])));
  const [columns, lines] = [0, 1].map((which) => Math.max(...used.map((one) => one[which])) + 1);
  const [wide, tall] = [TILE.width + TILE.gap, TILE.height + TILE.gap];
  const box = [left * wide, top * tall, (columns - left) * wide, (lines - top) * tall];
  const picture = drawn("svg", { role: "img", class: "map", width: box[2], height: box[3], viewBox: box.join(" "), "aria-label": say("map_told", { told: told.map(({ row, cell }) => `${pick(row.where)} ${cell ? toldOf(cell).size : "…"}`).join("; ") }) }, hatch(), ...told.map(tile));
  const table = told.map(({ row, at, cell }) => {
    const said = cell ? toldOf(cell) : { size: "…", arrow: "", word: "" };
    return [make("button", { type: "button", class: "plain", "data-place": at, on: { click: () => choose({ row: at }) } }, pick(row.where)), `${said.size} ${pick(row.unit)}`, `${said.arrow} ${said.word}${cell && isUnsure(cell) ? ` · ${say("unsure")}` : ""}`, todayOf(row)];
  });
  swap("map", ...(told.length > 1 ? [picture] : []), tableOf(say("map_table"), [say("place"), say("head.difference"), say("head.direction"), say("last_figure")], table), make("p", { class: "small" }, say("map_key")));
};
