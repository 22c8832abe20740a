"""Why stances were read from an article: the verdicts of the judge with all that led to them."""

import re
from collections.abc import Iterable, Iterator

from kg.errors import InputError
from kg.explanation import Contribution, CueFound, ExplainedSentence, Explanation, Outcome, Proposal, UnusedCue
from kg.extract import clauses, dated, filled, parse, quote_of
from kg.extract.candidates import Candidate
from kg.extract.complements import Complements
from kg.extract.cues import Cue
from kg.extract.features import Setting, setting
from kg.extract.holders import Holders
from kg.extract.judge import Judge, Verdict, load_judge
from kg.extract.marks import QUOTE_MARKS
from kg.extract.stances import evidence, to_stance
from kg.extract.words import Phrase, Words, words_of
from kg.knowledge.grammar import load_grammar
from kg.model import Article, Span, Stance


def explain(
    article: str | Article, *, lang: str | None = None, sentence: int | None = None, containing: str | None = None
) -> Explanation:
    """Why an article, or a text, gives its stances and not others.

    The article is read as :func:`kg.extract` reads it, with the same result; this only reports what was decided.

    :param lang: the language of a text ("de", "en"); ``None``: it is detected.
    :param sentence: only the sentence of this number, from 1.
    :param containing: only the sentences that hold these words or share some of them; white space may differ.
    :raises kg.errors.InputError: the text is empty, or has no such sentence or words.
    :raises kg.errors.LanguageError: its language is not supported.
    """
    from kg.read.text import article_from_text

    if isinstance(article, str):
        article = article_from_text(article, lang=lang)
    words = words_of(parse(article))
    sentences = [s for s in words.sents if s.text.strip()]
    numbers = range(1, len(sentences) + 1)
    if sentence is not None:
        if sentence not in numbers:
            raise InputError(f"{article.id}: no sentence {sentence}; the sentences are 1 to {len(sentences)}")
        numbers = range(sentence, sentence + 1)
    chosen = [(n, sentences[n - 1]) for n in numbers]
    if containing is not None:
        places = _places(article.text, containing)
        chosen = [(n, s) for n, s in chosen if any(a < s.end_char and s.start_char < b for a, b in places)]
        if not chosen:
            raise InputError(f"{article.id}: no sentence holds '{containing}'; give words as they stand in the text")
    return Explanation(
        filled(article, words), load_judge(words.lang_).threshold, tuple(_Explainer(words, article).of(chosen))
    )


def _places(text: str, words: str) -> list[tuple[int, int]]:
    """Where words stand in a text, with any white space between them and in any case."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    return [m.span() for m in re.finditer(pattern, text, re.IGNORECASE)] if pattern else []


class _Explainer:
    """Turns what is known of a text into explained sentences."""

    def __init__(self, doc: Words, article: Article) -> None:
        self._doc = doc
        self._article = article
        self._judge: Judge = load_judge(doc.lang_)
        self._around: Setting = setting(doc, doc.candidates)
        grammar = load_grammar(doc.lang_)
        self._verdicts = {id(v.candidate): v for v in doc.verdicts}
        self._holders, self._complements = Holders(doc, grammar), Complements(doc, grammar)

    def of(self, chosen: Iterable[tuple[int, Phrase]]) -> Iterator[ExplainedSentence]:
        verdicts: dict[int, list[Verdict]] = {}
        for verdict in self._doc.verdicts:
            verdicts.setdefault(verdict.candidate.sentence.start, []).append(verdict)
        cues: dict[int, list[Cue]] = {}
        for cue in self._doc.cues:
            cues.setdefault(cue.head.sentence[0], []).append(cue)
        for number, sentence in chosen:
            here = verdicts.get(sentence.start, [])
            yield ExplainedSentence(
                number,
                evidence(sentence),
                tuple(map(self._proposal, sorted(here, key=lambda v: (not v.accepted, -v.probability)))),
                tuple(self._unused(cues.get(sentence.start, []), [v.candidate for v in here])),
                tuple(
                    quote_of(self._doc, v)
                    for v in self._doc.quotations
                    if v.start < sentence.end and sentence.start < v.end
                ),
            )

    def _stance(self, candidate: Candidate, probability: float) -> Stance:
        return dated(to_stance(self._doc, candidate, probability), self._article, self._doc)

    def _proposal(self, verdict: Verdict) -> Proposal:
        c, doc = verdict.candidate, self._doc
        contributions = [Contribution(*made) for made in self._judge.contributions(c, doc, self._around)]
        rival = self._verdicts.get(id(verdict.rival))
        outcome = Outcome.STANCE if verdict.accepted else Outcome.UNLIKELY
        if verdict.rival is not None and verdict.probability >= self._judge.threshold:
            outcome = Outcome.EXCLUDED
        return Proposal(
            stance=self._stance(c, verdict.probability),
            outcome=outcome,
            source=c.cue.pos if c.cue is not None else "voice" if c.voice is not None else "clause",
            cue=self._found(c.cue) if c.cue is not None else None,
            holder=c.holder.how,
            frame=c.frame,
            target=self._doc.span(c.start, c.end),
            clause=self._clause(c.head),
            quote=quote_of(doc, c.voice) if c.voice is not None else None,
            form=c.voice.form if c.voice is not None else "none",
            score=sum(made.added for made in contributions),
            contributions=tuple(sorted(contributions, key=lambda made: -abs(made.added))),
            rival=self._stance(rival.candidate, rival.probability) if rival is not None else None,
        )

    def _clause(self, head: int) -> Span:
        start, end = clauses.extent(clauses.predicate_of(self._doc[head]), limit=len(self._doc))
        while start < end - 1 and self._doc[start].text in QUOTE_MARKS:
            start += 1
        while end > start + 1 and self._doc[end - 1].text in QUOTE_MARKS:
            end -= 1
        return self._doc.span(start, end)

    def _unused(self, cues: list[Cue], candidates: list[Candidate]) -> Iterator[UnusedCue]:
        used = {id(c.cue) for c in candidates}
        heads = {c.head for c in candidates if c.cue is not None}
        for cue in cues:
            if id(cue) in used:
                continue
            if cue.head.i in heads:
                reason = "reading"
            else:
                holders = self._holders.of(cue)
                targets = [t for h in holders for t in self._complements.of(cue, h.entity)]
                reason = "no-actor" if not holders else "no-target" if not targets else "dropped"
            yield UnusedCue(self._found(cue), reason)

    def _found(self, cue: Cue) -> CueFound:
        words = tuple(self._doc.span(i, i + 1) for i in cue.tokens)
        return CueFound(cue.name, cue.pos, cue.type, cue.negated, cue.weight, words)
