"""Make the pipeline that the package ships from a trained model.

    python training/assemble.py LANG MODEL_FOLDER TEST.spacy

measures the model on the test sentences (``training/LANG.scores.json``), adds the English rule lemmatiser (tables
of spacy-lookups-data, MIT), writes licence, sources and scores into the pipeline's metadata and saves it in
``data/pipelines/LANG``.
"""

import json
import shutil
import sys
from pathlib import Path

import spacy
from spacy.tokens import DocBin
from spacy.training import Example

import components  # noqa: F401  (registers the project's own components)

ROOT = Path(__file__).resolve().parent.parent
SOURCES = {
    "de": ["UD_German-GSD dev (CC BY-SA 4.0)", "UD_German-GSD train, part (CC BY-SA 4.0)",
           "UD_German-PUD (CC BY-SA 3.0)", "UD_German-HDT, part (CC BY-SA 4.0)",
           "Floret vectors and silver sentences from speeches of the German Bundestag (official works, § 5 UrhG)",
           "Silver sentences from German Wikinews (CC BY 2.5)", "multilingual-e5-small as teacher (MIT)"],
    "en": ["UD_English-EWT train and dev (CC BY-SA 4.0)", "UD_English-PUD (CC BY-SA 3.0)", "spacy-lookups-data (MIT)",
           "Silver sentences from our own annotated articles (CC0 1.0) and translations of Wikinews (CC BY 2.5)",
           "multilingual-e5-small as teacher (MIT)"],
}  # fmt: skip


SCORES = ("token_acc", "pos_acc", "morph_acc", "dep_uas", "dep_las", "sents_f")


def measured(nlp: spacy.Language, test: Path) -> dict[str, float]:
    """The scores of a pipeline on gold sentences, tokenised anew; punctuation does not count in UAS and LAS."""
    gold = DocBin().from_disk(test).get_docs(nlp.vocab)
    found = nlp.evaluate([Example(nlp.make_doc(doc.text), doc) for doc in gold])
    return {name: round(found[name], 4) for name in SCORES}


def main() -> None:
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    lang, model = sys.argv[1], Path(sys.argv[2])
    nlp = spacy.load(model)
    scores = measured(nlp, Path(sys.argv[3]))
    text = json.dumps(scores, indent=1) + "\n"
    (ROOT / "training" / f"{lang}.scores.json").write_text(text, encoding="utf-8")
    if lang == "en":
        lemmatizer = nlp.add_pipe("lemmatizer", config={"mode": "rule"})
        lemmatizer.initialize(nlp=nlp)
    nlp.meta.update(
        name=f"{lang}_stance",
        version="0.1.0",
        description="Universal Dependencies parser of the stance graph project",
        license="CC BY-SA 4.0",
        author="Stance Graph",
        sources=SOURCES[lang],
        performance=scores,
    )
    target = ROOT / "data" / "pipelines" / lang
    shutil.rmtree(target, ignore_errors=True)
    nlp.to_disk(target)
    size = sum(f.stat().st_size for f in target.rglob("*") if f.is_file())
    print(f"{target}: {size / 1e6:.1f} MB, {', '.join(nlp.pipe_names)}")


if __name__ == "__main__":
    main()
