"""Everything that Python says, in words and in numbers: nothing else holds a sentence.

One module for each room that speaks, made of functions with whole sentences and of
constants; they get plain values with their types. A translation is a second set of
these modules: a translator may change the order of everything within a sentence, the
forms by count (`grammar`) and the formats of numbers (`numbers`). What is left out here
are names that are the same in every language, such as Grad-CAM, and keys, which are no
words. `python -m convert.web.words` keeps it so, as a part of `make lint`.
"""
