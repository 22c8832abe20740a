"""Who is named in an article: entities, their mentions, and the cast that holds them together."""

import re
import unicodedata
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from kg.model import Actor, ActorKind


@dataclass(slots=True, eq=False)
class Entity:
    """One actor of one article. ``represents`` is the entity for which it speaks (None: for itself)."""

    key: str
    name: str
    kind: ActorKind = ActorKind.UNKNOWN
    wikidata: str | None = None
    labels: dict[str, str] = field(default_factory=dict)
    represents: "Entity | None" = None
    feminine: bool | None = None
    plural: bool = False
    offices: set[str] = field(default_factory=set)
    known: bool = False  # stands in the gazetteer

    def actor(self) -> Actor:
        """The entity as the immutable type of the model."""
        return Actor(self.key, self.name, self.kind, self.wikidata, tuple(sorted(self.labels.items())))


@dataclass(slots=True, eq=False)
class Mention:
    """A stretch of tokens that names or describes an entity.

    ``how`` is one of "name", "metonym", "demonym", "office" (with or without a name), "adjective", "pronoun",
    "phrase" (a noun phrase of no known name).
    """

    start: int
    end: int
    entity: Entity
    how: str
    head: int = -1
    name: tuple[int, int] | None = None  # the tokens of the name alone, where the mention holds more

    def root(self, doc: Doc) -> Token:
        """The token that links the mention to the rest of the sentence."""
        span: Span = doc[self.start : self.end]
        return span.root


def slug(text: str) -> str:
    """A key made of a name: lower case, without accents, words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return "-".join(re.findall(r"\w+", plain))
