"""Real SPARQL servers on loopback: Oxigraph behind HTTP, and OpenLink Virtuoso."""

import base64
import hashlib
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pyoxigraph

USER, PASSWORD = "anna", "gehe im@ähren:feld"


class Sparql(BaseHTTPRequestHandler):
    """The SPARQL 1.1 protocol and the Graph Store Protocol's POST, around ``server.store``."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        path = urlsplit(self.path)
        if self.server.lock and not self.server.lock(self.headers.get("Authorization"), self.command, self.path):
            return self.answer(401, "text/plain", b"who are you?", **{"WWW-Authenticate": self.server.challenge})
        try:
            if path.path == "/store":
                named = parse_qs(path.query).get("graph")
                graph = pyoxigraph.NamedNode(named[0]) if named else pyoxigraph.DefaultGraph()
                self.server.store.load(body, format=pyoxigraph.RdfFormat.TURTLE, to_graph=graph)
                return self.answer(204, "text/plain", b"")
            form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
            if self.headers["Content-Type"].startswith("application/sparql-query"):
                form = {"query": body.decode()}
            if path.path in ("/ds/query", "/repositories/kg") and "query" in form:
                result = self.server.store.query(form["query"])
                if isinstance(result, pyoxigraph.QueryTriples):
                    return self.answer(200, "text/turtle", result.serialize(format=pyoxigraph.RdfFormat.TURTLE))
                json = result.serialize(format=pyoxigraph.QueryResultsFormat.JSON)
                return self.answer(200, "application/sparql-results+json", json)
            if path.path in ("/ds/update", "/repositories/kg/statements", "/write") and "update" in form:
                self.server.store.update(form["update"])
                return self.answer(204, "text/plain", b"")
        except (SyntaxError, ValueError) as error:
            return self.answer(400, "text/plain", str(error).encode())
        return self.answer(404, "text/plain", b"nothing here")

    def answer(self, code, kind, body, **headers):
        self.send_response(code)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@contextmanager
def serving(
    handler: type[BaseHTTPRequestHandler] = Sparql, *, lock: Callable[..., bool] | None = None, challenge: str = ""
) -> Iterator[str]:
    """A server in a thread of this process; gives its host and port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.store, server.lock, server.challenge = pyoxigraph.Store(), lock, challenge
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def basic(authorization: str | None, method: str, path: str) -> bool:
    """Whether this is the login by Basic (RFC 7617)."""
    return authorization == "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()


def digest(authorization: str | None, method: str, path: str) -> bool:
    """Whether this is the login by Digest (RFC 7616) to the challenge :data:`DIGEST`."""
    if not (authorization or "").startswith("Digest "):
        return False
    given = {
        name.strip(): value.strip('" ')
        for name, _, value in (part.partition("=") for part in authorization.removeprefix("Digest ").split(","))
    }
    if given["username"] != USER or given["nonce"] != "once":
        return False

    def hashed(*parts: str) -> str:
        return hashlib.md5(":".join(parts).encode()).hexdigest()

    secret, asked = hashed(USER, "stances", PASSWORD), hashed(method, given["uri"])
    return given["response"] == hashed(secret, "once", given["nc"], given["cnonce"], "auth", asked)


DIGEST = 'Digest realm="stances", nonce="once", qop="auth", algorithm=MD5'


def virtuoso_missing() -> str | None:
    """Why no Virtuoso can be started here, if so."""
    if shutil.which("virtuoso-t"):
        return None
    return "OpenLink Virtuoso is not installed: apt-get install virtuoso-opensource"


@contextmanager
def virtuoso(rows: int = 1_000_000, folder: Path | None = None) -> Iterator[str]:
    """A Virtuoso server with ports of its own; gives its host and port. Its user and password are dba. In the end it
    is killed.

    :param rows: the longest answer, after which it cuts off.
    :param folder: where it keeps its data; else in a folder that goes with it.
    """
    with nullcontext(folder) if folder else tempfile.TemporaryDirectory(prefix="virtuoso-") as name:
        folder, sql, http = Path(name), _free_port(), _free_port()
        (folder / "virtuoso.lck").unlink(missing_ok=True)  # It was killed.
        (folder / "virtuoso.ini").write_text(_VIRTUOSO.format(sql=sql, http=http, rows=rows))
        with (folder / "out").open("w") as out:
            command = ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"]
            if shutil.which("setpriv"):  # A killed test run takes its server along.
                command = ["setpriv", "--pdeathsig", "KILL", *command]
            server = subprocess.Popen(command, cwd=folder, stdout=out, stderr=out)
        try:
            _wait(server, http, folder)
            yield f"127.0.0.1:{http}"
        finally:
            server.kill()
            server.wait()


def _wait(server: "subprocess.Popen[bytes]", port: int, folder: Path) -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            if httpx.get(f"http://127.0.0.1:{port}/sparql", params={"query": "ASK {}"}, timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    log = folder / "virtuoso.log"
    raise RuntimeError(
        f"Virtuoso did not start: {log.read_text()[-2000:] if log.exists() else (folder / 'out').read_text()}"
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


_VIRTUOSO = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200

[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx

[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 10
CheckpointInterval = 0
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = .

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10

[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryCostEstimationTime = 0
"""
