"""The leader's guide: two printed pages a language, nothing left in the other, no request, and where it is written."""

import re
from itertools import accumulate
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api")
from axe_playwright_python.sync_playwright import Axe
from browser import AXE
from playwright.sync_api import Browser, Page

from tregua.show.app.guide import MINUTES, render_guide
from tregua.show.app.records import QUESTIONS
from tregua.show.cli.call import call
from tregua.show.places import LAB
from tregua.text import LANGUAGES, Language, text, texts

POINT = 4 / 3  # pixels
TYPED = {"leader.written"}  # what the command says


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> dict[Language, Path]:
    folder = tmp_path_factory.mktemp("guide")
    for language in LANGUAGES:
        (folder / f"{language}.html").write_text(render_guide(language), "utf-8")
    return {language: folder / f"{language}.html" for language in LANGUAGES}


def plain(told: str) -> str:
    """A text without its signs for a terminal and its placeholders, as one line."""
    return re.sub(r"\s+", " ", re.sub(r"`|\{\w+\}", "", told))


def main_text(tab: Page) -> str:
    return plain(tab.inner_text("main"))


def test_it_needs_no_script_and_the_minutes_of_the_plan_are_those_of_its_steps() -> None:
    for language in LANGUAGES:
        page = render_guide(language)
        assert "<script" not in page and "script-src" not in page and page == render_guide(language)
        assert f'<html lang="{language}"' in page and f'href="{LAB}"' in page
        steps = [key for key in texts(language) if key.startswith("leader.step.")]
        assert len(steps) == len(MINUTES) and [*accumulate(MINUTES)][-1] == 45
        assert "45" in text(language, "leader.heading")


def test_every_sentence_of_a_list_begins_with_what_it_is_about() -> None:
    led = re.compile(r"leader\.(reads|ready|step|wrong|care|share|next)\.\d")
    for language in LANGUAGES:
        told = {key: one for key, one in texts(language).items() if led.fullmatch(key)}
        assert len(told) > 30 and not [key for key, one in told.items() if ": " not in one]


@pytest.mark.page
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_all_of_one_language_and_nothing_of_the_other(
    browser: Browser, guide: dict[Language, Path], language: Language
) -> None:
    tab = browser.new_page()
    tab.goto(guide["en"].as_uri())
    tab.click(f"label[for=language-{language}]")  # also from the page that opens in the other
    told = main_text(tab)
    for key, one in texts(language).items():
        if key.startswith("leader.") and key not in TYPED | {"leader.title"}:
            pieces = re.split(r"\{\w+\}", one.replace("`", ""))
            assert all(plain(piece).strip() in told for piece in pieces), key
    for name in QUESTIONS:
        assert all(text(language, f"app.question.{name}.{part}") in told for part in ("ask", "try", "notes"))
    (other,) = {*LANGUAGES} - {language}
    both = [key for key in texts(other) if key.startswith(("leader.", "app.question."))]
    foreign = [plain(texts(other)[key]) for key in both if texts(other)[key] != texts(language)[key]]
    assert not [one for one in foreign if len(one) > 12 and one in told]
    words = {"en": r"\b(que|una|los|las|es)\b", "es": r"\b(the|and|of|it|which|levers?|link)\b"}
    typed = re.sub(r"tregua [a-zA-Z0-9 .-]+", "", told)
    assert re.findall(words[language], typed) == []
    tab.close()


@pytest.mark.page
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_two_sheets_of_a4_in_letters_of_ten_points_or_more(
    browser: Browser, guide: dict[Language, Path], language: Language
) -> None:
    tab = browser.new_page()
    tab.goto(guide[language].as_uri())
    printed = tab.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2
    assert b"/MediaBox [0 0 594" in printed or b"/MediaBox [0 0 595" in printed
    tab.emulate_media(media="print")
    smallest = tab.evaluate(
        """() => {
          const held = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const found = [];
          while (held.nextNode()) {
            const one = held.currentNode.parentElement;
            const size = parseFloat(getComputedStyle(one).fontSize);
            if (held.currentNode.textContent.trim() && one.getClientRects().length) found.push(size);
          }
          return Math.min(...found);
        }"""
    )
    assert smallest >= 10 * POINT - 0.01
    assert not tab.is_visible(".beside") and not tab.is_visible("header fieldset")
    tab.close()


@pytest.mark.page
@pytest.mark.parametrize("width", [360, 1366])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_nothing_is_wider_than_the_screen_and_nothing_is_asked_of_the_net(
    browser: Browser, guide: dict[Language, Path], width: int, language: Language
) -> None:
    asked: list[str] = []
    tab = browser.new_page(viewport={"width": width, "height": 900})
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(guide[language].as_uri())
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert {one.partition(":")[0] for one in asked} <= {"file", "data"} and len(asked) <= 2
    tab.close()
    # axe is a script, which the policy of the page keeps out
    bare = guide[language].with_name(f"bare-{language}.html")
    bare.write_text(re.sub(r"<meta http-equiv=[^>]*>", "", guide[language].read_text("utf-8")), "utf-8")
    tab = browser.new_page(viewport={"width": width, "height": 900})
    tab.goto(bare.as_uri())
    found = Axe().run(tab, options=AXE).response
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == []
    tab.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_command_writes_it_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str], language: Language) -> None:
    target = tmp_path / "guide.html"
    assert call(["app", str(target), "--guide", "--lang", language]) == 0
    assert capsys.readouterr().out == text(language, "leader.written", path=target) + "\n"
    assert target.read_text("utf-8") == render_guide(language)
    assert call(["app", str(tmp_path / "no" / "guide.html"), "--guide", "--lang", language]) == 2
