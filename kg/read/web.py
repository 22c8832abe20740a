"""What an address on the web answers."""

from dataclasses import dataclass
from typing import Final

import httpx
from httpx_retries import Retry, RetryTransport

from kg.errors import InputError

LARGEST: Final = 50_000_000
"""Bytes of an answer that are read; what is longer is no news article."""

_SECONDS = 30.0
_AGENT = "stance-graph (reads news articles on behalf of a person)"
_BUSY = Retry(total=3, allowed_methods=("GET",), status_forcelist=(429, 503), max_backoff_wait=20, total_timeout=60)
_KINDS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/jsonl": "jsonl",
    "application/x-ndjson": "jsonl",
}
_TEXTUAL = ("text/", "application/xml", "application/json", "application/rdf+xml")


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of an answer, the address that it came from in the end, and how it is to be read if the server says so
    ("html", "feed", "jsonl"; ``None``: the body tells), with the encoding that it names.
    """

    body: bytes
    address: str
    kind: str | None
    encoding: str | None


def fetch(address: str) -> Answer:
    """What a server answers at an address (GET), after redirections; a busy one is asked again.

    :raises InputError: no answer, one that says that there is no such page, or one that is no text.
    """
    body = bytearray()
    try:
        with (
            httpx.Client(
                transport=RetryTransport(retry=_BUSY),
                headers={"User-Agent": _AGENT},
                timeout=_SECONDS,
                follow_redirects=True,
            ) as client,
            client.stream("GET", address) as answer,
        ):
            if not answer.is_success:
                raise InputError(
                    f"{address}: the server says {answer.status_code} {answer.reason_phrase}; check the address, "
                    "or save the page and name the file"
                )
            media = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            if media and media not in _KINDS and not media.startswith(_TEXTUAL):
                raise InputError(f"{address}: no text but {media}; save it as text and name the file")
            for piece in answer.iter_bytes():
                body += piece
                if len(body) > LARGEST:
                    raise InputError(f"{address}: longer than {LARGEST // 1_000_000} MB; save it and name the file")
            return Answer(bytes(body), str(answer.url), _KINDS.get(media), answer.charset_encoding)
    except httpx.TimeoutException:
        raise InputError(f"{address}: no answer within {_SECONDS:g} seconds; try again later") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        why = " ".join(str(error).split()) or type(error).__name__
        raise InputError(f"{address}: cannot be fetched ({why}); check the address and the connection") from None
