"""How many decimals a currency has (ISO 4217)."""

_WITHOUT_DECIMALS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_WITH_THREE = "BHD IQD JOD KWD LYD OMR TND"


def count_decimals(currency: str) -> int:
    """Return how many decimals amounts in `currency`, an ISO 4217 code, have: 2 for GBP, 0 for JPY."""
    if currency in _WITHOUT_DECIMALS:
        return 0
    return 3 if currency in _WITH_THREE else 2
