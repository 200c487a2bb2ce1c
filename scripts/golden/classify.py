"""Golden trainings of image classifiers, in float64 -> test/golden/classify.json.

    python3 scripts/golden/classify.py --date YYYY-MM-DD

A plain network and residual ones, with batch normalization and with Fixup: the logits and the loss of each of three
steps, all parameters and running statistics after them, and the logits at inference. Images and targets are mixed
(mixup), targets are smoothed, weights decay, Fixup's scalars have a tenth of the learning rate. Every input is exact
in float32.
"""

from reproducible import parser, provenance, write_json  # isort: skip (sets up torch)

import torch
import torch.nn.functional as F

from case import Case, Draw, Tensors, case

draw = Draw(77)
STEPS, BATCH, SHAPE, CLASSES = 3, 4, (2, 5, 4), 3
CHANNELS = (3, 4)
SMOOTHING, DECAY, RATE, MOMENTUM, SHARE = 0.125, 0.0625, 0.125, 0.875, 0.75


class Network(torch.nn.Module):
    """Parameters by the names that Evenkeel gives them; running statistics beside them."""

    def __init__(self) -> None:
        super().__init__()
        self.values: Tensors = {}
        self.running: Tensors = {}

    def value(self, name: str, shape: tuple[int, ...], scale: float, mean: float = 0.0) -> torch.Tensor:
        if name not in self.values:
            self.values[name] = draw.normal(*shape, scale=scale, mean=mean).requires_grad_()
        return self.values[name]

    def conv(
        self, name: str, x: torch.Tensor, out: int, kernel: int = 3, stride: int = 1, bias: bool = False
    ) -> torch.Tensor:
        shape = (out, x.shape[1], kernel, kernel)
        weight = self.value(f"{name}/weight", shape, (2 / (x.shape[1] * kernel**2)) ** 0.5)
        offset = self.value(f"{name}/bias", (out,), 0.25) if bias else None
        return F.conv2d(x, weight, offset, stride, kernel // 2)

    def dense(self, name: str, x: torch.Tensor, out: int) -> torch.Tensor:
        weight = self.value(f"{name}/weight", (out, x.shape[1]), 0.5)
        return F.linear(x, weight, self.value(f"{name}/bias", (out,), 0.25))

    def norm(self, name: str, x: torch.Tensor) -> torch.Tensor:
        size = x.shape[1]
        if f"{name}/mean" not in self.running:
            self.running[f"{name}/mean"] = torch.zeros(size, dtype=torch.float64)
            self.running[f"{name}/variance"] = torch.ones(size, dtype=torch.float64)
        scale = self.value(f"{name}/scale", (size,), 0.25, 1.0)
        shift = self.value(f"{name}/shift", (size,), 0.25)
        mean, variance = self.running[f"{name}/mean"], self.running[f"{name}/variance"]
        return F.batch_norm(x, mean, variance, scale, shift, training=self.training, momentum=0.1)

    def number(self, name: str, start: float = 0.0) -> torch.Tensor:
        return self.value(name, (1,), 0.25, start)

    def head(self, x: torch.Tensor) -> torch.Tensor:
        return self.dense("dense", x, CLASSES)


class Plain(Network):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for stage, channels in enumerate(CHANNELS, 1):
            for layer in (1, 2):
                stride = 2 if stage > 1 and layer == 1 else 1
                x = self.conv(f"stage{stage}/conv{layer}", x, channels, stride=stride)
                x = F.relu(self.norm(f"stage{stage}/norm{layer}", x))
        return self.head(x.mean((2, 3)))


class Residual(Network):
    """He et al. 2016 with 1x1 shortcuts where a block widens (option B)."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = F.relu(self.norm("stem/norm1", self.conv("stem/conv1", x, CHANNELS[0])))
        for stage, channels in enumerate(CHANNELS, 1):
            for block in (1, 2):
                at = f"stage{stage}/block{block}"
                widens = stage > 1 and block == 1
                y = self.conv(f"{at}/conv1", x, channels, stride=2 if widens else 1)
                y = F.relu(self.norm(f"{at}/norm1", y))
                y = self.norm(f"{at}/norm2", self.conv(f"{at}/conv2", y, channels))
                if widens:
                    x = self.conv(f"{at}/shortcut", x, channels, kernel=1, stride=2)
                    x = self.norm(f"{at}/shortcut-norm", x)
                x = F.relu(y + x)
        return self.head(x.mean((2, 3)))


class Fixup(Network):
    """Zhang et al. 2019: numbers in place of normalizations, shortcuts of zeros (option A)."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = F.relu(self.conv("stem/conv1", x, CHANNELS[0]) + self.number("stem/before-relu1/bias"))
        for stage, channels in enumerate(CHANNELS, 1):
            for block in (1, 2):
                at = f"stage{stage}/block{block}"
                widens = stage > 1 and block == 1
                x = x + self.number(f"{at}/before-conv1/bias")
                y = self.conv(f"{at}/conv1", x, channels, stride=2 if widens else 1)
                y = F.relu(y + self.number(f"{at}/before-relu1/bias"))
                y = self.conv(f"{at}/conv2", y + self.number(f"{at}/before-conv2/bias"), channels)
                y = y * self.number(f"{at}/multiplier/scale", 1.0)
                y = y + self.number(f"{at}/before-relu2/bias")
                if widens:
                    x = F.avg_pool2d(x, 1, stride=2)
                    x = torch.cat([x, torch.zeros_like(x)[:, : channels - x.shape[1]]], 1)
                x = F.relu(y + x)
        return self.head(x.mean((2, 3)) + self.number("before-dense/bias"))


NETWORKS = {"plain": Plain, "residual": Residual, "fixup": Fixup}


def training(name: str, kind: str, optimizer: str) -> Case:
    network = NETWORKS[kind]()
    images = torch.randint(0, 256, (STEPS, BATCH, *SHAPE))
    labels = torch.randint(0, CLASSES, (STEPS, BATCH))
    partners = torch.stack([torch.randperm(BATCH) for _ in range(STEPS)])
    pixels = images.double() / 127.5 - 1

    with torch.no_grad():  # the first pass draws the parameters; at inference it moves no statistics
        network.eval()(pixels[0])
    given = {key: value.detach().clone() for key, value in network.values.items()}

    scalars = [v for key, v in network.values.items() if v.numel() == 1]
    weights = [v for key, v in network.values.items() if key.endswith("/weight")]
    known = {id(v) for v in [*scalars, *weights]}
    others = [v for v in network.values.values() if id(v) not in known]
    groups = [
        {"params": weights, "weight_decay": DECAY},
        {"params": others},
        {"params": scalars, "lr": RATE / 10},
    ]
    groups = [group for group in groups if group["params"]]
    if optimizer == "sgd":
        update = torch.optim.SGD(groups, lr=RATE, momentum=MOMENTUM)
    else:
        update = torch.optim.Adam(groups, lr=RATE)

    network.train()
    losses, logits = [], []
    for x, y, other in zip(pixels, labels, partners, strict=True):
        hot = F.one_hot(y, CLASSES).double()
        mixed = SHARE * x + (1 - SHARE) * x[other]
        target = SHARE * hot + (1 - SHARE) * hot[other]
        found = network(mixed)
        loss = F.cross_entropy(found, target, label_smoothing=SMOOTHING)
        update.zero_grad()
        loss.backward()
        update.step()
        losses.append(loss)
        logits.append(found)
    network.eval()
    return case(
        name,
        "classify",
        {
            "network": kind,
            "optimizer": optimizer,
            "channels": list(CHANNELS),
            "shape": list(SHAPE),
            "classes": CLASSES,
            "batch": BATCH,
            "smoothing": SMOOTHING,
            "decay": DECAY,
            "rate": RATE,
            "momentum": MOMENTUM,
            "share": SHARE,
        },
        {
            "images": images.double(),
            "labels": labels.double(),
            "partners": partners.double(),
            **given,
        },
        {
            "loss": torch.stack(losses),
            "logits": torch.stack(logits),
            "inference": network(pixels[0]),
            **network.values,
            **network.running,
        },
    )


def main() -> None:
    arguments = parser(__doc__, "classify.json").parse_args()
    cases = [
        training("a plain network, normalized, by SGD", "plain", "sgd"),
        training("a residual network, normalized, by SGD", "residual", "sgd"),
        training("a residual network with Fixup, by SGD", "fixup", "sgd"),
        training("a residual network with Fixup, by Adam", "fixup", "adam"),
    ]
    command = f"python3 scripts/golden/classify.py --date {arguments.date}"
    content = {"provenance": provenance("classify.py", command, arguments.date), "cases": cases}
    write_json(arguments.out, content)


main()
