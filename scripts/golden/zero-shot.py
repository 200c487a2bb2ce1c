"""Golden numbers of zero-shot learning with class normalization, in float64.

    python3 scripts/golden/zero-shot.py --date YYYY-MM-DD

Class standardization (PyTorch's BatchNorm1d without scale and shift; division by the variance from its
formula), normalized and scaled logits, normalized attributes; trainings of whole models by PyTorch's Adam
with each part on and off; accuracies, the area under the seen-unseen curve by trying every bias, and
quantiles of Student's distribution from SciPy; irregularity of the loss by autograd. Every input is exact
in float32.
"""

from reproducible import parser, provenance, write_json  # isort: skip (sets up torch)

import numpy as np
import scipy
import torch
import torch.nn.functional as F
from scipy import stats

from case import Case, Draw, Tensors, case

draw = Draw(71)
EPSILON = 1e-5
MOMENTUM = 0.1


class ByVariance(torch.nn.Module):
    """(h - mean) / (var + 1e-5), both over the rows, running ones at the test."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.register_buffer("running_mean", torch.zeros(size, dtype=torch.float64))
        self.register_buffer("running_var", torch.ones(size, dtype=torch.float64))

    def forward(self, h: torch.Tensor) -> torch.Tensor:
        if not self.training:
            return (h - self.running_mean) / (self.running_var + EPSILON)
        mean, variance = h.mean(dim=0), h.var(dim=0)
        with torch.no_grad():
            self.running_mean.lerp_(mean, MOMENTUM)
            self.running_var.lerp_(variance, MOMENTUM)
        return (h - mean) / (variance + EPSILON)


def standardization(divisor: str, size: int) -> torch.nn.Module:
    if divisor == "variance":
        return ByVariance(size)
    return torch.nn.BatchNorm1d(
        size, eps=EPSILON, momentum=MOMENTUM, affine=False, dtype=torch.float64
    )


def standardized(divisor: str) -> Case:
    """Two training passes over different classes, then one with running statistics."""
    layer = standardization(divisor, 4)
    first, second, last = draw.normal(5, 4), draw.normal(5, 4, mean=1.0), draw.normal(3, 4)
    upstream = draw.normal(5, 4)
    first.requires_grad_()
    y = layer(first)
    (gradient,) = torch.autograd.grad(y, first, upstream)
    outputs = {"first": y, "gradient": gradient, "second": layer(second)}
    layer.eval()
    outputs |= {"last": layer(last), "mean": layer.running_mean, "variance": layer.running_var}
    inputs = {"first": first, "second": second, "last": last, "upstream": upstream}
    return case(f"by {divisor}", "standardization", {"divisor": divisor}, inputs, outputs)


def logits(scale: float | None) -> Case:
    features, prototypes = draw.normal(4, 6), draw.normal(3, 6)
    prototypes[1] = 0
    z, p = features.clone().requires_grad_(), prototypes.clone().requires_grad_()
    y = scaled(z, scale) @ scaled(p, scale).T
    upstream = draw.normal(4, 3)
    upstream[:, 1] = 0  # a gradient at a vector of zeros is without a limit
    dz, dp = torch.autograd.grad(y, [z, p], upstream)
    inputs = {"features": features, "prototypes": prototypes, "upstream": upstream}
    outputs = {"logits": y, "gradient.features": dz, "gradient.prototypes": dp}
    return case(f"scale {scale}", "logits", {"scale": scale}, inputs, outputs)


def scaled(x: torch.Tensor, scale: float | None) -> torch.Tensor:
    return x if scale is None else scale * F.normalize(x, dim=1)


def attributes() -> Case:
    a = draw.normal(3, 5)
    normalized = F.normalize(a, dim=1) * 5**0.5
    return case("rows", "attributes", {}, {"attributes": a}, {"normalized": normalized})


SEEN, UNSEEN, SIZES, HIDDEN = 4, 2, (5, 7), 6
DIRECTIONS = 3
EXAMPLES, EPOCHS, RATE, DECAY_EVERY, WEIGHT_DECAY = 12, 6, 1 / 256, 4, 1 / 64


def network_of(
    model: dict[str, object],
) -> tuple[torch.nn.Sequential, dict[str, torch.nn.Module]]:
    """The network with its layers by their names."""
    count, size = SIZES
    layers: list[torch.nn.Module] = []
    names: dict[str, torch.nn.Module] = {}
    width = count
    for i in range(1, model["depth"]):
        names[f"dense{i}"] = torch.nn.Linear(width, HIDDEN, dtype=torch.float64)
        layers.append(names[f"dense{i}"])
        last = i == model["depth"] - 1
        if last and model["standardization"]:
            names["before"] = standardization(model["standardization"], HIDDEN)
            names["after"] = standardization(model["standardization"], HIDDEN)
            layers += [names["before"], torch.nn.ReLU(), names["after"]]
        else:
            layers.append(torch.nn.ReLU())
        width = HIDDEN
    names["prototypes"] = torch.nn.Linear(width, size, dtype=torch.float64)
    layers.append(names["prototypes"])
    if model["lastRelu"]:
        layers.append(torch.nn.ReLU())
    return torch.nn.Sequential(*layers), names


def draw_weights(names: dict[str, torch.nn.Module]) -> Tensors:
    given: Tensors = {}
    for key, layer in names.items():
        if not isinstance(layer, torch.nn.Linear):
            continue
        with torch.no_grad():
            layer.weight.copy_(draw.normal(*layer.weight.shape, scale=0.5))
            # none near 0, where decay alone would decide the direction of a step
            layer.bias.copy_(draw.normal(*layer.bias.shape, scale=0.0625, mean=0.25))
        given[f"{key}/weight"] = layer.weight.detach().clone()
        given[f"{key}/bias"] = layer.bias.detach().clone()
    return given


def training(name: str, **model: object) -> Case:
    """Epochs of one step with all examples."""
    network, names = network_of(model)
    given = draw_weights(names)
    count, size = SIZES
    described = draw.normal(SEEN + UNSEEN, count)
    features = draw.normal(EXAMPLES + UNSEEN + SEEN, size, mean=0.5)
    labels = torch.arange(EXAMPLES) % SEEN
    rows = described
    if model["normalizeAttributes"]:
        rows = F.normalize(described, dim=1) * count**0.5
    scale = model["scale"]
    adam = torch.optim.Adam(network.parameters(), lr=RATE, weight_decay=WEIGHT_DECAY)
    course = torch.optim.lr_scheduler.StepLR(adam, DECAY_EVERY, gamma=0.1)
    losses = []
    for _ in range(EPOCHS):
        prototypes = network(rows[:SEEN])
        y = scaled(features[:EXAMPLES], scale) @ scaled(prototypes, scale).T
        loss = F.cross_entropy(y, labels)
        adam.zero_grad()
        loss.backward()
        losses.append(loss.detach())
        adam.step()
        course.step()
    network.eval()
    outputs: Tensors = {
        "loss": torch.stack(losses),
        "logits": scaled(features[EXAMPLES:], scale) @ scaled(network(rows), scale).T,
    }
    for key, layer in names.items():
        if isinstance(layer, torch.nn.Linear):
            outputs |= {f"{key}/weight": layer.weight, f"{key}/bias": layer.bias}
        else:
            outputs |= {f"{key}/mean": layer.running_mean, f"{key}/variance": layer.running_var}
    attrs = {"model": {"hidden": HIDDEN, "initialization": "he", **model}}
    attrs |= {"seen": SEEN, "unseen": UNSEEN, "examples": EXAMPLES, "epochs": EPOCHS}
    attrs |= {"rate": RATE, "decayEvery": DECAY_EVERY, "weightDecay": WEIGHT_DECAY}
    inputs = {"attributes": described, "features": features, "labels": labels.double(), **given}
    return case(name, "training", attrs, inputs, outputs)


def irregularity(name: str, **model: object) -> Case:
    """Gradients of single examples and curvatures along directions, with class statistics."""
    network, names = network_of(model)
    given = draw_weights(names)
    count, size = SIZES
    described = draw.normal(SEEN + UNSEEN, count)
    features = draw.normal(EXAMPLES, size, mean=0.5)
    labels = torch.arange(EXAMPLES) % SEEN
    scale = model["scale"]
    rows = F.normalize(described, dim=1) * count**0.5 if model["normalizeAttributes"] else described

    def loss_of(places: torch.Tensor) -> torch.Tensor:
        y = scaled(features[places], scale) @ scaled(network(rows[:SEEN]), scale).T
        return F.cross_entropy(y, labels[places])

    inputs = {"attributes": described, "features": features, "labels": labels.double(), **given}
    outputs: Tensors = {}
    weights = {"first": names["dense1"].weight, "last": names["prototypes"].weight}
    for key, weight in weights.items():
        found = [
            torch.autograd.grad(loss_of(torch.tensor([place])), weight)[0].flatten()
            for place in range(EXAMPLES)
        ]
        gradients = torch.stack(found)
        spread = [
            gradients.mean(dim=0).norm(),
            gradients.std(dim=0).norm(),
            gradients.var(dim=0).mean(),
        ]
        outputs[key] = torch.stack(spread)
    parameters = {
        f"{key}/{kind}": getattr(layer, kind)
        for key, layer in names.items()
        if isinstance(layer, torch.nn.Linear)
        for kind in ("weight", "bias")
    }
    curvatures = []
    for number in range(DIRECTIONS):
        direction = {key: draw.normal(*p.shape) for key, p in parameters.items()}
        inputs |= {f"direction{number}/{key}": v for key, v in direction.items()}
        loss = loss_of(torch.arange(EXAMPLES))
        slopes = torch.autograd.grad(loss, list(parameters.values()), create_graph=True)
        along = sum((s * v).sum() for s, v in zip(slopes, direction.values(), strict=True))
        seconds = torch.autograd.grad(along, list(parameters.values()))
        both = zip(seconds, direction.values(), strict=True)
        curvatures.append(sum((s * v).sum() for s, v in both))
    values = torch.stack(curvatures)
    outputs["curvature"] = torch.stack([values.mean(), values.std()])
    attrs = {"model": {"hidden": HIDDEN, "initialization": "he", **model}}
    attrs |= {"seen": SEEN, "unseen": UNSEEN, "examples": EXAMPLES, "directions": DIRECTIONS}
    return case(name, "irregularity", attrs, inputs, outputs)


def measures() -> dict[str, object]:
    """Accuracies at several biases; the area from the accuracies at every bias."""
    generator = np.random.default_rng(5)
    seen, unseen, per_class = [0, 2, 3, 6], [1, 4, 5], [1, 5, 2, 4, 3, 6, 3]
    labels = np.concatenate([np.full(n, label) for label, n in enumerate(per_class)])
    logits = np.round(generator.normal(size=(len(labels), 7)) * 64) / 64
    logits[np.arange(len(labels)), labels] += 1.75
    logits[:, seen] += 0.75

    def accuracies(factor: float, bias: float, rows: list[int]) -> float:
        changed = logits.copy()
        changed[:, seen] = factor * changed[:, seen] - bias
        # of equal logits, those of seen classes win
        changed[:, seen] += 1e-9
        told = changed.argmax(axis=1)
        return float(np.mean([(told[labels == row] == row).mean() for row in rows]))

    def point(factor: float, bias: float) -> dict[str, float]:
        s, u = accuracies(factor, bias, seen), accuracies(factor, bias, unseen)
        harmonic = 0.0 if s + u == 0 else 2 * s * u / (s + u)
        return {"factor": factor, "bias": bias, "seen": s, "unseen": u, "harmonic": harmonic}

    ahead = np.unique(logits[:, seen].max(axis=1) - logits[:, unseen].max(axis=1))
    biases = [ahead[0] - 1, *((ahead[1:] + ahead[:-1]) / 2), ahead[-1] + 1]
    curve = [point(1.0, float(bias)) for bias in biases]
    area = float(np.trapezoid([p["seen"] for p in curve], [p["unseen"] for p in curve]))
    return {
        "seen": seen,
        "unseen": unseen,
        "labels": labels.tolist(),
        "logits": logits.tolist(),
        "points": [point(1.0, 0.0), point(0.75, 0.0), point(1.0, 0.625), point(1.0, 9.0)],
        "zeroShot": accuracies(1.0, 9.0, unseen),
        "curve": curve,
        "area": area,
    }


def students() -> list[dict[str, float]]:
    return [
        {
            "coverage": coverage,
            "freedom": freedom,
            "quantile": float(stats.t.ppf((1 + coverage) / 2, freedom)),
        }
        for coverage in (0.5, 0.95, 0.99)
        for freedom in (1, 2, 3, 4, 9, 30)
    ]


def interval() -> dict[str, object]:
    values = [0.5, 0.75, 0.625, 0.6875]
    low, high = stats.t.interval(0.95, 3, np.mean(values), stats.sem(values))
    return {"values": values, "low": float(low), "high": float(high)}


def main() -> None:
    args = parser("Golden numbers of zero-shot learning.", "zero-shot.json").parse_args()
    plain = {"depth": 3, "lastRelu": False, "scale": None, "normalizeAttributes": False}
    plain["standardization"] = None
    whole = {"depth": 3, "lastRelu": True, "scale": 5, "normalizeAttributes": True}
    whole["standardization"] = "deviation"
    cases = [
        *(standardized(divisor) for divisor in ("deviation", "variance")),
        *(logits(scale) for scale in (None, 5.0)),
        attributes(),
        training("no part", **plain),
        training("normalized and scaled logits", **{**plain, "scale": 5}),
        training("normalized attributes", **{**plain, "normalizeAttributes": True}),
        training("class standardization", **{**plain, "standardization": "deviation"}),
        training("all parts", **whole),
        training("all parts, by variance", **{**whole, "standardization": "variance"}),
        training("all parts, four layers", **{**whole, "depth": 4}),
        training("one layer", **{**whole, "depth": 1, "standardization": None}),
        irregularity("no part", **plain),
        irregularity("all parts", **whole),
    ]
    command = f"python3 scripts/golden/zero-shot.py --date {args.date}"
    source = {**provenance("zero-shot.py", command, args.date), "scipy": scipy.__version__}
    content = {
        "provenance": source,
        "cases": cases,
        "measures": measures(),
        "students": students(),
        "interval": interval(),
    }
    write_json(args.out, content)
    print(f"wrote {args.out}: {len(cases)} cases, {args.out.stat().st_size / 1000:.0f} kB")


main()
