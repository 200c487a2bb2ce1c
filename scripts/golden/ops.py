"""Golden cases of single ops, in float64.

    python3 scripts/golden/ops.py

Every input is exact in float32. `upstream` is the gradient that arrives at the op's output;
`gradient.<name>` is what PyTorch returns for the input of that name.
"""

from reproducible import parser, provenance, write_json  # isort: skip (sets up torch)

from collections.abc import Callable

import torch
import torch.nn.functional as F

from case import Case, Draw, Tensors, case, gradients

draw = Draw(20)


def conv2d(
    name: str,
    image: tuple[int, ...],
    kernel: tuple[int, ...],
    stride: tuple[int, int] = (1, 1),
    padding: tuple[int, int, int, int] = (0, 0, 0, 0),
    dilation: tuple[int, int] = (1, 1),
) -> Case:
    """Padding is (top, left, bottom, right)."""
    top, left, bottom, right = padding
    x, weight, bias = draw.normal(*image), draw.normal(*kernel), draw.normal(kernel[0])
    padded = F.pad(x, (left, right, top, bottom))
    output = F.conv2d(padded, weight, bias, stride=stride, dilation=dilation)
    upstream = draw.normal(*output.shape)
    options = {"stride": stride, "dilation": dilation}
    d_padded = torch.nn.grad.conv2d_input(padded.shape, weight, upstream, **options)
    d_x = d_padded[:, :, top : top + image[2], left : left + image[3]]
    d_weight = torch.nn.grad.conv2d_weight(padded, weight.shape, upstream, **options)
    attrs = {"stride": stride, "padding": padding, "dilation": dilation}
    inputs = {"x": x, "weight": weight, "bias": bias, "upstream": upstream}
    results = {"y": output, "gradient.x": d_x, "gradient.weight": d_weight}
    results["gradient.bias"] = upstream.sum((0, 2, 3))
    return case(f"conv2d {name}", "conv2d", attrs, inputs, results)


def conv_transpose2d(
    name: str,
    image: tuple[int, ...],
    kernel: tuple[int, ...],
    stride: tuple[int, int],
    padding: tuple[int, int],
    output_padding: tuple[int, int] = (0, 0),
) -> Case:
    leaves = {"x": draw.normal(*image), "weight": draw.normal(*kernel)}
    leaves["bias"] = draw.normal(kernel[1])
    attrs = {"stride": stride, "padding": padding, "outputPadding": output_padding}

    def forward(t: Tensors) -> torch.Tensor:
        return F.conv_transpose2d(
            t["x"], t["weight"], t["bias"], stride, padding, output_padding=output_padding
        )

    return differentiated(f"conv_transpose2d {name}", "conv_transpose2d", attrs, leaves, forward)


def differentiated(
    name: str,
    op: str,
    attrs: dict[str, object],
    leaves: Tensors,
    forward: Callable[[Tensors], torch.Tensor],
) -> Case:
    """The case of `y = forward(leaves)` with gradients for a random upstream."""
    leaves = {key: tensor.clone().requires_grad_() for key, tensor in leaves.items()}
    output = forward(leaves)
    upstream = draw.normal(*output.shape)
    results = {"y": output, **gradients(output, upstream, leaves)}
    return case(name, op, attrs, {**leaves, "upstream": upstream}, results)


def batch_norm(name: str, shape: tuple[int, ...], mean: float = 0.0) -> Case:
    channels = shape[1]
    leaves = {
        "x": draw.normal(*shape, mean=mean),
        "scale": draw.normal(channels, scale=0.25, mean=1.0),
        "shift": draw.normal(channels, scale=0.25),
    }
    running = {
        "runningMean": draw.normal(channels),
        "runningVariance": draw.normal(channels, scale=0.1, mean=1.5),
    }
    new = {f"new.{key}": tensor.clone() for key, tensor in running.items()}

    def forward(t: Tensors) -> torch.Tensor:
        moving = new["new.runningMean"], new["new.runningVariance"]
        return F.batch_norm(t["x"], *moving, t["scale"], t["shift"], True, 0.1, 1e-5)

    attrs = {"epsilon": 1e-5, "momentum": 0.1, "runningVariance": "unbiased"}
    result = differentiated(f"batch_norm {name}", "batch_norm", attrs, leaves, forward)
    for key, values in (("inputs", running), ("outputs", new)):
        result[key] |= case("", "", {}, values, {})["inputs"]
    return result


