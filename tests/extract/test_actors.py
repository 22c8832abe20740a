"""Who is found in a text, for whom each one speaks, and whom pronouns and descriptions mean."""

import pytest
from kg import extract
from kg.extract.cast import Cast
from kg.extract.entities import Entity
from kg.extract.stances import represented
from kg.model import Article
from spacy.tokens import Doc


def read(text: str, lang: str) -> tuple[Doc, Cast]:
    doc = extract.parse(Article(id="a", text=text, lang=lang))
    return doc, doc._.cast


def at(doc: Doc, words: str) -> Entity:
    """The entity named at the last place of some words."""
    start = doc.text.rindex(words)
    span = doc.char_span(start, start + len(words), alignment_mode="expand")
    return doc._.cast.at[span.start].entity


@pytest.mark.parametrize(
    ("text", "lang", "name", "side"),
    [
        ("Der Vorsitzende der SPD, Karl Brandner, lehnte den Plan ab.", "de", "Karl Brandner", "SPD"),
        ("Die Abgeordnete Hanna Voss (CDU) lehnte das Gesetz ab.", "de", "Hanna Voss", "CDU"),
        ("The French prime minister, Paul Morel, rejected the plan.", "en", "Paul Morel", "France"),
        ("NATO secretary general Erik Lund warned Russia.", "en", "Erik Lund", "NATO"),
    ],
)
def test_an_office_tells_for_whom_a_person_speaks(text: str, lang: str, name: str, side: str) -> None:
    doc, _ = read(text, lang)
    person = at(doc, name)
    assert person.name == name
    assert represented(person).name == side


@pytest.mark.parametrize(
    ("text", "lang", "words", "name"),
    [
        (
            "Die Organisation „Ärzte am Fluss“ fordert Hilfe. Die Organisation warnt.",
            "de",
            "Organisation warnt",
            "Ärzte am Fluss",
        ),
        ("The organisation “Rivers First” (RF) called for help. RF is worried.", "en", "RF is", "Rivers First (RF)"),
        ("Präsident Peter Lindner kam. Der Präsident lehnte den Plan ab.", "de", "Präsident lehnte", "Peter Lindner"),
        ("President Mary Oakes arrived. Oakes rejected the plan.", "en", "Oakes rejected", "Mary Oakes"),
    ],
)
def test_later_descriptions_and_short_forms_mean_who_was_introduced(
    text: str, lang: str, words: str, name: str
) -> None:
    doc, _ = read(text, lang)
    assert at(doc, words).name == name


@pytest.mark.parametrize(
    ("text", "lang", "pronoun", "name"),
    [
        ("Minister Thomas Berger traf Ministerin Anna Holm. Sie lehnte den Plan ab.", "de", "Sie", "Anna Holm"),
        ("Ministerin Anna Holm traf Minister Thomas Berger. Er lehnte den Plan ab.", "de", "Er", "Thomas Berger"),
        ("Senator Thomas Berger met Senator Anna Holm. She rejected the plan.", "en", "She", "Anna Holm"),
        ("Senator Anna Holm met Senator Thomas Berger. He rejected the plan.", "en", "He", "Thomas Berger"),
        (
            "The foreign ministers of France met Anna Holm. They rejected the plan.",
            "en",
            "They",
            "foreign ministers of France",
        ),
    ],
)
def test_a_pronoun_means_whom_it_fits_in_gender_and_number(text: str, lang: str, pronoun: str, name: str) -> None:
    _, cast = read(text, lang)
    token = next(t for t in cast.doc if t.text == pronoun)
    meant = cast.antecedent(token)
    assert meant is not None
    assert meant.name == name


def test_a_pronoun_without_anybody_before_it_means_nobody() -> None:
    _, cast = read("Er lehnte den Plan ab.", "de")
    assert cast.antecedent(cast.doc[0]) is None


def test_the_government_is_that_of_the_state_the_article_is_about() -> None:
    doc, _ = read("In Kenia wird gestritten. Die Regierung lehnt den Plan ab.", "de")
    assert represented(at(doc, "Regierung")).name == "Kenia"


