import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kg.errors import DataError
from kg.knowledge.tables import read_table

COLUMNS = ("key", "name", "aliases")


def write(folder: Path, text: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_know_their_line_past_comments_and_cells_of_several_lines(tmp_path):
    path = write(tmp_path, '# a comment\n\nkey,name,aliases\n# another\na,"one\n# no comment\nline",x|y\n\nb,two,\n')
    rows = read_table(path, COLUMNS)
    assert [(row["key"], row["name"], row.values("aliases"), row.line) for row in rows] == [
        ("a", "one\n# no comment\nline", ("x", "y"), 5),
        ("b", "two", (), 9),
    ]


def test_columns_may_stand_in_any_order_and_behind_a_byte_order_mark(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes("name,key,aliases\r\nÉlysée,a,\r\n".encode("utf-8-sig"))
    assert read_table(path, COLUMNS)[0].cells == {"name": "Élysée", "key": "a", "aliases": ""}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("key,name,alias\n", 1, "unknown column 'alias'"),
        ("# c\nkey,name\n", 2, "column 'aliases' is missing"),
        ("key,name,name\n", 1, "'name' stands twice"),
        ("", 1, "the header line is missing"),
        ("key,name,aliases\na,b,\n,b,\n", 3, "column key is empty"),
        ("key,name,aliases\na,b,\n# c\na,c,\n", 4, "key 'a' already stands in line 2"),
        ("key,name,aliases\na,b\n", 2, "2 cells, but the header has 3"),
        ('key,name,aliases\na,"b,\n', 2, "malformed row"),
        ('key,name,aliases\na,"b"c,\n', 2, "malformed row"),
    ],
)
def test_a_mistake_names_file_and_line(tmp_path, text, line, says):
    path = write(tmp_path, text)
    with pytest.raises(DataError) as error:
        read_table(path, COLUMNS, required=("key",), key=("key",))
    message = str(error.value)
    assert message.startswith(f"{path}:{line}: ")
    assert says in message
    assert "\n" not in message


def test_a_file_in_another_encoding_names_the_line(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes("key,name,aliases\na,b,\nb,Élysée,\n".encode("latin-1"))
    with pytest.raises(DataError, match=r"table\.csv:3: not UTF-8; save the file as UTF-8"):
        read_table(path, COLUMNS)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DataError, match=r"gone\.csv:1: the file is missing"):
        read_table(tmp_path / "gone.csv", COLUMNS)


def test_an_empty_value_between_bars_is_a_mistake(tmp_path):
    row = read_table(write(tmp_path, "key,name,aliases\na,b,x||y\n"), COLUMNS)[0]
    with pytest.raises(DataError, match=r"table\.csv:2: column aliases has an empty value"):
        row.values("aliases")


def test_all_mistakes_are_collected_and_the_other_rows_read(tmp_path):
    path = write(tmp_path, "key,name,aliases\na,b,\n,c,\nd\ne,f,\na,g,\n")
    problems: list[str] = []
    rows = read_table(path, COLUMNS, required=("key",), key=("key",), problems=problems)
    assert [row["key"] for row in rows] == ["a", "e", "a"]
    assert sorted(problem.removeprefix(f"{path}:").split(":")[0] for problem in problems) == ["3", "4", "6"]


cells = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=12).map(str.strip)


@given(st.lists(st.tuples(cells, cells, cells), max_size=8))
def test_what_a_spreadsheet_writes_is_read_back(tmp_path_factory, table):
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(table)
    path = tmp_path_factory.mktemp("table") / "table.csv"
    path.write_bytes(text.getvalue().encode())
    rows = read_table(path, COLUMNS)
    assert [tuple(row[column] for column in COLUMNS) for row in rows] == table
    lines = text.getvalue().split("\n")
    assert all(lines[row.line - 1].startswith('"' + row["key"].split("\n")[0].replace('"', '""')) for row in rows)
