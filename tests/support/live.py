"""The live laboratory in Chromium, as tests open and read it."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Download, Page

MOVED = "s=as-observed~prevention=0.5&o=cocaine_consumed.USA&y=2032"  # few readings act: little to compute

ERRORS: dict[Page, list[str]] = {}


def opened(browser: Browser, file: Path, fragment: str = MOVED, width: int = 1366, **options: Any) -> Page:
    """The page at a width, when all of its readings are computed; an error of its script fails the test."""
    tab = browser.new_page(viewport={"width": width, "height": 900}, **options)
    errors = ERRORS[tab] = []
    tab.on("pageerror", lambda error: errors.append(f"{error}\n{error.stack}"))
    tab.goto(f"{file.as_uri()}#{fragment}")
    ready(tab)
    return tab


def showing(tab: Page, fragment: str = MOVED) -> Page:
    """A page that is open already, in the state of a link, as if it had just been opened."""
    tab.evaluate(
        """fragment => {
          byId("account").close();
          for (const id of ["futures"]) byId(id).checked = false;
          for (const one of document.querySelectorAll("#lab details")) one.open = false;
          byId("find").value = "";
          if (leading) lead(false);
          history.replaceState(null, "", `#${fragment}`);
          opened();
          begin(read(given));
          build();
        }""",
        fragment if "&l=" in fragment else f"{fragment}&l=en",
    )
    ready(tab)
    return tab


def ready(tab: Page) -> None:
    """Wait until the page is settled and all of its readings are computed."""
    tab.wait_for_timeout(250)
    tab.wait_for_selector("#lab[data-ready=true]", timeout=120_000)
    assert not ERRORS.get(tab)


def table(tab: Page) -> str:
    """The verdict as its reader sees it."""
    return tab.inner_text("#verdict")


def unfolded(tab: Page) -> None:
    """All parts of the page, those too that are folded."""
    tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


def lever(tab: Page, name: str) -> Any:
    """The box of a lever, its group unfolded."""
    tab.evaluate("name => { document.querySelector(`[data-lever=${name}]`).closest('details').open = true; }", name)
    return tab.locator(f"[data-lever={name}]")


def typed(tab: Page, name: str, value: str) -> None:
    lever(tab, name).locator(":scope > input.box").fill(value)
    ready(tab)


def state(tab: Page) -> dict[str, Any]:
    found: dict[str, Any] = tab.evaluate("JSON.parse(JSON.stringify(state))")
    return found


def saved(tab: Page, button: str) -> bytes:
    with tab.expect_download() as waiting:
        tab.click(button)
    got: Download = waiting.value
    return Path(got.path()).read_bytes()


def figures(tab: Page, at: int = 0) -> list[list[float]]:
    """Median and 90 % interval of every reading of the chosen outcome, as the page has them."""
    found: list[list[float]] = tab.evaluate(
        "at => cellNow(state.scenarios[at], state.row, state.year).rows.map((one) => [one.median, ...one.i90])", at
    )
    return found