@pytest.mark.parametrize(
    ("text", "lang", "last", "names"),
    [
        (
            "Die Außenminister Frankreichs, Italiens und Polens warnten Iran.",
            "de",
            0,
            {"Frankreich", "Italien", "Polen"},
        ),
        ("Representatives of Norway and Kenya criticised the plan.", "en", 0, {"Norway", "Kenya"}),
        ("Kenia stritt mit Norwegen. Beide Länder lehnen den Vorschlag ab.", "de", 1, {"Kenia", "Norwegen"}),
        ("Kenya clashed with Norway. Both sides rejected the proposal.", "en", 1, {"Kenya", "Norway"}),
        ("Hans Klein und Maria Weber kamen. Sie forderten Neuwahlen.", "de", 1, {"Hans Klein", "Maria Weber"}),
        ("Aid groups such as Riverwatch and Greenpeace rejected it.", "en", 0, {"Riverwatch", "Greenpeace"}),
        ("Umweltverbände wie Greenpeace und der WWF lehnten den Plan ab.", "de", 0, {"Greenpeace", "WWF"}),
    ],
)
def test_each_actor_of_several_holds_the_stance(text: str, lang: str, last: int, names: set[str]) -> None:
    doc, _ = read(text, lang)
    start = list(doc.sents)[last].start
    held = [c for c in doc._.candidates if c.sentence.start == start and c.holder.how.startswith("subject")]
    assert {represented(c.holder.entity).name for c in held} >= names or {c.holder.entity.name for c in held} >= names


@pytest.mark.parametrize(
    ("text", "lang", "words", "name"),
    [
        ("Der Vorsitzende des Ausschusses des Rates Karl Brandner kam.", "de", "Vorsitzende", "Karl Brandner"),
        (
            "Paul Berger, der Präsident des Parlaments, traf Präsident Viktor Malko. Der Parlamentspräsident ging.",
            "de",
            "Parlamentspräsident",
            "Paul Berger",
        ),
        ("Ministerin Anna von der Tann kam. Von der Tann lehnte ab.", "de", "Von der", "Anna von der Tann"),
        ("Michelle Obama praised the plan.", "en", "Obama", "Michelle Obama"),
    ],
)
def test_an_office_or_a_part_of_a_name_means_its_bearer(text: str, lang: str, words: str, name: str) -> None:
    doc, _ = read(text, lang)
    assert at(doc, words).name == name


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("Der Sicherheitsrat beriet. In seiner Resolution wird der Angriff verurteilt.", "de", "Sicherheitsrat"),
        ("Die Resolution der NATO fordert eine Waffenruhe.", "de", "NATO"),
        ("The Security Council met. Its resolution demands a ceasefire.", "en", "Security Council"),
        ("The report of the office of the OSCE demands reforms.", "en", "OSCE"),
    ],
)
def test_a_document_speaks_for_who_issued_it(text: str, lang: str, name: str) -> None:
    doc, _ = read(text, lang)
    assert name in {e.name for e in doc._.cast.issuers.values()}
    assert name in {c.holder.entity.name for c in doc._.candidates}


@pytest.mark.parametrize(
    ("german", "english"),
    [
        ("Die Bundesregierung lehnte ab.", "The German government refused."),
        ("Das kenianische Außenministerium warnte.", "The Kenyan foreign ministry warned."),
        ("Die EU-Außenminister lehnten ab.", "The EU foreign ministers refused."),
        ("Das oberste Gericht Kenias lehnte ab.", "The supreme court of Kenya refused."),
        ("Das kenianische Kabinett lehnte ab.", "The Kenyan cabinet refused."),
        ("Datenschützer lehnten ab.", "Privacy campaigners refused."),
        ("Die kenianische Übergangsregierung lehnte ab.", "The Kenyan transitional government refused."),
        ("Der kenianische Bildungsminister lehnte ab.", "The Kenyan education minister refused."),
    ],
)
def test_an_office_or_body_is_one_node_in_both_languages(german: str, english: str) -> None:
    keys = []
    for text, lang in ((german, "de"), (english, "en")):
        _, cast = read(text, lang)
        keys.append({m.entity.key for m in cast.mentions if m.how == "office"})
    assert keys[0] == keys[1]


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("In China, Weber demanded reforms.", {"Weber"}),
        ("Twelve South American countries rejected the plan.", {"Twelve South American countries"}),
        ("The German negotiating delegation rejected the plan.", {"German negotiating delegation"}),
        ("The Social Democrats rejected the plan.", {"SPD"}),
        ("The Advocate General sharply criticised the law.", {"Advocate General"}),
        ("Data protection advocates criticised the law.", {"Data protection advocates"}),
    ],
)
def test_a_name_holds_its_own_words_and_no_others(text: str, holder: set[str]) -> None:
    doc, _ = read(text, "en")
    held = [
        c.holder
        for c in doc._.candidates
        if c.cue is not None and c.cue.type.value in ("rejects", "demands", "criticises")
    ]
    assert {h.entity.name for h in held if h.how.startswith("subject")} == holder


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Die Staats- und Regierungschefs der EU haben den Vertrag gebilligt.", "Staats- und Regierungschefs der EU"),
        ("Die Außen- und Verteidigungsminister lehnten den Plan ab.", "Außen- und Verteidigungsminister"),
    ],
)
def test_an_office_whose_first_part_is_cut_is_one_actor(text: str, name: str) -> None:
    doc, _ = read(text, "de")
    assert {stance.actor.name for stance in doc._.stances} == {name}
