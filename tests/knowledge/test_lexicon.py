from pathlib import Path

import pytest
from kg.errors import DataError
from kg.knowledge.cues import load_cues, load_speech, read_cues, read_speech
from kg.knowledge.issues import load_issues, read_issues
from kg.model import StanceType

CUES = "cue,pos,type,actor,target,negated,weight,example"
ISSUES = "key,label_de,label_en,terms_de,terms_en,broader,implies"


def cues(folder: Path, *rows: str) -> Path:
    (folder / "cues").mkdir()
    (folder / "cues" / "de.csv").write_text("\n".join([CUES, *rows]) + "\n", encoding="utf-8")
    return folder


def issues(folder: Path, *rows: str) -> Path:
    (folder / "issues.csv").write_text("\n".join([ISSUES, *rows]) + "\n", encoding="utf-8")
    return folder


def test_empty_cells_take_the_defaults_of_the_format(tmp_path):
    data = cues(
        tmp_path,
        "ablehnen,verb,rejects,,obj|clause,,0.9,Paris lehnt das ab.",
        "Ablehnung,noun,rejects,,prep:von|gen,,0.8,",
        "leider,adv,criticises,,clause,,0.3,",
        "kritisieren,verb,criticises,subj,obj,,0.9,",
        "begrüßen,verb,supports,,obj,none,1,",
    )
    found = read_cues("de", data)
    assert [(c.actor, c.negated) for c in found] == [
        (("subj",), StanceType.DEFERS),
        (("gen",), StanceType.DEFERS),
        (("speaker",), None),
        (("subj",), None),
        (("subj",), None),
    ]
    assert (found[1].target, found[1].weight, found[1].file.name, found[1].line) == (
        ("prep:von", "gen"),
        0.8,
        "de.csv",
        3,
    )


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("a,verb,dislikes,,obj,,0.5,", "'dislikes' is no stance type"),
        ("a,verbs,rejects,,obj,,0.5,", "'verbs' is no part of speech; known are"),
        ("a,verb,rejects,agent,obj,,0.5,", "'agent' is no actor slot"),
        ("a,verb,rejects,,prep:,,0.5,", "'prep:' is no target slot"),
        ("a,verb,rejects,,obj,never,0.5,", "'never' is no stance type or 'none'"),
        ("a,verb,rejects,,obj,,1.5,", "'1.5' is no number from 0 to 1"),
        ("a,verb,rejects,,obj,,nan,", "'nan' is no number from 0 to 1"),
        ("a,verb,rejects,,,,0.5,", "column target is empty"),
        ("z,verb,rejects,,obj,,0.5,", "cue+pos+type+target 'z+verb+rejects+obj' already stands in line 2"),
    ],
)
def test_a_mistaken_cue_is_one_line_with_its_place(tmp_path, row, says):
    data = cues(tmp_path, "z,verb,rejects,,obj,,0.5,", row)
    with pytest.raises(DataError) as error:
        read_cues("de", data)
    assert str(error.value).startswith(f"{data / 'cues' / 'de.csv'}:3: ")
    assert says in str(error.value)


def test_a_speech_cue_has_a_known_part_of_speech(tmp_path):
    (tmp_path / "cues").mkdir()
    (tmp_path / "cues" / "speech.de.csv").write_text("cue,pos,manner\nsagen,verb,say\noh,adv,\n", encoding="utf-8")
    problems: list[str] = []
    assert [(s.cue, s.manner) for s in read_speech("de", tmp_path, problems)] == [("sagen", "say")]
    assert len(problems) == 1
    assert "speech.de.csv:3: column pos: 'adv' is no part of speech" in problems[0]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("b,B,B,,,c,", "'c' is no key of issues.csv"),
        ("b,B,B,Truppe,,,", "'Truppe' already stands at 'a' in line 2"),
        ("b,B,B,,,b,", "'b' is above itself"),
        ("a,B,B,,,,", "key 'a' already stands in line 2"),
        ("b,,B,,,,", "column label_de is empty"),
    ],
)
def test_a_mistaken_issue_is_one_line_with_its_place(tmp_path, row, says):
    data = issues(tmp_path, "a,A,A,Truppe|-truppe,troop,,", row)
    with pytest.raises(DataError) as error:
        read_issues(data)
    assert str(error.value).startswith(f"{data / 'issues.csv'}:3: ")
    assert says in str(error.value)


def test_issues_keep_terms_labels_and_order_of_breadth(tmp_path):
    data = issues(tmp_path, "troops,Truppen,troops,Truppe|-truppe,troop,military,", "military,Militär,military,,,,")
    found = read_issues(data)
    assert found["troops"].terms == {"de": ("Truppe", "-truppe"), "en": ("troop",)}
    assert found["troops"].labels["de"] == "Truppen"
    assert (found["troops"].broader, found["military"].broader) == ("military", None)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_lexicon_of_the_project_uses_all_twelve_types(lang):
    assert {cue.type for cue in load_cues(lang)} == set(StanceType)
    assert len(load_speech(lang)) > 50


def test_the_thesaurus_of_the_project_has_terms_in_both_languages():
    assert all(issue.terms["de"] and issue.terms["en"] for issue in load_issues().values())
