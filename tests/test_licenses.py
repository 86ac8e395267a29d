"""licenses.html: every work, each with its licence in full."""

import html
import re

import pytest

from convert.thirdparty.licenses import licenses_page, spdx_text
from convert.thirdparty.table import table


@pytest.fixture(scope="module")
def page():
    return html.unescape(licenses_page().decode())


def test_every_work_of_the_table_is_there(page):
    for work in table().works.values():
        assert work.title in page
        assert work.author in page
        assert work.source in page


@pytest.mark.parametrize(
    "phrase",
    [
        "Mozilla Public License Version 2.0",  # Pyodide
        "Apache License",  # PyScript, the networks' weights
        "PYTHON SOFTWARE FOUNDATION LICENSE",  # CPython
        "Copyright (c) 2005-2025, NumPy Developers",
        "Jeffrey A. Clark",  # Pillow
        "FreeType",  # inside of Pillow
        "Copyright (c) Microsoft Corporation",
        "Anton Lavrenov",  # Konva
        "Creative Commons Attribution 2.0",  # a picture
        "polyscript",  # inside of PyScript
        "ExecutableBookProject",  # markdown-it-py
        "Taneli Hukkinen",  # mdurl, which comes with it
    ],
)
def test_text_is_there_in_full(page, phrase):
    assert phrase in page


def test_page_asks_for_nothing(page):
    assert "default-src 'none'" in page
    assert not re.findall(
        r"<(?:script|link|img|style|iframe)", licenses_page().decode()
    )


def test_nothing_is_without_its_text(page):
    texts = re.findall(r"<pre>(.*?)</pre>", licenses_page().decode(), re.DOTALL)
    assert len(texts) > 40
    assert all(len(text.strip()) > 30 for text in texts)


def test_only_names_of_the_spdx_list_have_texts():
    both = spdx_text("(MIT OR Apache-2.0)")
    assert "Permission is hereby granted" in both
    assert "Apache License" in both
    with pytest.raises(ValueError, match="Proprietary"):
        spdx_text("Proprietary")


def test_page_is_the_same_every_time():
    assert licenses_page() == licenses_page()
