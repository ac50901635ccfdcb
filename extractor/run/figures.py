"""Money and counts as Indonesian news writes them: "Rp 42 juta", "≥ 10.000 peserta"."""

from __future__ import annotations

from decimal import Decimal

from extractor.knowledge.files import load_toml
from extractor.records import Amount, Quantity

_DECIMALS = 3


def number(value: float) -> str:
    """A number with points between thousands and a decimal comma: 1234567.5 is "1.234.567,5"."""
    exact = Decimal(str(value))
    text = f"{int(exact):,}" if exact == exact.to_integral_value() else f"{exact:,f}".rstrip("0")
    return text.translate(str.maketrans(",.", ".,"))


def money(value: float, currency: str = "IDR") -> str:
    """A sum in whole units of its currency: 42000000 is "Rp 42 juta", 207519000000 "Rp 207,519 miliar"."""
    words = load_toml("display.toml")
    symbol = words["currencies"].get(currency, currency)
    exact = Decimal(str(value))
    scale = next((scale for scale in words["scale"] if exact >= scale["value"]), None)
    if scale is not None and (share := exact / scale["value"]) == round(share, _DECIMALS):
        return f"{symbol} {number(float(share))} {scale['word']}"
    return f"{symbol} {number(value)}"


def amount_phrase(amount: Amount) -> str:
    """A sum with its hedge and what one payment covers: "≤ Rp 20 miliar/tahun"."""
    words = load_toml("display.toml")
    hedge = words["bounds"].get(amount.bound, "")
    return f"{hedge}{money(amount.value, amount.currency)}{words['per'].get(amount.per, '')}"


def quantity_phrase(quantity: Quantity) -> str:
    """A count with its hedge and unit: "± 10.000 keluarga"."""
    words = load_toml("display.toml")
    return f"{words['bounds'].get(quantity.bound, '')}{number(quantity.value)}{words['units'][quantity.unit]}"
