"""Who explains many pictures: the processes of this machine, or those of a cluster.

An engine takes tasks as it has room for them, and gives their results in any order.
"""
