"""Secrets stay out of messages, logs and the archive."""

import logging
import re


def redacted(text: str) -> str:
    """`text` (a URL, or a line of a log with one in it) without passwords and the values of secret-like parameters."""
    return _SECRET_PARAMETER.sub(r"\1=***", _USERINFO.sub("***@", text))


_USERINFO = re.compile(r"(?<=//)[^/?#\s]*@")
_SECRET_PARAMETER = re.compile(
    r"""(?ix) (?<=[?&;\#])
    ( [^=&;\#?\s"]*
      (?: key(?!word) | token | secret | auth(?!ors?\b) | credential | signature | sig(?==)
        | pass(?:word|wd|phrase) | pwd )
      [^=&;\#?\s"]* )
    = [^&\#\s"]*"""
)


class _Redaction(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redacted(record.getMessage()), ()
        return True


_REDACTION = _Redaction()


def hide_secrets_in_logs() -> None:
    """urllib3 logs whole URLs, at DEBUG and in warnings."""
    for name in ("urllib3.connection", "urllib3.connectionpool"):
        logging.getLogger(name).addFilter(_REDACTION)  # a second time changes nothing
