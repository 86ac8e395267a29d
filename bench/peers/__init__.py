"""Programs of others, each in a process of its own that works when it is asked to.

A peer reads one line for each piece of work and answers with the milliseconds it took;
its first line tells that it is ready, and with which versions.
"""
