"""On which day something was said: the weekday of the verb that reports it ("sagte am Dienstag", "said on Tuesday")."""

from collections.abc import Iterable
from datetime import date, timedelta

from kg.extract.mood import form_mood
from kg.extract.words import Word, Words
from kg.knowledge.grammar import Grammar
from kg.read.dates import weekdays


def day_of(verbs: Iterable[Word], doc: Words, grammar: Grammar) -> date | None:
    """The day of the first of some verbs that stands in the past with a weekday; None if there is none.

    News mean the last such weekday before the article, or the article's own. A day with more than a preposition about
    it ("next", "letzten") is left alone, and so is a verb in another tense or mood: its day may lie ahead.
    """
    published: date | None = doc.day
    if published is None:
        return None
    names = weekdays(doc.lang_)
    for verb in verbs:
        for child in verb.children:
            number = names.get(child.lower_)
            if number is not None and _bare(child, grammar) and _past(verb, grammar):
                return published - timedelta(days=(published.weekday() - number) % 7)
    return None


def _bare(day: Word, grammar: Grammar) -> bool:
    """Whether a weekday says when something happened, not until, from or by when."""
    words = [child for child in day.children if not child.is_punct]
    return day.dep_.startswith(("obl", "nmod", "advmod")) and all(
        word.dep_ == "case" and word.lower_ in grammar.on_day for word in words
    )


def _past(verb: Word, grammar: Grammar) -> bool:
    form = verb.morph.get("VerbForm", [])
    if "Part" in form:
        helpers = [child.lower_ for child in verb.children if child.dep_.startswith("aux")]
        return bool(helpers) and grammar.past_auxiliaries.issuperset(helpers)
    if not ("Fin" in form or verb.morph.get("Person", [])) or form_mood(verb, grammar):
        return False
    return "Past" in verb.morph.get("Tense", []) if grammar.lang == "en" else _preterite(verb)


def _preterite(verb: Word) -> bool:
    """German morphology gives no tense. Weak verbs end in -te, strong ones unlike the infinitive, not in -t or -e."""
    form, lemma = verb.lower_, verb.lemma_.lower()
    if form.endswith(("te", "ten")):
        return not lemma.endswith("ten") or form.endswith(("tete", "teten"))
    return not form.endswith(("t", "e")) and not lemma.endswith(form)
