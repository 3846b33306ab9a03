"""All TensorFlow: classifiers, the loss, the double-tape model, training, checkpoints."""
