"""Whom the page thanks, from the asset table."""

from .table import Table, Work, table

# The page credits pictures beside the picture, and the rest in this order.
KINDS = ("model", "data", "picture", "font", "software")


def credit(work: Work) -> dict[str, str]:
    """The credit that stands beside a picture."""
    return {
        "title": work.title,
        "author": work.author,
        "licence": work.licence,
        "source": work.source,
    }


def credits(assets: Table | None = None) -> list[dict[str, str]]:
    """Every work of the table with id, kind and version, grouped by kind.

    The version is empty where a work (a picture) has none.
    """
    works = (assets or table()).works.values()
    return [
        {"id": work.id, "kind": work.kind, **credit(work), "version": work.version}
        for kind in KINDS
        for work in works
        if work.kind == kind
    ]
