"""What Python and the page's JavaScript say to each other, declared once.

Typed dictionaries: `PARTS` for what `View.show` brings to the page, `ACTIONS` for what
visitors do. Nothing imports them at run time: `convert.web.typescript` writes them down
as TypeScript, by which `make lint` checks site/, and tests check Python's messages.
"""
