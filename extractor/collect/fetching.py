"""Polite and safe fetching: one address in, a response read to its end out, or the reason why there is none."""

from __future__ import annotations

import random
import threading
from collections.abc import Mapping
from dataclasses import replace
from types import TracebackType
from urllib.parse import urldefrag

from extractor.collect.addresses import Guard, Resolve, Target, host_key, read_target, system_addresses
from extractor.collect.answers import Kind
from extractor.collect.exchange import Ask, Exchanges, Moved, Passing, Unanswered
from extractor.collect.hosts import Host, Hosts, Interrupted
from extractor.collect.model import CollectError, Fetched, Outcome, Validators
from extractor.collect.robots import MOST_REDIRECTS, Robots
from extractor.collect.settings import Settings
from extractor.collect.wire import Connect, Lines, connect_to

__all__ = ["Fetcher", "Kind", "Stopped"]

_JITTER = 0.5


class Stopped(CollectError):  # noqa: N818
    """The run was told to stop while the address was waited for or read; nothing is known of the address."""

    def __init__(self, url: str) -> None:
        super().__init__(Outcome.FAILED, url, "stopped")


class Fetcher:
    """Asks addresses, one at a time per host, as robots.txt allows, and never one that is not public.

    Several threads may share one, each working on hosts of its own; a second thread that asks the same host waits its turn.
    Cookies live as long as the redirects of one address. Proxies and certificate bundles come from the environment.

    Args:
        settings: the limits.
        stop: when set, waits end, responses are cut, and every call raises `Stopped`.
        resolve: name and port to IP addresses; for tests.
        connect: IP address, port and seconds to a socket; for tests. It is given addresses that were checked.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        stop: threading.Event | None = None,
        resolve: Resolve = system_addresses,
        connect: Connect = connect_to,
    ) -> None:
        self._settings = settings
        self._stop = stop or threading.Event()
        self._hosts = Hosts(settings.delay, self._stop)
        guard = Guard(allow_private=settings.allow_private, resolve=resolve)
        self._lines = Lines(guard, connect, self._stop)
        self._exchanges = Exchanges(settings, guard, self._lines, self._stop)
        self._agent = settings.user_agent.partition("/")[0]

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections; no thread may be asking any more."""
        self._lines.close()

    @property
    def requests_to(self) -> Mapping[str, int]:
        """Requests sent so far, robots.txt and repeated ones included, by host (name without "www.", odd ports with it)."""
        return self._hosts.requests()

    def is_left_alone(self, url: str) -> bool:
        """Is nothing more asked of the host in this run, as it blocked us or is down?

        Raises:
            CollectError: `UNSAFE` for what is no web address.
        """
        host = self._hosts.known(host_key(url))
        return host is not None and host.left is not None

    def get(self, url: str, *, validators: Validators | None = None, kind: Kind = Kind.PAGE) -> Fetched:
        """Ask for an address, follow where it leads, and read what it gives.

        Args:
            url: a web address.
            validators: what an earlier response gave; if nothing has changed, the status is 304 and the body is empty.
            kind: what is expected there.

        Raises:
            Stopped: when the run is to stop.
            CollectError: with the outcome and the reason, if there is nothing to read.
        """
        try:
            return self._follow(url, validators, kind)
        except Interrupted as error:
            raise Stopped(url) from error
        except CollectError as error:
            if error.url == url:
                raise
            same = error.url == urldefrag(url.strip()).url
            reason = error.reason if same else f"{error.reason}, at {error.url}"
            raise CollectError(error.outcome, url, reason) from error

    def robots(self, url: str) -> Robots:
        """What the robots.txt of the address's host says; fetched when first asked for.

        Raises:
            Stopped: when the run is to stop.
            CollectError: `UNSAFE` for what is no web address.
        """
        target = read_target(url)
        try:
            return self._robots(target, self._hosts.of(target.host))
        except Interrupted as error:
            raise Stopped(url) from error

    def _follow(self, url: str, validators: Validators | None, kind: Kind) -> Fetched:
        ask = Ask(read_target(url), kind, validators)
        seen: set[tuple[str, str]] = set()
        for redirects in range(self._settings.most_redirects + 1):
            # A site may send a reader back to the same address with a cookie, once.
            state = (ask.target.url, repr(sorted((cookie.name, cookie.value) for cookie in ask.cookies)))
            if state in seen:
                raise CollectError(Outcome.FAILED, url, "redirects in a circle")
            seen.add(state)
            host = self._admit(ask.target, url, kind)
            answer = self._ask(ask, host)
            if isinstance(answer, Fetched):
                return replace(answer, url=url, redirects=redirects)
            ask = replace(ask, target=read_target(answer.url))
        raise CollectError(Outcome.FAILED, url, f"more than {self._settings.most_redirects} redirects")

    def _admit(self, target: Target, first: str, kind: Kind) -> Host:
        """The host of the target, if it may be asked for it; `first` is the address that led there."""
        host = self._hosts.of(target.host)
        self._check_left(host, target.url)
        robots = self._robots(target, host)
        self._check_left(host, target.url)
        if robots.closed is not None:
            raise CollectError(robots.closed[0], target.url, robots.closed[1])
        if not robots.allowed(target.url):
            raise CollectError(Outcome.DISALLOWED, target.url, "robots.txt says no")
        pause = robots.crawl_delay or 0.0
        if pause > self._settings.most_delay:
            if kind is not Kind.LISTING or host.listing not in (None, first):
                reason = f"robots.txt asks for {pause:g} s between requests, more than {self._settings.most_delay:g} s"
                raise CollectError(Outcome.DISALLOWED, target.url, reason)
            host.listing = first
        return host

    @staticmethod
    def _check_left(host: Host, url: str) -> None:
        if host.left is not None:
            raise CollectError(host.left[0], url, f"{host.key} is left alone in this run: {host.left[1]}")

    def _ask(self, ask: Ask, host: Host) -> Fetched | Moved:
        """Ask, again if need be, and remember of the host what the answer says about it."""
        tries = self._settings.retries + 1
        for number in range(tries):
            with host.turn():
                self._check_left(host, ask.target.url)
                try:
                    return self._exchanges.run(ask, host)
                except CollectError as error:
                    if error.outcome is Outcome.BLOCKED:
                        host.leave(Outcome.BLOCKED, error.reason)
                    elif isinstance(error, Unanswered):
                        host.silent(error.reason)
                    raise
                except Passing as error:
                    failure = error
                    self._wait_or_leave(failure, number, ask, host)
        reason = f"{failure.reason}, {tries} times" if tries > 1 else failure.reason
        if failure.answered:
            raise CollectError(failure.outcome, ask.target.url, reason)
        raise Unanswered(failure.outcome, ask.target.url, reason)

    def _wait_or_leave(self, failure: Passing, number: int, ask: Ask, host: Host) -> None:
        """After try `number`: let the host rest as long as it asks for, or twice as long as after the last try."""
        last = number == self._settings.retries
        wait = failure.wait or 0.0
        if wait > self._settings.most_wait:
            reason = f"{failure.reason}, asks to wait {wait:.0f} s"
            host.leave(Outcome.BLOCKED, reason)
            raise CollectError(Outcome.BLOCKED, ask.target.url, reason)
        if not last:
            backoff = host.pause * 2**number * (1 + _JITTER * random.random())  # noqa: S311
            wait = max(wait, min(backoff, self._settings.most_wait))
        elif failure.outcome is Outcome.BLOCKED:
            host.leave(Outcome.BLOCKED, failure.reason)
        elif not failure.answered:
            host.silent(failure.reason)
        host.rest(wait)

    def _robots(self, target: Target, host: Host) -> Robots:
        with host.robots_lock:
            known = host.robots.get(target.authority)
            if known is None:
                known = self._fetch_robots(target, host)
                host.robots[target.authority] = known
                host.pause = max(host.pause, min(known.crawl_delay or 0.0, self._settings.most_delay))
                host.rest(host.pause)
        return known

    def _fetch_robots(self, target: Target, own: Host) -> Robots:
        """As RFC 9309 says: 4xx and too many redirects leave all open, what could not be read closes all."""
        ask = Ask(read_target(target.robots), Kind.ROBOTS)
        host = own
        try:
            for _ in range(MOST_REDIRECTS + 1):
                self._check_left(host, ask.target.url)
                answer = self._ask(ask, host)
                if isinstance(answer, Fetched):
                    robots = Robots.read(answer.body, self._agent)
                    if host is own and ask.target.url == ask.target.robots:
                        # Mostly "www." in front, or without: what was read there need not be read again.
                        own.robots.setdefault(ask.target.authority, robots)
                    return robots
                ask = replace(ask, target=read_target(answer.url))
                host = self._hosts.of(ask.target.host)
        except CollectError as error:
            # No answer at all is a failure and no word of the host's; else it has rules, and they are not known.
            spoke = not isinstance(error, Unanswered) and error.outcome is Outcome.FAILED
            outcome = Outcome.DISALLOWED if spoke else error.outcome
            return Robots(self._agent, closed=(outcome, f"robots.txt could not be read: {error.reason}"))
        return Robots(self._agent)
