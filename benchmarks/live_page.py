"""How fast the live laboratory answers in Chromium, beside a loop of arithmetic in the same page: see README.md."""

import argparse
import os
import shutil
import statistics
import tempfile
from pathlib import Path
from time import perf_counter

from playwright.sync_api import CDPSession, Page, sync_playwright

from tregua.lab.alternatives import combinations
from tregua.lab.draws import at_settings, draw_shocks, positions
from tregua.lab.run import Settings, numbers, simulate_draws
from tregua.lab.scenario import PRESETS, lever_array, levers_before, load_scenario
from tregua.show.app.page import DRAWS, render_app

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
MOVES = 40
GAP = 400  # milliseconds between moves
SETTLES = 8  # moves after which all readings are waited for
TWO = "s=as-observed~prevention=0.2&s=mano-dura&o=cocaine_consumed.USA"
LOOP = """() => {
  const start = performance.now();
  let x = 0;
  for (let i = 1; i < 5e6; i++) x += Math.exp(-i / 5e6) / i;
  return performance.now() - start + 0 * x;
}"""
# From the event of a key to the frame after the one in which the chart has changed.
MOVE = """() => new Promise((resolve) => {
  const range = document.getElementById("range-prevention");
  const chart = document.getElementById("chart");
  const start = performance.now();
  new MutationObserver((_, one) => {
    one.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
  }).observe(chart, { childList: true });
  range.value = Number(range.value) === 0.9 ? 0.2 : Number(range.value) + 0.01;
  range.dispatchEvent(new Event("input", { bubbles: true }));
})"""
# The same until every reading is computed; `data-ready` is false from the event on.
SETTLE = """() => new Promise((resolve) => {
  const range = document.getElementById("range-prevention");
  const page = document.getElementById("lab");
  const start = performance.now();
  range.value = Number(range.value) >= 0.9 ? 0.2 : Number(range.value) + 0.01;
  range.dispatchEvent(new Event("input", { bubbles: true }));
  new MutationObserver((_, one) => {
    if (page.dataset.ready !== "true") return;
    one.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
  }).observe(page, { attributes: true });
})"""
# All draws of one policy in one worker of its own, the engine warm: milliseconds.
ENGINE = """() => new Promise((resolve) => {
  const worker = new Worker(URL.createObjectURL(new Blob([document.getElementById("engine").textContent])));
  worker.postMessage({ lab });
  const times = [];
  let start = 0;
  const once = () => {
    start = performance.now();
    worker.postMessage({ fixed, first: 0, count: app.draws, steps: stepsOf({ base: presets[1].id, set: {} }) });
  };
  const fixed = fixedOf({ at: 0, assume: {} });
  worker.onmessage = () => {
    times.push(performance.now() - start);
    if (times.length < 12) once();
    else resolve(Math.min(...times));
  };
  once();
})"""
SHIFTS = """
  window.shifted = 0;
  const added = (list) => list.getEntries().forEach((one) => (shifted += one.value));
  new PerformanceObserver(added).observe({ type: "layout-shift", buffered: true });
"""


def main() -> None:
    """Print the figures of the issue, at full speed and at a quarter of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chromium", default=os.environ.get("CHROMIUM") or shutil.which("chromium"))
    chromium = parser.parse_args().chromium
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "lab.html"
        path.write_text(render_app(), "utf-8")
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for slower in (1, 4):
            tab = browser.new_page(viewport={"width": 1366, "height": 900})
            session = tab.context.new_cdp_session(tab)
            session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
            print(f"speed 1/{slower}, {DRAWS} draws: {', '.join(_measured(tab, session, path))}")
            tab.close()
        browser.close()
    print(f"compiled by Numba, the same draws and months: {_numba():.0f} ms on one core")


def _numba() -> float:
    """Milliseconds of the months after the policies start, compiled: those of all, less the share of those before."""
    settings = Settings(draws=DRAWS)
    combination = combinations()[0]
    p = numbers(settings, combination, {})
    months, before = settings.span.years * 12, settings.span.start_month
    shock = draw_shocks(0, 0, DRAWS, months, p)
    lever = at_settings(lever_array(load_scenario(PRESETS[1]), settings.span), lambda: positions(0, 0, DRAWS))
    times = []
    for _ in range(12):
        start = perf_counter()
        simulate_draws(p, levers_before(settings.span.first), lever, shock, 1)
        times.append(perf_counter() - start)
    return 1000 * min(times) * (months - before) / months


def _measured(tab: Page, session: CDPSession, path: Path) -> list[str]:
    tab.add_init_script(SHIFTS)
    tab.goto(f"{path.as_uri()}#{TWO}")
    tab.wait_for_selector("#chart svg", timeout=60_000)
    first: float = tab.evaluate("performance.now()")
    tab.wait_for_selector("#lab[data-ready=true]", timeout=300_000)
    loop = statistics.median(tab.evaluate(LOOP) for _ in range(5))
    moves: list[float] = []
    for _ in range(MOVES):
        moves.append(tab.evaluate(MOVE))
        tab.wait_for_timeout(GAP)
    moves.sort()
    settled = sorted(tab.evaluate(SETTLE) for _ in range(SETTLES))
    return [
        f"first chart {first:.0f} ms",
        f"slider to paint p50 {moves[len(moves) // 2]:.0f} ms, p95 {moves[int(0.95 * len(moves))]:.0f} ms",
        f"settled p50 {settled[SETTLES // 2]:.0f} ms, most {settled[-1]:.0f} ms",
        f"engine {tab.evaluate(ENGINE):.0f} ms on one core",
        f"layout shift {tab.evaluate('shifted'):.3f}",
        f"loop of arithmetic {loop:.0f} ms",
    ]


if __name__ == "__main__":
    main()
