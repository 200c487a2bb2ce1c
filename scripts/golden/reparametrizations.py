"""Golden cases of the discriminator's reparametrizations, in float64.

    python3 scripts/golden/reparametrizations.py

One forward pass of each method on a convolution and on a dense layer: the effective weight, the
gradient of its product with `upstream`, and the vectors after one power step (u and v are constants
of the gradient). Spectral norms by a full decomposition are in `exact`. Every input is exact in float32.
"""

from reproducible import parser, provenance, write_json  # isort: skip (sets up torch)

import torch
import torch.nn.functional as F

from case import Case, Draw, Tensors, case, gradients

draw = Draw(21)
SCALE = 1.5
SHAPES = {"conv": (4, 3, 3, 2), "dense": (5, 7)}


def by_outputs(weight: torch.Tensor) -> torch.Tensor:
    """The matrix out x (in·kH·kW)."""
    return weight.flatten(1)


def by_inputs(weight: torch.Tensor) -> torch.Tensor:
    """The matrix in x (out·kH·kW)."""
    return weight.transpose(0, 1).flatten(1)


def power_step(matrix: torch.Tensor, u: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The next u, and sigma with u and v as constants."""
    with torch.no_grad():
        v = F.normalize(matrix.T @ u, dim=0)
        new_u = F.normalize(matrix @ v, dim=0)
    return new_u, new_u @ matrix @ v


def spectral(kind: str, scale: float | None, bidirectional: bool) -> Case:
    shape = SHAPES[kind]
    weight, upstream = draw.normal(*shape).requires_grad_(), draw.normal(*shape)
    states = {"u": draw.normal(shape[0])}
    layouts = {"u": by_outputs}
    if bidirectional and len(shape) > 2:
        states["uIn"] = draw.normal(shape[1])
        layouts["uIn"] = by_inputs
    steps = {name: power_step(layouts[name](weight), u) for name, u in states.items()}
    sigma = torch.stack([value for _, value in steps.values()]).mean()
    effective = weight / sigma
    if scale is not None:
        effective = effective * scale
    outputs: Tensors = {"effective": effective, "sigma": sigma}
    outputs |= {f"next.{name}": new_u for name, (new_u, _) in steps.items()}
    for name, layout in layouts.items():
        outputs[f"exact.{name}"] = torch.linalg.svdvals(layout(weight.detach()))[0]
    outputs |= gradients(effective, upstream, {"weight": weight})
    method = ("b" if bidirectional else "") + ("s" if scale is not None else "") + "sn"
    attrs = {} if scale is None else {"scale": scale}
    inputs = {"weight": weight, "upstream": upstream, **states}
    return case(f"{method} {kind}", method, attrs, inputs, outputs)


def divided_by_norm(kind: str, method: str) -> Case:
    shape = SHAPES[kind]
    weight, upstream = draw.normal(*shape).requires_grad_(), draw.normal(*shape)
    if method == "weight-norm":
        ones = torch.ones(shape[0], *[1] * (len(shape) - 1), dtype=torch.float64)
        effective = torch._weight_norm(weight, ones, 0)
    else:
        effective = weight / torch.linalg.matrix_norm(weight.flatten(1), "fro")
    outputs = {"effective": effective, **gradients(effective, upstream, {"weight": weight})}
    return case(f"{method} {kind}", method, {}, {"weight": weight, "upstream": upstream}, outputs)


def main() -> None:
    name = "reparametrizations"
    args = parser("Golden cases of reparametrizations.", f"{name}.json").parse_args()
    cases = [
        made
        for kind in SHAPES
        for made in (
            spectral(kind, None, False),
            spectral(kind, SCALE, False),
            spectral(kind, None, True),
            spectral(kind, SCALE, True),
            divided_by_norm(kind, "weight-norm"),
            divided_by_norm(kind, "frobenius-norm"),
        )
    ]
    content = {"provenance": provenance(f"{name}.py", f"{name}.py", args.date), "cases": cases}
    write_json(args.out, content)
    print(f"wrote {args.out}: {len(cases)} cases, {args.out.stat().st_size / 1000:.0f} kB")


main()
