"""A real WordPress on loopback, from Debian's packages wordpress, php-cli, php-mysql, php-xml and mariadb-server.

`running()` installs one in a folder of its own, with 300 posts of two months, and takes everything away again. Tests load
this file by `runpy.run_path`, as nothing in this folder is a package.
"""

from __future__ import annotations

import getpass
import json
import os
import runpy
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

if TYPE_CHECKING:
    from tests.collect.wordpress_posts import SitePost

HERE = Path(__file__).resolve().parent / "wordpress"
PROGRAM = Path("/usr/share/wordpress")
PATIENCE = 60.0
"""Seconds until a start has failed."""

POSTS = runpy.run_path(str(Path(__file__).resolve().with_name("wordpress_posts.py")))
written: Callable[[int], list[SitePost]] = POSTS["written"]
ZONE: ZoneInfo = POSTS["ZONE"]


class Request(NamedTuple):
    """A request that the site has answered; `path` with its query."""

    method: str
    path: str
    status: int
    agent: str
    conditional: bool


def missing() -> str | None:
    """What is lacking to start a WordPress on this machine, `None` if nothing is."""
    lacking = [name for name in ("php", "mariadbd", "mariadb-install-db") if _program(name) is None]
    if not (PROGRAM / "wp-load.php").exists():
        lacking.append("wordpress")
    if not lacking:
        modules = subprocess.run([_needed("php"), "-m"], capture_output=True, text=True, check=True).stdout.split()
        lacking = [f"php-{name}" for name in ("mysqli", "SimpleXML") if name not in modules]
    return f"a real WordPress needs Debian's packages for {', '.join(lacking)}" if lacking else None


@contextmanager
def running(seed: int = 4, host: str = "127.0.0.1") -> Iterator[WordPress]:
    """A started and seeded site; the test is skipped, with the reason, where the packages are absent."""
    lacking = missing()
    if lacking is not None:
        pytest.skip(lacking)
    site = WordPress(host)
    try:
        site.install(written(seed))
        yield site
    finally:
        site.close()


