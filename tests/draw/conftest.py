"""Fixtures of the drawing's tests: stances of a dispute, their articles, and a real browser without network."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from dispute import (
    CEASEFIRE,
    EU,
    FRANCE,
    GERMANY,
    GUARANTEES,
    HUNGARY,
    MEMBERSHIP,
    MERZ,
    NATO,
    PARTY,
    PESKOV,
    POLAND,
    PUTIN,
    REBELS,
    RUSSIA,
    SANCTIONS,
    TROOPS,
    UKRAINE,
    stance,
    target,
)
from kg.model import Article, Condition, ConditionKind, Stance, StanceType


@pytest.fixture(scope="session")
def conflict() -> list[Stance]:
    t = StanceType
    troops = target(TROOPS, "Truppen aus NATO-Staaten")
    presence = target(TROOPS, "die Präsenz ausländischer Soldaten")
    truce = target(CEASEFIRE, "einen Waffenstillstand")
    return [
        stance(
            RUSSIA,
            t.REJECTS,
            troops,
            "Putin lehnt Truppen aus NATO-Staaten weder vor noch nach einem Abkommen ab.",
            by=PUTIN,
            speaker=PUTIN,
            condition=Condition("weder vor noch nach einem Abkommen", ConditionKind.REGARDLESS),
        ),
        stance(
            RUSSIA,
            t.WARNS,
            presence,
            "Kremlsprecher Peskow nannte die Präsenz ausländischer Soldaten eine Gefahr.",
            by=PESKOV,
            speaker=PESKOV,
            confidence=0.6,
        ),
        stance(RUSSIA, t.REJECTS, troops, "Moskau wies Truppen aus NATO-Staaten erneut zurück.", article="a2", day=9),
        stance(RUSSIA, t.DEMANDS, target(GUARANTEES, "Garantien"), "Russland verlangt Garantien.", confidence=0.7),
        stance(RUSSIA, t.CRITICISES, NATO, "Russland warf der NATO Wortbruch vor.", article="a2", day=9),
        stance(
            RUSSIA, t.REJECTS, target(SANCTIONS, "Sanktionen"), "Russland lehnt Sanktionen ab.", article="a2", day=9
        ),
        stance(
            GERMANY,
            t.DEFERS,
            troops,
            "Merz will sich auf Truppen aus NATO-Staaten nicht festlegen, bevor eine Waffenruhe in Sicht ist.",
            by=MERZ,
            speaker=MERZ,
            condition=Condition("bevor eine Waffenruhe in Sicht ist", ConditionKind.BEFORE),
        ),
        stance(GERMANY, t.SUPPORTS, target(SANCTIONS, "neue Sanktionen"), "Berlin unterstützt neue Sanktionen.", day=7),
        stance(GERMANY, t.DEMANDS, truce, "Deutschland fordert einen Waffenstillstand.", day=7),
        stance(FRANCE, t.COMMITS, troops, "Paris sagte Truppen aus NATO-Staaten zu.", day=6),
        stance(FRANCE, t.DEMANDS, truce, "Frankreich fordert einen Waffenstillstand.", day=6),
        stance(UKRAINE, t.DEMANDS, target(MEMBERSHIP, "EU-Beitritt"), "Kyjiw dringt auf einen EU-Beitritt.", day=6),
        stance(UKRAINE, t.SUPPORTS, troops, "Die Ukraine begrüßt Truppen aus NATO-Staaten.", day=6),
        stance(UKRAINE, t.AGREES, truce, "Die Ukraine stimmt einer Waffenruhe zu.", day=10, article="a3"),
        stance(UKRAINE, t.DEMANDS, target(GUARANTEES, "Garantien"), "Kyjiw verlangt Garantien.", day=10, article="a3"),
        stance(
            HUNGARY, t.REJECTS, target(MEMBERSHIP, "Beitritt"), "Ungarn lehnt den Beitritt ab.", day=10, article="a3"
        ),
        stance(HUNGARY, t.QUESTIONS, target(SANCTIONS, "Sanktionen"), "Budapest bezweifelt Sanktionen.", article="a3"),
        stance(EU, t.PROPOSES, target(SANCTIONS, "Sanktionen"), "Die EU schlägt Sanktionen vor.", day=8),
        stance(EU, t.SUPPORTS, target(MEMBERSHIP, "Beitritt"), "Die EU unterstützt den Beitritt.", day=8),
        stance(POLAND, t.SUPPORTS, target(SANCTIONS, "Sanktionen"), "Polen unterstützt Sanktionen.", day=8),
        stance(POLAND, t.THREATENS, RUSSIA, "Warschau drohte Russland.", day=8),
        stance(
            NATO,
            t.DENIES,
            target(("wortbruch", "Wortbruch", "breach of promise"), "Wortbruch"),
            "Die NATO bestreitet das.",
        ),
        stance(PARTY, t.CRITICISES, GERMANY, "Die Linke kritisiert Deutschland.", article="a3", day=None),
        stance(
            REBELS, t.REJECTS, truce, "Die Freie Miliz lehnt einen Waffenstillstand ab.", confidence=0.4, article="a3"
        ),
    ]


@pytest.fixture(scope="session")
def articles() -> dict[str, Article]:
    return {
        "a1": Article(
            "a1", "…", "Streit über Truppen", date(2025, 9, 5), "https://example.org/a1", "de", "Nachrichten"
        ),
        "a2": Article("a2", "…", "Moskau bleibt beim Nein", date(2025, 9, 9), "http://example.org/a2", "de"),
    }


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """A browser context without network; every request but for files fails the test that made it."""
    playwright = pytest.importorskip("playwright.sync_api", reason="the browser tests need the package playwright")
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("the browser tests need chromium: apt-get install chromium")
    flags = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with playwright.sync_playwright() as running:
        context = running.chromium.launch_persistent_context(
            str(tmp_path_factory.mktemp("profile")),
            executable_path=program,
            headless=True,
            offline=True,
            args=["--no-sandbox", "--disable-gpu", *flags],
            viewport={"width": 1366, "height": 768},
            locale="de-DE",
        )
        yield context
        context.close()


READY = """performance.getEntriesByName("drawn").length > 0 || !document.getElementById("data")
  || document.body.classList.contains("empty")"""


@pytest.fixture
def visit(chromium, tmp_path: Path):
    """``visit(page_text)`` opens a page; afterwards nothing may have been requested, shown or gone wrong."""
    asked: list[str] = []
    wrong: list[str] = []
    pages = []

    def visit(text: str):
        file = tmp_path / "graph.html"
        file.write_text(text, encoding="utf-8")
        page = chromium.new_page()
        page.on("request", lambda request: asked.append(request.url) if request.url != file.as_uri() else None)
        page.on("dialog", lambda dialog: (wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("pageerror", lambda error: wrong.append(f"error {error}"))
        page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
        page.goto(file.as_uri())
        for _ in range(200):  # at most 20 seconds, for a machine that has other work
            if page.evaluate(READY):
                break
            page.wait_for_timeout(100)
        page.wait_for_timeout(100)
        pages.append(page)
        return page

    yield visit
    for page in pages:
        page.close()
    assert asked == []
    assert wrong == []
