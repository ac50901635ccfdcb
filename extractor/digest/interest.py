"""Areas of interest: their names, as people give them, as codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extractor.digest.model import DigestError
from extractor.knowledge.asked_areas import UnknownAreaError, areas_asked


@dataclass(frozen=True, slots=True)
class Interest:
    """Areas of interest: names for people, Kemendagri codes for questions."""

    names: tuple[str, ...]
    codes: tuple[str, ...]


def interest(wanted: Iterable[str]) -> Interest:
    """The areas of these names ("Kupang": city and regency; "Kota Kupang"; "NTT") or codes ("53.71").

    Raises:
        DigestError: a name or code that no province, regency or city has.
    """
    try:
        found = {area.code: area.name for name in wanted for area in areas_asked(name) if area.code is not None}
    except UnknownAreaError as error:
        raise DigestError(f"{error}.") from error
    return Interest(tuple(dict.fromkeys(found.values())), tuple(found))
