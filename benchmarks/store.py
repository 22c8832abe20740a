"""The stores beside rdflib's memory store and bare pyoxigraph, on generated stances.

    python benchmarks/store.py [--stances 10000]... [--rdflib-up-to 100000] [--rounds 3] [--folder build/performance]

For each number of stances it writes an N-Quads file, and then loads it, asks ten named queries, exports, and weighs the
folder. Bare pyoxigraph loads the triples that our store holds after loading, so those of the default graph as well.
Times are processor time of all threads, because that is the same on a busy machine; queries are asked in turns, and the
least time counts. Each result is kept in the folder, and docs/performance.md with its picture is written from all that
are there, so that large numbers can be run by themselves.
"""

import argparse
import gc
import json
import platform
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph
import rdflib
from kg.graph import PREFIXES, convert, dump, load, named_query, open_store
from kg.graph.terms import line, written
from kg.knowledge.actors import load_actors
from kg.knowledge.issues import load_issues
from kg.model import (
    Actor,
    ActorKind,
    Article,
    Condition,
    ConditionKind,
    Evidence,
    Reading,
    Stance,
    StanceType,
    Target,
)

DOCS = Path(__file__).parents[1] / "docs"
PER_ARTICLE, QUICK_ENOUGH = 10, 0.2
PATIENCE, TIMES = 60.0, 60
"""rdflib is given up after these seconds, or after so many times our own time if that is longer."""

QUERIES = {
    "who-rejects": {"actor": "Russia"},
    "positions-of-actor": {"actor": "Germany"},
    "positions-on-issue": {"issue": "sanctions", "since": "2024-01-01", "until": "2024-03-31"},
    "stances-towards": {"actor": "Ukraine", "since": "2024-01-01", "until": "2024-03-31"},
    "conditions-of-actor": {"actor": "France"},
    "agreement": {"actor": "Germany", "issue": "sanctions"},
    "opponents": {"actor": "Poland", "issue": "ceasefire"},
    "counts-per-type": {},
    "contested-targets": {"issue": "troops"},
    "speakers-of-state": {"actor": "Israel"},
}
"""Ten named queries; each joins at least four patterns. Those without an end to their answer ask for one actor."""


