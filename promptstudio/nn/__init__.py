"""Pure tensor arithmetic: kernels, meta-gradients, composition, optimisers.

Shape legend, used everywhere: ``B`` rows, ``T`` input tokens, ``P`` virtual tokens, ``D``
token width, ``M`` prompts asked or particles, ``S`` source tasks, ``K`` labels, ``V``
vocabulary, ``N`` pairs of row and prompt. Nothing here changes its arguments; randomness
comes through a generator argument.
"""
