"""The command `serve`: arguments in, the pages of the store out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli_shared import FAILED, STORE, complain, stop_with

if TYPE_CHECKING:
    from extractor.serve.settings import Settings

_EXTRA = "pip install 'bpjs-news-extractor[serve]'"


def serve(
    store: Annotated[Path, typer.Argument(metavar="NEWS.DB", help="The store, an SQLite file.")] = STORE,
    host: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="Address to listen on. One that other machines reach needs --token-file or --behind-proxy.",
        ),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="NUMBER", help="Port to listen on.")] = 8000,
    token_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Let in only who gives the token in the first line of this file."),
    ] = None,
    behind_proxy: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="A reverse proxy decides who may come in, and shows the pages at this address: https://news.example.org.",
        ),
    ] = None,
    proxy: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ADDRESS",
            help="Address from which this proxy asks, 127.0.0.1 if not given: who asked it is believed of no other. May be given more "
            "than once.",
        ),
    ] = None,
    user_header: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Header in which this proxy names who asks, for corrections: X-Remote-User."),
    ] = None,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Nothing can be changed, the store is not touched: for publishing.")
    ] = False,
    cors: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ORIGIN",
            help="Let pages of this site read the API: https://example.org. May be given more than once.",
        ),
    ] = None,
    rate: Annotated[
        float | None,
        typer.Option(
            metavar="NUMBER",
            help="Requests a second that one client may go on with; 0 for any number. 20 if not given, any number where only this machine "
            "can ask.",
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=64,
            metavar="NUMBER",
            help="Processes that answer. As many as there are cores if not given, 4 at most; each takes some 100 MB of memory.",
        ),
    ] = None,
) -> None:
    """Show the store in a browser, and to programs under /api/v1.

    Prints the address and answers until it is stopped (Ctrl+C). A morning run may write to the store meanwhile. Needs the extra
    `serve`.
    """
    try:
        from extractor.serve import workers as processes
        from extractor.serve.settings import Settings, SettingsError
        from extractor.serve.stores import Stores
    except ModuleNotFoundError as error:
        if error.name is not None and error.name.startswith("extractor"):
            raise
        complain(f"{error.name} is not installed: {_EXTRA}")
        raise typer.Exit(FAILED) from error
    from extractor.store import Store, StoreError

    try:
        settings = Settings(
            database=store,
            host=host,
            port=port,
            token=None if token_file is None else _token(token_file),
            public_url=behind_proxy,
            user_header=user_header,
            read_only=read_only,
            cors=tuple(cors or ()),
            rate=rate,
        )
    except SettingsError as error:
        raise typer.BadParameter(str(error)) from error
    try:
        if not read_only and store.is_file():
            Store(store).close()  # an older store is brought up
        Stores(store).close()  # it can be read
    except StoreError as error:
        stop_with(error)
    complain(f"{store}: {_address(settings)} (stop with Ctrl+C)")
    processes.serve(
        settings,
        workers or processes.usual(),
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=behind_proxy is not None,
        forwarded_allow_ips=proxy or ["127.0.0.1", "::1"],
        timeout_graceful_shutdown=5,
    )


def _token(path: Path) -> str:
    from extractor.serve.settings import SettingsError

    try:
        lines = path.read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: the token cannot be read ({error}).") from error
    return lines[0] if lines else ""


def _address(settings: Settings) -> str:
    if settings.public_url is not None:
        return settings.public_url
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}/"
