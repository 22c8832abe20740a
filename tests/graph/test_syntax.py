"""Mistakes in queries are shown with their place and what may be meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kg.graph import doubtful, iri, named_queries, shorten
from kg.graph.known import known_terms
from kg.graph.syntax import check
from kg.graph.vocabulary import expand

TERMS = sorted(term for term in known_terms("kg") if len(term) > 5)


@pytest.mark.parametrize(
    ("sparql", "mistake"),
    [
        ("SELECT ?x { ?x a kg:Stance ; kg:target }", "line 1, column 40: near “}”"),
        ("SELECT ?x {\n ?x a kg:Stance\n ?x kg:target ?y }", "line 3, column"),
        ("SELECT ?x {\n  ?x foaf:name ?y }", "line 2, column 6: unknown prefix foaf: (known are actor article"),
        ("SELECT ?x { ?x skso:prefLabel ?y }", "line 1, column 16: unknown prefix skso:; did you mean skos:?"),
        ("SELECT ?x { ?x kg:rejects 'it: was' ; wdt:P31 ?y }", "column 39: unknown prefix wdt:; did you mean wd:?"),
        ("SELECT ?x { ?x kg:target target:troops+UA }", r"column 26: in a name, + .* target:troops\+UA"),
        ("SELECT ?x { ?x owl:sameAs http://example.org/a }", "column 27: an address stands in angle brackets"),
    ],
)
def test_what_is_malformed_is_shown_with_line_and_column(sparql, mistake):
    shown = check(sparql)
    first, _, last = mistake.partition(".*")
    assert shown.startswith("malformed SPARQL at line ") and first in shown and last.strip() in shown


@pytest.mark.parametrize(
    ("pattern", "doubts"),
    [
        ("?who kg:rejcts ?what", ["column 17: there is no kg:rejcts; did you mean kg:rejects?"]),
        ("?s a kg:stance", ["column 17: there is no kg:stance; did you mean kg:Stance?"]),
        ("?s kg:xyzzyx ?o", ["column 15: there is no kg:xyzzyx"]),
        ("?s skos:preflabel ?o", ["column 15: there is no skos:preflabel; did you mean skos:prefLabel?"]),
        ("?s ?p actor:Germany", ["column 18: actor:Germany is a name, not a key; did you mean actor:DE?"]),
        ("?s ?p actor:Waffenruhe, actor:Merkel", ["column 36: actor:Merkel is a name, not a key; "
                                                  "did you mean actor:angela-merkel?"]),
        ("?s ?p issue:Waffenruhe", ["column 18: issue:Waffenruhe is a name, not a key; did you mean issue:ceasefire?"]),
        ("?s <https://w3id.org/stance-graph/ontology#targt> ?o", ["column 15: there is no kg:targt; "
                                                                  "did you mean kg:target?"]),
        ("?s kg:rejcts ?a ; kg:rejcts ?b ; kg:actr ?c", ["column 15: there is no kg:rejcts; did you mean kg:rejects?",
                                                         "column 45: there is no kg:actr; did you mean kg:actor?"]),
    ],
)  # fmt: skip
def test_terms_that_nothing_can_have_are_doubted_with_the_nearest_known_one(pattern, doubts):
    sparql = f"SELECT * {{ {pattern} }}"
    assert check(sparql) is None
    assert list(doubtful(sparql)) == [f"line 1, {doubt}" for doubt in doubts]


def test_a_term_is_doubted_under_any_prefix_and_shown_with_its_line():
    sparql = "PREFIX k: <https://w3id.org/stance-graph/ontology#>\nSELECT * {\n  ?who k:rejcts ?what }"
    assert list(doubtful(sparql)) == ["line 3, column 8: there is no kg:rejcts; did you mean kg:rejects?"]


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { ?who kg:rejects ?what ; a kg:State ; rdf:_1 ?x }",
        "PREFIX kg: <http://example.org/> SELECT * { ?who kg:rejcts ?what }",
        "SELECT * { ?s ?p 'kg:rejcts', \"kg:rejcts\", '''kg:rejcts 'kg:x' ''' } # kg:rejcts",
        "SELECT * { ?s kg:target/kg:issue+ issue:troops ; ^kg:actor actor:DE . FILTER(?x = <urn:kg:rejcts>) }",
        "SELECT * { ?s kg:target target:troops\\+UA ; kg:actor actor:some-unknown-person }",
    ],
)
def test_what_is_right_or_no_term_is_not_doubted(sparql):
    assert check(sparql) is None
    assert list(doubtful(sparql)) == []


def test_no_named_query_is_doubted():
    queries = named_queries()
    assert len(queries) > 10
    assert {query.name: list(doubtful(query.text)) for query in queries} == {query.name: [] for query in queries}


@given(st.sampled_from(TERMS), st.data())
def test_a_slip_of_one_letter_leads_to_the_term(term, data):
    at = data.draw(st.integers(0, len(term) - 1))
    slip = term[:at] + term[at + 1 :]
    if slip in known_terms("kg") or not slip[0].isalpha() or slip.endswith("-"):
        return
    (doubt,) = doubtful(f"SELECT * {{ ?s ?p kg:{slip} }}")
    assert "did you mean kg:" in doubt


@given(st.text())
def test_any_text_gets_an_answer(text):
    list(doubtful(text))
    assert check(text) is None or check(text).startswith("malformed SPARQL")


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))
def test_a_shortened_name_may_stand_in_a_query_and_means_the_same(key):
    name = shorten(iri("target", key))
    assert check(f"ASK {{ ?s kg:target {f'<{name}>' if name.startswith('https:') else name} }}") is None
    assert expand(name) == str(iri("target", key))
