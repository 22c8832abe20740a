import calendar
import csv
import io
import json
import lzma
import os
import re
import subprocess
import sys
from datetime import date
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from kg import resources
from kg.errors import DataError
from kg.knowledge import check
from kg.knowledge.actors import LANGUAGES, load_actors, read_actors
from kg.model import ActorKind

SHARED = Path(os.environ.get("KG_SHARED", Path(__file__).parents[2] / ".." / "shared")) / "actors"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="needs the reference facts (KG_SHARED)")

HEADS = {
    "states": "key,wikidata,name_de,name_en,aliases_de,aliases_en,adjective_de,adjective_en,demonyms_de,demonyms_en,"
    "metonyms_de,metonyms_en",
    "organisations": "key,kind,wikidata,represents,state,name_de,name_en,aliases_de,aliases_en,metonyms_de,metonyms_en",
    "people": "key,wikidata,name_de,name_en,aliases_de,aliases_en,represents,office_de,office_en,from,to,source",
    "offices": "lang,term,forms,represents,level,kind,concept",
}
ROWS = {
    "states": ["DE,Q183,Deutschland,Germany,,,deutsch,German,,,Berlin,Berlin"],
    "organisations": ["nato,organisation,Q7184,,,NATO,NATO,,,,"],
    "people": ["a-b,,A B,A B,,,DE,,chancellor,2005-11-22,2021-12-08,a.csv"],
    "offices": ["de,Kanzler,Kanzlerin,DE,state,office,chancellor"],
}


def folder(path: Path, **changed: list[str]) -> Path:
    (path / "actors").mkdir()
    for table, head in HEADS.items():
        text = "\n".join([head, *ROWS[table], *changed.get(table, [])])
        (path / "actors" / f"{table}.csv").write_text(text + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def actors():
    return load_actors()


def shared_text(name: str) -> str:
    content = (SHARED / name).read_bytes()
    return (lzma.decompress(content) if name.endswith(".xz") else content).decode("utf-8")


@cache
def shared_json(name: str) -> Any:
    return json.loads(shared_text(name))


def shared_csv(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(shared_text(name), newline="")))


@pytest.mark.parametrize(
    ("lang", "surface", "key", "what"),
    [
        ("de", "Russland", "RU", "name"),
        ("de", "Kreml", "RU", "metonym"),
        ("de", "russisch", "RU", "adjective"),
        ("de", "Russinnen", "RU", "demonym"),
        ("de", "Vereinigten Staaten", "US", "alias"),
        ("de", "Brüssel", "eu", "metonym"),
        ("de", "Sozialdemokraten", "spd", "alias"),
        ("de", "Wolodymyr Selenskyj", "volodymyr-zelenskyy", "name"),
        ("de", "Selenski", "volodymyr-zelenskyy", "alias"),
        ("de", "Peking", "CN", "metonym"),
        ("en", "Kyiv", "UA", "metonym"),
        ("en", "Ukrainians", "UA", "demonym"),
        ("en", "State Department", "us-state-department", "name"),
        ("en", "White House", "US", "metonym"),
        ("en", "Hezbollah", "hezbollah", "name"),
    ],
)
def test_actors_are_found_by_the_names_that_news_use(actors, lang, surface, key, what):
    assert (surface, key, what) in set(actors.names(lang))


def test_the_gazetteer_covers_what_the_news_name(actors):
    kinds = [entry.kind for entry in actors.organisations.values()]
    assert kinds.count(ActorKind.ORGANISATION) >= 100
    assert kinds.count(ActorKind.PARTY) >= 200
    assert kinds.count(ActorKind.GROUP) >= 60
    assert len(actors.people) >= 250
    assert sum(office.lang == "de" for office in actors.offices) >= 150
    assert sum(office.lang == "en" for office in actors.offices) >= 130


def test_adjectives_are_base_forms(actors):
    for state in actors.states.values():
        for adjective in state.adjectives["de"]:
            assert re.fullmatch(r"[a-zäöüßéãA-Z-]+", adjective), (state.key, adjective)
            assert adjective[0].islower() or adjective.startswith("US-") or adjective.endswith("er"), state.key
        for adjective in state.adjectives["en"]:
            assert adjective[0].isupper(), (state.key, adjective)


