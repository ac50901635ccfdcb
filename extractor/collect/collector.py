"""One run: outlets side by side, the posts of each one after another, every outcome kept and counted."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from extractor.collect.archive import Archive, ArchiveError
from extractor.collect.discovery import Asked, candidates
from extractor.collect.fetching import Fetcher, Kind, Stopped
from extractor.collect.model import Candidate, CollectError, Fetched, Outcome, Post, Tally, Window
from extractor.collect.pages import PageSet, read_post
from extractor.collect.state import Known, State, StateError, address_key
from extractor.collect.unfinished import PostPages, UnfinishedPosts
from extractor.knowledge.outlets import Outlet

RELEVANT = 0.5
"""Relevance from which a post is about the agency (`extractor.documents`)."""

_REST = 30.0  # days for which an address that gave nothing is not asked again
_YOUNG = timedelta(days=7)  # a post so young may still be edited
_RECHECK = timedelta(hours=12)  # between two looks at a young post whose listing does not tell of changes
_WEEK = timedelta(days=7)  # after which an outlet is asked for all posts again, not only for those that changed
_WHOLE = "whole "
_OVERLAP = timedelta(hours=2)  # clocks of sites are wrong, and caches late
_SETTLED = frozenset(Outcome) - {Outcome.FAILED, Outcome.BLOCKED}


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done at one outlet: its ways gone, or the `given` addresses asked."""

    outlet: Outlet
    given: tuple[Candidate, ...] | None = None


class Watcher(Protocol):
    """Hears how the run goes, from several threads."""

    def began(self, outlet: Outlet) -> None:
        """An outlet is being asked."""

    def listed(self, outlet: Outlet, way: str, ok: bool, reason: str, found: int) -> None:
        """One of its ways was gone."""

    def came(self, outlet: Outlet, url: str, outcome: Outcome, reason: str | None) -> None:
        """An address was dealt with."""

    def ended(self, outlet: Outlet) -> None:
        """The outlet is done with."""