def elementwise() -> list[Case]:
    extremes = torch.tensor(
        [-1000, -100, -40, -20, -1, -1 / 256, 0, 1 / 256, 1, 20, 40, 100, 1000], dtype=torch.float64
    )
    ordinary = torch.tensor([-3, -1 / 256, 0, 1 / 256, 2.5], dtype=torch.float64)
    slope = {"slope": 0.1}
    return [
        # beyond the threshold PyTorch returns x itself; 100 keeps the exact formula up to there
        differentiated(
            "softplus at extremes",
            "softplus",
            {},
            {"x": extremes},
            lambda t: F.softplus(t["x"], threshold=100),
        ),
        differentiated(
            "log_sigmoid at extremes",
            "log_sigmoid",
            {},
            {"x": extremes},
            lambda t: F.logsigmoid(t["x"]),
        ),
        differentiated(
            "sigmoid at extremes", "sigmoid", {}, {"x": extremes}, lambda t: torch.sigmoid(t["x"])
        ),
        differentiated(
            "tanh at extremes", "tanh", {}, {"x": extremes}, lambda t: torch.tanh(t["x"])
        ),
        # at 0: slope times the upstream for leaky_relu, 0 for relu
        differentiated(
            "leaky_relu around 0",
            "leaky_relu",
            slope,
            {"x": ordinary},
            lambda t: F.leaky_relu(t["x"], 0.1),
        ),
        differentiated("relu around 0", "relu", {}, {"x": ordinary}, lambda t: F.relu(t["x"])),
    ]


def pooling() -> list[Case]:
    def pooled(op: str, kernel: int, stride: int, x: torch.Tensor) -> Case:
        return differentiated(
            f"{op} {kernel}x{kernel} stride {stride}",
            op,
            {"kernel": [kernel, kernel], "stride": [stride, stride]},
            {"x": x},
            lambda t: getattr(F, op)(t["x"], kernel, stride),
        )

    def average(kernel: int, stride: int, shape: tuple[int, ...]) -> Case:
        return pooled("avg_pool2d", kernel, stride, draw.normal(*shape))

    def maximum(kernel: int, stride: int, shape: tuple[int, ...]) -> Case:
        return pooled("max_pool2d", kernel, stride, draw.distinct(*shape))

    upsample = differentiated(
        "upsample_nearest 2",
        "upsample_nearest",
        {"factor": [2, 2]},
        {"x": draw.normal(2, 3, 3, 4)},
        lambda t: F.interpolate(t["x"], scale_factor=2, mode="nearest"),
    )
    return [
        average(2, 2, (2, 3, 4, 6)),
        average(3, 2, (1, 2, 7, 8)),
        maximum(2, 2, (2, 3, 4, 6)),
        maximum(3, 2, (1, 2, 7, 9)),
        upsample,
    ]


def optimizer(
    op: str,
    attrs: dict[str, object],
    make: Callable[[list[torch.nn.Parameter]], torch.optim.Optimizer],
) -> Case:
    """Three updates of one vector; row i of `gradients` is the gradient of update i."""
    start, steps = draw.normal(6), draw.normal(3, 6)
    steps[:, 0] = 0  # an entry that never gets a gradient
    steps[1, 1] = 0  # and one that misses one
    steps[:, 2] /= 2**20  # near epsilon
    parameter = torch.nn.Parameter(start.clone())
    updater = make([parameter])
    path = []
    for gradient in steps:
        parameter.grad = gradient.clone()
        updater.step()
        path.append(parameter.detach().clone())
    state = updater.state[parameter]
    kept = {"m": "exp_avg", "v": "exp_avg_sq", "momentum": "momentum_buffer"}
    results = {name: state[key] for name, key in kept.items() if key in state}
    inputs = {"parameter": start, "gradients": steps}
    return case(op, op, attrs, inputs, {"parameters": torch.stack(path), **results})


def optimizers() -> list[Case]:
    adam = {"learningRate": 0.01, "beta1": 0.5, "beta2": 0.999, "epsilon": 1e-8}
    sgd = {"learningRate": 0.01, "momentum": 0.9}
    return [
        optimizer(
            "adam", adam, lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.5, 0.999), eps=1e-8)
        ),
        optimizer("sgd", sgd, lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9)),
    ]


def losses() -> list[Case]:
    """Discriminator losses of real and fake logits, both sides of the kinks and on them."""
    logits = {
        "real": torch.tensor([-2.5, 0.25, 1.0, 1.75, 0.0], dtype=torch.float64),
        "fake": torch.tensor([-1.75, -1.0, 0.5, 3.0, -0.25], dtype=torch.float64),
    }
    forms = {
        "hinge": lambda t: F.relu(1 - t["real"]).mean() + F.relu(1 + t["fake"]).mean(),
        "non_saturating": lambda t: F.softplus(-t["real"]).mean() + F.softplus(t["fake"]).mean(),
    }
    op = "discriminator_loss"
    return [
        differentiated(f"{op} {name}", op, {"loss": name}, logits, form)
        for name, form in forms.items()
    ]


