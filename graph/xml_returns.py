"""Keep text in XML what it was: carriage returns, and characters that XML cannot hold.

XML 1.0, 2.11: only a character reference comes through. Offsets that count in a text
with CRLF are right only if every one of them does.
"""

import re
from io import BufferedIOBase
from typing import IO, Final

_NOT_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class KeepsReturns(BufferedIOBase):
    r"""An output of XML that writes each carriage return as a reference.

    >>> from io import BytesIO
    >>> file = BytesIO()
    >>> KeepsReturns(file).write(b"<p>one\r\ntwo</p>"), file.getvalue()
    (15, b'<p>one&#13;\ntwo</p>')
    """

    def __init__(self, output: IO[bytes]) -> None:
        self._output = output

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Write bytes of XML in UTF-8 and return how many they were."""
        self._output.write(kept_returns(data))
        return len(data)

    def flush(self) -> None:
        """Flush the output, which stays open."""
        self._output.flush()


def kept_returns(xml: bytes) -> bytes:
    r"""Return XML in which each carriage return is a reference.

    >>> kept_returns(b"<p>\r</p>")
    b'<p>&#13;</p>'
    """
    return bytes(xml).replace(b"\r", b"&#13;")


def xml_text(text: str) -> str:
    r"""Return a text with a space for each character that XML 1.0 cannot hold.

    Offsets in it stay right.

    >>> xml_text("a\x0bb"), xml_text("Orléans\n")
    ('a b', 'Orléans\n')
    """
    return _NOT_XML.sub(" ", text)
