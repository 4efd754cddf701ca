// The time line opens at its end, in either language.
const atEnd = () => {
  for (const box of document.querySelectorAll(".scroll:has(.ladders)")) box.scrollLeft ||= box.scrollWidth;
};
document.querySelector("header").addEventListener("change", atEnd);
atEnd();
// The picture of who would leave and who would join, worked out again as its numbers are typed. Without a script the
// picture of the numbers of the start stays. Players alike, benefit and cost of one: the linear game of Barrett (1994).
for (const box of document.querySelectorAll(".holds")) {
  const form = box.querySelector("form");
  const chart = box.querySelector("svg");
  const said = box.querySelector("[role=status]");
  const n = Number(chart.dataset.players);
  form.hidden = false;
  const at = (name) => form.elements[name];
  const value = (name) => Number(at(name).value) || 0;
  const draw = () => {
    const [p, s, g] = ["penalty", "pressure_cost", "club"].map((name) => Math.max(0, value(name)));
    const least = Math.max(2, Math.min(n, Math.round(value("minimum"))));
    const joins = at("ties").value === "join";
    const transfers = at("transfers").checked;
    const acts = (k) => k >= least;
    const alone = n - 0.5;
    const member = (k) => (acts(k) ? (k * k) / 2 + n - k + g - s * (n - k) : alone);
    const outsider = (k) => (acts(k) ? k * k + n - k - 0.5 - p : alone);
    const gain = (k) => member(k) - outsider(k - 1); // of being the k-th
    const stays = (x) => (joins ? x >= -1e-9 : x > 1e-9);
    const sizes = Array.from({ length: n + 1 }, (_, k) => k);
    const inside = sizes.filter((k) => k === 0 || stays(transfers ? k * gain(k) : gain(k)));
    const held = inside.filter((k) => k === n || !stays(gain(k + 1)));
    const leave = sizes.slice(1).map((k) => [k, -gain(k)]);
    const join = sizes.slice(0, n).map((k) => [k, gain(k + 1)]);
    const { left, width, middle, unit } = chart.dataset;
    const x = (k) => Number(left) + (k * width) / n;
    const y = (v) => middle - unit * v;
    const line = (points) => "M" + points.map(([k, v]) => `${x(k).toFixed(1)} ${y(v).toFixed(1)}`).join("L");
    chart.querySelector("path.leave").setAttribute("d", line(leave));
    chart.querySelector("path.join").setAttribute("d", line(join));
    const dots = chart.querySelector(".held");
    dots.replaceChildren(
      ...held.map((k) => {
        const dot = document.createElementNS("http://www.w3.org/2000/svg", "circle");
        for (const [name, to] of [["cx", x(k)], ["cy", middle], ["r", 5]]) dot.setAttribute(name, to);
        return dot;
      }),
    );
    said.textContent = said.dataset.told.replace("#", held.filter((k) => k !== 1).join(", ") || "–");
  };
  form.addEventListener("input", draw);
  draw();
}
