"""Names in a text: where they begin and end, those that no gazetteer has, surnames and abbreviations."""

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from babel.dates import get_day_names, get_month_names

from kg.extract.cast import Cast
from kg.extract.entities import Entity, Mention, is_acronym
from kg.extract.words import Word, Words
from kg.model import ActorKind

# Words inside a person's name that are written in lower case.
_PARTICLES = {"von", "van", "der", "de", "den", "zu", "da", "dos", "del", "di", "al", "bin", "ibn", "el", "la", "ter"}
_LONGEST_QUOTED = 8  # tokens of a name in quotation marks
_HYPHENS = ("-", "–")


def name_run(cast: Cast, first: int) -> tuple[int, int]:
    """The run of proper nouns that starts at ``first``: (first, end), empty if there is none."""
    doc = cast.doc
    end = i = first
    while i < len(doc) and i - first < 6:
        token = doc[i]
        held = cast.at.get(i)
        if held is not None and (held.entity.kind is not ActorKind.PERSON or held.how == "office"):
            break
        if i > first and token.sentence[0] == token.i:
            break
        if token.text in _HYPHENS and i > first and not doc[i - 1].token.whitespace_ and not token.token.whitespace_:
            i += 1
            continue
        if not (_name_like(cast, i, first, end) and token.text[0].isupper() and not token.is_punct):
            if not (token.lower_ in _PARTICLES and i > first):
                break
        else:
            end = i + 1
        i += 1
    return first, end


def _name_like(cast: Cast, i: int, first: int, end: int) -> bool:
    token = cast.doc[i]
    if token.pos_ == "PROPN" or i in cast.at:
        return True
    if token.pos_ == "X" or token.text in cast.gazetteer.first_names:
        return True
    before = cast.doc[i - 1] if i > first else None
    if before is None or token.pos_ not in ("NOUN", "ADJ", "X"):
        return False
    if before.text in cast.gazetteer.first_names or before.text in _HYPHENS:
        return True
    if before.lower_ in _PARTICLES and end - first == 1 and cast.doc[first].text in cast.gazetteer.first_names:
        return cast.doc[end].lower_ in ("von", "van", "zu")  # "Anna von der Tann", whatever the tagger calls her
    return end == i and token.dep_ in ("flat", "appos")


def in_other_name(cast: Cast, i: int, key: str) -> bool:
    """Whether a known short name is only a part of somebody else's: "Michelle Obama", "Sharon Hayes"."""
    doc, first_names = cast.doc, cast.gazetteer.first_names
    before = i - 1
    while before > 0 and doc[before].lower_ in _PARTICLES:
        before -= 1
    own = cast.gazetteer.entity(key).name.split()
    if before >= 0 and doc[before].text in first_names and doc[before].text not in own and doc[i].pos_ == "PROPN":
        return not (before > 0 and doc[before - 1].text in own)
    after = doc[i + 1] if i + 1 < len(doc) else None
    known = key in cast.gazetteer.actors.people
    return known and after is not None and doc[i].text in first_names and after.pos_ == "PROPN" and after.text.istitle()


def plain_name(doc: Words, start: int, end: int) -> str:
    """A name without its genitive ending."""
    text: str = doc[start:end].text
    last = doc[end - 1].text
    if (
        doc.lang_ == "de"
        and last.endswith("s")
        and end < len(doc)
        and doc[end].pos_ in ("NOUN", "ADJ")
        and len(last) > 4
    ):
        return text[:-1]
    return text.rstrip("’'")


def strip_determiner(doc: Words, start: int, end: int) -> str:
    """The words of a phrase without articles and prepositions before it."""
    while start < end - 1 and doc[start].pos_ in ("DET", "ADP"):
        start += 1
    return str(doc[start:end].text)


def quoted_name(cast: Cast, i: int) -> tuple[int, int]:
    """The tokens of a name in quotation marks that open at token ``i``: (start, end), empty if there is none."""
    doc, grammar = cast.doc, cast.grammar
    if i + 2 >= len(doc) or doc[i].text not in grammar.opening or not doc[i + 1].text[0].isupper():
        return i, i
    for j in range(i + 2, min(i + 2 + _LONGEST_QUOTED, len(doc))):
        if doc[j].text in grammar.closing:
            return i + 1, j
        if doc[j].pos_ == "AUX" or doc[j].text in (".", ",", "!", "?", ":"):
            break
    return i, i


