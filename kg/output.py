"""Writing result files so that a reader never sees half of one."""

import os
import tempfile
from pathlib import Path

from kg.errors import KgError


def replace(path: str | os.PathLike[str], content: bytes) -> None:
    """Write ``content`` to ``path`` in one step: an existing file stays as it was until the new one is complete.

    :raises KgError: the folder is missing or not writable, or the disk is full.
    """
    target = Path(path)
    temporary = None
    try:
        # In the same folder, because a rename is atomic only within one file system.
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
            temporary = Path(file.name)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)  # NamedTemporaryFile makes files that only their owner can read
        temporary.replace(target)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise KgError(f"{target}: cannot be written: {error.strerror}; choose a folder that exists") from error
