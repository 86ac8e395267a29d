"""The zoo: torchvision's networks, exported, brought and compared with PyTorch.

`python -m bench.zoo` (or `make zoo`) writes docs/networks.md. :mod:`corpus` has the
networks, :mod:`export` their files, :mod:`reference` what PyTorch says of them and
:mod:`onnx_in_torch` of their files, :mod:`ours` what `gradcam_py` says, :mod:`measure`
compares the two, :mod:`limits` has what is to be reached, :mod:`report` makes the
table. It has an environment of its own, requirements/zoo.in, in which
`test_networks.py` checks the same.
"""
