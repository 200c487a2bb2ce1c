"""Helpers for golden cases of single ops: plain numbers in, plain numbers out."""

import torch

Tensors = dict[str, torch.Tensor]
Case = dict[str, object]


def plain(tensor: torch.Tensor) -> dict[str, object]:
    """`{shape, data}` with the data flat in row-major order; -0 becomes 0."""
    return {"shape": list(tensor.shape), "data": (tensor.detach().flatten() + 0.0).tolist()}


def case(name: str, op: str, attrs: dict[str, object], inputs: Tensors, outputs: Tensors) -> Case:
    return {
        "name": name,
        "op": op,
        "attrs": attrs,
        "inputs": {key: plain(value) for key, value in inputs.items()},
        "outputs": {key: plain(value) for key, value in outputs.items()},
    }


class Draw:
    """Random float64 tensors of multiples of 1/256: exact in float32, short in JSON."""

    def __init__(self, seed: int) -> None:
        self._generator = torch.Generator().manual_seed(seed)

    def normal(self, *shape: int, scale: float = 1.0, mean: float = 0.0) -> torch.Tensor:
        values = torch.randn(shape, generator=self._generator, dtype=torch.float64)
        return (values * scale * 256).round() / 256 + mean

    def distinct(self, *shape: int) -> torch.Tensor:
        """A permutation of evenly spaced values around 0: no two are equal."""
        count = int(torch.tensor(shape).prod())
        order = torch.randperm(count, generator=self._generator).double()
        return (order.reshape(shape) - count // 2) / 16


def gradients(output: torch.Tensor, upstream: torch.Tensor, inputs: Tensors) -> Tensors:
    """`gradient.<name>` of sum(output * upstream) for every input that requires a gradient."""
    wanted = [name for name, tensor in inputs.items() if tensor.requires_grad]
    found = torch.autograd.grad(output, [inputs[name] for name in wanted], upstream)
    return {f"gradient.{name}": value for name, value in zip(wanted, found, strict=True)}