def in_brackets(cast: Cast, i: int) -> Entity | None:
    """The party or organisation in brackets right after a name: "Merz (CDU)"."""
    if i + 1 < len(cast.doc) and cast.doc[i].text == "(":
        held = cast.at.get(i + 1)
        if held is not None and held.entity.kind is not ActorKind.PERSON and held.how != "adjective":
            return held.entity
    return None


def add_unknown_names(cast: Cast) -> None:
    """Mentions for proper nouns that are in no gazetteer; full names first, so that a lead's surname finds them."""
    runs = list(_unknown_runs(cast))
    for start, end in sorted(runs, key=lambda run: run[1] - run[0] == 1):
        _add_name(cast, start, end)
    for (start, border), (behind, _) in pairwise(runs):
        if border == behind:  # "Refugee Council Enver Solomon"
            cast.speaks_for(cast.at[behind].entity, cast.at[start].entity)


def _unknown_runs(cast: Cast) -> Iterator[tuple[int, int]]:
    doc = cast.doc
    inside = {t.text for t in doc if not _begins(t, cast)} if doc.lang_ == "en" else set()
    i = 0
    while i < len(doc):
        first_name = doc[i].text in cast.gazetteer.first_names and doc[i].pos_ in ("NOUN", "ADJ", "X")
        # "Twelve states", also where the tagger reads a name.
        counts = doc[i].dep_ == "nummod" and doc[i].token.like_num
        if i in cast.at or counts or not (doc[i].pos_ == "PROPN" or first_name) or doc[i].text in cast.grammar.titles:
            i += 1
            continue
        start, end = name_run(cast, i)
        named = end > start and not (first_name and end - start < 2)
        if named and not _common_word(cast, start, end, inside) and not _date(doc, start, end):
            person = _first_name_inside(cast, start, end)
            if person > start:
                yield start, person
            yield person, end
        i = max(i + 1, end)


def _first_name_inside(cast: Cast, start: int, end: int) -> int:
    """Where a person's name begins behind the body they speak for: "Refugee Council Enver Solomon"; else ``start``."""
    doc, first_names = cast.doc, cast.gazetteer.first_names
    for i in range(start + 1, end - 1):
        body = cast.gazetteer.office(doc[i - 1].text, doc[i - 1].lemma_)
        if doc[i].text in first_names and body is not None and body[0].kind == "body":
            return i
    return start


def _date(doc: Words, start: int, end: int) -> bool:
    """Whether a "name" is only a weekday, or a month beside a number. (A month may be a name: "May", "August".)"""
    if end - start > 1:
        return False
    days, months = _calendar(doc.lang_)
    form = doc[start].lower_
    beside = doc[max(0, start - 1) : end + 1]
    return form in days or (form in months and any(t.token.like_num or t.text.rstrip(".").isdigit() for t in beside))


