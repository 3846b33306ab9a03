"""A tiny encoder of random weights in a folder, as KerasHub or Hugging Face lay it out."""

import json

import keras
import keras_hub
import numpy as np
from safetensors.numpy import save_file

from tests.learning.tiny_pieces import PIECES

SIZES = {
    "vocabulary_size": len(PIECES),
    "num_layers": 2,
    "num_heads": 2,
    "hidden_dim": 16,
    "intermediate_dim": 32,
    "max_sequence_length": 24,
}
FAMILIES = {
    "bert": (keras_hub.models.BertBackbone, keras_hub.models.BertTokenizer),
    "distilbert": (keras_hub.models.DistilBertBackbone, keras_hub.models.DistilBertTokenizer),
}


def tiny_encoder(folder, family="bert", **sizes):
    """Make the folder, in KerasHub's layout; gives its name."""
    backbone, tokenizer = FAMILIES[family]
    keras.utils.set_random_seed(0)
    encoder = backbone(**SIZES | sizes)
    random = np.random.default_rng(0)
    for weight in encoder.weights:  # as fresh it says the same of every text
        weight.assign_add(0.3 * random.normal(size=weight.shape))
    encoder.save_to_preset(str(folder))
    tokenizer(vocabulary=list(PIECES), lowercase=True).save_to_preset(str(folder))
    return str(folder)


def in_hugging_faces_layout(encoder, folder):
    """Write a BERT backbone as Hugging Face does; gives the folder's name."""
    folder.mkdir()
    size = encoder.hidden_dim
    weights = {
        "embeddings.word_embeddings.weight": encoder.token_embedding.embeddings,
        "embeddings.position_embeddings.weight": encoder.position_embedding.position_embeddings,
        "embeddings.token_type_embeddings.weight": encoder.segment_embedding.embeddings,
        **_norm("embeddings.LayerNorm", encoder.embeddings_layer_norm),
        **_dense("pooler.dense", encoder.pooled_dense, size),
    }
    for number, layer in enumerate(encoder.transformer_layers):
        name, attention = f"encoder.layer.{number}", layer._self_attention_layer
        for part in ("query", "key", "value"):
            dense = getattr(attention, f"{part}_dense")
            weights |= _dense(f"{name}.attention.self.{part}", dense, size)
        weights |= {
            **_dense(f"{name}.attention.output.dense", attention.output_dense, size),
            **_norm(f"{name}.attention.output.LayerNorm", layer._self_attention_layer_norm),
            **_dense(f"{name}.intermediate.dense", layer._feedforward_intermediate_dense, size),
            **_dense(f"{name}.output.dense", layer._feedforward_output_dense, 2 * size),
            **_norm(f"{name}.output.LayerNorm", layer._feedforward_layer_norm),
        }
    arrays = {name: np.ascontiguousarray(np.array(weight)) for name, weight in weights.items()}
    save_file(arrays, folder / "model.safetensors", metadata={"format": "pt"})
    config = {
        "model_type": "bert",
        "architectures": ["BertModel"],
        "vocab_size": encoder.vocabulary_size,
        "num_hidden_layers": encoder.num_layers,
        "num_attention_heads": encoder.num_heads,
        "hidden_size": size,
        "intermediate_size": encoder.intermediate_dim,
        "max_position_embeddings": encoder.max_sequence_length,
    }
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "tokenizer_config.json").write_text(json.dumps({"do_lower_case": True}))
    (folder / "vocab.txt").write_text("\n".join(PIECES))
    return str(folder)


def _dense(name, layer, size_in):
    kernel = np.array(layer.kernel).reshape(size_in, -1)
    return {f"{name}.weight": kernel.T, f"{name}.bias": np.array(layer.bias).reshape(-1)}


def _norm(name, layer):
    return {f"{name}.weight": layer.gamma, f"{name}.bias": layer.beta}
