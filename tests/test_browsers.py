"""A missing browser is named with the command that installs it."""

import pytest

from tests import browsers


@pytest.fixture
def bare_machine(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_a_missing_tool_is_named_with_its_command(bare_machine):
    with pytest.raises(
        RuntimeError, match=r"xvfb is not .*sudo apt-get install .*xvfb$"
    ):
        browsers.require("xvfb")


def test_without_root_nothing_is_installed_and_the_command_is_said(
    bare_machine, monkeypatch, capsys
):
    monkeypatch.setattr(browsers.os, "geteuid", lambda: 1000)
    assert browsers.main() == 1
    said = capsys.readouterr().err
    assert "chromium, firefox, webkit driver, xvfb" in said
    assert "webkit2gtk-driver xvfb" in said


def test_a_tool_is_found_under_its_other_names(bare_machine):
    program = bare_machine / "google-chrome"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert browsers.require("chromium") == str(program)
