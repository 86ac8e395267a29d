"""Turn the page's index.html into one that needs no other file."""

import base64
import hashlib
import mimetypes
import re
from collections.abc import Callable
from html.parser import HTMLParser

# Nothing may be fetched at all: what the page needs is inside.
POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}' blob: 'wasm-unsafe-eval'; "
    "worker-src blob:; style-src 'nonce-{nonce}'; img-src blob: data:; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)
FONT = "font/woff2"  # Python's own list of types had no fonts before 3.14
FILE_OF_STYLE = re.compile(r"""url\(["']?(\./[^"')]+)["']?\)""")
# Links of the head that are about a page on a server.
HOSTED = ("manifest", "modulepreload")
HOSTED_SCRIPT = "./hosted.js"


class OnePage(HTMLParser):
    """Copies a page, with everything that its tags load put in their place.

    The scripts are left out; `scripts` has their addresses in the order in which the
    browser would have run them. PyScript's own tags stay: it loads them itself.
    """

    def __init__(self, read: Callable[[str], bytes], content: str, nonce: str):
        """`read` gives the files of the site; `content` goes to the body's end."""
        super().__init__(convert_charrefs=False)
        self._read, self._content, self._nonce = read, content, nonce
        self.scripts: list[str] = []
        self._parts: list[str] = []
        self._in_script = False

    def convert(self, page: str) -> str:
        """The page in one piece. Raises ValueError for a tag that it cannot place."""
        self.feed(page)
        self.close()
        return "".join(self._parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        source = values.get("src") or values.get("href") or ""
        text = self.get_starttag_text()
        assert text is not None  # html.parser: a tag has just been read
        if tag == "link":
            text = self._link(values["rel"] or "", source, text)
        elif tag == "script" and source and values.get("type") != "py":
            if source != HOSTED_SCRIPT:
                self.scripts.append(source)
            self._in_script, text = True, ""
        elif tag == "meta" and values.get("http-equiv") == "Content-Security-Policy":
            policy = POLICY.format(nonce=self._nonce)
            text = f'<meta http-equiv="{values["http-equiv"]}" content="{policy}" />'
        elif tag == "img" and source:
            text = text.replace(source, self._data(source))
        elif source and tag not in ("a", "script"):
            raise ValueError(f"index.html: cannot put the file of {text} into the page")
        self._parts.append(text)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._in_script:
            self._in_script = False
            return
        if tag == "body":
            self._parts.append(self._content)
        self._parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._parts.append(data)

    def handle_entityref(self, name: str) -> None:
        self._parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._parts.append(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self._parts.append(f"<!{decl}>")

    def _link(self, kind: str, source: str, text: str) -> str:
        if kind in HOSTED:
            return ""
        if kind == "stylesheet":
            return f'<style nonce="{self._nonce}">{self._style(source)}</style>'
        return text.replace(source, self._data(source))

    def _style(self, source: str) -> str:
        """A style sheet of the site's own folder, with the files that it names."""
        style = self._read(source).decode()
        return FILE_OF_STYLE.sub(lambda found: f"url({self._data(found[1])})", style)

    def _data(self, source: str) -> str:
        kind = FONT if source.endswith(".woff2") else mimetypes.guess_type(source)[0]
        return f"data:{kind};base64,{base64.b64encode(self._read(source)).decode()}"


def nonce_of(*contents: bytes) -> str:
    """A nonce for the page's own tags: equal contents, equal page."""
    digest = hashlib.sha256()
    for content in contents:
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()[:24]
