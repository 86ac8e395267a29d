"""Where explanations are tested: long experiments, which give way to all else."""