def test_no_name_is_a_single_letter_or_a_plain_word(actors):
    # Names are matched as written: a lower-case short alias would be found in ordinary sentences.
    for lang in LANGUAGES:
        for surface, key, what in actors.names(lang):
            if what == "alias":
                assert len(surface) > 1, key
                assert " " in surface or not surface.islower() or key in ("foodwatch", "vzbv", "beamtenbund"), (
                    surface,
                    key,
                )


def test_a_person_represents_the_state_while_in_office(actors):
    assert actors.office_on("friedrich-merz", date(2024, 3, 1)).represents == "cdu"
    assert actors.office_on("friedrich-merz", date(2025, 9, 1)).represents == "DE"
    assert actors.office_on("ursula-von-der-leyen", date(2016, 1, 1)).represents == "DE"
    assert actors.office_on("ursula-von-der-leyen", date(2022, 1, 1)).represents == "european-commission"
    assert actors.office_on("kaja-kallas", date(2022, 1, 1)).represents == "EE"
    assert actors.office_on("kaja-kallas", date(2025, 3, 1)).represents == "eu"
    assert actors.office_on("vladimir-putin", date(2005, 1, 1)).represents == "RU"
    assert actors.office_on("vladimir-putin", None).represents == "RU"


def test_a_bare_year_spans_the_whole_year(tmp_path):
    people = ["c-d,,C D,C D,,,nato,,chief,2004,2009,a.csv", "c-d,,C D,C D,,,DE,,minister,2010,,a.csv"]
    actors = read_actors(folder(tmp_path, people=people))
    assert actors.office_on("c-d", date(2009, 12, 31)).represents == "nato"
    assert actors.office_on("c-d", date(2010, 1, 1)).represents == "DE"
    assert actors.office_on("c-d", date(1999, 1, 1)).represents == "nato"
    assert not actors.people["c-d"][0].covers(date(2003, 12, 31))


@pytest.mark.parametrize(
    ("table", "row", "says"),
    [
        ("states", "Germany,,x,x,,,,,,,,", "'Germany' is no ISO 3166-1 alpha-2 code"),
        ("states", "FR,142,Frankreich,France,,,,,,,,", "'142' is no Wikidata identifier"),
        ("states", "FR,,Frankreich,France,Berlin,,,,,,,", "'Berlin' already names 'DE' in states.csv:2"),
        ("states", "DE,,Preußen,Prussia,,,,,,,,", "key 'DE' already stands in line 2"),
        ("organisations", "un,organisation,,,,Deutschland,UN,,,,", "'Deutschland' already names 'DE' in states.csv:2"),
        ("people", "e-f,,NATO,E F,,,DE,,x,,,a.csv", "'NATO' already names 'nato' in organisations.csv:2"),
        ("organisations", "un,club,,,,UN,UN,,,,", "'club' is no kind of organisation"),
        ("organisations", "un,organisation,,FR,,UN,UN,,,,", "'FR' is no key of states.csv"),
        ("organisations", "Un O,organisation,,,,UN,UN,,,,", "'Un O' is no slug"),
        ("people", "e-f,,E F,E F,,,FR,,x,,,a.csv", "'FR' is no key of states.csv or organisations.csv"),
        ("people", "e-f,,E F,E F,,,DE,,x,22.11.2005,,a.csv", "'22.11.2005' is no date; write 2005-11-22 or 2005"),
        ("people", "e-f,,E F,E F,,,DE,,x,2009,2005,a.csv", "2005 is before 2009"),
        ("people", "e-f,,E F,E F,,,DE,,x,,,", "column source is empty"),
        ("people", "e-f,,E F,E F,,,DE,Minister,minister,,,unverified", "column office_de: an unverified row states no"),
        ("people", "e-f,,E F,E F,,,DE,,,2009,,unverified", "column from: an unverified row states no office; name"),
        ("people", "a-b,Q1,A B,A B,,,DE,,x,,,a.csv", "'a-b' has another identifier, name or alias"),
        ("offices", "fr,roi,,,state,office,", "'fr' is no language of the tables"),
        ("offices", "de,Rat,,,council,body,", "'council' is no level"),
        ("offices", "de,Rat,,,state,group,", "'group' is no kind of office"),
    ],
)
def test_a_mistake_is_one_line_with_its_place(tmp_path, table, row, says):
    data = folder(tmp_path, **{table: [row]})
    with pytest.raises(DataError) as error:
        read_actors(data)
    assert str(error.value).startswith(f"{data / 'actors' / table}.csv:3: ")
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_check_reports_every_mistake_of_every_file(tmp_path):
    data = folder(
        tmp_path,
        states=["FR,142,Frankreich,France,,,,,,,,"],
        people=["e-f,,E F,E F,,,XX,,x,,,a.csv", "g h,,G H,G H,,,DE,,x,,,a.csv"],
    )
    problems = check(data)
    assert {line.removeprefix(f"{data}/").split(": ")[0] for line in problems} == {
        *("actors/states.csv:3", "actors/people.csv:3", "actors/people.csv:4"),
        *("actors/first_names.csv:1", "issues.csv:1", "grammar/de.toml:1", "grammar/en.toml:1"),
        *("matters.csv:1", "places.csv:1", "reasons.csv:1", "lemmas.csv:1"),
        *("cues/de.csv:1", "cues/en.csv:1", "cues/speech.de.csv:1", "cues/speech.en.csv:1"),
    }


