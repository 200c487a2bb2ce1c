"""Golden cases of cross-iteration batch normalization, in float64.

    python3 scripts/golden/cross-iteration-batch-norm.py

A network of a convolution, a convolution of stride 2, a transposed convolution and a dense layer, each
followed by the normalization, over several iterations: inputs, weights and biases of each are given, and move
far enough for some compensated variances to be negative. Outputs of each iteration, the mean and variance that
each normalization used, and of the last iteration the gradients of <y, upstream> to the input and the
parameters and the running statistics. Every input is exact in float32.

Written from the formulas: with mu and nu the means of x and x^2 over a batch,

    mu_s(w_t) = mu_s + <dmu_s/dw, w_t - w_s>, the same of nu_s, for the k - 1 iterations s before t

whose derivatives are automatic ones, of each channel by its own weights. nu < mu^2 either counts as mu^2 (max)
or leaves the channel of that iteration out of both means (drop). A layer's bias is added to what it gives to
the normalization and drops out: statistics are those without it.
"""

from reproducible import parser, provenance, write_json  # isort: skip (sets up torch)

import torch
import torch.nn.functional as F

from case import Draw, Tensors, gradients, plain

draw = Draw(2002)
ITERATIONS = 9
DECAY = 0.8
EPSILON = 1e-3
LAYERS = ("conv1", "conv2", "conv3", "dense")
CHANNEL_AXIS = {"conv1": 0, "conv2": 0, "conv3": 1, "dense": 0}
CASES = [
    {"window": 1, "warmUp": 0, "compensation": "taylor", "negativeVariance": "drop"},
    {"window": 2, "warmUp": 0, "compensation": "taylor", "negativeVariance": "max"},
    {"window": 4, "warmUp": 0, "compensation": "taylor", "negativeVariance": "drop"},
    {"window": 4, "warmUp": 3, "compensation": "taylor", "negativeVariance": "max"},
    {"window": 4, "warmUp": 0, "compensation": "none", "negativeVariance": "drop"},
    {"window": 8, "warmUp": 0, "compensation": "taylor", "negativeVariance": "drop"},
    {"window": 8, "warmUp": 0, "compensation": "taylor", "negativeVariance": "max"},
]


def path(*shape: int, scale: float, step: float, mean: float = 0.0) -> list[torch.Tensor]:
    """A tensor that moves by a random step between iterations."""
    values = [draw.normal(*shape, scale=scale, mean=mean)]
    while len(values) < ITERATIONS:
        values.append(values[-1] + draw.normal(*shape, scale=step))
    return values


INPUTS = {
    "x": [draw.normal(2, 2, 4, 4, mean=0.5) for _ in range(ITERATIONS)],
    "conv1/weight": path(3, 2, 3, 3, scale=0.5, step=0.2),
    "conv1/bias": path(3, scale=1.0, step=0.5),
    "conv2/weight": path(3, 3, 2, 2, scale=0.5, step=0.1),
    "conv3/weight": path(3, 2, 2, 2, scale=0.5, step=0.05),
    "conv3/bias": path(2, scale=1.0, step=0.5),
    "dense/weight": path(4, 32, scale=0.25, step=0.02),
    "dense/bias": path(4, scale=1.0, step=0.5),
    **{
        f"norm{i + 1}/scale": path(n, scale=0.25, step=0.0, mean=1.0)
        for i, n in enumerate((3, 3, 2, 4))
    },
    **{f"norm{i + 1}/shift": path(n, scale=0.5, step=0.0) for i, n in enumerate((3, 3, 2, 4))},
}
UPSTREAM = draw.normal(2, 4)


