"""How fast networks are made of stances, beside networkx's own projection of two modes to one.

    python benchmarks/networks.py [STANCES]

Makes so many stances (20,000) of 300 actors on 2,000 targets, few of which are common, as in the news, and prints
processor time for each network and its ratio to ``networkx.bipartite.weighted_projected_graph`` on the same actors and
targets, which counts shared targets without looking at sides. The same stances every time.
"""

import random
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

import networkx as nx
from kg import network
from kg.model import Actor, ActorKind, Evidence, Stance, StanceType, Target

ACTORS, TARGETS = 300, 2000


def stances(number: int) -> list[Stance]:
    """Stances whose targets follow a Pareto distribution."""
    chance = random.Random(1)
    actors = [Actor(f"actor-{place}", f"Actor {place}", ActorKind.STATE) for place in range(ACTORS)]
    targets = [Target(f"target-{place}", f"target {place}") for place in range(TARGETS)]
    found = []
    for _ in range(number):
        actor, start = chance.choice(actors), chance.randrange(5000)
        target = targets[min(int(chance.paretovariate(0.6)) - 1, TARGETS - 1)]
        day = date(2015, 1, 1) + timedelta(days=chance.randrange(3650))
        kind, article = chance.choice(list(StanceType)), f"article-{chance.randrange(number)}"
        found.append(Stance(article, actor, actor, kind, target, Evidence(start, start, ""), stated_on=day))
    return found


def seconds(work: Callable[[], object]) -> float:
    """Processor time of the best of three runs."""
    best = float("inf")
    for _ in range(3):
        begin = time.process_time()
        work()
        best = min(best, time.process_time() - begin)
    return best


def main() -> None:
    """Print the table."""
    told = stances(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
    modes = network.affiliation_network(told)
    actors = [node for node, mode in modes.nodes(data="bipartite") if mode == 0]
    peer = seconds(lambda: nx.bipartite.weighted_projected_graph(modes, actors))
    works: dict[str, Callable[[], object]] = {
        "affiliation_network": lambda: network.affiliation_network(told),
        "one_mode_network, congruence": lambda: network.one_mode_network(told),
        "one_mode_network, subtract, jaccard": lambda: network.one_mode_network(
            told, kind="subtract", normalize="jaccard"
        ),
        "coalitions": lambda: network.coalitions(told),
        "shifts": lambda: network.shifts(told),
    }
    ties = network.one_mode_network(told).number_of_edges()
    print(f"{len(told)} stances, {len(actors)} actors, {ties} ties; networkx projection {peer:.2f} s")
    for name, work in works.items():
        mine = seconds(work)
        print(f"{name:40} {mine:6.2f} s   {mine / peer:5.2f} of networkx's projection")


if __name__ == "__main__":
    main()
