"""Text folding shared by the GPU and the model rules: what differs only in case, marks or separators becomes equal."""

import re
import unicodedata

_MARKS = re.compile(r"&(?:reg|trade|nbsp|amp);|\((?:r|tm)\)|[®™℠]", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    """Lower case, compatibility characters unified, trade marks and accents dropped, `×` as `x`, white space folded.

    >>> plain("NVIDIA® H100 ×8")
    'nvidia h100 x8'
    """
    unmarked = _MARKS.sub(" ", text).replace("×", "x")
    if not unmarked.isascii():
        decomposed = unicodedata.normalize("NFKD", unmarked)
        unmarked = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _SPACE.sub(" ", unmarked.lower()).strip()
