from pathlib import Path

import pytest
from kg.errors import DataError
from kg.knowledge import check
from kg.knowledge.first_names import load_first_names


def first_names(folder: Path, *rows: str) -> Path:
    (folder / "actors").mkdir()
    text = "\n".join(["# a comment", "name,gender", "Anna,f", *rows])
    (folder / "actors" / "first_names.csv").write_text(text + "\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("names", "gender"),
    [
        (("Angela", "Ursula", "Julija", "Yulia", "Ségolène", "Mette", "Tzipi", "Khaleda", "Zuzana", "Geun-hye"), "f"),
        (("Frank-Walter", "Wladimir", "Vladimir", "Sergej", "Sergei", "Sergey", "Recep", "Hosni", "Donald"), "m"),
    ],
)
def test_names_of_the_news_have_their_gender_in_german_and_english_spelling(names, gender):
    known = load_first_names()
    assert {name: known.get(name) for name in names} == dict.fromkeys(names, gender)


@pytest.mark.parametrize("name", ["Andrea", "Kim", "Sasha", "Jan", "Nikola", "Robin", "Dominique", "Jean", "Simone"])
def test_a_name_of_women_and_men_says_nothing(name):
    assert name not in load_first_names()


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Anna,f", "name 'Anna' already stands in line 3"),
        ("Anna,m", "name 'Anna' already stands in line 3"),
        ("Otto,male", "column gender: 'male' is no gender of a first name; known are f, m"),
        ("Otto,", "column gender is empty"),
        (",m", "column name is empty"),
    ],
)
def test_a_mistake_is_one_line_with_its_place(tmp_path, row, says):
    data = first_names(tmp_path, row)
    with pytest.raises(DataError) as error:
        load_first_names(data)
    assert str(error.value).startswith(f"{data / 'actors' / 'first_names.csv'}:4: ")
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_check_names_every_mistaken_first_name(tmp_path):
    data = first_names(tmp_path, "Anna,f", "Otto,male", "Ida,f", "Uwe,x")
    place = f"{data / 'actors' / 'first_names.csv'}:"
    found = [line.removeprefix(place).split(": ")[0] for line in check(data) if line.startswith(place)]
    assert sorted(found) == ["4", "5", "7"]
