"""The networks that can be exported, each as a Keras model with its provenance."""
