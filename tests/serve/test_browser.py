"""The pages in a real browser: Debian's Chromium, driven by Playwright."""

# ruff: noqa: E402 - what follows is not installed everywhere

from __future__ import annotations

import json
import shutil
import socket
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the extra `serve` is not installed")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

import uvicorn
from typer.testing import CliRunner

from extractor.cli import app as command
from extractor.records import Record
from extractor.serve.app import create_app
from extractor.serve.settings import Settings
from extractor.store import Store
from tests.serve.conftest import attack, filled

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here (apt-get install chromium)")

ID = "0123456789abcdef"


@contextmanager
def served(path: Path):
    """The pages at an address of their own."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(Settings(path)), log_level="error", timeout_graceful_shutdown=2))
    running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    running.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        running.join(20)


@pytest.fixture(scope="module")
def chromium():
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def tab(chromium):
    """Open a page; what it complains of, and what leaves the machine, fails the test."""
    troubles, contexts = [], []

    def opening(base, **settings):
        context = chromium.new_context(**({"locale": "en-GB", "viewport": {"width": 1280, "height": 900}} | settings))
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda told: troubles.append(told.text) if told.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("request", lambda sent: None if sent.url.startswith((base, "data:")) else troubles.append(sent.url))
        return page

    yield opening
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def path(tmp_path, record):
    return filled(tmp_path / "news.db", [Record.model_validate(record)])


def name_oneself(page, base, name="Rina"):
    page.goto(f"{base}/session?next=/records/{ID}")
    page.fill("[name=name]", name)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{base}/records/{ID}")


def chosen(page) -> str:
    return page.evaluate("getSelection().toString()")


def sentence(page, words: str) -> None:
    """Walk through the words of the text by keys until these are chosen."""
    for _ in range(60):
        if chosen(page) == words:
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(f"{words!r} was not reached")


def test_a_fact_is_shown_at_its_words_and_corrected_by_keys_alone(tab, path, tmp_path):
    with served(path) as base:
        page = tab(base)
        name_oneself(page, base)

        person = page.locator(".facts .fact", has_text="Rahmat Suleman")
        key = person.get_attribute("data-key")
        words = page.locator(f'#text [data-facts~="{key}"]').all_text_contents()
        assert "".join(words) == "Kepala Dinas Tenaga Kerja Rahmat Suleman"

        person.locator("a.name").focus()
        lit = page.locator("#text .on").all_text_contents()
        assert "".join(lit) == "Kepala Dinas Tenaga Kerja Rahmat Suleman"
        page.keyboard.press("Enter")  # to the text
        assert page.evaluate("document.activeElement.closest('#text') !== null")
        page.locator(f'#text a[data-front="{key}"]').last.focus()
        page.keyboard.press("Enter")  # and back
        assert page.evaluate("document.activeElement.dataset.key") == key

        page.keyboard.press("e")
        page.wait_for_selector("dialog[open] [name=name]")
        assert page.evaluate("document.activeElement.name") == "name"
        page.keyboard.press("Control+a")
        page.keyboard.type("Rahmat Sulaiman")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.reload()
        fact = page.locator(f"#f-{key}")
        assert "Rahmat Sulaiman" in fact.inner_text() and "edited" in fact.inner_text() and "Rina" in fact.inner_text()

        page.locator("#text").focus()
        page.keyboard.press("s")
        sentence(page, "kepada")
        for _ in range(3):
            page.keyboard.press("Shift+ArrowRight")
        assert chosen(page) == "kepada 12 ahli waris"
        page.keyboard.press("7")
        page.wait_for_selector("dialog[open] [name=value]")
        assert page.input_value("dialog [name=value]") == "12"
        page.select_option("dialog [name=unit]", "person")
        page.select_option("dialog [name=kind]", "attendance")
        with page.expect_navigation():
            page.locator("dialog button:has-text('Save')").press("Enter")
        assert "12 persons (attendance)" in page.locator("#h-quantities + .facts").inner_text()

        with page.expect_navigation():
            page.keyboard.press("m")
        assert "Reviewed by Rina" in page.locator("#review").inner_text()
        page.goto(f"{base}/review")
        assert "1 post reviewed" in page.inner_text("main")

    out = tmp_path / "gold"
    done = CliRunner().invoke(command, ["export", "--store", str(path), "--format", "gold", "-o", str(out)])
    assert done.exit_code == 0, done.output
    gold = json.loads((out / "gold" / f"{ID}.json").read_text(encoding="utf-8"))
    assert gold["people"] == [{"name": "Rahmat Sulaiman", "role": "Kepala Dinas Tenaga Kerja"}]
    assert {"value": 12, "unit": "person", "kind": "attendance"} in gold["quantities"]
    with Store(path, read_only=True) as store:
        assert store.database.rows("SELECT name FROM people") == [("Rahmat Suleman",)]


def test_words_selected_with_the_mouse_keep_their_place_behind_signs_of_two_units(tab, tmp_path, record):
    text = "😀😀 " + record["article"]["text"]
    bare = {
        name: []
        for name in (
            "people",
            "organizations",
            "places",
            "programs",
            "regulations",
            "amounts",
            "quantities",
            "quotes",
            "events",
        )
    }
    record |= bare | {"article": record["article"] | {"text": text}}
    path = filled(tmp_path / "news.db", [Record.model_validate(record)])
    with served(path) as base:
        page = tab(base)
        name_oneself(page, base)
        page.evaluate(
            """words => {
              const node = document.getElementById("text").firstChild;
              const at = node.data.indexOf(words);
              getSelection().setBaseAndExtent(node, at, node, at + words.length);
            }""",
            "Rahmat Suleman",
        )
        page.locator("#adder [data-add=people]").click()
        page.wait_for_selector("dialog[open] [name=name]")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.locator("#text a").all_text_contents() == ["Rahmat Suleman"]


def test_facts_lead_to_the_text_and_can_be_corrected_without_scripts(tab, path):
    with served(path) as base:
        page = tab(base, java_script_enabled=False)
        name_oneself(page, base)
        person = page.locator(".facts .fact", has_text="Rahmat Suleman")
        person.locator("a.name").click()
        assert "#at-" in page.url
        person.locator("text=Edit").click()
        page.fill("[name=name]", "Rahmat Sulaiman")
        page.locator("button:has-text('Save')").click()
        assert page.locator(".facts .fact", has_text="Rahmat Sulaiman").count() == 1


def test_a_hostile_post_runs_nothing(tab, tmp_path):
    evil = attack()
    with served(filled(tmp_path / "news.db", [evil])) as base:
        page = tab(base)
        page.on("dialog", lambda opened: pytest.fail(f"a script of the post ran: {opened.message}"))
        page.goto(f"{base}/records/{evil.id}")
        assert page.evaluate("document.getElementById('text').textContent") == evil.article.text
        assert page.locator("#text img, #text script").count() == 0


@pytest.mark.parametrize(
    "settings", [{}, {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}}], ids=["desk", "phone"]
)
def test_pages_are_accessible_and_fit_their_screen(tab, path, settings):
    with served(path) as base:
        page = tab(base, **settings)
        name_oneself(page, base)
        page.keyboard.press("j")
        for address in (f"/records/{ID}", f"/records/{ID}/correct?family=events", "/review"):
            page.goto(base + address)
            faults = axe.Axe().run(page).response["violations"]
            assert [
                (one["id"], one["nodes"][0]["html"]) for one in faults if one["impact"] in ("serious", "critical")
            ] == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
