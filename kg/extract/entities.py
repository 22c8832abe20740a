"""Who is named in an article: entities, their mentions, and the cast that holds them together."""

import re
import unicodedata
from dataclasses import dataclass, field

from kg.extract.words import Word, Words
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
    concept: str = ""  # of an office or body without a name: what it is, in no language
    members: tuple["Entity", ...] = ()  # of several named together: "beide Länder"

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

    def root(self, doc: Words) -> Word:
        """The token that links the mention to the rest of the sentence."""
        return doc.root_of(self.start, self.end)


def is_acronym(form: str) -> bool:
    """Whether a name is written as an acronym ("NATO", "ver.di" is none): one word, mostly capitals."""
    letters = [c for c in form if c.isalpha()]
    return " " not in form and 1 < len(letters) < 9 and 2 * sum(c.isupper() for c in letters) > len(letters)


def fullest(forms: set[str], usual: str) -> str:
    """The fullest of the names that an article uses for a body, with the acronym behind it if both are used.

    :param usual: the body's name in the tables: it stands in for an inflected form of itself ("Internationalen …"),
        and a short one for a single other word ("Sozialdemokraten" beside "SPD").
    """
    short = sorted((f for f in forms if is_acronym(f)), key=lambda f: (f != usual, len(f), f))
    long = sorted((f for f in forms if not is_acronym(f)), key=lambda f: (-len(f), f))
    if not long or (usual in short and " " not in long[0] and "-" not in long[0]):
        return usual if usual in forms else short[0]
    name = usual if _inflected(long[0], usual) else long[0]
    return f"{name} ({short[0]})" if short and short[0] not in name.split() else name


def _inflected(form: str, usual: str) -> bool:
    """Whether two names differ in endings alone."""
    words = list(zip(form.split(), usual.split(), strict=False))
    return len(form.split()) == len(usual.split()) and all(
        a[:-2] == b[: len(a) - 2] and abs(len(a) - len(b)) < 3 for a, b in words
    )


def slug(text: str) -> str:
    """A key made of a name: lower case, without accents, words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return "-".join(re.findall(r"\w+", plain))
