"""The cast of an article: its entities and mentions, and which earlier mention a later one means."""

from bisect import bisect_right
from collections import Counter

from kg.extract import anaphora
from kg.extract.entities import Entity, Mention, fullest, is_acronym, slug
from kg.extract.gazetteer import Gazetteer
from kg.extract.words import Word, Words
from kg.knowledge.grammar import Grammar
from kg.model import ActorKind

_PRONOUN_REACH = 120  # tokens that a pronoun looks back


class Cast:
    """Entities by key, and mentions in the order of the text."""

    def __init__(self, doc: Words, gazetteer: Gazetteer, grammar: Grammar) -> None:
        self.doc = doc
        self.gazetteer = gazetteer
        self.grammar = grammar
        self.day = doc.day
        self.entities: dict[str, Entity] = {}
        self.mentions: list[Mention] = []
        self.at: dict[int, Mention] = {}
        self._surnames: dict[str, Entity] = {}
        self.issuers: dict[int, Entity] = {}  # by the token of a document
        self.joints: list[Mention] = []  # enumerations, as groups
        self.apposed: dict[int, tuple[int, int]] = {}  # from each token of an office with a name beside it to its ends
        self._starts: list[int] = []
        self._stated: set[str] = set()

    # -- building ---------------------------------------------------------------------------

    def known(self, key: str) -> Entity:
        """The entity for a key of the gazetteer, made at its first use."""
        entity = self.entities.get(key)
        if entity is None:
            entity = self.entities[key] = self.gazetteer.entity(key)
            self._link_known(entity)
        return entity

    def _link_known(self, entity: Entity) -> None:
        actors = self.gazetteer.actors
        organisation = actors.organisations.get(entity.key)
        if organisation is not None and organisation.represents:
            entity.represents = self.known(organisation.represents)
        if entity.key in actors.people:
            office = actors.office_on(entity.key, self.day)
            entity.represents = self.known(office.represents)
            entity.offices |= {word.lower() for word in office.office.get(self.gazetteer.lang, "").split()[-1:]}
            entity.feminine = self.gazetteer.feminine(entity.name)
            self.remember_surname(entity)

    def named(self, name: str, kind: ActorKind) -> Entity:
        """The entity of an unknown name, made at its first use."""
        key = slug(name) or "unnamed"
        entity = self.entities.get(key)
        if entity is None:
            entity = self.entities[key] = Entity(key, name, kind)
        if kind is ActorKind.PERSON:
            entity.kind = kind
            if entity.feminine is None:
                entity.feminine = self.gazetteer.feminine(name)
            self.remember_surname(entity)
        return entity

    def speaks_for(self, person: Entity, side: Entity | None) -> None:
        """Note for whom the article says that a person speaks; what it says first counts, and more than the tables.

        A member of a government who also leads a party still speaks for the state.
        """
        if side is None or person is side or person.key in self._stated:
            return
        now = person.represents
        governs = person.known and now is not None and now.kind is ActorKind.STATE
        if governs and side.kind is not ActorKind.STATE and self._in_office(person):
            return
        self._stated.add(person.key)
        person.represents = side

    def _in_office(self, person: Entity) -> bool:
        return self.day is None or self.gazetteer.actors.office_on(person.key, self.day).covers(self.day)

    def remember_surname(self, person: Entity) -> None:
        """Let a later mention of the last name mean this person."""
        parts = person.name.split()
        for n in range(1, len(parts)):
            self._surnames[" ".join(parts[n:]).casefold()] = person

    def by_surname(self, name: str) -> Entity | None:
        """The person whose last name this is, with or without a genitive ending."""
        form = name.casefold()
        found = self._surnames.get(form)
        if found is None and form.endswith("s") and self.doc.lang_ == "de":
            found = self._surnames.get(form[:-1])
        return found

    def add(self, mention: Mention) -> Mention:
        """Record a mention; tokens that an earlier one covers are taken over."""
        if mention.head < 0:
            mention.head = mention.root(self.doc).i
        for i in range(mention.start, mention.end):
            self.at[i] = mention
        self.mentions.append(mention)
        return mention

    def settle(self) -> None:
        """Put the mentions in order and name the known as the article does, after the last name has been added."""
        self.arrange()
        self._name_as_written()

    def arrange(self) -> None:
        """Put the mentions in order and forget those that others took over."""
        alive = {id(m) for m in self.at.values()}
        self.mentions = sorted((m for m in self.mentions if id(m) in alive), key=lambda m: m.start)
        self._starts = [m.start for m in self.mentions]

    def _name_as_written(self) -> None:
        """Call known organisations and people by the fullest name that the article itself uses."""
        written: dict[str, set[str]] = {}
        for mention in self.mentions:
            named = mention.how in ("name", "alias") or mention.name is not None
            if named and mention.entity.known and mention.entity.kind is not ActorKind.STATE:
                start, end = mention.name or (mention.start, mention.end)
                text = self.doc[start:end].text
                genitive = text.endswith("s") and self.gazetteer.surfaces.get(text) is None
                written.setdefault(mention.entity.key, set()).add(text[:-1] if genitive else text)
        for key, forms in written.items():
            entity = self.entities[key]
            usual = entity.labels.get(self.gazetteer.lang, entity.name)
            person = entity.kind is ActorKind.PERSON
            nickname = entity.kind is ActorKind.PARTY and all(form.count(" ") < 2 for form in forms)
            if nickname and is_acronym(usual):
                entity.name = usual  # "the Social Democrats": the SPD
            else:
                entity.name = max(sorted(forms), key=len) if person else fullest(forms, usual)

    # -- asking -----------------------------------------------------------------------------

    def before(self, i: int, reach: int = _PRONOUN_REACH) -> list[Mention]:
        """The mentions that begin before token ``i``, nearest first."""
        last = bisect_right(self._starts, i - 1)
        found = []
        for mention in reversed(self.mentions[max(0, last - 60) : last]):
            if mention.start < i - reach:
                break
            found.append(mention)
        return found

    def antecedent(self, token: Word) -> Entity | None:
        """Whom a pronoun of the third person means, None if nobody fits."""
        return anaphora.antecedent(token, self)

    def topic(self, before: int) -> Entity | None:
        """The actor that was last the subject of a sentence before token ``before``."""
        for mention in self.before(before, reach=80):
            if mention.how != "adjective" and self.doc[mention.head].dep_ in ("nsubj", "nsubj:pass"):
                return mention.entity
        return None

    def home(self) -> Entity | None:
        """The state that the article names most often: whose government "the government" is."""
        counts = Counter(m.entity.key for m in self.mentions if m.entity.kind is ActorKind.STATE)
        return self.entities[counts.most_common(1)[0][0]] if counts else None
