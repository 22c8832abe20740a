"""Stances as networks: who takes which position on what, who stands with whom, and who changed position.

::

    network.actor_network(stances)                      # an arrow for each stance type, with the evidence
    network.affiliation_network(stances)                # actors and targets, signed
    network.one_mode_network(stances, kind="conflict")  # actors: "congruence", "conflict" or "subtract"
    network.windows(stances, "1y", cumulative=True)     # stances by time, for a network each

    found = network.coalitions(stances)                 # .groups, .rifts, .alone, .modularity, .network
    found.members["actor:DE"]                           # the number of a coalition, 1 being the largest
    network.polarisation(stances, "1y")                 # modularity and E-I index over time
    network.shifts(stances)                             # changes of position, each with both stances

    network.add_centralities(graph)
    network.write(graph, "network.graphml")             # .graphml, .gexf, .csv

The graphs are ordinary networkx graphs, so every measure of networkx works on them. Nodes are ``actor:KEY`` and
``target:KEY`` everywhere. The methods are those of discourse network analysis; each function names its source.
Errors are :class:`kg.errors.KgError`.
"""

from kg.network.agreement import Kind, Normalization, one_mode_network
from kg.network.coalitions import (
    Coalition,
    Coalitions,
    Common,
    Polarisation,
    Rift,
    Split,
    add_centralities,
    coalitions,
    polarisation,
)
from kg.network.files import ENDINGS, table, ties, write
from kg.network.positions import TwoModeNormalization, actor_network, affiliation_network
from kg.network.shifts import Shift, Shifts, shifts
from kg.network.statements import Duplicates, Holder, actor_node, comparable, is_bare, target_node
from kg.network.windows import Window, windows

__all__ = [
    "ENDINGS",
    "Coalition",
    "Coalitions",
    "Common",
    "Duplicates",
    "Holder",
    "Kind",
    "Normalization",
    "Polarisation",
    "Rift",
    "Shift",
    "Shifts",
    "Split",
    "TwoModeNormalization",
    "Window",
    "actor_network",
    "actor_node",
    "add_centralities",
    "affiliation_network",
    "coalitions",
    "comparable",
    "is_bare",
    "one_mode_network",
    "polarisation",
    "shifts",
    "table",
    "target_node",
    "ties",
    "windows",
    "write",
]
