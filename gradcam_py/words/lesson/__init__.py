"""What the ten steps and the experiments of "How does it work?" say."""
