"""One discriminator step and one generator step of a GAN with an auxiliary classifier, in float64.

    python3 scripts/golden/auxiliary-classifier.py

Two hidden layers in each network: G is dense, conditional batch norm (statistics of the batch, a scale and a
shift for each class, epsilon 1e-5), ReLU, twice, then dense and tanh; D is dense, leaky ReLU 0.1, twice, then
a dense layer to the output and one to the logits. Written from the formulas: with L the hinge losses,

    D: L_D + real * CE(logits(x), c) + generated * CE(logits(G(z, c')), c')
    G: L_G + generator * CE(logits(G(z, c')), c')

CE is torch.nn.functional.cross_entropy. Given are the weights, the images, z and the classes; recorded are the
losses, the cross-entropies and the gradients of every parameter; both steps from the same weights.
"""

from reproducible import parser, provenance, write_json  # isort: skip (sets up torch)

import torch
import torch.nn.functional as F

from case import Draw, plain

draw = Draw(2017)
N, LATENT, WIDTH, CLASSES = 6, 5, 8, 3
PIXELS = 2 * 4 * 4
CASES = [
    {"real": 1.0, "generated": 1.0, "generator": 1.0},
    {"real": 1.0, "generated": 0.0, "generator": 0.25},
    {"real": 0.5, "generated": 2.0, "generator": 1.5},
]


def dense(inputs: int, outputs: int, scale: float) -> tuple[torch.Tensor, torch.Tensor]:
    return draw.normal(outputs, inputs, scale=scale), draw.normal(outputs, scale=0.5)


WEIGHTS: dict[str, torch.Tensor] = {}
for name, inputs, outputs in (
    ("generator/dense1", LATENT, WIDTH),
    ("generator/dense2", WIDTH, WIDTH),
    ("generator/dense", WIDTH, PIXELS),
    ("discriminator/dense1", PIXELS, WIDTH),
    ("discriminator/dense2", WIDTH, WIDTH),
    ("discriminator/dense", WIDTH, 1),
    ("discriminator/classifier", WIDTH, CLASSES),
):
    WEIGHTS[f"{name}/weight"], WEIGHTS[f"{name}/bias"] = dense(inputs, outputs, 0.5)
for name in ("norm1", "norm2"):
    WEIGHTS[f"generator/{name}/scale"] = draw.normal(CLASSES, WIDTH, scale=0.5, mean=1.0)
    WEIGHTS[f"generator/{name}/shift"] = draw.normal(CLASSES, WIDTH, scale=0.5)

REAL = torch.randint(0, 256, (N, 2, 4, 4), generator=torch.Generator().manual_seed(1))
Z = draw.normal(N, LATENT)
LABELS = torch.tensor([0, 1, 2, 0, 1, 2])
FAKE_LABELS = torch.tensor([2, 2, 0, 1, 0, 1])


def layer(weights: dict[str, torch.Tensor], name: str, x: torch.Tensor) -> torch.Tensor:
    return F.linear(x, weights[f"{name}/weight"], weights[f"{name}/bias"])


def generate(weights: dict[str, torch.Tensor]) -> torch.Tensor:
    x = Z
    for i in (1, 2):
        x = layer(weights, f"generator/dense{i}", x)
        normal = F.batch_norm(x, None, None, training=True, eps=1e-5)
        scale = weights[f"generator/norm{i}/scale"][FAKE_LABELS]
        x = F.relu(normal * scale + weights[f"generator/norm{i}/shift"][FAKE_LABELS])
    return torch.tanh(layer(weights, "generator/dense", x))


def discriminate(
    weights: dict[str, torch.Tensor], images: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    x = images.reshape(N, PIXELS)
    for i in (1, 2):
        x = F.leaky_relu(layer(weights, f"discriminator/dense{i}", x), 0.1)
    return layer(weights, "discriminator/dense", x), layer(weights, "discriminator/classifier", x)


def step(player: str, loss: torch.Tensor, weights: dict[str, torch.Tensor]) -> dict[str, object]:
    own = [name for name in weights if name.startswith(player)]
    found = torch.autograd.grad(loss, [weights[name] for name in own])
    return {name: plain(value) for name, value in zip(own, found, strict=True)}


def case(scales: dict[str, float]) -> dict[str, object]:
    weights = {name: value.clone().requires_grad_() for name, value in WEIGHTS.items()}
    real = REAL.double() / 127.5 - 1
    on_real, real_logits = discriminate(weights, real)
    on_fake, fake_logits = discriminate(weights, generate(weights).detach())
    real_classes = F.cross_entropy(real_logits, LABELS)
    fake_classes = F.cross_entropy(fake_logits, FAKE_LABELS)
    loss_d = F.relu(1 - on_real).mean() + F.relu(1 + on_fake).mean()
    loss_d = loss_d + scales["real"] * real_classes + scales["generated"] * fake_classes
    output, logits = discriminate(weights, generate(weights))
    loss_g = -output.mean() + scales["generator"] * F.cross_entropy(logits, FAKE_LABELS)
    return {
        "weights": scales,
        "loss/d": loss_d.item(),
        "loss/g": loss_g.item(),
        "classes/real": real_classes.item(),
        "classes/fake": fake_classes.item(),
        "gradients": {
            **step("discriminator", loss_d, weights),
            **step("generator", loss_g, weights),
        },
    }


def main() -> None:
    options = parser(__doc__ or "", "auxiliary-classifier.json").parse_args()
    command = "python3 scripts/golden/auxiliary-classifier.py"
    content = {
        "provenance": provenance("auxiliary-classifier.py", command, options.date),
        "parameters": {name: plain(value) for name, value in WEIGHTS.items()},
        "real": REAL.flatten().tolist(),
        "z": Z.flatten().tolist(),
        "labels": LABELS.tolist(),
        "fakeLabels": FAKE_LABELS.tolist(),
        "cases": [case(scales) for scales in CASES],
    }
    write_json(options.out, content)


if __name__ == "__main__":
    main()