@cache
def _calendar(lang: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names of the weekdays and of the months, from the Unicode CLDR."""
    days, months = get_day_names("wide", locale=lang), get_month_names("wide", locale=lang)
    return frozenset(str(d).lower() for d in days.values()), frozenset(str(m).lower() for m in months.values())


def _add_name(cast: Cast, start: int, end: int) -> None:
    doc = cast.doc
    name = plain_name(doc, start, end)
    person = cast.by_surname(name) or (cast.by_surname(doc[end - 1].text) if end - start > 1 else None)
    if person is None:
        person = cast.named(name, _kind(name, cast))
    role = doc[start - 1] if start > 0 else None
    if role is not None and role.pos_ == "NOUN" and role.sentence == doc[start].sentence and end - start > 1:
        person.offices.add(role.lemma_.lower())
    party = in_brackets(cast, end)
    if party is not None and _abbreviates(doc[end + 1].text, name):
        cast.add(Mention(start, end, party, "name"))
        return
    if party is not None and person.represents is None and person.kind is not ActorKind.ORGANISATION:
        person.kind = ActorKind.PERSON
        person.represents = party
    cast.add(Mention(start, end, person, "name"))


def _kind(name: str, cast: Cast) -> ActorKind:
    """What an unknown name is by its words: two or three are a person's, unless the last is a word for a body."""
    words = name.split()
    if len(words) < 2:
        return ActorKind.UNKNOWN
    if words[0].partition("-")[0] in cast.gazetteer.first_names:
        return ActorKind.PERSON if len(words) < 5 else ActorKind.UNKNOWN
    body = cast.gazetteer.office(words[-1], words[-1])
    if body is not None and body[0].kind == "body":
        return ActorKind.ORGANISATION
    return ActorKind.PERSON if len(words) < 4 else ActorKind.UNKNOWN


def _common_word(cast: Cast, start: int, end: int, inside: set[str]) -> bool:
    """Whether a lone English word is no name: it begins a sentence or quotation, and has no capital inside one."""
    token = cast.doc[start]
    if cast.doc.lang_ != "en" or end - start > 1 or not _begins(token, cast):
        return False
    return token.text not in inside


def _begins(token: Word, cast: Cast) -> bool:
    return token.sentence[0] == token.i or token.doc[token.i - 1].text in cast.grammar.opening


def _abbreviates(letters: str, name: str) -> bool:
    """Whether letters are the initials of a name's words, with or without its small words."""
    initials = [word[0].casefold() for word in name.replace("-", " ").split()]
    wanted = letters.casefold()
    return len(wanted) > 1 and len(initials) > 1 and initials[0] == wanted[0] and _in_order(wanted, initials)


def _in_order(letters: str, initials: list[str]) -> bool:
    rest = iter(initials)
    return all(letter in rest for letter in letters)


def add_surnames(cast: Cast) -> None:
    """Mentions for the surnames of people whom the article has named in full, however they are tagged."""
    doc = cast.doc
    for token in doc:
        if token.i in cast.at or not token.text[0].isupper() or token.pos_ not in ("NOUN", "ADJ", "X", "VERB", "ADV"):
            continue
        person = cast.by_surname(token.text)
        if person is not None and any(token.text.startswith(part) for part in person.name.split()[-1:]):
            cast.add(Mention(token.i, token.i + 1, person, "name"))


def extend_surnames(cast: Cast) -> None:
    """Let a surname hold its particles ("von der Leyen"), so that nothing takes them for prepositions."""
    doc = cast.doc
    for mention in cast.mentions:
        parts = mention.entity.name.casefold().split()
        if mention.entity.kind is not ActorKind.PERSON or len(parts) < 3 or mention.how not in ("name", "alias"):
            continue
        start = mention.start
        at = next((n for n, part in enumerate(parts) if part.startswith(doc[start].lower_)), 0)
        at = at or next((n for n, part in enumerate(parts) if doc[start].lower_.startswith(part)), 0)
        while at > 1 and start > 0 and doc[start - 1].lower_ == parts[at - 1] and parts[at - 1] in _PARTICLES:
            start, at = start - 1, at - 1
            cast.at[start] = mention
        mention.start = start


def merge_short_names(cast: Cast) -> None:
    """A surname alone means the person of this surname whom the article names in full, before or after."""
    for mention in cast.mentions:
        entity = mention.entity
        if entity.known or " " in entity.name or entity.kind not in (ActorKind.PERSON, ActorKind.UNKNOWN):
            continue
        person = cast.by_surname(entity.name)
        if person is None or person is entity or not entity.name[0].isupper():
            continue
        if mention.how == "name" or mention.name is not None:
            person.offices |= entity.offices
            cast.speaks_for(person, entity.represents)
            mention.entity = person


def add_parties(cast: Cast) -> None:
    """ "Merz (CDU)": a person without an office speaks for the party in brackets."""
    for mention in cast.mentions:
        party = in_brackets(cast, mention.end)
        if party is not None and mention.entity.kind is ActorKind.PERSON and mention.entity.represents is None:
            mention.entity.represents = party


def add_abbreviations(cast: Cast) -> None:
    """ "Amnesty International (AI)": from here on the letters in brackets mean that name."""
    doc = cast.doc
    meant: dict[str, Entity] = {}
    for mention in cast.mentions:
        i = mention.end
        if i + 2 >= len(doc) or mention.entity.kind is ActorKind.PERSON:
            continue
        while (i < len(doc) - 2 and doc[i].text in cast.grammar.closing) or doc[i].text == "''":
            i += 1
        if i + 2 >= len(doc) or doc[i].text != "(" or doc[i + 2].text != ")" or len(doc[i + 1].text) > 8:
            continue
        held = cast.at.get(i + 1)
        if held is None or not held.entity.known:
            meant[doc[i + 1].text] = mention.entity
    for letters, entity in meant.items():
        if not entity.known and letters not in entity.name.split() and is_acronym(letters):
            entity.name = f"{entity.name} ({letters})"
    for token in doc if meant else ():
        held = cast.at.get(token.i)
        if token.text in meant and (held is None or not held.entity.known):
            cast.add(Mention(token.i, token.i + 1, meant[token.text], "alias"))
