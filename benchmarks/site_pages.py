"""How large the pages of the site are, how fast they open and change language, and what axe finds: see README.md."""

import argparse
import os
import shutil
import statistics
import tempfile
from collections import defaultdict
from pathlib import Path
from time import perf_counter

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tregua.show.places import LAB
from tregua.show.site.write import write_site

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1366, 360)
SLOWER = 4
LOADED = "() => performance.getEntriesByType('navigation')[0].loadEventEnd"
SWITCH = """() => new Promise((resolve) => {
  const other = document.querySelector("[name=language]:not(:checked)");
  const start = performance.now();
  other.checked = true;
  other.dispatchEvent(new Event("change", { bubbles: true }));
  requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
})"""


def main() -> None:
    """Build the site twice, then open the pages: the largest of each kind, or all of them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--all", action="store_true", help="every page, not the largest of each kind")
    everything = parser.parse_args().all
    with tempfile.TemporaryDirectory() as folder:
        site, again = Path(folder, "site"), Path(folder, "again")
        start = perf_counter()
        write_site(site)
        built = perf_counter() - start
        write_site(again)
        same = all(one.read_bytes() == (again / one.name).read_bytes() for one in site.iterdir())
        pages = sorted(site.glob("*.html"), key=lambda one: one.stat().st_size)
        print(f"built in {built:.0f} s; {len([*site.iterdir()])} files; the same bytes again: {same}")
        print(f"largest page {pages[-1].stat().st_size / 1000:.0f} kB ({pages[-1].name})")
        kinds: dict[str, list[Path]] = defaultdict(list)
        for one in pages:
            kinds[one.stem.partition("-")[0]].append(one)
        chosen = pages if everything else [listed[-1] for listed in kinds.values()]
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            for slower in (1, SLOWER):
                timed(browser, chosen, slower)
            accessible(browser, chosen)


def timed(browser: Browser, pages: list[Path], slower: int) -> None:
    """Print how long the pages take to load and to change their language, at a part of the processor's speed."""
    loads, switches = {}, {}
    for one in pages:
        tab = opened(browser, one, 1366, slower)
        loads[one.name], switches[one.name] = tab.evaluate(LOADED), tab.evaluate(SWITCH)
        tab.close()
    slowest, slow = max(loads, key=loads.__getitem__), max(switches, key=switches.__getitem__)
    print(
        f"1/{slower}: {len(pages)} pages load in {statistics.median(loads.values()):.0f} ms (median), "
        f"{loads[slowest]:.0f} ms at most ({slowest}); language {statistics.median(switches.values()):.0f} ms, "
        f"{switches[slow]:.0f} ms at most ({slow})"
    )


def opened(browser: Browser, page: Path, width: int, slower: int = 1, fragment: str = "") -> Page:
    """A page of the disk, of which any request but to the disk ends the run."""
    tab = browser.new_page(viewport={"width": width, "height": 800})
    tab.on("request", lambda sent: refuse(sent.url))
    if slower > 1:
        tab.context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    tab.goto(f"{page.as_uri()}{fragment}", wait_until="load")
    return tab


def refuse(address: str) -> None:
    """Stop at a request that leaves the machine."""
    if not address.startswith(("file:", "data:", "blob:")):
        raise SystemExit(f"a request to {address}")


def accessible(browser: Browser, pages: list[Path]) -> None:
    """Print what axe finds with every part of a page open, and which pages are wider than the screen."""
    found, wide = [], []
    for one in pages:
        for width in WIDTHS:
            for fragment in ("", "#l=es" if one.name == LAB else "#es-top"):
                tab = opened(browser, one, width, fragment=fragment)
                tab.evaluate("() => document.querySelectorAll('details').forEach((one) => (one.open = true))")
                answer = Axe().run(tab, options={"runOnly": RULES, "resultTypes": ["violations"]}).response
                found += [f"{one.name}{fragment} at {width}: {each['id']}" for each in answer["violations"]]
                if tab.evaluate("() => document.documentElement.scrollWidth") > width:
                    wide.append(f"{one.name}{fragment} at {width}")
                tab.close()
    print(f"axe: {len(found)} violations {found}; wider than the screen: {len(wide)} {wide}")


if __name__ == "__main__":
    main()
