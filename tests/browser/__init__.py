"""The playground in real browsers: what issue 3 calls "it must show"."""

import pytest

# Their assertions tell as much as those of the tests themselves.
pytest.register_assert_rewrite(
    "tests.browser.comparison", "tests.browser.playground_page"
)
