"""The errors of this project.

::

    KgError                 everything below; the command line prints its message and exits with 1
    ├── InputError          an article cannot be read
    │   └── LanguageError   its language is not supported
    ├── DataError           a file of data/ or ontology/ has a mistake; names file and line
    ├── StoreError          a store cannot be opened, read or written
    │   └── EndpointError   a SPARQL endpoint is down, slow, busy, or answers what is no answer
    │       └── LoginError  it refuses user or password
    ├── QueryError          a SPARQL query is malformed or unknown
    └── MissingExtraError   an optional package is not installed; gives the line that installs it

Each message is one line that names the file or place and says what to do.
"""


class KgError(Exception):
    """An error whose message is meant for the user: one line, with the place and a remedy."""


class InputError(KgError):
    """An article cannot be read: no such file, binary, empty, wrong encoding, malformed JSON."""


class LanguageError(InputError):
    """The language of an article is not supported."""


class DataError(KgError):
    """A knowledge file holds a mistake; the message begins with ``file:line:``."""


class StoreError(KgError):
    """A store cannot be opened, read or written."""


class EndpointError(StoreError):
    """A SPARQL endpoint cannot be reached, does not answer in time, is busy, or answers what is no answer."""


class LoginError(EndpointError):
    """A SPARQL endpoint refuses user or password, or this user may not do this."""


class QueryError(KgError):
    """A SPARQL query is malformed, or a named query or its parameter is unknown."""


class MissingExtraError(KgError):
    """An optional package is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        """:param what: what needs it; ``extra``: the extra of this package that brings it."""
        super().__init__(f"{what} needs a package that is not installed: pip install 'stance-graph[{extra}]'")
