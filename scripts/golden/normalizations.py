"""Golden cases of the normalizations of activations, in float64.

    python3 scripts/golden/normalizations.py

Batch normalization (training mode and inference), layer normalization, group normalization and conditional
batch normalization of feature maps and of features, with and without scale: outputs, gradients of
<y, upstream> to x and the parameters, and the running statistics after a training pass. Every input is
exact in float32.
"""

from reproducible import parser, provenance, write_json  # isort: skip (sets up torch)

import torch
import torch.nn.functional as F

from case import Case, Draw, Tensors, case, gradients

draw = Draw(57)
EPSILON = 1e-3
DECAY = 0.8
SHAPES = {"map": (4, 3, 2, 5), "features": (6, 5)}
CLASSES = 4


def along_channels(value: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """[N, C] or [C] in the shape that broadcasts against x."""
    return value.reshape(*value.shape, *[1] * (x.dim() - 2))


def leaves(shape: tuple[int, ...], *rows: int, scale: bool = True, shift: bool = True) -> Tensors:
    """x, and the parameters [*rows, C]."""
    made = {"x": draw.normal(*shape, scale=1.5, mean=0.5)}
    if scale:
        made["scale"] = draw.normal(*rows, shape[1], scale=0.25, mean=1.0)
    if shift:
        made["shift"] = draw.normal(*rows, shape[1], scale=0.5)
    return {name: tensor.requires_grad_() for name, tensor in made.items()}


def statistics(channels: int) -> Tensors:
    return {
        "mean": draw.normal(channels),
        "variance": draw.normal(channels, scale=0.25).abs() + 0.5,
    }


def finish(
    name: str, op: str, attrs: dict[str, object], given: Tensors, y: torch.Tensor, more: Tensors
) -> Case:
    upstream = draw.normal(*y.shape)
    outputs = {"y": y, **gradients(y, upstream, given), **more}
    return case(name, op, attrs, {**given, "upstream": upstream}, outputs)


def batch_norm(kind: str, training: bool, scale: bool, shift: bool) -> Case:
    given = leaves(SHAPES[kind], scale=scale, shift=shift)
    running = statistics(SHAPES[kind][1])
    moved = {f"next.{key}": tensor.clone() for key, tensor in running.items()}
    moving = moved["next.mean"], moved["next.variance"]
    parameters = given.get("scale"), given.get("shift")
    y = F.batch_norm(given["x"], *moving, *parameters, training, 1 - DECAY, EPSILON)
    attrs = {
        "options": {"epsilon": EPSILON, "decay": DECAY, "scale": scale, "shift": shift},
        "training": training,
    }
    parts = [kind, "training" if training else "inference"]
    parts += [f"no {name}" for name, there in (("scale", scale), ("shift", shift)) if not there]
    more = moved if training else {}
    return finish(
        f"batch norm, {', '.join(parts)}", "batch-norm", attrs, {**given, **running}, y, more
    )


def conditional_batch_norm(kind: str, training: bool) -> Case:
    shape = SHAPES[kind]
    given = leaves(shape, CLASSES)
    running = statistics(shape[1])
    moved = {f"next.{key}": tensor.clone() for key, tensor in running.items()}
    # class 1 twice, one class not at all
    labels = [3, 1, 0, 1, 3, 3][: shape[0]]
    index = torch.tensor(labels)
    moving = moved["next.mean"], moved["next.variance"]
    plain = F.batch_norm(given["x"], *moving, None, None, training, 1 - DECAY, EPSILON)
    scale, shift = (F.embedding(index, given[name]) for name in ("scale", "shift"))
    y = along_channels(scale, plain) * plain + along_channels(shift, plain)
    attrs = {
        "options": {"epsilon": EPSILON, "decay": DECAY},
        "training": training,
        "condition": {"labels": labels, "classes": CLASSES},
    }
    name = f"conditional batch norm, {kind}, {'training' if training else 'inference'}"
    return finish(
        name, "conditional-batch-norm", attrs, {**given, **running}, y, moved if training else {}
    )


def layer_norm(kind: str, scale: bool, shift: bool) -> Case:
    shape = SHAPES[kind]
    given = leaves(shape, scale=scale, shift=shift)
    x, gamma, beta = given["x"], given.get("scale"), given.get("shift")
    if kind == "map":
        # a shift alone has no backward in group_norm
        ones = torch.ones(shape[1], dtype=torch.float64)
        y = F.group_norm(x, 1, ones if gamma is None else gamma, beta, EPSILON)
        plain = F.layer_norm(x, shape[1:], None, None, EPSILON)
        again = plain if gamma is None else plain * along_channels(gamma[None], x)
        again = again if beta is None else again + along_channels(beta[None], x)
        torch.testing.assert_close(y, again, rtol=1e-13, atol=1e-13)
    else:
        y = F.layer_norm(x, shape[1:], gamma, beta, EPSILON)
    attrs = {"options": {"epsilon": EPSILON, "scale": scale, "shift": shift}, "training": True}
    parts = [kind] + [f"no {n}" for n, there in (("scale", scale), ("shift", shift)) if not there]
    return finish(f"layer norm, {', '.join(parts)}", "layer-norm", attrs, given, y, {})


def group_norm(shape: tuple[int, ...], groups: int, found: int, scale: bool, shift: bool) -> Case:
    """With at most so many groups, of which there are `found`."""
    given = leaves(shape, scale=scale, shift=shift)
    x, gamma, beta = given["x"], given.get("scale"), given.get("shift")
    # a shift alone has no backward in group_norm
    ones = torch.ones(shape[1], dtype=torch.float64)
    y = F.group_norm(x, found, ones if gamma is None else gamma, beta, EPSILON)
    options = {"groups": groups, "epsilon": EPSILON, "scale": scale, "shift": shift}
    parts = [f"{found} groups of {shape[1]} channels, {groups} at most"]
    parts += [f"no {n}" for n, there in (("scale", scale), ("shift", shift)) if not there]
    attrs = {"options": options, "training": True}
    return finish(f"group norm, {', '.join(parts)}", "group-norm", attrs, given, y, {})


def main() -> None:
    name = "normalizations"
    args = parser("Golden cases of normalizations.", f"{name}.json").parse_args()
    affine = [(True, True), (False, True), (False, False)]
    cases = [
        *(batch_norm(kind, mode, *a) for kind in SHAPES for mode in (True, False) for a in affine),
        *(conditional_batch_norm(kind, mode) for kind in SHAPES for mode in (True, False)),
        *(layer_norm(kind, *a) for kind in SHAPES for a in affine),
        *(group_norm((3, 6, 2, 3), 3, 3, *a) for a in affine),
        group_norm((3, 6, 2, 3), 32, 6, True, True),
        group_norm((3, 6, 2, 3), 5, 3, True, True),
        group_norm((4, 6), 4, 3, True, True),
        group_norm((4, 6), 32, 3, True, True),
    ]
    content = {"provenance": provenance(f"{name}.py", f"{name}.py", args.date), "cases": cases}
    write_json(args.out, content)
    print(f"wrote {args.out}: {len(cases)} cases, {args.out.stat().st_size / 1000:.0f} kB")


main()
