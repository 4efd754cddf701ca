"""How long the page of the ledger takes to load and to change its language, on a slow processor.

Chromium is told to run at a quarter of its speed. Every load is a new tab; the median of some is printed. CHROMIUM
names the browser where it is not found under its usual name.
"""

import os
import shutil
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from tregua.evidence import ledger
from tregua.show.page.claims import render_claim
from tregua.show.page.evidence import render_ledger

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
TIMES = 5
LOADED = """() => [performance.getEntriesByType("navigation")[0].loadEventEnd,
    performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN]"""
SWITCHED = """() => new Promise(done => { const start = performance.now();
    document.getElementById("language-es").click();
    document.body.getBoundingClientRect();
    const told = () => done(performance.now() - start);
    requestAnimationFrame(() => setTimeout(told));
    setTimeout(told, 10000); })"""


def measured(browser: Browser, address: str, rate: int) -> list[float]:
    """Load, first paint and change of language in ms: medians."""
    found = []
    for _ in range(TIMES):
        tab = browser.new_page(viewport={"width": 1366, "height": 768})
        tab.context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": rate})
        tab.goto(address)
        tab.wait_for_timeout(300)  # the first paint may come after the load
        found.append([*tab.evaluate(LOADED), tab.evaluate(SWITCHED)])
        tab.close()
    return [median(column) for column in zip(*found, strict=True)]


def main() -> None:
    """Measure both pages at full and at a quarter of the speed."""
    pages = {"claims": render_ledger(), "claim C4": render_claim(ledger.claims()["C4"])}
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        print("page        size kB  speed   load ms  first paint ms  other language ms")
        for name, page in pages.items():
            path = Path(folder) / f"{name}.html"
            path.write_text(page, "utf-8")
            for rate in (1, 4):
                load, paint, switch = measured(browser, path.as_uri(), rate)
                size = len(page.encode()) / 1000
                print(f"{name:10} {size:8.0f}    1/{rate}  {load:8.0f}  {paint:14.0f}  {switch:17.0f}")
        browser.close()


if __name__ == "__main__":
    main()
