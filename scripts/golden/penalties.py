"""Golden cases of the penalties on the discriminator's loss, in float64.

    python3 scripts/golden/penalties.py

The value of each penalty on small discriminators (convolutions with leaky ReLU, with smooth activations,
with layer normalization, and a perceptron for points), and its gradients to all parameters: for slopes
the derivative of a derivative. What is drawn at random stands under `draw`. Every input is exact in
float32, and no activation is near a kink.
"""

from reproducible import parser, provenance, write_json  # isort: skip (sets up torch)

from collections.abc import Callable

import torch
import torch.nn.functional as F

from case import Case, Draw, Tensors, case

draw = Draw(4)
SLOPE = 0.1
EPSILON = 1e-5
IMAGES = (3, 2, 6, 6)
POINTS = (5, 2, 1, 1)
# activations this near a kink might fall on its other side in float32
MARGIN = 1e-4

Forward = Callable[[Tensors, torch.Tensor], torch.Tensor]


def leaky(x: torch.Tensor) -> torch.Tensor:
    if x.abs().min() < MARGIN:
        raise ValueError("an activation is near the kink: take another seed")
    return F.leaky_relu(x, SLOPE)


def layer(p: Tensors, name: str, x: torch.Tensor, **geometry: int) -> torch.Tensor:
    weight, bias = p[f"{name}/weight"], p.get(f"{name}/bias")
    if weight.dim() == 4:
        return F.conv2d(x, weight, bias, **geometry)
    return F.linear(x.flatten(1), weight, bias)


def leaky_net(p: Tensors, x: torch.Tensor) -> torch.Tensor:
    a = leaky(layer(p, "conv1", x, padding=1))
    b = leaky(layer(p, "conv2", a, stride=2, padding=1))
    return layer(p, "dense", b)


def smooth_net(p: Tensors, x: torch.Tensor) -> torch.Tensor:
    a = torch.tanh(layer(p, "conv1", x, padding=1))
    b = F.softplus(layer(p, "conv2", a, stride=2, padding=1))
    return layer(p, "dense", b)


def layer_norm_net(p: Tensors, x: torch.Tensor) -> torch.Tensor:
    a = torch.tanh(layer(p, "conv1", x, padding=1))
    b = layer(p, "conv2", a, stride=2, padding=1)
    b = F.layer_norm(b, b.shape[1:], None, None, EPSILON) + p["norm/shift"].reshape(-1, 1, 1)
    return layer(p, "dense", F.softplus(b))


def points_net(p: Tensors, x: torch.Tensor) -> torch.Tensor:
    return layer(p, "dense2", torch.tanh(layer(p, "dense1", x)))


CONVOLUTIONS = {
    "conv1/weight": (3, 2, 3, 3),
    "conv1/bias": (3,),
    "conv2/weight": (2, 3, 4, 4),
    "conv2/bias": (2,),
    "dense/weight": (1, 18),
    "dense/bias": (1,),
}
NETWORKS: dict[str, tuple[Forward, tuple[int, ...], dict[str, tuple[int, ...]]]] = {
    "leaky": (leaky_net, IMAGES, CONVOLUTIONS),
    "smooth": (smooth_net, IMAGES, CONVOLUTIONS),
    "layer-norm": (layer_norm_net, IMAGES, {**CONVOLUTIONS, "norm/shift": (2,)}),
    "points": (
        points_net,
        POINTS,
        {
            "dense1/weight": (8, 2),
            "dense1/bias": (8,),
            "dense2/weight": (1, 8),
            "dense2/bias": (1,),
        },
    ),
}


def uniform(*shape: int) -> torch.Tensor:
    """Numbers of [0, 1) in multiples of 1/256."""
    return draw.normal(*shape) % 1


def slope(discriminate: Callable[[torch.Tensor], torch.Tensor], x: torch.Tensor) -> torch.Tensor:
    """The gradient of each example's output to the example, [N, D], to be differentiated again."""
    at = x.detach().requires_grad_()
    (found,) = torch.autograd.grad(discriminate(at).sum(), at, create_graph=True)
    return found.flatten(1)


def norms(gradients: torch.Tensor, epsilon: float) -> torch.Tensor:
    return (gradients.square().sum(1) + epsilon).sqrt()


def gradient_penalty(network: str, options: dict[str, float]) -> Case:
    def penalty(discriminate, given: Tensors, _parameters: Tensors) -> torch.Tensor:
        share = given["draw share"]
        between = share * given["real"] + (1 - share) * given["fake"]
        lengths = norms(slope(discriminate, between), options["epsilon"])
        return options["weight"] * (lengths - options["target"]).square().mean()

    _, shape, _ = NETWORKS[network]
    return finish(network, "gp", options, {"draw share": uniform(shape[0], 1, 1, 1)}, penalty)


