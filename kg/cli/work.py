"""Extraction over many articles, in this process or in several."""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing.connection import wait
from threading import Thread

from kg.errors import DataError, InputError, KgError
from kg.model import Article, Reading

_AHEAD = 4
"""How many articles wait for each process: enough to keep it busy, too few to fill the memory."""


def read_all(articles: Iterable[Article], jobs: int, on_error: Callable[[KgError], None]) -> Iterator[Reading]:
    """What is read from the articles, in their order.

    :param jobs: the number of processes; 1 works in this one.
    :param on_error: gets an error for each article that could not be worked on; the others are.
    :raises DataError: a table of ``data/`` has a mistake, which no article can be read with.
    """
    if jobs == 1:
        from kg.extract import pipeline, read

        for article in articles:
            if article.lang:
                pipeline(article.lang)  # If the installation is broken, say so once and not for each article.
            try:
                reading = read(article)
            except DataError:
                raise
            except Exception as error:
                on_error(_failed(article, error))
            else:
                yield reading
        return
    # Fresh processes: a fork would copy locks that threads of this one hold.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_end_with_parent) as pool:
        waiting: deque[tuple[Article, Future[Reading]]] = deque()
        for article in articles:
            waiting.append((article, pool.submit(_read, article)))
            if len(waiting) >= jobs * _AHEAD:
                yield from _next(waiting, on_error)
        while waiting:
            yield from _next(waiting, on_error)


def _next(waiting: deque[tuple[Article, "Future[Reading]"]], on_error: Callable[[KgError], None]) -> Iterator[Reading]:
    article, future = waiting.popleft()
    try:
        reading = future.result()
    except DataError:  # It would fail for each article: once is enough.
        raise
    except Exception as error:
        on_error(_failed(article, error))
    else:
        yield reading


def _failed(article: Article, error: Exception) -> KgError:
    if isinstance(error, KgError):
        return error
    return InputError(f"{article.id}: could not be worked on ({type(error).__name__}: {error}); please report this")


def _read(article: Article) -> Reading:
    from kg.extract import read

    return read(article)


def _end_with_parent() -> None:
    """Without this a worker whose parent was killed would wait for work forever."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    Thread(target=watch, daemon=True).start()
