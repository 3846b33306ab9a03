"""PyTorch: `nn.LSTM`, the penalty by `autograd.grad(create_graph=True)`.

    python -m benchmarks.rivals.torch_step {plain,double} {fused,unfused}

"fused" lets PyTorch use its fused (oneDNN) kernel for the recurrent layer where it wants to.
"""

import sys

import torch

from benchmarks.rivals.turns import (
    CLASSES,
    EMBEDDING,
    LEARNING_RATE,
    UNITS,
    VOCABULARY,
    WEIGHT,
    sentences,
    take_turns,
)


class Classifier(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.embedding = torch.nn.Embedding(VOCABULARY, EMBEDDING)
        self.lstm = torch.nn.LSTM(EMBEDDING, UNITS, batch_first=True)
        self.dense = torch.nn.Linear(UNITS, CLASSES)

    def logits(self, embedded: torch.Tensor) -> torch.Tensor:
        _, (state, _) = self.lstm(embedded)
        return self.dense(state[0])


def main() -> None:
    double, fused = sys.argv[1] == "double", sys.argv[2] == "fused"
    torch.manual_seed(0)
    classifier = Classifier()
    optimizer = torch.optim.Adam(classifier.parameters(), LEARNING_RATE)
    token_ids, Z, labels = (torch.from_numpy(array) for array in sentences())
    token_ids, labels = token_ids.long(), labels.long()

    def step() -> None:
        optimizer.zero_grad()
        embedded = classifier.embedding(token_ids)
        logits = classifier.logits(embedded)
        loss = torch.nn.functional.cross_entropy(logits, labels)
        if double:
            # two classes: the logit margin of the predicted one is the largest minus the smallest
            margin = logits.amax(-1) - logits.amin(-1)
            (gradients,) = torch.autograd.grad(margin.sum(), embedded, create_graph=True)
            penalty = ((1 - Z) * gradients.square().sum(-1)).sum(-1).mean()
            loss = loss + WEIGHT * penalty
        loss.backward()
        optimizer.step()

    with torch.backends.mkldnn.flags(enabled=fused):
        take_turns(step)


if __name__ == "__main__":
    main()
