"""Bodies that the fault server sends: posts, bombs, packings; loaded as faults.py is."""

from __future__ import annotations

import gzip
import struct
import zlib
from functools import cache
from types import MappingProxyType

import brotli

MEGABYTE = 2**20
GIGABYTE = 2**30


def post(number: int, host: str = "kabar.example") -> bytes:
    """A post about the agency; the same number gives the same post."""
    address = f"http://{host}/posts/{number}"
    title = f"Ahli Waris Pekerja ke-{number} Terima Santunan BPJS Ketenagakerjaan"
    body = "".join(
        f"<p>{sentence}</p>"
        for sentence in (
            f"MANDALA JAYA – BPJS Ketenagakerjaan menyerahkan santunan kepada ahli waris pekerja ke-{number}, Senin (2/9/2024).",
            "Santunan jaminan kematian itu diterima keluarga di kantor desa dan disaksikan perangkat desa serta warga sekitar.",
            "Kepala kantor cabang mengatakan seluruh pekerja, juga petani dan nelayan, berhak atas jaminan sosial ketenagakerjaan.",
        )
    )
    return (
        f'<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>{title}</title>'
        f'<link rel="canonical" href="{address}"><meta property="og:title" content="{title}">'
        '<meta property="og:type" content="article"><meta property="article:published_time" content="2024-09-02T11:00:00+08:00">'
        f"</head><body><article><h1>{title}</h1>{body}</article></body></html>"
    ).encode()


@cache
def gzip_bomb(size: int = GIGABYTE) -> bytes:
    """A valid gzip file of that many zeros, a thousandth as long itself; `size` in whole megabytes. Takes half a second, once."""
    zeros = bytes(MEGABYTE)
    pack = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = pack.compress(zeros) + pack.flush(zlib.Z_FULL_FLUSH)  # stands on its own, so it can be repeated
    check = 0
    for _ in range(size // MEGABYTE):
        check = zlib.crc32(zeros, check)
    head = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
    return head + block * (size // MEGABYTE) + pack.flush() + struct.pack("<II", check, size % 2**32)


@cache
def brotli_bomb(size: int = GIGABYTE) -> bytes:
    """As `gzip_bomb`, for brotli."""
    zeros = bytes(MEGABYTE)
    pack = brotli.Compressor(quality=1)
    return b"".join(pack.process(zeros) for _ in range(size // MEGABYTE)) + pack.finish()


def _bare_deflate(data: bytes) -> bytes:
    pack = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return pack.compress(data) + pack.flush()


PACKINGS = MappingProxyType(
    {
        "gzip": gzip.compress,
        "deflate": zlib.compress,
        "bare-deflate": _bare_deflate,
        "br": brotli.compress,
    }
)
