"""The networks of the page: the site's own ones, and one that a visitor brings.

:mod:`known` is what the page asks of any of them, :mod:`chooser` opens them and
:mod:`exchange` brings them to the page. :mod:`own`, :mod:`prepared`, :mod:`companions`
and :mod:`facts` are loaded when somebody brings one.
"""