def dragan(network: str, options: dict[str, object]) -> Case:
    def penalty(discriminate, given: Tensors, _parameters: Tensors) -> torch.Tensor:
        real = given["real"]
        near = real + real.std(correction=0) * (given["draw noise"] - 0.5)
        if options["clip"] and network != "points":
            if not 0 < (near.abs() > 1).sum() < near.numel() / 2:
                raise ValueError("some pixels are to be clipped, not most")
            near = near.clamp(-1, 1)
        lengths = norms(slope(discriminate, near), float(options["epsilon"]))
        return options["weight"] * (lengths - 1).square().mean()

    _, shape, _ = NETWORKS[network]
    return finish(network, "dragan", options, {"draw noise": uniform(*shape)}, penalty)


def r1(network: str, options: dict[str, float]) -> Case:
    def penalty(discriminate, given: Tensors, _parameters: Tensors) -> torch.Tensor:
        return options["weight"] / 2 * slope(discriminate, given["real"]).square().sum(1).mean()

    return finish(network, "r1", options, {}, penalty)


def l2(network: str, options: dict[str, float]) -> Case:
    def penalty(_discriminate, _given: Tensors, parameters: Tensors) -> torch.Tensor:
        halves = [w.square().sum() / 2 for name, w in parameters.items() if "weight" in name]
        return options["weight"] * torch.stack(halves).mean()

    return finish(network, "l2", options, {}, penalty)


def orthonormal(network: str, options: dict[str, float]) -> Case:
    """As the papers write it: W^T W - I, whichever product is the larger."""

    def penalty(_discriminate, _given: Tensors, parameters: Tensors) -> torch.Tensor:
        total = torch.zeros((), dtype=torch.float64)
        for name, weight in parameters.items():
            if "weight" in name:
                matrix = weight.flatten(1)
                identity = torch.eye(matrix.shape[1], dtype=torch.float64)
                total = total + torch.linalg.matrix_norm(matrix.T @ matrix - identity) ** 2
        return options["weight"] * total

    return finish(network, "orthonormal", options, {}, penalty)


def finish(network: str, method: str, options, drawn: Tensors, penalty) -> Case:
    forward, shape, shapes = NETWORKS[network]
    # images leave [-1, 1] no more than real ones do; points may be anywhere
    spread, limit = (0.6, 1.0) if network != "points" else (1.5, 8.0)
    given = {
        name: draw.normal(*shape, scale=spread).clamp(-limit, limit) for name in ("real", "fake")
    } | drawn
    parameters = {
        name: draw.normal(*size, scale=0.4).requires_grad_() for name, size in shapes.items()
    }
    value = penalty(lambda x: forward(parameters, x), given, parameters)
    found = torch.autograd.grad(
        value, list(parameters.values()), allow_unused=True, materialize_grads=True
    )
    outputs = {"penalty": value}
    outputs |= {f"gradient {name}": g for name, g in zip(parameters, found, strict=True)}
    attrs = {"network": network, "options": options}
    changed = ", ".join(f"{key} {text}" for key, text in options.items())
    return case(f"{method}, {network}, {changed}", method, attrs, {**given, **parameters}, outputs)


def main() -> None:
    name = "penalties"
    args = parser("Golden cases of penalties.", f"{name}.json").parse_args()
    kurach = {"weight": 10, "epsilon": 1e-4}
    cases = [
        gradient_penalty("leaky", {"weight": 10, "epsilon": 1e-8, "target": 1}),
        gradient_penalty("leaky", {**kurach, "target": 1}),
        gradient_penalty("smooth", {"weight": 3, "epsilon": 1e-8, "target": 0.25}),
        gradient_penalty("layer-norm", {**kurach, "target": 1}),
        gradient_penalty("points", {"weight": 10, "epsilon": 1e-8, "target": 1}),
        *(dragan(network, {**kurach, "clip": True}) for network in NETWORKS),
        dragan("smooth", {"weight": 2, "epsilon": 1e-8, "clip": False}),
        *(r1(network, {"weight": 10}) for network in NETWORKS),
        l2("leaky", {"weight": 0.5}),
        *(orthonormal(network, {"weight": 0.25}) for network in ("leaky", "points")),
    ]
    content = {"provenance": provenance(f"{name}.py", f"{name}.py", args.date), "cases": cases}
    write_json(args.out, content)
    print(f"wrote {args.out}: {len(cases)} cases, {args.out.stat().st_size / 1000:.0f} kB")


main()
