"""PyTorch and captum on copied weights: reads FILE.npz, writes each text's saliency to OUT.npz.

python -m benchmarks.rivals.captum_saliency FILE.npz OUT.npz
"""

import sys

import numpy as np
import torch
from captum.attr import IntegratedGradients, Saliency

WIDTHS = (3, 5)


class Classifier(torch.nn.Module):
    """Embedded tokens `(batch, time, embedding)` to the logit margin of each class."""

    def __init__(self, kind: str, weights: dict[str, torch.Tensor]) -> None:
        super().__init__()
        self.kind, self.w = kind, weights

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        features = torch.cat(self._features(x), dim=-1)
        logits = features @ self.w["logits/kernel"] + self.w["logits/bias"]
        places = range(logits.shape[-1])
        others = [torch.cat([logits[:, :c], logits[:, c + 1 :]], dim=-1) for c in places]
        return torch.stack([logits[:, c] - others[c].logsumexp(-1) for c in places], dim=-1)

    def _features(self, x: torch.Tensor) -> list[torch.Tensor]:
        total = x.sum(1) / x.shape[1] ** 0.5
        if self.kind == "average":
            of_each = torch.tanh(x @ self.w["hidden/kernel"] + self.w["hidden/bias"])
            return [of_each.amax(1), total]
        if self.kind in ("lstm", "gru"):
            return [self._recurrent(x).amax(1), total]
        return [*(self._convolution(x, width).amax(1) for width in WIDTHS), total]

    def _convolution(self, x: torch.Tensor, width: int) -> torch.Tensor:
        kernel = self.w[f"convolution {width}/kernel"].permute(2, 1, 0)  # (out, in, width)
        bias = self.w[f"convolution {width}/bias"]
        convolved = torch.nn.functional.conv1d(x.transpose(1, 2), kernel, bias, padding=width // 2)
        return torch.tanh(convolved).transpose(1, 2)

    def _recurrent(self, x: torch.Tensor) -> torch.Tensor:
        kernel, recurrent, bias = (
            self.w[f"recurrent/{part}"] for part in ("kernel", "recurrent", "bias")
        )
        units = len(recurrent)
        if self.kind == "gru":
            layer = torch.nn.GRU(x.shape[-1], units, batch_first=True)
            kernel, recurrent, bias = (_reset_first(w, units) for w in (kernel, recurrent, bias))
            input_bias, recurrent_bias = bias
        else:
            layer = torch.nn.LSTM(x.shape[-1], units, batch_first=True)
            input_bias, recurrent_bias = bias, torch.zeros_like(bias)
        with torch.no_grad():
            layer.weight_ih_l0.copy_(kernel.T)
            layer.weight_hh_l0.copy_(recurrent.T)
            layer.bias_ih_l0.copy_(input_bias)
            layer.bias_hh_l0.copy_(recurrent_bias)
        return layer(x)[0]


def _reset_first(weights: torch.Tensor, units: int) -> torch.Tensor:
    """Keras has the update gate before the reset gate, PyTorch after it."""
    update, reset, candidate = weights.split(units, dim=-1)
    return torch.cat([reset, update, candidate], dim=-1)


def main(source: str, target: str) -> None:
    given = np.load(source, allow_pickle=False)
    names = [name for name in given.files if "/" in name]
    model = Classifier(str(given["kind"]), {name: torch.tensor(given[name]) for name in names})
    arrays = {}
    for number in range(int(given["count"])):
        x = torch.tensor(given[f"text {number}"])[None]
        predicted = int(model(x).argmax())
        gradient = Saliency(model).attribute(x.requires_grad_(), target=predicted)
        arrays[f"gradient {number}"] = gradient[0].norm(dim=-1).numpy()
        for name, options in (
            ("integrated", {"n_steps": 16, "method": "riemann_middle"}),
            ("integrated by default", {}),
        ):
            whole = IntegratedGradients(model).attribute(x, target=predicted, **options)
            arrays[f"{name} {number}"] = whole[0].sum(-1).detach().numpy()
    np.savez(target, **arrays)


if __name__ == "__main__":
    main(*sys.argv[1:])
