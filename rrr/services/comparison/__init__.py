"""What two measured models differ in, reckoned from their answers: no texts, no TensorFlow."""
