"""Clauses and the places in them: subject, objects, complements, negation; for any UD parse.

The parsers are small, so each place is looked for where the tree says, then where word order says.
"""

from collections.abc import Iterator

from kg.extract.words import Word, Words
from kg.knowledge.grammar import Grammar

SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "csubj:pass")
PREPOSITIONAL = ("obl", "obl:arg", "nmod", "obj", "iobj", "advmod", "advcl", "ccomp", "xcomp", "acl")
"""What small parsers call a phrase or clause behind a preposition."""
_CLAUSAL = ("ccomp", "xcomp", "csubj", "advcl", "acl", "acl:relcl", "parataxis", "ROOT", "root")
_PREDICATES = ("VERB", "AUX")


def verb_lemma(token: Word) -> str:
    """The lemma of a verb with its separated particle: "lehnt … ab" → "ablehnen"; English "rule out" → "rule out"."""
    lemma = token.lemma_.lower()
    particle = particle_of(token)
    if particle is None:
        return lemma
    if token.doc.lang_ == "en":
        return f"{lemma} {particle.lower_}"
    return particle.lower_ + lemma


def particle_of(verb: Word) -> Word | None:
    """The separated particle of a verb, if the parse has one."""
    for child in verb.children:
        if child.dep_ == "compound:prt":
            return child
    return None


def predicate_of(token: Word) -> Word:
    """The token that heads the clause around a token (verb, or predicate noun or adjective)."""
    while token.dep_ not in _CLAUSAL and token.head != token:
        if token.dep_ == "conj" and (token.pos_ in _PREDICATES or _has_subject(token)):
            return token
        token = token.head
    return token


def _has_subject(token: Word) -> bool:
    return any(c.dep_ in SUBJECTS for c in token.children)


def subjects_of(predicate: Word) -> list[Word]:
    """The subjects of a predicate: its own, or those it shares (coordination, infinitive, relative clause).

    Small parsers often call the object a subject too; then there are several, and the caller must choose.
    """
    seen = 0
    token = predicate
    while seen < 6:
        own = [child for child in token.children if child.dep_ in SUBJECTS]
        if own:
            return own
        if token.dep_ in ("conj", "xcomp", "aux", "cop", "aux:pass", "advcl", "compound", "parataxis"):
            if token.dep_ in ("advcl", "parataxis") and _finite(token):
                return []
            token = token.head
        elif token.dep_ == "acl" and not _finite(token) and _carries(token.head):
            token = token.head.head  # "took it as an occasion to call for action"
        else:
            return []
        seen += 1
    return []


def subject_of(predicate: Word) -> Word | None:
    """The first subject of a predicate, see :func:`subjects_of`."""
    return next(iter(subjects_of(predicate)), None)


def _carries(noun: Word) -> bool:
    """Whether a noun is what the subject of its verb has or does, so that an infinitive of it has the same subject."""
    return noun.dep_ in ("obj", "obl") and noun.head.pos_ == "VERB" and not is_passive(noun.head)


_OBLIQUE = ("en", "em", "es")


def is_oblique(noun: Word) -> bool:
    """Whether the determiner of a German noun phrase rules the nominative out ("den", "ihrem", "eines")."""
    if noun.doc.lang_ != "de":
        return False
    for child in noun.lefts:
        if child.dep_ == "case":
            return True
        if child.dep_ == "det" or child.pos_ == "DET":
            form = child.lower_
            return form in ("den", "dem", "des") or (form.endswith(_OBLIQUE) and form != "es" and len(form) > 4)
    return noun.lower_ in ("ihn", "ihm", "ihnen", "sich", "mich", "mir", "uns", "den", "dem", "denen", "dessen")


def is_dative(noun: Word) -> bool:
    """Whether the determiner of a German noun phrase rules the accusative out ("der Opposition", "seinem Land")."""
    if noun.doc.lang_ != "de":
        return False
    forms = [c.lower_ for c in noun.lefts if c.dep_ == "det" or c.pos_ == "DET"]
    return any(form.endswith(("er", "em")) or form == "des" for form in forms)


def is_plural(pronoun: Word) -> bool:
    """Whether a pronoun stands for several: by its own form, else by the finite verb ("sie fordern")."""
    if "Plur" in pronoun.morph.get("Number", []):
        return True
    verb = pronoun.head
    finite = next((c for c in verb.children if c.dep_ in ("aux", "aux:pass", "cop")), verb)
    if pronoun.doc.lang_ == "de":
        return finite.lower_.endswith(("en", "rn", "ln")) or finite.lower_ in ("sind", "seien")
    return "Plur" in finite.morph.get("Number", [])