def test_the_data_of_the_project_is_without_mistakes():
    assert check() == []


def test_loading_needs_no_parser():
    code = "import sys, kg.knowledge.actors as a; a.load_actors(); sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@needs_shared
def test_all_members_of_the_united_nations_are_there(actors):
    countries = shared_json("countries.json.xz")
    members = {country["cca2"] for country in countries if country["unMember"]} - {"VA"}
    assert len(members) == 193
    assert members <= actors.states.keys()
    historical = {"DD", "SU", "YU", "CS"}
    assert actors.states.keys() - {country["cca2"] for country in countries} == historical


@needs_shared
def test_identifiers_of_states_stand_in_the_reference(actors):
    known = {row["countryid"] for row in shared_csv("leaders-2021.csv")}
    known |= {row["country"] for row in shared_csv("foreign-ministers-2023.csv")}
    for state in actors.states.values():
        assert state.wikidata is None or state.wikidata in known, state.key


@needs_shared
def test_identifiers_of_organisations_stand_in_the_reference(actors):
    known = set(re.findall(r"Wikidata_code: (Q\d+)", shared_text("international-organisations.yaml.xz")))
    known |= {row["wikidata_id"] for row in shared_csv("parties.csv.xz")}
    for organisation in actors.organisations.values():
        assert organisation.wikidata is None or organisation.wikidata in known, organisation.key


@cache
def confirmed(source: str) -> set[tuple[str, str]]:
    """(Wikidata identifier, date) pairs that a reference file states, without the identifier where it has none."""
    if source == "leaders-2021.csv":
        rows = shared_csv(source)
        return {(row["officeholder"], row[day]) for row in rows for day in ("start_year", "end_year")}
    if source == "foreign-ministers-2023.csv":
        return {(row["person"], row["start"]) for row in shared_csv(source)}
    if source == "office-holders-2023.csv":
        return {(row["personID"], row[day]) for row in shared_csv(source) for day in ("start", "end")}
    if source == "leaders-2026.json":
        return {(row["wikidata_id"], row["since"]) for row in shared_json(source)}
    months = list(calendar.month_name)
    text = unescape(json.dumps(shared_json(f"{source}.xz")))
    return {
        ("", f"{year}-{months.index(month):02}-{int(day):02}")
        for day, month, year in re.findall(r"since (\d+) (\w+) (\d{4})", text)
        if month in months
    }


@needs_shared
def test_identifiers_and_dates_of_people_stand_in_the_source_they_name(actors):
    with (resources.folder("data") / "actors" / "people.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    known_people = {
        person
        for source in ("leaders-2021.csv", "foreign-ministers-2023.csv", "office-holders-2023.csv", "leaders-2026.json")
        for person, _ in confirmed(source)
    }
    for row in rows:
        sources = [] if row["source"] == "unverified" else row["source"].split("|")
        facts = set().union(*(confirmed(source) for source in sources))
        for day in (row["from"], row["to"]):
            assert not day or (row["wikidata"], day) in facts or ("", day) in facts, (row["key"], day)
        assert not row["wikidata"] or row["wikidata"] in known_people, row["key"]
