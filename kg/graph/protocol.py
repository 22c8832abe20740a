"""The SPARQL 1.1 Protocol and the Graph Store Protocol (W3C, 2013) over HTTP, and what can go wrong with them.

Every failure is one line: an :class:`kg.errors.EndpointError` or, for a login, its :class:`kg.errors.LoginError`.
User and password come from the environment, are sent to the endpoint's own server only, and stand in no message.
"""

import os
import re
from collections.abc import Generator
from typing import NoReturn, Self
from urllib.parse import urlencode, urlsplit

import httpx
from httpx_retries import Retry, RetryTransport

from kg.errors import EndpointError, LoginError, StoreError

USER, PASSWORD, TIMEOUT = "KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_TIMEOUT"
"""The environment variables: the login, and the seconds to wait for an answer."""

_SECONDS = 60.0
_BUSY = (429, 503)
_PATIENCE = Retry(
    total=5,
    allowed_methods=("GET", "POST", "PUT", "DELETE"),
    status_forcelist=_BUSY,
    retry_on_exceptions=(),
    backoff_factor=0.25,
    max_backoff_wait=30,
    total_timeout=90,
)
"""A busy server is asked again after the time it names (Retry-After), else after 0.25 s, 0.5 s, 1 s and so on."""


class Connection:
    """One server. A context manager; :meth:`close` ends it.

    :ivar where: the address of the query service, which messages name.
    :ivar timeout: the seconds to wait for an answer.
    """

    def __init__(self, where: str) -> None:
        """Does not connect yet.

        :raises StoreError: a timeout that is no number stands in the environment.
        """
        self.where = where
        seconds = os.environ.get(TIMEOUT) or str(_SECONDS)
        if not re.fullmatch(r"\d+(\.\d+)?", seconds) or not float(seconds):
            raise StoreError(f"{TIMEOUT} must be a number of seconds, not {seconds}")
        self.timeout = float(seconds)
        self._user = os.environ.get(USER)
        self._client = httpx.Client(
            transport=RetryTransport(httpx.HTTPTransport(), retry=_PATIENCE),
            auth=_Login(self._user, os.environ.get(PASSWORD, "")) if self._user else None,
            timeout=httpx.Timeout(self.timeout, connect=min(10.0, self.timeout)),
            trust_env=False,
        )

    def post(self, address: str, form: dict[str, str], accept: str) -> tuple[str, bytes]:
        """Send a query or an update as a form, which is what all servers understand.

        :param form: ``query`` or ``update``, and other parameters of the protocol.
        :returns: the media type of the answer, and the answer.
        :raises EndpointError: there is no answer, or none that is one.
        :raises BadRequest: the server takes it for malformed.
        """
        return self._send("POST", address, data=form, headers={"Accept": accept})

    def add(self, address: str, graph: str | None, triples: bytes) -> None:
        """Add triples to a graph through the Graph Store Protocol.

        :param address: that of the graph store.
        :param graph: the IRI of a named graph; ``None`` is the default graph.
        :param triples: in N-Triples syntax, which is Turtle too, of any size.
        :raises EndpointError: there is no answer, or the server refuses the triples.
        """
        where = "default" if graph is None else urlencode({"graph": graph})
        try:
            self._send("POST", f"{address}?{where}", content=triples, headers={"Content-Type": "text/turtle"})
        except BadRequest as error:
            raise EndpointError(
                f"{self.where}: refused the triples of {graph or 'the default graph'}: {error}"
            ) from None

    def close(self) -> None:
        """Close what is open."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _send(self, method: str, address: str, **request: object) -> tuple[str, bytes]:
        try:
            answer = self._client.request(method, address, **request)  # type: ignore[arg-type]
        except httpx.TimeoutException:
            raise NoAnswer(
                f"{self.where}: no answer within {self.timeout:g} seconds; ask for less, or set {TIMEOUT} to more"
            ) from None
        except httpx.RemoteProtocolError as error:
            raise NoAnswer(f"{self.where}: the answer broke off ({_line(error)}); try again") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NoAnswer(
                f"{self.where}: cannot be reached ({_line(error)}); check the address, and that the server runs"
            ) from None
        if not answer.is_success:
            self._refused(answer)
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind == "text/html" and answer.content.strip():
            raise EndpointError(f"{self.where}: is no SPARQL endpoint: it answered with a web page; check the address")
        self._whole(answer)
        return kind, answer.content

    def _refused(self, answer: httpx.Response) -> NoReturn:
        code = answer.status_code
        html = "html" in answer.headers.get("Content-Type", "")
        lines = [] if html else answer.text.strip().splitlines()
        said = lines[0][:200] if lines else answer.reason_phrase
        if code in (401, 403) or _NO_PERMISSION.search(said):
            if not self._user:
                raise LoginError(f"{self.where}: no access; set {USER} and {PASSWORD} in the environment")
            what = "the password is wrong, or the user may not do this" if code != 401 else "user or password is wrong"
            raise LoginError(f"{self.where}: no access: {what}; check {USER} and {PASSWORD} in the environment")
        if code == 404:
            raise EndpointError(f"{self.where}: there is no such endpoint; check the address")
        if code in _BUSY:
            after = answer.headers.get("Retry-After")
            raise EndpointError(
                f"{self.where}: is busy ({code}); try again {f'in {after} seconds' if after else 'later'}"
            )
        if answer.is_redirect:
            raise EndpointError(f"{self.where}: has moved to {answer.headers.get('Location')}; use that address")
        if code in (400, 422):
            raise BadRequest(said)
        raise EndpointError(f"{self.where}: answered {code}: {said}")

    def _whole(self, answer: httpx.Response) -> None:
        """Virtuoso cuts long answers off without an error; only its headers tell."""
        if limit := answer.headers.get("X-SPARQL-MaxRows"):
            raise EndpointError(
                f"{self.where}: the server cut the answer off after {limit} rows; "
                "ask for fewer (LIMIT, OFFSET), or raise ResultSetMaxRows in its virtuoso.ini"
            )
        if answer.headers.get("X-SQL-State") == "S1TAT":
            raise EndpointError(
                f"{self.where}: the server stopped at its time limit and sent a part of the answer; "
                "ask for less, or raise MaxQueryExecutionTime in its virtuoso.ini"
            )


class NoAnswer(EndpointError):
    """There is no answer, or no whole one: the server may still be working on the request."""


class BadRequest(Exception):
    """The server takes a query or an update for malformed; the message is its own."""


def address(text: str) -> str:
    """An address as given by a user.

    :raises StoreError: it is none, or it holds a password, which would end up in logs and lists of processes.
    """
    try:
        parts = urlsplit(text)
        host, login, _ = parts.hostname, parts.username or parts.password, parts.port
    except ValueError:
        host, login = None, None
    if login:
        raise StoreError(f"user and password do not belong in an address; set {USER} and {PASSWORD} in the environment")
    if not host or re.search(r"\s", text):
        raise StoreError(f"{text}: is no address of an endpoint")
    return text


_NO_PERMISSION = re.compile(r"Virtuoso 42000 Error.*(permission|SECURITY)", re.IGNORECASE)


class _Login(httpx.Auth):
    """Logs in as the server asks: Digest where it offers it, else Basic. Nothing is sent before it asks."""

    def __init__(self, user: str, password: str) -> None:
        self._basic = httpx.BasicAuth(user, password)
        self._digest = httpx.DigestAuth(user, password)
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._chosen is None:
            answer = yield request
            offers = " ".join(answer.headers.get_list("WWW-Authenticate")).lower()
            if answer.status_code != 401:
                return
            self._chosen = self._digest if "digest" in offers else self._basic
        yield from self._chosen.auth_flow(request)


def _line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