def readings(number: int) -> Iterator[Reading]:
    """Invented stances of real states on the issues of the thesaurus, ten in an article; always the same."""
    chance = random.Random(2)
    states = list(load_actors().states.values())
    issues = sorted(load_issues())
    actors = [Actor(e.key, e.names.get("en", e.key), e.kind, e.wikidata, tuple(e.names.items())) for e in states]
    people = [
        (Actor(f"speaker-{n}", f"Speaker {n}", ActorKind.PERSON), actors[n % len(actors)])
        for n in range(len(actors) * 4)
    ]
    targets = [
        Target(
            f"{issue}+{about.key}", f"{issue} of {about.name}", issue, (about.key,), (("en", f"{issue}: {about.name}"),)
        )
        for issue in issues
        for about in actors[:40]
    ]
    for n in range(number // PER_ARTICLE):
        day = date(2015, 1, 1) + timedelta(days=chance.randrange(4000))
        article = Article(f"article-{n}", "", title=f"Article {n}", date=day, lang="en", source="Invented Wire")
        stances = []
        for place in range(PER_ARTICLE):
            person, state = chance.choice(people)
            actor = chance.choice((state, person))
            target, kind = chance.choice(targets), chance.choice(list(StanceType))
            words = f"{actor.name} {kind.value} {target.text}, it was reported on day {n}."
            condition = Condition("if the others agree", ConditionKind.IF) if chance.random() < 0.2 else None
            stances.append(
                Stance(
                    article=article.id,
                    actor=actor,
                    represents=state,
                    type=kind,
                    target=target,
                    stated_on=day,
                    evidence=Evidence(place * 100, place * 100 + len(words), words),
                    condition=condition,
                    cue=kind.value,
                    confidence=round(chance.random(), 2),
                )
            )
        yield Reading(article, tuple(stances))


def write_files(number: int, folder: Path) -> tuple[Path, int]:
    """The named graphs and the default graph in one file, and how many triples the default graph holds.

    A quad and its triple of the default graph stand in two lines, in this order.
    """
    both = folder / f"{number}.both.nq"
    known: set[str] = set()
    count = 0
    with both.open("w") as file:
        for reading in readings(number):
            graph = written(convert.graph_name(reading.article.id))
            for *triple, _ in convert.quads(reading):
                text = line(tuple(triple))
                file.write(f"{text[:-1]}{graph} .\n{text}\n")
                if text not in known:
                    count += 1
                    if "/article/" not in text and "/stance/" not in text:
                        known.add(text)
    return both, count


def half(both: Path, out: Path, first: int) -> Path:
    """Every second line of a file: the named graphs (``first`` 0) or the default graph (1)."""
    with both.open() as lines, out.open("w") as file:
        file.writelines(islice(lines, first, None, 2))
    return out


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    gc.collect()
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


@contextmanager
def patience(limit: float) -> Iterator[None]:
    """Raises TimeoutError after ``limit`` seconds of processor time."""

    def out_of_time(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGPROF, out_of_time)
    signal.setitimer(signal.ITIMER_PROF, limit)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def bulk_loaded(file: Path, place: Path) -> tuple[float, float, int]:
    """How long bare pyoxigraph takes to load a file and to tidy up, and how many quads it then holds."""
    store = pyoxigraph.Store(place)
    took, _ = seconds(lambda: store.bulk_load(path=file, format=pyoxigraph.RdfFormat.N_QUADS))
    tidied, _ = seconds(store.optimize)
    store.flush()
    return took, tidied, len(store)


def measure(number: int, folder: Path, rounds: int, with_rdflib: bool) -> Iterator[dict[str, Any]]:
    """What is known so far, after each step that may take long. Files are deleted as soon as they have served."""
    both, triples = write_files(number, folder)
    bound = {name: named_query(name).bind(**values) for name, values in QUERIES.items()}
    found: dict[str, Any] = {
        "stances": number,
        "queries": {name: {} for name in bound},
        "load": {},
        "export": {},
        "disk": {},
    }

    place = folder / f"{number}.raw"
    shutil.rmtree(place, ignore_errors=True)
    took, tidied, found["quads"] = bulk_loaded(both, place)
    found["load"] |= {"pyoxigraph": took + tidied, "tidied": tidied}
    named = half(both, folder / f"{number}.nq", 0)
    default = half(both, folder / f"{number}.nt", 1) if with_rdflib else None
    both.unlink()
    ours_at = folder / f"{number}.ours"
    shutil.rmtree(ours_at, ignore_errors=True)
    ours = open_store(ours_at, create=True)
    found["load"]["ours"], _ = seconds(lambda: load(ours, named))
    ours.close()
    named.unlink()
    print(f"{number}: loaded", found["load"], file=sys.stderr)
    # A store opened to write goes on sorting its files in the background, and whoever is asked meanwhile seems slow.
    raw, ours = pyoxigraph.Store.read_only(str(place)), open_store(ours_at, read_only=True)
    assert ours.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0][0].toPython() == triples
    found["disk"] = {"pyoxigraph": size(place), "ours": size(ours_at)}
    yield found

    def bare(sparql: str) -> int:
        return len([tuple(row) for row in raw.query(sparql, prefixes=PREFIXES)])

    def whole(sparql: str) -> int:
        return len(ours.query(sparql).rows)

    for name, sparql in bound.items():
        times: dict[str, list[float]] = {"pyoxigraph": [], "ours": []}
        while len(times["ours"]) < rounds or (sum(times["ours"]) < QUICK_ENOUGH and len(times["ours"]) < 50):
            for who, ask in (("pyoxigraph", bare), ("ours", whole)):
                took, rows = seconds(partial(ask, sparql))
                times[who].append(took)
                assert found["queries"][name].setdefault("rows", rows) == rows
        found["queries"][name] |= {who: min(taken) for who, taken in times.items()}
        print(number, name, found["queries"][name], file=sys.stderr)
        yield found

    out = folder / f"{number}.out.nq"
    with out.open("wb") as file:
        found["export"]["pyoxigraph"], _ = seconds(lambda: raw.dump(file, pyoxigraph.RdfFormat.N_QUADS))
    yield found
    found["export"]["ours"], _ = seconds(lambda: dump(ours, out))
    out.unlink()
    ours.close()
    shutil.rmtree(place)
    shutil.rmtree(ours_at)
    yield found
    if default is None:
        return
    graph = rdflib.Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace, replace=True)
    found["load"]["rdflib"], _ = seconds(lambda: graph.parse(default, format="nt"))
    print(f"{number}: rdflib loaded", found["load"], file=sys.stderr)
    for name, sparql in bound.items():
        start = time.process_time()
        try:
            with patience(max(PATIENCE, TIMES * found["queries"][name]["ours"])):
                found["queries"][name]["rdflib"], rows = seconds(lambda sparql=sparql: len(list(graph.query(sparql))))
            assert rows == found["queries"][name]["rows"], name
        except TimeoutError:
            found["queries"][name] |= {"rdflib": time.process_time() - start, "rdflib gave up": True}
        print(number, name, found["queries"][name], file=sys.stderr)
        yield found
    found["export"]["rdflib"], _ = seconds(lambda: graph.serialize(format="nt"))
    default.unlink()
    yield found