class Collector:
    """Collects the posts of outlets into an archive.

    Args:
        fetcher: asks addresses.
        archive: keeps the responses of posts.
        state: knows what was asked before.
        watcher: hears how it goes.
        stop: set it to end the run; addresses in work are given up.
        unfinished: keeps the pages of posts in work, so that a run that was killed asks none twice.
        now: the clock, with zone.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        archive: Archive,
        state: State,
        watcher: Watcher,
        *,
        stop: threading.Event,
        unfinished: UnfinishedPosts | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._fetcher, self._archive, self._state, self._watcher = fetcher, archive, state, watcher
        self._stop, self._now = stop, now
        self._unfinished = unfinished or UnfinishedPosts(None)
        self._run = 0
        self._window = Window()
        self._tally = Tally()
        self._counting = threading.Lock()
        self.failed_outlets: list[str] = []  # domains that could not be asked for their posts by any way

    def run(self, tasks: Sequence[Task], asked: Asked, *, hosts_at_once: int, command: str) -> Tally:
        """Do the tasks; the outcomes by outlet.

        A run that ends early, whatever the reason, leaves nothing half done: the next one goes on.

        Args:
            tasks: one an outlet.
            asked: keywords and days.
            hosts_at_once: outlets worked on at the same time.
            command: told in the history of runs.

        Raises:
            ArchiveError: a post could not be written (a full disk).
            StateError: the state cannot be read or written.
        """
        self._run = self._state.begin_run(self._now(), command)
        self._window = asked.window
        self._unfinished.forget_old()
        status = "stopped"
        try:
            self._work(tasks, asked, hosts_at_once)
            status = "stopped" if self._stop.is_set() else "finished"
        finally:
            self._state.end_run(self._run, self._now(), status)
        return self._tally

    def _work(self, tasks: Sequence[Task], asked: Asked, hosts_at_once: int) -> None:
        with ThreadPoolExecutor(hosts_at_once, thread_name_prefix="outlet") as workers:
            working = [workers.submit(self._outlet, task, asked) for task in tasks]
            try:
                _all_or_first_failure(working)
            except BaseException:
                self._stop.set()
                for one in working:
                    one.cancel()
                raise

    def _outlet(self, task: Task, asked: Asked) -> None:
        outlet = task.outlet
        if self._stop.is_set():
            return
        self._watcher.began(outlet)
        try:
            if task.given is not None:
                self._all(outlet, (one for one in task.given if asked.window.holds(one.day)))
            else:
                self._listed(outlet, asked)
        except Stopped:
            pass
        except CollectError as error:
            self._give_up(outlet, error.outcome, error.reason)
        except (ArchiveError, StateError):
            raise
        except Exception as error:  # noqa: BLE001 - a defect that one outlet's listings bring to light costs that outlet; it is told
            self._give_up(outlet, Outcome.FAILED, _defect(error))
        finally:
            self._watcher.ended(outlet)

    def _give_up(self, outlet: Outlet, outcome: Outcome, reason: str) -> None:
        """Nothing more can be asked of the outlet."""
        self._state.record_listing(self._run, outlet.domain, "any", outcome=outcome, reason=reason, at=self._now())
        self._watcher.listed(outlet, "any way", False, reason, 0)
        self.failed_outlets.append(outlet.domain)

    def _listed(self, outlet: Outlet, asked: Asked) -> None:
        """Go the outlet's ways; a question whose answers were all dealt with before is asked for what changed since."""
        began, question = self._now(), _question(asked)
        before = self._changes_since(outlet, question)
        robots = self._fetcher.robots(outlet.home)
        here = replace(
            asked,
            changed_since=before - _OVERLAP if before is not None else asked.changed_since,
            sitemaps=robots.sitemaps,
        )
        complete, answered = True, False
        trouble = Outcome.NOT_A_PAGE  # of a way in which all listings answered, and none as one

        def get(url: str) -> Fetched:
            nonlocal trouble
            try:
                return self._fetcher.get(url, kind=Kind.LISTING)
            except CollectError as error:
                trouble = error.outcome
                raise

        def report(way: str, ok: bool, reason: str, found: int) -> None:
            nonlocal complete, answered, trouble
            complete, answered = complete and ok, answered or ok
            outcome, trouble = None if ok else trouble, Outcome.NOT_A_PAGE
            self._state.record_listing(
                self._run, outlet.domain, way, found=found, outcome=outcome, reason=reason or None, at=self._now()
            )
            self._watcher.listed(outlet, way, ok, reason, found)

        settled = self._all(outlet, candidates(outlet, here, get, report))
        if not answered:
            self.failed_outlets.append(outlet.domain)
        if complete and settled:
            self._state.keep_answered(outlet.domain, question, began)
            if before is None:
                self._state.keep_answered(outlet.domain, _WHOLE + question, began)

    def _changes_since(self, outlet: Outlet, question: str) -> datetime | None:
        """When the question was last answered to its end; `None` where all is to be asked: the first time, and again every week.

        A post that was published with a date of long ago has changed long ago, as its site tells it.
        """
        whole = self._state.answered_at(outlet.domain, _WHOLE + question)
        if whole is None or self._now() - whole >= _WEEK:
            return None
        return self._state.answered_at(outlet.domain, question)

    def _all(self, outlet: Outlet, found: Iterable[Candidate]) -> bool:
        """Deal with candidates; were all of them settled, so that none has to be asked again soon?"""
        settled = True
        for one in found:
            settled = not self._is_left_alone(one.url) and self._candidate(outlet, one) in _SETTLED and settled
        return settled

    def _is_left_alone(self, url: str) -> bool:
        try:
            return self._fetcher.is_left_alone(url)
        except CollectError:  # no web address, which asking for it will tell
            return False

    def _candidate(self, outlet: Outlet, one: Candidate) -> Outcome:
        """Deal with one candidate, to its outcome; what goes wrong with it costs no other.

        Raises:
            Stopped, ArchiveError, StateError: the run cannot go on.
        """
        known = self._state.known(one.url)
        if known is not None and self._is_known(known, one):
            self._count(outlet, one.url, Outcome.UNCHANGED, None)
            return Outcome.UNCHANGED
        try:
            return self._ask(outlet, one, known)
        except Stopped:
            raise
        except CollectError as error:
            outcome, reason = error.outcome, error.reason
        except (ArchiveError, StateError):
            raise
        except Exception as error:  # noqa: BLE001 - a defect that one post brings to light costs that post; it is told and counted
            outcome, reason = Outcome.FAILED, _defect(error)
        self._state.record(self._run, outlet.domain, one.url, outcome, reason=reason, at=self._now())
        self._count(outlet, one.url, outcome, reason)
        return outcome

    def _is_known(self, known: Known, one: Candidate) -> bool:
        """Need the address not be asked, as its listing tells of no change, or as it was asked a short while ago?"""
        now = self._now()
        if known.id is None or known.outcome is Outcome.DUPLICATE:
            rests = known.rests(now, _REST) or self._is_outside(known)
            return rests and (one.modified is None or one.modified < known.asked)
        if one.modified is not None:
            return known.modified == one.modified.isoformat()
        published = datetime.fromisoformat(known.published) if known.published else None
        is_young = published is None or now - _zoned(published) < _YOUNG
        return not is_young or now - known.asked < _RECHECK

    def _is_outside(self, known: Known) -> bool:
        """Was the post found to be of a day that is not asked for now either? The day is the reason that was kept."""
        return known.outcome is Outcome.OUTSIDE and not self._window.holds(date.fromisoformat(known.reason or ""))

    def _ask(self, outlet: Outlet, one: Candidate, known: Known | None) -> Outcome:
        validators = known.validators.get(one.url) if known is not None else None

        def get(url: str) -> Fetched:
            return self._fetcher.get(url, validators=validators if url == one.url else None)

        with self._unfinished.post(one.url, get, changed=one.modified) as pages:
            return self._ask_pages(outlet, one, pages)

    def _ask_pages(self, outlet: Outlet, one: Candidate, pages: PostPages) -> Outcome:
        fetched = pages.get(one.url)
        if fetched.not_modified:
            modified = one.modified.isoformat() if one.modified else None
            return self._keep(outlet, one.url, Outcome.UNCHANGED, modified=modified)
        found = read_post(fetched, pages.get, cms=outlet.cms)
        if found.document.relevance < RELEVANT:
            return self._keep(outlet, one.url, Outcome.IRRELEVANT)
        day = found.document.published_on
        # Around midnight listing and page may name two days, where a site's clock has another zone: one of them is enough, or
        # the post would be of no day at all.
        is_listed = one.day is not None and self._window.holds(one.day)
        if day is not None and not self._window.holds(day) and not is_listed:
            return self._keep(outlet, one.url, Outcome.OUTSIDE, reason=day.isoformat())
        return self._keep_post(outlet, one, found)

    def _keep_post(self, outlet: Outlet, one: Candidate, found: PageSet) -> Outcome:
        post = Post(
            id=found.id,
            url=found.url,
            outlet=outlet.domain,
            pages=found.pages,
            title=found.document.title,
            published=found.document.published_iso,
            text_hash=found.text_hash,
            via=one.via,
            modified=one.modified.isoformat() if one.modified else None,
        )
        reason = "; ".join(found.missed) or None
        kept = self._state.known(found.url)
        if kept is None or kept.id is None:
            if self._state.has_text(outlet.domain, found.text_hash) is not None:
                return self._keep(outlet, one.url, Outcome.DUPLICATE, post=post)
            outcome = Outcome.NEW
        elif kept.text_hash != found.text_hash:
            outcome = Outcome.UPDATED
        else:
            other = address_key(one.url) != address_key(found.url) and self._state.known(one.url) is None
            return self._keep(outlet, one.url, Outcome.DUPLICATE if other else Outcome.UNCHANGED, post=post)
        located = self._archive.add(post)
        self._state.record(
            self._run, outlet.domain, one.url, outcome, reason=reason, post=post, located=located, at=self._now()
        )
        self._count(outlet, one.url, outcome, reason)
        return outcome

    def _keep(
        self,
        outlet: Outlet,
        url: str,
        outcome: Outcome,
        *,
        reason: str | None = None,
        post: Post | None = None,
        modified: str | None = None,
    ) -> Outcome:
        self._state.record(
            self._run, outlet.domain, url, outcome, reason=reason, post=post, at=self._now(), modified=modified
        )
        self._count(outlet, url, outcome, reason)
        return outcome

    def _count(self, outlet: Outlet, url: str, outcome: Outcome, reason: str | None) -> None:
        with self._counting:
            self._tally.add(outlet.domain, outcome)
        self._watcher.came(outlet, url, outcome, reason)


def _all_or_first_failure(working: list[Future[None]]) -> None:
    """Wait for all workers; the first failure of one is raised at once."""
    done, _ = wait(working, return_when=FIRST_EXCEPTION)
    for one in done:
        one.result()


def _question(asked: Asked) -> str:
    """What is asked of an outlet, as text: the same question has the same."""
    since, until = asked.window.since, asked.window.until
    return json.dumps([sorted(asked.keywords), since and since.isoformat(), until and until.isoformat(), asked.wide])


def _defect(error: Exception) -> str:
    return f"a defect of the program, please report it: {error!r}"[:300]


def _zoned(moment: datetime) -> datetime:
    """The moment with a zone; a day without one is taken for one of UTC, which is exact enough for how young a post is."""
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
