"""Writing result files so that a reader never sees half of one."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kg.errors import KgError


class WriteError(KgError):
    """A file cannot be written."""


def replace(path: str | os.PathLike[str], content: bytes) -> None:
    """Write ``content`` to ``path`` in one step: an existing file stays as it was until the new one is complete.

    :raises KgError: the folder is missing or not writable, or the disk is full.
    """
    with replacing(path) as file:
        file.write(content)


@contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[IO[bytes]]:
    """The same for what is written bit by bit: the file is there when the block ends without an error.

    :raises WriteError: the folder is missing or not writable, or the disk is full.
    """
    target = Path(path)
    temporary = None
    try:
        # In the same folder, because a rename is atomic only within one file system.
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
            temporary = Path(file.name)
            yield file
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)  # NamedTemporaryFile makes files that only their owner can read
        temporary.replace(target)
        temporary = None
    except OSError as error:
        raise WriteError(
            f"{target}: cannot be written: {error.strerror or error}; choose a folder that exists"
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