def document(results: list[dict[str, Any]]) -> str:
    """docs/performance.md."""
    text = [
        INTRODUCTION.format(
            patience=PATIENCE,
            times=TIMES,
            python=platform.python_version(),
            pyoxigraph=pyoxigraph.__version__,
            rdflib=rdflib.__version__,
        )
    ]
    for one in results:
        load_, export, disk = one["load"], one["export"], one["disk"]
        text.append(f"## {one['stances']:,} stances ({one['quads']:,} quads in the store)\n")
        text.append("| | rdflib, memory | pyoxigraph | ours | ours : pyoxigraph |\n|---|---|---|---|---|")
        speed = load_["pyoxigraph"] / load_["ours"]
        tidied = f"{shown(load_['pyoxigraph'])}, of it `optimize` {shown(load_['tidied'])}"
        text.append(
            f"| load | {shown(load_.get('rdflib'))} | {tidied} | {shown(load_['ours'])} | {speed:.2f} × its speed |"
        )
        for name, times in one["queries"].items():
            if not times:
                continue  # the run was broken off before
            over = "> " if times.get("rdflib gave up") else ""
            against = "" if "rdflib" not in times else f" ({over}{times['rdflib'] / times['ours']:,.0f} × ours)"
            slow = shown(times.get("rdflib"), over) + against
            text.append(f"| {name} ({times['rows']:,} rows) | {slow} | {beside(times)} |")
        text.append(f"| export, N-Quads | {shown(export.get('rdflib'))} | {beside(export)} |")
        text.append(
            f"| size on disk | – | {disk['pyoxigraph'] / 1e6:,.0f} MB | {disk['ours'] / 1e6:,.0f} MB | "
            f"{disk['ours'] / disk['pyoxigraph']:.2f} × its size |\n"
        )
    return "\n".join(text)


def beside(times: dict[str, Any]) -> str:
    """Three cells: pyoxigraph's time, ours, and their ratio."""
    bare, ours = times.get("pyoxigraph"), times.get("ours")
    ratio = f"{ours / bare:.2f} × its time" if bare and ours else "–"
    return f"{shown(bare)} | {shown(ours)} | {ratio}"


def shown(value: float | None, mark: str = "") -> str:
    if value is None:
        return "–"
    return f"{mark}{value * 1000:,.1f} ms" if value < 1 else f"{mark}{value:,.1f} s"


INTRODUCTION = """\
# How fast the stores are

Made by `make performance SIZES="2000 10000 100000 1000000"` (`benchmarks/store.py`): invented stances of real states,
ten in an article. The tables say how long each step takes, in processor time of all threads. Python {python},
pyoxigraph {pyoxigraph}, rdflib {rdflib}.

- **rdflib, memory** is a plain `Graph` that holds the union of all articles, without named graphs. It is asked with its
  own engine, and given up after {patience:.0f} seconds, or {times} times our own time if that is longer (“>”).
  “–” was not measured.
- **pyoxigraph** is a bare `pyoxigraph.Store` in a folder. It loads, by `bulk_load` and `optimize`, the same quads that
  our store holds after loading: the named graphs and their union. Its rows are pyoxigraph's own terms.
- **ours** is a folder store. It loads by `kg load` a file of the named graphs, derives the union and has its files
  tidied, too; its rows are rdflib's terms. Its export holds the named graphs only, sorted; the union follows from them.

1,000,000 stances need more than an hour and about 50 GB of disk. Each query was asked of them once only
(`--rounds 1`), the bare store first; what it read from the disk may then have been at hand for ours.

![How long each query takes, by store and number of stances](performance.svg)
"""


def picture(results: list[dict[str, Any]], path: Path) -> None:
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "performance"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, len(results), figsize=(5 * len(results), 4.5), sharey=True, squeeze=False)
    for axis, one in zip(axes[0], results, strict=True):
        names = list(one["queries"])[::-1]
        for place, (who, colour) in enumerate((("ours", "#0072b2"), ("pyoxigraph", "#56b4e9"), ("rdflib", "#d55e00"))):
            times = [one["queries"][name].get(who) for name in names]
            rows = [row + (1 - place) * 0.27 for row in range(len(names))]
            kept = [(row, taken) for row, taken in zip(rows, times, strict=True) if taken]
            axis.barh([row for row, _ in kept], [taken for _, taken in kept], 0.25, color=colour, label=who)
        axis.set_yticks(range(len(names)), names)
        axis.set_xscale("log")
        axis.set_xlabel("seconds")
        axis.set_title(f"{one['stances']:,} stances")
    axes[0][0].legend()
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stances", type=int, action="append", metavar="NUMBER", help="how many; can be repeated")
    parser.add_argument("--rdflib-up-to", type=int, default=100_000, metavar="NUMBER")
    parser.add_argument(
        "--rounds", type=int, default=3, metavar="NUMBER", help="how often each query is asked at least"
    )
    parser.add_argument("--folder", type=Path, default=Path("build/performance"))
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for number in arguments.stances or ():
        for result in measure(number, arguments.folder, arguments.rounds, number <= arguments.rdflib_up_to):
            (arguments.folder / f"{number}.json").write_text(json.dumps(result, indent=1))
    kept = [json.loads(file.read_text()) for file in arguments.folder.glob("*.json")]
    kept.sort(key=lambda one: one["stances"])
    if not kept:
        parser.error("nothing measured yet: give --stances")
    (DOCS / "performance.md").write_text(document(kept), encoding="utf-8")
    picture(kept, DOCS / "performance.svg")
    return 0


if __name__ == "__main__":
    sys.exit(main())
