"""Golden trainings of a classifier, in float64: label smoothing, weight decay, learning rates.

    python3 scripts/golden/classifier.py --date YYYY-MM-DD

A dense layer for each target on the pixels of small images: the loss of each step, the learning rates
and the parameters after all steps. The loss is the sum of two cross-entropies with smoothed labels and
a mean squared error; weights decay, biases do not. Every input is exact in float32.
"""

from reproducible import parser, provenance, write_json  # isort: skip (sets up torch)

import torch
import torch.nn.functional as F
from torch.optim.lr_scheduler import CosineAnnealingLR, LRScheduler, OneCycleLR

from case import Case, Draw, Tensors, case

draw = Draw(61)
STEPS, BATCH, SHAPE = 8, 5, (3, 2, 2)
CLASSES = {"kind": 3, "side": 2}
SMOOTHING = 0.1
DECAY = 0.0625
RATE = 0.25
WARMUP = 3


def one_cycle(optimizer: torch.optim.Optimizer) -> LRScheduler:
    """From 0 before the first step to 0 at the last; 0 is 1e-12 of the highest rate here."""
    course = OneCycleLR(
        optimizer,
        RATE,
        total_steps=STEPS + 1,
        pct_start=(WARMUP + 1) / (STEPS + 1),
        anneal_strategy="linear",
        cycle_momentum=False,
        div_factor=1e12,
        final_div_factor=1,
    )
    optimizer.step()  # there are no gradients yet
    course.step()
    return course


def sgd(groups: list[dict[str, object]]) -> tuple[torch.optim.Optimizer, LRScheduler]:
    optimizer = torch.optim.SGD(groups, lr=RATE, momentum=0.9)
    return optimizer, one_cycle(optimizer)


def adam(groups: list[dict[str, object]]) -> tuple[torch.optim.Optimizer, LRScheduler]:
    optimizer = torch.optim.Adam(groups, lr=RATE)
    return optimizer, CosineAnnealingLR(optimizer, T_max=STEPS)


OPTIMIZERS = {"sgd": sgd, "adam": adam}


def training(name: str, optimizer: str) -> Case:
    size = int(torch.tensor(SHAPE).prod())
    outputs = {**CLASSES, "numbers": 1}
    given: Tensors = {}
    for target, length in outputs.items():
        given[f"output/{target}/weight"] = draw.normal(length, size, scale=0.5)
        given[f"output/{target}/bias"] = draw.normal(length, scale=0.5)
    images = torch.randint(0, 256, (STEPS, BATCH, *SHAPE))
    labels = torch.stack([torch.randint(0, n, (STEPS, BATCH)) for n in CLASSES.values()], 2)
    numbers = draw.normal(STEPS, BATCH, 1)

    values = {key: tensor.clone().requires_grad_() for key, tensor in given.items()}
    weights = [tensor for key, tensor in values.items() if key.endswith("weight")]
    biases = [tensor for key, tensor in values.items() if key.endswith("bias")]
    groups = [{"params": weights, "weight_decay": DECAY}, {"params": biases}]
    update, course = OPTIMIZERS[optimizer](groups)
    losses, rates = [], []
    for i in range(STEPS):
        x = images[i].double().flatten(1) * 2 / 255 - 1
        y = {
            target: F.linear(x, values[f"output/{target}/weight"], values[f"output/{target}/bias"])
            for target in outputs
        }
        loss = F.mse_loss(y["numbers"], numbers[i])
        for j, target in enumerate(CLASSES):
            loss = loss + F.cross_entropy(y[target], labels[i, :, j], label_smoothing=SMOOTHING)
        update.zero_grad()
        loss.backward()
        losses.append(loss.detach())
        rates.append(torch.tensor(course.get_last_lr()[0], dtype=torch.float64))
        update.step()
        if i + 1 < STEPS:
            course.step()
    attrs = {"optimizer": optimizer, "batch": BATCH, "smoothing": SMOOTHING}
    attrs |= {"decay": DECAY, "rate": RATE, "warmup": WARMUP}
    batches = {"images": images, "labels": labels, "numbers": numbers}
    inputs = {**{key: tensor.flatten(1) for key, tensor in batches.items()}, **given}
    found = {"loss": torch.stack(losses), "rate": torch.stack(rates), **values}
    return case(name, "classifier", attrs, inputs, found)


def main() -> None:
    args = parser("Golden trainings of a classifier.", "classifier.json").parse_args()
    cases = [training("SGD along one cycle", "sgd"), training("Adam along half a cosine", "adam")]
    command = f"python3 scripts/golden/classifier.py --date {args.date}"
    content = {"provenance": provenance("classifier.py", command, args.date), "cases": cases}
    write_json(args.out, content)
    print(f"wrote {args.out}: {len(cases)} cases, {args.out.stat().st_size / 1000:.0f} kB")


main()
