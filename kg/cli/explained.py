"""An explanation as a tree for the terminal."""

from rich.text import Text
from rich.tree import Tree

from kg.explanation import Contribution, CueFound, ExplainedSentence, Explanation, Outcome, Proposal
from kg.knowledge.reasons import Reasons, feature_reason, frame_reason, holder_reason, load_reasons
from kg.model import Quote, Span, Valence

_WEIGHTS = 4
"""How many weights for, and how many against, are shown unless all are asked for."""
_COLOURS = {Valence.FAVOUR: "blue", Valence.AGAINST: "red", Valence.OPEN: "yellow"}


def tree(explanation: Explanation, fallen: int | None) -> Tree:
    """The sentences of an article with their stances, why they were read, and what fell.

    :param fallen: how many fallen candidates to show for a sentence; None: all, and with all weights.
    """
    return _Teller(explanation, fallen).tree()


class _Teller:
    def __init__(self, explanation: Explanation, fallen: int | None) -> None:
        self._explanation = explanation
        self._text = explanation.article.text
        self._fallen = fallen
        self._reasons: Reasons = load_reasons()

    def tree(self) -> Tree:
        article = self._explanation.article
        root = Tree(
            Text.assemble(
                (article.title or article.id, "bold"),
                f" ({article.lang}; a stance is what has a probability of {self._explanation.threshold:.2f} or more)",
            )
        )
        for sentence in self._explanation.sentences:
            self._sentence(root, sentence)
        return root

    def _sentence(self, root: Tree, sentence: ExplainedSentence) -> None:
        words = " ".join(sentence.evidence.text.split())
        branch = root.add(Text.assemble((f"{sentence.number}  ", "bold"), words))
        for quote in sentence.quotes:
            branch.add(self._quote(quote))
        stances = [p for p in sentence.proposals if p.outcome is Outcome.STANCE]
        fallen = [p for p in sentence.proposals if p.outcome is not Outcome.STANCE]
        for proposal in stances:
            self._proposal(branch, proposal)
        shown = fallen[: self._fallen]
        for proposal in shown:
            self._proposal(branch, proposal)
        if len(fallen) > len(shown):
            branch.add(Text(f"{len(fallen) - len(shown)} less likely candidates are not shown (--all)", "dim"))
        for unused in sentence.unused:
            why = self._reasons.get(("unused", unused.reason), unused.reason)
            branch.add(Text.assemble(("no candidate", "dim"), " from ", self._cue(unused.cue), f": {why}"))
        if not branch.children:
            branch.add(Text("no cue, and no words of a known speaker", "dim"))

    def _proposal(self, branch: Tree, p: Proposal) -> None:
        stance, accepted = p.stance, p.outcome is Outcome.STANCE
        who = stance.actor.name
        if stance.represents.key != stance.actor.key:
            who += f" ({stance.represents.name})"
        head = Text.assemble(
            ("✓ " if accepted else "✗ ", "bold green" if accepted else "dim"),
            (who, "bold" if accepted else ""),
            " ",
            (stance.type.value, f"bold {_COLOURS[stance.type.valence]}" if accepted else _COLOURS[stance.type.valence]),
            " ",
            " ".join(stance.target.text.split()),
            (f"  {stance.confidence:.2f}", "bold" if accepted else ""),
            (self._verdict(p), "italic"),
        )
        node = branch.add(head)
        if not accepted and self._fallen is not None:
            node.add(Text(f"cue: {self._source(p)}", "dim"))
            if p.outcome is Outcome.UNLIKELY:
                against = [self._weight(c) for c in p.contributions if c.added < 0]
                node.add(Text(f"against: {'; '.join(against[:_WEIGHTS])}", "dim"))
            return
        lines = [("cue", self._source(p))]
        lines.append(("actor", f"{stance.actor.name}: {holder_reason(p.holder, self._reasons)}"))
        concept = f" [{stance.target.key}]" if stance.target.issue or stance.target.entities else ""
        lines.append(("target", f"{frame_reason(p.frame, self._reasons)}{concept}"))
        if stance.condition is not None:
            lines.append(("condition", f"{stance.condition.kind}: {' '.join(stance.condition.text.split())}"))
        lines.append(("clause", self._words(p.clause)))
        if p.quote is not None:
            form = self._reasons.get(("form", p.form), p.form)
            said = p.quote.actor.name if p.quote.actor is not None else "nobody known"
            lines.append(("speech", f"words of {said}: {form}"))
        for name, line in lines:
            node.add(Text(f"{name}: {line}"))
        parts = p.contributions
        for sign, side in (
            ("for", [c for c in parts if c.added > 0]),
            ("against", [c for c in parts if c.added < 0]),
        ):
            shown = side if self._fallen is None else side[:_WEIGHTS]
            below = node.add(Text(f"{sign}: {sum(c.added for c in side):+.2f} in {len(side)} weights", "dim"))
            for made in shown:
                below.add(Text(self._weight(made)))

    def _verdict(self, p: Proposal) -> str:
        if p.outcome is Outcome.UNLIKELY:
            return f"  below {self._explanation.threshold:.2f}"
        if p.outcome is Outcome.EXCLUDED and p.rival is not None:
            return f"  excluded by the likelier '{p.rival.type} {' '.join(p.rival.target.text.split())}'"
        return ""

    def _weight(self, made: Contribution) -> str:
        value = "" if made.value == 1 else f" ({made.value:.2f})"
        return f"{made.added:+.2f} {feature_reason(made.feature, self._reasons)}{value}"

    def _source(self, p: Proposal) -> str:
        return self._cue(p.cue) if p.cue is not None else self._reasons.get(("source", p.source), p.source)

    def _cue(self, cue: CueFound) -> str:
        words = " … ".join(self._words(span) for span in cue.words)
        pos = self._reasons.get(("source", cue.pos), cue.pos)
        return f"{cue.name} ({pos}, {cue.type}, lexicon weight {cue.weight:.2f}) in '{words}'"

    def _quote(self, quote: Quote) -> Text:
        words = " … ".join(map(self._words, quote.spans))
        speaker = quote.actor.name if quote.actor is not None else "nobody known"
        named = f" ('{self._words(quote.speaker)}')" if quote.speaker is not None else ""
        cue = f", introduced by '{self._words(quote.cue)}'" if quote.cue is not None else ""
        return Text.assemble((f"speech ({quote.kind})", "cyan"), f" of {speaker}{named}{cue}: {words}")

    def _words(self, span: Span) -> str:
        return " ".join(self._text[span.start : span.end].split())
