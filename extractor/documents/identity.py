"""Who is who: one article has one id, on every run and machine."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

ID_LENGTH = 16

_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|gclsrc|dclid|msclkid|yclid|igshid|mc_(?:cid|eid)|_ga|_gl|amp|amp_\w+|outputtype|ref|ref_?src|referrer|source|src|"
    r"from|share|shared|via|pgrelated|fb_\w+|wt_mc|cmpid|campaign|ncid|spm|replytocom|print|tpl|m|mobile|noamp|nonamp|relcanonical|single|showpage",
    re.IGNORECASE,
)


def canonical_url(url: str) -> str:
    """The address that the copies of one article share.

    Scheme, "www.", "m." and "amp.", port, fragment, trailing slash, AMP path parts and tracking parameters go, the rest
    of the parameters are sorted; a page number stays unless it is the first or "all".

    Raises:
        ValueError: for a string that is no absolute web address.
    """
    parts = urlsplit(url.strip() if "//" in url else f"//{url.strip()}")
    host = (parts.hostname or "").casefold()
    if "." not in host:
        raise ValueError(f"not a web address: {url!r}")
    host = re.sub(r"^(?:(?:www\d?|m|amp|mobile)\.)+(?=[^.]+\.)", "", host)
    path = re.sub(r"/{2,}", "/", quote(unquote(parts.path), safe="/:@!$&'()*+,;=~-._"))
    path = re.sub(r"/(?:index\.(?:html?|php))?$|/amp/?$|/all/?$|\.amp$", "", re.sub(r"^/amp(?=/)", "", path))
    kept = sorted(
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=False)
        if not _TRACKING.fullmatch(name)
        and not (name.casefold() in ("page", "halaman") and value.casefold() in ("1", "all"))
    )
    return f"{host}{path}" + (f"?{urlencode(kept)}" if kept else "")


def canonical_key(url: str) -> str | None:
    """The canonical address, or `None` for what is no web address."""
    try:
        return canonical_url(url)
    except ValueError:
        return None


def article_id(url: str | None, text: str) -> str:
    """16 hex digits of the SHA-256 of the canonical URL, where there is one, else of the text.

    Runs of white space and capitals in the text do not matter.
    """
    address = canonical_key(url) if url else None  # a given "address" may be none
    key = f"url:{address}" if address is not None else "text:" + " ".join(text.split()).casefold()
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH]
