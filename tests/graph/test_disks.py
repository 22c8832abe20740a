"""Folders that are damaged, full, or not to be written to."""

import os
import shutil
import subprocess
from contextlib import contextmanager
from dataclasses import replace

import pytest
from kg.errors import StoreError
from kg.graph import dump, open_store
from kg.model import Reading


@pytest.fixture
def folder(tmp_path, readings):
    with open_store(tmp_path / "store", create=True) as store:
        for reading in readings:
            store.replace(reading)
    return tmp_path / "store"


@contextmanager
def small_disk(place, size="3m"):
    """A file system of its own in memory; gives a function that mounts it anew with other options."""
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.strip()}")
    try:
        yield lambda options: subprocess.run(["mount", "-o", f"remount,{options}", place], check=True)
    finally:
        subprocess.run(["umount", "-l", place], check=True)


needs_mount = pytest.mark.skipif(
    os.geteuid() != 0 or not shutil.which("mount"), reason="only root can mount a small disk"
)


def damage(folder, kind):
    files = {ending: sorted(folder.glob(ending)) for ending in ("MANIFEST-*", "*.sst")}
    if kind == "no CURRENT":
        (folder / "CURRENT").unlink()
    elif kind == "odd CURRENT":
        (folder / "CURRENT").write_bytes(b"rubbish")
    elif kind == "odd MANIFEST":
        files["MANIFEST-*"][-1].write_bytes(b"rubbish")
    elif kind == "no tables":
        for file in files["*.sst"]:
            file.unlink()
    else:
        for file in files["*.sst"]:
            content = file.read_bytes()
            file.write_bytes(content[:20] + bytes(len(content) - 20))


@pytest.mark.parametrize("kind", ["no CURRENT", "odd CURRENT", "odd MANIFEST", "no tables", "odd tables"])
@pytest.mark.parametrize("read_only", [True, False])
def test_a_damaged_folder_is_said_and_left_as_it_is(folder, kind, read_only):
    damage(folder, kind)
    before = {file.name: file.read_bytes() for file in folder.glob("*.sst")}
    with pytest.raises(StoreError) as caught, open_store(folder, create=not read_only, read_only=read_only) as store:
        store.counts()
    message = str(caught.value)
    assert message.startswith(f"{folder}: ") and "\n" not in message
    assert "make it again from its articles" in message or "make the store again from its articles" in message
    assert {file.name: file.read_bytes() for file in folder.glob("*.sst")} == before


@needs_mount
def test_a_full_disk_loses_nothing_that_was_stored(tmp_path, readings):
    def big(number):
        reading, name = readings[0], f"article-{number}"
        article = replace(reading.article, id=name, text="x" * 3000)
        return Reading(article, tuple(replace(stance, article=name) for stance in reading.stances))

    with small_disk(tmp_path / "disk") as remount:
        stored = 0
        full = pytest.raises(StoreError, match=r"No space left .* free some space; what was stored before is whole")
        with full, open_store(tmp_path / "disk" / "store", create=True) as store:
            try:
                while True:
                    store.replace(big(stored))
                    stored += 1
            finally:
                assert store.counts()["articles"] == stored > 0
        with open_store(tmp_path / "disk" / "store", read_only=True) as store:
            assert store.counts()["stances"] == 4 * stored
            with pytest.raises(StoreError, match=r"dump\.nq: cannot be written: No space left"):
                dump(store, tmp_path / "disk" / "dump.nq")
        assert [file.name for file in (tmp_path / "disk").iterdir()] == ["store"]
        remount("size=100m")
        with open_store(tmp_path / "disk" / "store") as store:
            assert store.counts()["articles"] == stored
            store.replace(big(stored))
            assert store.counts()["articles"] == stored + 1


@needs_mount
def test_a_folder_that_cannot_be_written_to_can_be_read(tmp_path, readings):
    place = tmp_path / "disk" / "store"
    with small_disk(tmp_path / "disk", "50m") as remount:
        with open_store(place, create=True) as store:
            store.replace(readings[0])
        remount("ro")
        with open_store(place, read_only=True) as store:
            assert store.counts()["stances"] == 4
        with pytest.raises(StoreError, match="Read-only file system; it can be read, but not changed: copy it"):
            open_store(place)
        with pytest.raises(StoreError, match=r"disk/new: cannot be opened as a store: .*Read-only file system"):
            open_store(tmp_path / "disk" / "new", create=True)
