"""Universal Dependencies treebanks as spaCy training data, with labels made alike.

The treebanks differ in how they use subtypes and where they put the dative object; a parser trained on
their plain sum learns the contradictions. What is made alike, and why, stands beside each rule below.

    python training/treebanks.py TREEBANKS_FOLDER OUTPUT_FOLDER

reads ``*.conllu`` or ``*.conllu.xz`` and writes ``{de,en}.{train,dev,test}.spacy``.
"""

import lzma
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import conllu
import spacy
from conllu.models import Token, TokenList
from spacy.tokens import Doc, DocBin

TRAIN = {
    "de": ("de_gsd-ud-dev", "de_pud-ud-test", "de_hdt-part", "de_gsd-train-part"),
    "en": ("en_ewt-ud-train", "en_ewt-ud-dev", "en_pud-ud-test"),
}
TEST = {"de": ("de_gsd-ud-test",), "en": ("en_ewt-ud-test",)}
# Held out of the training sentences, only to choose the best step by.
DEV_SENTENCES = {"de": 180, "en": 600}

# Subtypes that the rules of kg.extract read; every other one is dropped to its main relation.
KEPT_SUBTYPES = {
    "de": {"nsubj:pass", "csubj:pass", "aux:pass", "compound:prt"},
    "en": {"nsubj:pass", "csubj:pass", "aux:pass", "compound:prt", "acl:relcl", "nmod:poss"},
}
# Features that the rules read; more would only multiply the labels that a small treebank must fill.
KEPT_FEATURES = {
    "de": ("Case", "Number", "Person", "VerbForm", "PronType", "Reflex"),
    "en": ("Number", "VerbForm", "Tense", "PronType"),
}
QUOTES = (("„", "“"), ("»", "«"), ("“", "”"), ('"', '"'))


def read_sentences(path: Path) -> Iterator[TokenList]:
    """The sentences of a CoNLL-U file, plain or xz-compressed."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        yield from conllu.parse_incr(lines)


def harmonised_relation(token: Token, sentence: TokenList, language: str) -> str:
    """The dependency relation of a token in the scheme that all treebanks of the language share."""
    relation: str = token["deprel"]
    feats = token["feats"] or {}
    if language == "de":
        dative = feats.get("Case") == "Dat"
        if relation == "obl:arg":
            has_case = any(t["head"] == token["id"] and t["deprel"] == "case" for t in sentence)
            return "iobj" if dative and not has_case else "obl"
        if relation == "obj" and dative:
            # HDT marks the dative beside an accusative as a second obj.
            rivals = [t for t in sentence if t["head"] == token["head"] and t["deprel"] == "obj"]
            if len(rivals) > 1:
                return "iobj"
    return relation if relation in KEPT_SUBTYPES[language] else relation.split(":")[0]


def words_of(sentence: TokenList, language: str) -> list[tuple[list[Token], str, bool]]:
    """Each spaCy token with its syntactic words, its text and whether a space follows.

    German contractions ("im", "zum") are one spaCy token; English ones ("don't") are two.
    """
    ranges = {t["id"][0]: t for t in sentence if isinstance(t["id"], tuple) and t["id"][1] == "-"}
    words = {t["id"]: t for t in sentence if isinstance(t["id"], int)}
    out: list[tuple[list[Token], str, bool]] = []
    number = 1
    while number <= len(words):
        span = ranges.get(number)
        members = [words[number]]
        if span is not None:
            members = [words[i] for i in range(number, span["id"][2] + 1)]
        whole = span if span is not None else words[number]
        space = (whole["misc"] or {}).get("SpaceAfter") != "No"
        if span is not None and language == "en":
            out += [([m], m["form"], False) for m in members[:-1]]
            out.append(([members[-1]], members[-1]["form"], space))
        else:
            out.append((members, whole["form"], space))
        number += len(members)
    return out


def quoted_otherwise(forms: list[str], rng: random.Random) -> list[str]:
    """The words with their double quotation marks in one of the styles that newspapers use."""
    opening, closing = rng.choice(QUOTES)
    inside = False
    out = []
    for form in forms:
        if form in {'"', "``", "''", "„", "“", "”", "»", "«"}:
            out.append(closing if inside else opening)
            inside = not inside
        else:
            out.append(form)
    return out


def to_doc(sentence: TokenList, nlp: spacy.Language, language: str, rng: random.Random) -> Doc:
    """One treebank sentence as a gold spaCy Doc."""
    groups = words_of(sentence, language)
    place = {word["id"]: i for i, (members, _, _) in enumerate(groups) for word in members}
    forms = quoted_otherwise([form for _, form, _ in groups], rng)
    heads, deps, pos, morphs, lemmas = [], [], [], [], []
    for i, (members, _, _) in enumerate(groups):
        first = members[0]
        features = {k: v for k, v in (first["feats"] or {}).items() if k in KEPT_FEATURES[language]}
        if len(members) > 1 and (members[1]["feats"] or {}).get("Case"):
            features["Case"] = members[1]["feats"]["Case"]
        head = place.get(first["head"], i)
        heads.append(head)
        deps.append("ROOT" if head == i else harmonised_relation(first, sentence, language))
        pos.append(first["upos"] if first["upos"] != "_" else "X")
        morphs.append("|".join(f"{k}={v}" for k, v in sorted(features.items())))
        lemmas.append(first["lemma"] or first["form"])
    spaces = [space for _, _, space in groups]
    return Doc(
        nlp.vocab, words=forms, spaces=spaces, heads=heads, deps=deps, pos=pos, morphs=morphs,
        lemmas=lemmas, sent_starts=[i == 0 for i in range(len(groups))],
    )  # fmt: skip


def collect(folder: Path, names: tuple[str, ...], language: str, seed: int = 0) -> list[Doc]:
    """All sentences of the named treebanks as gold Docs."""
    nlp = spacy.blank(language)
    rng = random.Random(seed)
    docs = []
    for name in names:
        path = next((p for p in folder.glob(f"{name}.conllu*")), None)
        if path is None:
            sys.exit(f"{folder}: no treebank {name}.conllu[.xz]; see training/README.md")
        docs += [to_doc(sentence, nlp, language, rng) for sentence in read_sentences(path)]
    return docs


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    for language in TRAIN:
        docs = collect(source, TRAIN[language], language)
        random.Random(1).shuffle(docs)
        held_out = DEV_SENTENCES[language]
        parts = {
            "train": docs[held_out:],
            "dev": docs[:held_out],
            "test": collect(source, TEST[language], language),
        }
        for part, docs in parts.items():
            DocBin(docs=docs, store_user_data=False).to_disk(target / f"{language}.{part}.spacy")
            print(f"{language} {part}: {len(docs)} sentences")


if __name__ == "__main__":
    main()