class WordPress:
    """The site: `url` without slash at the end, `published` the posts that a collector must find, `others` published ones
    that are not about the agency, `hidden` those that nobody may see.
    """

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="wp-"))
        self._host, self._port = host, _free_port(host)
        self._socket = self.folder / "db.sock"
        self._log = self.folder / "requests.jsonl"
        self._database: subprocess.Popen[bytes] | None = None
        self._server: subprocess.Popen[bytes] | None = None
        self.published: list[SitePost] = []
        self.others: list[SitePost] = []
        self.hidden: list[SitePost] = []

    @property
    def url(self) -> str:
        """Where the site answers."""
        return f"http://{self._host}:{self._port}"

    def install(self, posts: Sequence[SitePost]) -> None:
        """Sets up database, program and posts, and starts answering.

        Raises:
            RuntimeError: with what the program in question said, if something does not start.
        """
        self._start_database()
        self._copy_program()
        orders = {"install": "Kabar Daerah", "tagline": "Berita dari Sulawesi Selatan", "zone": ZONE.key}
        for post, known in zip(posts, self._edit(orders | {"posts": [_order(post) for post in posts]}), strict=True):
            post["id"], post["url"] = known["id"], known["url"]
        self.published = [post for post in posts if post["matching"] and post["status"] == "publish"]
        self.others = [post for post in posts if not post["matching"] and post["status"] == "publish"]
        self.hidden = [post for post in posts if post["status"] != "publish"]
        self.start()
        with urllib.request.urlopen(f"{self.url}/wp-json/", timeout=PATIENCE) as answer:  # noqa: S310 — its own address
            json.load(answer)  # so that whoever comes first finds a site that works
        self.forget_requests()

    def edit(self, post: SitePost, text: str, title: str | None = None) -> SitePost:
        """Gives a post a new text (paragraphs as lines), as of now."""
        post["text"], post["pages"], post["title"] = text, 1, title or post["title"]
        self._edit({"posts": [{"id": post["id"], "title": post["title"], "content": _content(text, 1)}]})
        return post

    def add(
        self,
        title: str,
        text: str,
        date: datetime | None = None,
        *,
        status: str = "publish",
        password: str | None = None,
    ) -> SitePost:
        """Writes one more post about the agency; `date` is now where none is given."""
        when = (date or datetime.now(ZONE)).astimezone(ZONE).replace(microsecond=0)
        post: SitePost = {"id": 0, "url": "", "title": title, "date": when, "status": status, "text": text} | {
            "matching": True,
            "pages": 1,
            "sticky": False,
        }
        if password is not None:
            post["password"] = password
        (known,) = self._edit({"posts": [_order(post)]})
        post["id"], post["url"] = known["id"], known["url"]
        (self.published if status == "publish" and password is None else self.hidden).append(post)
        return post

    def trash(self, post: SitePost) -> None:
        """Takes a post off the site: its address answers 404 from now on."""
        self._edit({"posts": [{"id": post["id"], "trash": True}]})
        for listed in (self.published, self.others, self.hidden):
            if post in listed:
                listed.remove(post)

    def requests(self) -> list[Request]:
        """All requests answered since the start or since `forget_requests`, in the order answered."""
        if not self._log.exists():
            return []
        return [Request(**json.loads(line)) for line in self._log.read_text(encoding="utf-8").splitlines()]

    def forget_requests(self) -> None:
        """Begins the log of requests anew."""
        self._log.unlink(missing_ok=True)

    def start(self) -> None:
        """Answers requests, at the same address as before."""
        if self._server is not None:
            return
        options = ["-d", "opcache.enable_cli=1", "-d", "display_errors=stderr", "-d", "log_errors=0"]
        command = [_needed("php"), *options, "-S", f"{self._host}:{self._port}", "-t", str(self._root)]
        self._server = self._spawn([*command, str(HERE / "router.php")], "server", {"PHP_CLI_SERVER_WORKERS": "4"})
        self._wait(self._listens, self._server, "server")

    def stop(self) -> None:
        """Answers no more: connections are refused until `start`."""
        if self._server is None:
            return
        _end(self._server)
        self._server = None
        end = time.monotonic() + PATIENCE
        while self._listens() and time.monotonic() < end:  # its workers are just going
            time.sleep(0.01)

    def close(self) -> None:
        """Ends all processes and removes the folder."""
        self.stop()
        _end(self._database)
        self._database = None
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _root(self) -> Path:
        return self.folder / "site"

    def _start_database(self) -> None:
        data, user = self.folder / "db", f"--user={getpass.getuser()}"
        command = [_needed("mariadb-install-db"), "--no-defaults", user, f"--datadir={data}", "--skip-test-db"]
        command += ["--auth-root-authentication-method=normal", "--skip-name-resolve"]
        made = subprocess.run(command, capture_output=True, text=True, check=False)
        if made.returncode:
            raise RuntimeError(f"mariadb-install-db: {made.stdout[-2000:]}{made.stderr[-2000:]}")
        first = self.folder / "first.sql"
        first.write_text("CREATE DATABASE IF NOT EXISTS wp CHARACTER SET utf8mb4;", encoding="utf-8")
        options = [f"--datadir={data}", f"--socket={self._socket}", f"--init-file={first}", "--skip-networking"]
        options += ["--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=64M", "--skip-log-bin"]
        options += [f"--pid-file={self.folder / 'db.pid'}", "--max-connections=40"]
        self._database = self._spawn([_needed("mariadbd"), "--no-defaults", user, *options], "database", {})
        self._wait(self._socket_open, self._database, "database")

    def _copy_program(self) -> None:
        """The program in a folder of its own: the files at the top as copies, since they find their settings beside them."""
        content = self._root / "wp-content"
        (content / "plugins").mkdir(parents=True)
        for path in PROGRAM.glob("*.php"):
            shutil.copyfile(path, self._root / path.name)
        for name in ("wp-includes", "wp-admin"):
            (self._root / name).symlink_to(PROGRAM / name, target_is_directory=True)
        shutil.copyfile(HERE / "config.php", self._root / "wp-config.php")
        shutil.copytree(HERE / "theme", content / "themes" / "kabar")

    def _environment(self) -> dict[str, str]:
        own = {"SITE_URL": self.url, "SITE_ROOT": self._root, "SITE_SOCKET": self._socket, "SITE_LOG": self._log}
        return {**os.environ, **{name: str(value) for name, value in own.items()}}

    def _edit(self, orders: Mapping[str, Any]) -> list[dict[str, Any]]:
        done = subprocess.run(
            [_needed("php"), "-d", "display_errors=stderr", str(HERE / "editor.php")],
            input=json.dumps(orders),
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"editor.php: {done.stdout[-1000:]}{done.stderr[-2000:]}")
        answer: list[dict[str, Any]] = json.loads(done.stdout.rsplit("\n", 1)[-1])
        return answer

    def _spawn(self, command: list[str], name: str, extra: Mapping[str, str]) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                ["sh", str(HERE / "tethered.sh"), *command],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env=self._environment() | extra,
                start_new_session=True,
            )

    def _wait(self, ready: Callable[[], bool], process: subprocess.Popen[bytes], name: str) -> None:
        end = time.monotonic() + PATIENCE
        while not ready():
            if process.poll() is not None or time.monotonic() > end:
                said = (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")
                raise RuntimeError(f"the {name} does not start: {said[-2000:]}")
            time.sleep(0.05)

    def _socket_open(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe, suppress(OSError):
            probe.connect(str(self._socket))
            return True
        return False

    def _listens(self) -> bool:
        with suppress(OSError), socket.create_connection((self._host, self._port), timeout=1):
            return True
        return False


def _order(post: SitePost) -> dict[str, Any]:
    order: dict[str, Any] = {"title": post["title"], "status": post["status"], "sticky": post["sticky"]}
    order |= {"date": f"{post['date']:%Y-%m-%d %H:%M:%S}", "content": _content(post["text"], post["pages"])}
    if "modified" in post:
        order["modified"] = f"{post['modified']:%Y-%m-%d %H:%M:%S}"
    if "password" in post:
        order["password"] = post["password"]
    return order


def _content(text: str, pages: int) -> str:
    """Paragraphs parted by blank lines, as WordPress keeps them, with its marks between the pages."""
    lines = text.split("\n")
    cuts = {round(len(lines) * page / pages) for page in range(1, pages)}
    return "".join(
        ("" if n == 0 else "\n\n<!--nextpage-->\n\n" if n in cuts else "\n\n") + line for n, line in enumerate(lines)
    )


def _end(process: subprocess.Popen[bytes] | None) -> None:
    """Ends a process and all that it started."""
    if process is None:
        return
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=PATIENCE)
    if process.stdin is not None:
        process.stdin.close()


def _free_port(host: str) -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def _program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/bin:/usr/local/sbin")


def _needed(name: str) -> str:
    return _program(name) or name
