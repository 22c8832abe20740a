"""A web server on loopback, for what is read from an address."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Togo welcomes plan</title>
<meta property="article:published_time" content="2025-09-05T10:00:00+02:00"></head><body>
<nav><a href="/sport">Sport</a></nav><article><h1>Togo welcomes plan</h1>
<p>The government of Togo welcomed the proposal of the neighbouring states for a common border, the foreign minister
told journalists from several countries in Lomé on Friday.</p>
<p>Ghana rejected it. There could be no border without a treaty, a spokeswoman for the government in Accra said, and
nobody had been asked about the price of “Größe”.</p></article></body></html>"""


class Site(ThreadingHTTPServer):
    """Serves ``pages``: path → (status, headers, body); ``asked`` holds the paths that were asked for."""

    pages: dict[str, tuple[int, dict[str, str], bytes]]
    asked: list[str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def put(self, path: str, body: bytes, kind: str = "text/html; charset=utf-8") -> str:
        self.pages[path] = (200, {"Content-Type": kind}, body)
        return self.address + path


class _Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        status, headers, body = self.server.pages.get(self.path, (404, {"Content-Type": "text/html"}, b"<p>No.</p>"))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[Site]:
    with Site(("127.0.0.1", 0), _Handler) as site:
        site.pages, site.asked = {}, []
        Thread(target=site.serve_forever, daemon=True).start()
        yield site
        site.shutdown()