def linear(layer: str, x: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    if layer == "dense":
        return x.flatten(1) @ weight.T
    if layer == "conv3":
        return F.conv_transpose2d(x, weight, stride=2)
    return F.conv2d(
        x, weight, stride=2 if layer == "conv2" else 1, padding=0 if layer == "conv2" else 1
    )


def by_channel(layer: str, tensor: torch.Tensor) -> torch.Tensor:
    """[C, F]: what goes into each channel."""
    return tensor.transpose(0, 1).flatten(1) if CHANNEL_AXIS[layer] == 1 else tensor.flatten(1)


class Norm:
    """One layer's normalization over the iterations."""

    def __init__(self, layer: str, case: dict, epsilon_place: str) -> None:
        self.layer, self.case, self.epsilon_place = layer, case, epsilon_place
        self.past: list[tuple[torch.Tensor, ...]] = []
        self.iteration = 0
        self.running: Tensors = {}
        self.negative = 0

    def __call__(
        self, x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None
    ) -> torch.Tensor:
        window, warm_up = self.case["window"], self.case["warmUp"]
        z = linear(self.layer, x, weight)
        axes = [i for i in range(z.dim()) if i != 1]
        given = torch.zeros(z.shape[1], dtype=z.dtype) if bias is None else bias
        shift = given.reshape(1, -1, *[1] * (z.dim() - 2))
        self.move_running(z + shift)
        if self.case["compensation"] == "none":
            z = z + shift
        mu, nu = z.mean(axes), z.square().mean(axes)
        now = mu, nu, *(self.slope(s, weight) for s in (mu, nu)), weight
        means, squares, counted = [mu], [nu], [torch.ones_like(mu)]
        if self.iteration >= warm_up:
            for mu_s, nu_s, dmu, dnu, w_s in self.past[: window - 1]:
                if self.case["compensation"] == "taylor":
                    moved = by_channel(self.layer, weight.detach() - w_s)
                    mu_s = mu_s + (by_channel(self.layer, dmu) * moved).sum(1)
                    nu_s = nu_s + (by_channel(self.layer, dnu) * moved).sum(1)
                sound = nu_s >= mu_s.square()
                self.negative += int((~sound).sum())
                keep = (
                    torch.ones_like(mu)
                    if self.case["negativeVariance"] == "max"
                    else sound.double()
                )
                means.append(keep * mu_s)
                squares.append(keep * torch.maximum(nu_s, mu_s.square()))
                counted.append(keep)
            self.past.insert(0, tuple(tensor.detach() for tensor in now))
        self.iteration += 1
        total = torch.stack(counted).sum(0)
        mean = torch.stack(means).sum(0) / total
        variance = torch.stack(squares).sum(0) / total - mean.square()
        spread = lambda value: value.reshape(1, -1, *[1] * (z.dim() - 2))  # noqa: E731
        if self.epsilon_place == "outside":
            y = (z - spread(mean)) / (spread(variance).sqrt() + EPSILON)
        else:
            y = (z - spread(mean)) / (spread(variance) + EPSILON).sqrt()
        return y

    def slope(self, statistic: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
        """Of each channel by its own weights: those of other channels do not enter into it."""
        return torch.autograd.grad(statistic.sum(), weight, retain_graph=True)[0]

    def move_running(self, x: torch.Tensor) -> None:
        axes = [i for i in range(x.dim()) if i != 1]
        batch = {"mean": x.mean(axes), "variance": x.var(axes, unbiased=True)}
        start = {
            "mean": torch.zeros_like(batch["mean"]),
            "variance": torch.ones_like(batch["mean"]),
        }
        for name, value in batch.items():
            before = self.running.get(name, start[name])
            self.running[name] = DECAY * before + (1 - DECAY) * value.detach()


def run(case: dict, epsilon_place: str) -> dict[str, object]:
    norms = {layer: Norm(layer, case, epsilon_place) for layer in LAYERS}
    outputs = []
    for t in range(ITERATIONS):
        given = {name: values[t].clone().requires_grad_() for name, values in INPUTS.items()}
        x = given["x"]
        for i, layer in enumerate(LAYERS):
            y = norms[layer](x, given[f"{layer}/weight"], given.get(f"{layer}/bias"))
            along = [1, -1, *[1] * (y.dim() - 2)]
            gamma, beta = (
                given[f"norm{i + 1}/{name}"].reshape(along) for name in ("scale", "shift")
            )
            x = gamma * y + beta
            if layer != LAYERS[-1]:
                x = F.leaky_relu(x, 0.1)
        outputs.append(x.detach())
    # a bias drops out with compensation, so that its gradient is 0 and not known to automatic differentiation
    known = {
        name: value
        for name, value in given.items()
        if case["compensation"] == "none" or "bias" not in name
    }
    found = gradients(x, UPSTREAM, known)
    running = {f"{layer}.{name}": v for layer in LAYERS for name, v in norms[layer].running.items()}
    negative = sum(norm.negative for norm in norms.values())
    print(f"{case}, epsilon {epsilon_place}: {negative} negative variances")
    if case["window"] == 8 and negative == 0:
        raise RuntimeError("no variance is negative: the case does not test what becomes of one")
    options = {**case, "epsilon": EPSILON, "epsilonPlace": epsilon_place, "decay": DECAY}
    return {
        "options": options,
        "outputs": [plain(y) for y in outputs],
        "gradients": {
            name.removeprefix("gradient."): plain(value) for name, value in found.items()
        },
        "running": {name: plain(value) for name, value in running.items()},
    }


def main() -> None:
    name = "cross-iteration-batch-norm"
    args = parser(
        "Golden cases of cross-iteration batch normalization.", f"{name}.json"
    ).parse_args()
    cases = [run(case, "inside") for case in CASES] + [run(CASES[2], "outside")]
    content = {
        "provenance": provenance(f"{name}.py", f"{name}.py", args.date),
        "inputs": {name: [plain(value) for value in values] for name, values in INPUTS.items()},
        "upstream": plain(UPSTREAM),
        "cases": cases,
    }
    write_json(args.out, content)
    print(f"wrote {args.out}: {len(cases)} cases, {args.out.stat().st_size / 1000:.0f} kB")


main()
