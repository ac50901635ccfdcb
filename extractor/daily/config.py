"""The configuration of the daily run: a TOML file, read strictly, every mistake told with its line and what may be meant."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from rapidfuzz.process import extract as nearest_of

from extractor.collect.model import KEYWORDS, Window
from extractor.collect.settings import Settings
from extractor.knowledge.asked_areas import UnknownAreaError, areas_asked
from extractor.knowledge.outlets import Outlet, OutletRegistry, outlets, registry_with

SHIPPED = "shipped"
RULES = "rules"
_NEAR = 60  # percent, from which a name may be what was meant

Format = Literal["terminal", "markdown", "html", "mail"]
Language = Literal["id", "en"]


class ConfigError(Exception):
    """The configuration cannot be used; `lines` say where, why and what to do, one a mistake."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def _said(words: str) -> str:
    if not words.strip():
        raise ValueError("holds no word")
    return words


def _sendable(address: str) -> str:
    if not re.fullmatch(r"[!-~]+", address):
        raise ValueError("give a mail or web address, without spaces; it is sent with every request")
    return address


Words = Annotated[str, AfterValidator(_said)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class CollectPart(_Part):
    """The table `[collect]`; what the keys mean is told in news.toml."""

    outlets: Literal["all"] | list[Words] = "all"
    outlets_file: Words | None = None
    keywords: Annotated[list[Words], Field(min_length=1)] = list(KEYWORDS)
    days_back: Annotated[int, Field(ge=1, le=36_500)] = 30
    since: date | None = None
    contact: Annotated[str, AfterValidator(_sendable)] | None = None
    delay: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 2.0
    hosts: Annotated[int, Field(ge=1, le=1000)] = 16
    allow_private: bool = False


class ExtractPart(_Part):
    """The table `[extract]`."""

    model: Words = SHIPPED


class DigestPart(_Part):
    """The table `[digest]`."""

    areas: list[Words] = []
    formats: list[Format] = ["terminal", "markdown", "html"]
    language: Language = "id"


class PathsPart(_Part):
    """The table `[paths]`."""

    data: Words = "data"
    store: Words = "data/news.db"
    digests: Words = "digests"


class ConfigFile(_Part):
    """The whole file as it stands."""

    collect: CollectPart = CollectPart()
    extract: ExtractPart = ExtractPart()
    digest: DigestPart = DigestPart()
    paths: PathsPart = PathsPart()


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What a daily run is to do, all names resolved.

    Attributes:
        registry: all outlets that are known.
        outlets: to be asked.
        keywords: to be looked for.
        days_back: days before today from which posts are asked for.
        since: the first day instead, if given.
        manners: towards the servers of others.
        model: folder of the model; "shipped", or "rules" for none.
        areas: codes of the areas of interest.
        formats: of the digest.
        language: of the digest.
        data: folder of archive and state.
        store: the SQLite file.
        digests: folder of the digests.
    """

    registry: OutletRegistry
    outlets: tuple[Outlet, ...]
    keywords: tuple[str, ...]
    days_back: int
    since: date | None
    manners: Settings
    model: str
    areas: tuple[str, ...]
    formats: tuple[Format, ...]
    language: Language
    data: Path
    store: Path
    digests: Path

    def window(self, today: date) -> Window:
        """The days of publication that are asked for."""
        return Window(since=self.since or today - timedelta(days=self.days_back))


def template() -> str:
    """A file with every key, its meaning and its default."""
    return files("extractor.daily").joinpath("news.toml").read_text(encoding="utf-8")


def read_config(path: Path) -> Config:
    """The configuration in a file.

    Raises:
        ConfigError: the file cannot be read, or says what cannot be done.
    """
    try:
        text = path.read_text(encoding="utf-8")
        given = tomllib.loads(text)
    except FileNotFoundError:
        raise ConfigError(f"{path}: there is no such file. `extractor init` writes one.") from None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8; save it as such.") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not TOML: {error}.") from error
    reading = _Reading(path, text)
    try:
        said = ConfigFile.model_validate(given)
    except ValidationError as error:
        raise ConfigError(*reading.mistakes(error)) from None
    return reading.resolved(said)


class _Reading:
    """One file on its way to a `Config`."""

    def __init__(self, path: Path, text: str) -> None:
        self._path, self._lines = path, text.splitlines()

    def mistakes(self, error: ValidationError) -> list[str]:
        """What is wrong with its form, one a key."""
        told: dict[tuple[str, ...], str] = {}
        for one in error.errors(include_url=False):
            keys = tuple(str(part) for part in one["loc"][:2])
            if one["type"] == "extra_forbidden":
                told.setdefault(keys, _no_such_key(keys))
            else:
                told.setdefault(keys, f"{one['msg'].removeprefix('Value error, ')}; it is {one['input']!r}"[:300])
        return [self._at(keys, what) for keys, what in told.items()]

    def resolved(self, said: ConfigFile) -> Config:
        """All names resolved, what they name looked for."""
        collect, wrong = said.collect, list[str]()
        registry = outlets()
        if collect.outlets_file is not None:
            try:
                registry = registry_with(self._from_here(collect.outlets_file))
            except OSError as error:
                wrong.append(self._at(("collect", "outlets_file"), f"{collect.outlets_file}: {error.strerror}"))
            except ValueError as error:
                wrong.append(self._at(("collect", "outlets_file"), str(error)))
        chosen: list[Outlet] = []
        if collect.outlets == "all":
            chosen = [one for one in registry if one.asked]
        elif not wrong:
            for domain in collect.outlets:
                found = registry.by_domain(domain)
                if found is None:
                    wrong.append(self._at(("collect", "outlets"), _no_such_outlet(domain, registry)))
                else:
                    chosen.append(found)
        areas: list[str] = []
        for name in said.digest.areas:
            try:
                areas += [area.code for area in areas_asked(name) if area.code is not None]
            except UnknownAreaError as error:
                wrong.append(self._at(("digest", "areas"), str(error)))
        model = said.extract.model
        if model not in (SHIPPED, RULES):
            model = str(self._from_here(model))
            if not Path(model).is_dir():
                wrong.append(self._at(("extract", "model"), f"{model}: there is no such folder"))
        if wrong:
            raise ConfigError(*wrong)
        return Config(
            registry=registry,
            outlets=tuple(dict.fromkeys(chosen)),
            keywords=tuple(collect.keywords),
            days_back=collect.days_back,
            since=collect.since,
            manners=Settings(
                contact=collect.contact,
                delay=collect.delay,
                hosts_at_once=collect.hosts,
                allow_private=collect.allow_private,
            ),
            model=model,
            areas=tuple(dict.fromkeys(areas)),
            formats=tuple(dict.fromkeys(said.digest.formats)),
            language=said.digest.language,
            data=self._from_here(said.paths.data),
            store=self._from_here(said.paths.store),
            digests=self._from_here(said.paths.digests),
        )

    def _from_here(self, path: str) -> Path:
        return self._path.parent / Path(path).expanduser()

    def _at(self, keys: tuple[str, ...], what: str) -> str:
        """A mistake with the place of its key."""
        line = self._line_of(keys)
        place = f"{self._path}:{line}" if line else str(self._path)
        table = f"[{keys[0]}]" if keys else ""
        return f"{place}: {' '.join([table, *keys[1:]]).strip()}: {what}."

    def _line_of(self, keys: tuple[str, ...]) -> int | None:
        """The line of a key or a table, as people write TOML; `None` where it is written in another way."""
        table = ""
        for number, line in enumerate(self._lines, 1):
            if header := re.match(r"\s*\[\s*([\w-]+)\s*\]", line):
                table = header[1]
                if keys == (table,):
                    return number
            elif (key := re.match(r"\s*[\"']?([\w-]+)[\"']?\s*=", line)) and keys == (
                (table, key[1]) if table else (key[1],)
            ):
                return number
        return None


def _no_such_key(keys: tuple[str, ...]) -> str:
    known = {
        name: set(part.annotation.model_fields) for name, part in ConfigFile.model_fields.items() if part.annotation
    }
    if len(keys) == 1:
        at_home = [table for table, names in known.items() if keys[0] in names]
        if at_home:
            return f"belongs under [{at_home[0]}]"
        return f"no such table; {_meant(keys[0], known)}"
    return f"no such key; {_meant(keys[1], known[keys[0]])}"


def _no_such_outlet(domain: str, registry: OutletRegistry) -> str:
    return f"{domain}: no outlet of that domain; {_meant(domain, [one.domain for one in registry])}"


def _meant(name: str, known: Any) -> str:
    near = [found for found, _, _ in nearest_of(name, sorted(known), limit=2, score_cutoff=_NEAR)]
    return f"meant is perhaps {' or '.join(near)}" if near else f"there are {', '.join(sorted(known)[:20])}"