def spectral_norm(constant: bool) -> Case:
    """One power step from `u` on a 5 x 7 matrix; the effective weight is weight / sigma."""

    def unit(x: torch.Tensor) -> torch.Tensor:
        return x / (torch.linalg.vector_norm(x) + 1e-12)

    weight, u = draw.normal(5, 7).requires_grad_(), draw.normal(5)
    upstream = draw.normal(5, 7)
    held = weight.detach() if constant else weight
    new_v = unit(held.T @ u)
    new_u = unit(held @ new_v)
    sigma = new_u @ weight @ new_v
    effective = weight / sigma
    results = {"v": new_v, "newU": new_u, "sigma": sigma, "effective": effective}
    results["largestSingularValue"] = torch.linalg.svdvals(weight.detach())[0]
    (results["gradient.weight"],) = torch.autograd.grad(
        effective, weight, upstream, retain_graph=True
    )
    (results["sigmaGradient.weight"],) = torch.autograd.grad(sigma, weight)
    attrs = {"epsilon": 1e-12, "uvConstant": constant}
    name = "constant u and v" if constant else "through the power step"
    inputs = {"weight": weight, "u": u, "upstream": upstream}
    return case(f"spectral_norm {name}", "spectral_norm", attrs, inputs, results)


def gradient_penalty(activation: str) -> Case:
    """P = mean over images of (norm of dD/dx - 1)^2, differentiated again."""
    leaves = {
        "x": draw.normal(2, 2, 6, 6),
        "conv1.weight": draw.normal(3, 2, 3, 3, scale=0.5),
        "conv1.bias": draw.normal(3, scale=0.25),
        "conv2.weight": draw.normal(4, 3, 4, 4, scale=0.5),
        "conv2.bias": draw.normal(4, scale=0.25),
        "dense.weight": draw.normal(1, 36, scale=0.5),
        "dense.bias": draw.normal(1, scale=0.25),
    }
    t = {name: tensor.requires_grad_() for name, tensor in leaves.items()}

    def activate(h: torch.Tensor) -> torch.Tensor:
        return F.leaky_relu(h, 0.1) if activation == "leaky_relu" else torch.tanh(h)

    h = activate(F.conv2d(t["x"], t["conv1.weight"], t["conv1.bias"], padding=1))
    h = activate(F.conv2d(h, t["conv2.weight"], t["conv2.bias"], stride=2, padding=1))
    logits = F.linear(h.flatten(1), t["dense.weight"], t["dense.bias"]).squeeze(1)
    (slope,) = torch.autograd.grad(logits.sum(), t["x"], create_graph=True)
    norms = slope.flatten(1).norm(dim=1)
    penalty = ((norms - 1) ** 2).mean()
    found = torch.autograd.grad(penalty, list(t.values()), materialize_grads=True)
    results = {"logits": logits, "inputGradient": slope, "norms": norms, "penalty": penalty}
    results |= {f"gradient.{name}": value for name, value in zip(t, found, strict=True)}
    attrs = {
        "activation": activation,
        "slope": 0.1 if activation == "leaky_relu" else None,
        "conv1": {"stride": [1, 1], "padding": [1, 1, 1, 1]},
        "conv2": {"stride": [2, 2], "padding": [1, 1, 1, 1]},
    }
    return case(f"gradient_penalty {activation}", "gradient_penalty", attrs, leaves, results)


def all_cases() -> list[Case]:
    return [
        conv2d("3x3 padding 1", (2, 3, 5, 6), (4, 3, 3, 3), padding=(1, 1, 1, 1)),
        conv2d("4x4 stride 2", (2, 3, 8, 6), (2, 3, 4, 4), (2, 2), (1, 1, 1, 1)),
        conv2d("odd, asymmetric padding", (2, 3, 7, 5), (4, 3, 3, 2), (2, 1), (1, 0, 2, 1)),
        conv2d("stride leaves rows over", (1, 2, 8, 9), (3, 2, 3, 3), (3, 2), (0, 1, 0, 0)),
        conv2d("1x1", (2, 5, 3, 3), (4, 5, 1, 1)),
        conv2d("kernel as large as the image", (2, 2, 4, 4), (3, 2, 4, 4)),
        conv2d("dilation", (1, 2, 7, 7), (2, 2, 3, 2), (1, 1), (1, 1, 1, 1), (2, 3)),
        conv_transpose2d("4x4 stride 2 padding 1", (2, 4, 3, 3), (4, 2, 4, 4), (2, 2), (1, 1)),
        conv_transpose2d("odd", (1, 2, 3, 4), (2, 3, 3, 2), (2, 3), (1, 0), (1, 2)),
        batch_norm("4-D", (3, 4, 2, 3)),
        batch_norm("2-D", (6, 5)),
        batch_norm("mean far from 0", (4, 2, 3, 3), mean=100.0),
        *elementwise(),
        *pooling(),
        *losses(),
        *optimizers(),
        spectral_norm(constant=True),
        spectral_norm(constant=False),
        gradient_penalty("leaky_relu"),
        gradient_penalty("tanh"),
    ]


def main() -> None:
    args = parser("Golden cases of single ops.", "ops.json").parse_args()
    cases = all_cases()
    write_json(args.out, {"provenance": provenance("ops.py", "ops.py", args.date), "cases": cases})
    print(f"wrote {args.out}: {len(cases)} cases, {args.out.stat().st_size / 1000:.0f} kB")


main()
