"""How soon a large drawing can be used, and how large its file is, beside plain pyvis with the same stances.

    python benchmarks/drawing.py [ROUNDS]

Draws 20,000 stances of 300 actors on 2,000 targets with ``kg.draw``, and the same arrows with pyvis as its own
documentation shows it (one edge for each actor, target and type, the sentence as its title, physics on). Opens both in
headless Chromium without a network, in turns, ROUNDS times (default 3), and prints the size of the file, the seconds to
make it, and the least seconds from opening to first contentful paint and to the picture, for which pyvis is given a
minute.
Exits with 1 if the drawing passes 5 MB or its first paint or picture takes 3 seconds.

The sentences are random words of the sample articles, 24 at the median, which compress worse than real sentences do.
"""

import random
import shutil
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from kg import draw, network
from kg.model import Actor, ActorKind, Article, Evidence, Stance, StanceType, Target
from playwright.sync_api import Error, sync_playwright

ARTICLES = Path(__file__).resolve().parent.parent / "data" / "articles"
ACTORS, TARGETS, STANCES, SOURCES = 300, 2_000, 20_000, 3_000
LARGEST, LONGEST, PATIENCE = 5_000_000, 3.0, 60.0  # bytes, seconds, seconds
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime / 1000"
DRAWN = """new Promise((done) => {
  const look = () => {
    const [drawn] = performance.getEntriesByName("drawn");
    if (drawn) done(drawn.startTime / 1000); else setTimeout(look, 20);
  };
  look();
})"""


def stances() -> tuple[list[Stance], dict[str, Article]]:
    """The same stances in every run; a few actors and targets have most of them, as in the news."""
    chance = random.Random(1)
    words = sorted({word for path in ARTICLES.glob("*.txt") for word in path.read_text(encoding="utf-8").split()})

    def text(least: int, most: int) -> str:
        return " ".join(chance.choices(words, k=chance.randint(least, most)))

    kinds = list(ActorKind)
    actors = [Actor(f"a{n}", text(1, 3), chance.choice(kinds)) for n in range(ACTORS)]
    targets = [Target(f"t{n}", text(1, 6)) for n in range(TARGETS)]
    articles = {
        f"n{n}": Article(f"n{n}", "", text(5, 10), date(2015, 1, 1), f"https://example.org/{n}", "de", "Zeitung")
        for n in range(SOURCES)
    }
    who = chance.choices(actors, [1 / (n + 1) for n in range(ACTORS)], k=STANCES - ACTORS) + actors
    what = chance.choices(targets, [1 / (n + 5) for n in range(TARGETS)], k=STANCES - TARGETS) + targets
    chance.shuffle(what)
    told = []
    for actor, target in zip(who, what, strict=True):
        sentence = text(12, 36)
        day = date(2015, 1, 1) + timedelta(days=chance.randrange(3_650))
        said = chance.choice(list(StanceType)), target, Evidence(0, len(sentence), sentence)
        told.append(
            Stance(f"n{chance.randrange(SOURCES)}", actor, actor, *said, confidence=chance.random(), stated_on=day)
        )
    return told, articles


def plain(told: list[Stance]) -> str:
    """The arrows of the stances, as pyvis draws them by itself."""
    from pyvis.network import Network

    graph = network.actor_network(told)
    drawing = Network(directed=True, cdn_resources="in_line")
    for node, data in graph.nodes(data=True):
        drawing.add_node(node, label=data["label"])
    for source, target, kind, data in graph.edges(keys=True, data=True):
        drawing.add_edge(source, target, title=data["evidence"][0].evidence.text, label=kind)
    return str(drawing.generate_html())


def opened(playwright: Any, page: Path, sign: str, moment: str) -> tuple[float | None, float | None]:
    """Seconds from opening to the first paint and to the picture; None if that takes too long.

    ``sign`` is a selector of what is there when the picture is, ``moment`` the script that then tells the seconds.
    """
    program = shutil.which("chromium") or shutil.which("google-chrome")
    browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
    tab = browser.new_context(offline=True, viewport={"width": 1366, "height": 768}).new_page()
    try:
        tab.goto(page.as_uri(), timeout=PATIENCE * 1000, wait_until="commit")
        tab.wait_for_selector(sign, state="attached", timeout=PATIENCE * 1000)
        return tab.evaluate(PAINT), tab.evaluate(moment)
    except Error:
        return None, None
    finally:
        browser.close()  # the whole browser, since a page that is busy would keep a tab open


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    told, articles = stances()
    makers = {
        "kg.draw": (
            lambda: draw.html(told, articles=articles, lang="de"),
            "#graph canvas",
            DRAWN,
        ),
        "plain pyvis": (lambda: plain(told), "#loadingBar[style*='display: none']", "performance.now() / 1000"),
    }
    sizes: dict[str, int] = {}
    making: dict[str, float] = {}
    paints: dict[str, list[float]] = {name: [] for name in makers}
    pictures: dict[str, list[float]] = {name: [] for name in makers}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        for name, (make, *_) in makers.items():
            start = time.perf_counter()
            text = make()
            making[name] = time.perf_counter() - start
            sizes[name] = (Path(folder) / f"{name}.html").write_bytes(text.encode("utf-8"))
        for _ in range(rounds):
            for name, (_, sign, moment) in makers.items():
                paint, picture = opened(playwright, Path(folder) / f"{name}.html", sign, moment)
                paints[name] += [paint] if paint is not None else []
                pictures[name] += [picture] if picture is not None else []
    print(f"{STANCES} stances of {ACTORS} actors on {TARGETS} targets; least of {rounds} rounds")
    for name in makers:
        paint, picture = (min(found, default=None) for found in (paints[name], pictures[name]))
        said = [f"{value:.2f} s" if value is not None else f"not in {PATIENCE:.0f} s" for value in (paint, picture)]
        print(
            f"{name:12} {sizes[name] / 1e6:5.2f} MB   made in {making[name]:5.1f} s   "
            f"first paint {said[0]}   picture {said[1]}"
        )
    ours = min(paints["kg.draw"], default=PATIENCE), min(pictures["kg.draw"], default=PATIENCE)
    theirs = min(pictures["plain pyvis"], default=PATIENCE)
    print(f"plain pyvis takes {theirs / ours[1]:.1f} times as long to the picture, or longer")
    return int(sizes["kg.draw"] > LARGEST or max(ours) > LONGEST)


if __name__ == "__main__":
    sys.exit(main())