def _finite(token: Word) -> bool:
    forms = [token, *(c for c in token.children if c.dep_ in ("aux", "aux:pass", "cop"))]
    return any("Fin" in t.morph.get("VerbForm", []) for t in forms)


def is_passive(predicate: Word) -> bool:
    """Whether the predicate stands in the passive; with "haben" it does not, whatever a small parser says."""
    if predicate.doc.lang_ == "de" and any(c.lemma_ == "haben" for c in children(predicate, "aux", "aux:pass")):
        return False
    return any(c.dep_ in ("nsubj:pass", "aux:pass", "csubj:pass") for c in predicate.children)


def children(token: Word, *relations: str) -> list[Word]:
    """The children in the given relations, in the order of the text."""
    return [c for c in token.children if c.dep_ in relations]


def with_preposition(token: Word, prepositions: frozenset[str]) -> list[Word]:
    """Phrases below ``token`` that begin with one of the prepositions (contractions such as "zum" count as "zu")."""
    found = []
    for child in token.children:
        if child.dep_ in PREPOSITIONAL:
            for case in child.children:
                if case.dep_ in ("case", "mark") and base_preposition(case) in prepositions and case.i < child.i:
                    found.append(child)
                    break
    return found


def base_preposition(token: Word) -> str:
    """The preposition inside a contraction of preposition and article."""
    return _CONTRACTIONS.get(token.lower_, token.lower_) if token.doc.lang_ == "de" else token.lower_


_CONTRACTIONS = {
    "am": "an", "ans": "an", "aufs": "auf", "beim": "bei", "durchs": "durch", "fürs": "für", "im": "in",
    "ins": "in", "übers": "über", "ums": "um", "unters": "unter", "vom": "von", "vors": "vor", "zum": "zu", "zur": "zu",
}  # fmt: skip


def negated(predicate: Word, grammar: Grammar) -> bool:
    """Whether a negator belongs to the predicate or to its auxiliaries, subject or object."""
    carriers = [predicate, *children(predicate, "aux", "aux:pass", "cop")]
    carriers += children(predicate, "obj", "nsubj", "nsubj:pass", "iobj")
    for carrier in carriers:
        for child in carrier.children:
            if _negates(child, grammar, carrier == predicate or carrier.pos_ == "AUX"):
                return True
    return False


def _negates(token: Word, grammar: Grammar, adverbs_too: bool) -> bool:
    form = token.lower_
    if form in grammar.negative_determiners:
        return token.dep_ in ("det", "advmod", "cc", "nsubj", "obj")
    if not adverbs_too or form not in grammar.negators:
        return False
    after = token.doc[token.i + 1].lower_ if token.i + 1 < len(token.doc) else ""
    return after not in grammar.negation_cancellers


def extent(token: Word, limit: int = 25) -> tuple[int, int]:
    """The contiguous tokens (start, end) of a phrase, from its leftmost to its rightmost word.

    Punctuation and prepositions at the edges are left out. A phrase of more than ``limit`` tokens is cut at
    the right: at a comma if there is one, else at the limit.
    """
    doc = token.doc
    first, last = token.sentence
    start, end = max(token.reach[0], first), min(token.reach[1] + 1, last)
    if token.pos_ in ("NOUN", "PROPN", "PRON"):
        # Only by a slip of the parse is a verb coordinated with a noun: there begins another clause.
        end = next((c.reach[0] for c in token.rights if c.dep_ == "conj" and c.pos_ in _PREDICATES), end)
    return trim(doc, start, end, limit, keep=token.i)


def trim(doc: Words, start: int, end: int, limit: int = 25, keep: int | None = None) -> tuple[int, int]:
    """A stretch without punctuation and linking words at its edges, and not longer than ``limit`` tokens."""
    edge = ("case", "mark", "cc", "punct")
    while start < end - 1 and (doc[start].is_punct or doc[start].is_space or doc[start].dep_ in edge):
        if keep is not None and start >= keep:
            break
        start += 1
    if end - start > limit:
        floor = max(start + 3, (keep or start) + 1)
        cut = next(
            (i for i in range(min(start + limit, end) - 1, floor, -1) if doc[i].text in (",", ";", "–", "-")), None
        )
        end = cut if cut is not None else max(start + limit, (keep or 0) + 1)
    while end > start + 1 and (doc[end - 1].is_space or doc[end - 1].text in (",", ".", ";", ":", "-", "–", "!", "?")):
        end -= 1
    return start, end


def ancestors(token: Word, limit: int = 30) -> Iterator[Word]:
    """The chain of heads above a token."""
    for _ in range(limit):
        if token.head == token:
            return
        token = token.head
        yield token
