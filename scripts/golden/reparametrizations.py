"""Golden cases of the discriminator's reparametrizations, in float64.

    python3 scripts/golden/reparametrizations.py

One forward pass of each method on a convolution and on a dense layer: the effective weight, the
gradient of its product with `upstream`, and the vectors after one power step (u and v are constants
of the gradient unless `vectors` is `differentiated`). Spectral norms by a full decomposition are in
`exact`; of a convolution itself (sn-conv, its place in `place`) that of its Jacobian. From the right
vector, spectral normalization is torch's own parametrization. Every input is exact in float32.
"""

from reproducible import parser, provenance, write_json  # isort: skip (sets up torch)

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch.nn.utils.parametrizations import spectral_norm

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


Map = Callable[[torch.Tensor], torch.Tensor]


def words(options: dict[str, object]) -> str:
    """Options in a case's name."""
    return "".join(f", {key} {value}" for key, value in options.items())


def power_rounds(
    apply: Map, adjoint: Map, start: torch.Tensor, options: dict[str, object]
) -> tuple[torch.Tensor, torch.Tensor]:
    """The vector to keep and sigma, by rounds that begin and end with `vector`."""

    def unit(x: torch.Tensor) -> torch.Tensor:
        return x / x.norm()

    right = options.get("vector") == "right"
    with torch.set_grad_enabled(options.get("vectors") == "differentiated"):
        kept = start
        for _ in range(options.get("iterations", 1)):
            other = unit(apply(kept) if right else adjoint(kept))
            kept = unit(adjoint(other) if right else apply(other))
    u, v = (other, kept) if right else (kept, other)
    return kept.detach(), (u * apply(v)).sum()


def with_options(kind: str, bidirectional: bool, options: dict[str, object]) -> Case:
    shape = SHAPES[kind]
    weight, upstream = draw.normal(*shape).requires_grad_(), draw.normal(*shape)
    right = options.get("vector") == "right"
    layouts = {"": by_outputs}
    if bidirectional and len(shape) > 2:
        layouts["In"] = by_inputs
    inputs: Tensors = {"weight": weight, "upstream": upstream}
    outputs: Tensors = {}
    sigmas = []
    for suffix, layout in layouts.items():
        name = ("v" if right else "u") + suffix
        matrix = layout(weight)
        inputs[name] = draw.normal(matrix.shape[1 if right else 0])
        kept, sigma = power_rounds(
            lambda v, m=matrix: m @ v, lambda u, m=matrix: m.T @ u, inputs[name], options
        )
        sigmas.append(sigma)
        outputs[f"next.{name}"] = kept
        outputs[f"exact.{name}"] = torch.linalg.svdvals(matrix.detach())[0]
    sigma = torch.stack(sigmas).mean()
    effective = weight / sigma
    outputs = {"effective": effective, "sigma": sigma, **outputs}
    outputs |= gradients(effective, upstream, {"weight": weight})
    method = "bsn" if bidirectional else "sn"
    return case(f"{method} {kind}{words(options)}", method, options, inputs, outputs)


def torch_spectral_norm(kind: str) -> Case:
    shape = SHAPES[kind]
    weight, upstream = draw.normal(*shape).requires_grad_(), draw.normal(*shape)
    v = draw.normal(torch.Size(shape[1:]).numel())
    module = torch.nn.Module()
    module.weight = torch.nn.Parameter(weight.detach().clone())
    spectral_norm(module, "weight", n_power_iterations=1, eps=1e-12)
    parametrization = module.parametrizations.weight[0]
    parametrization._v.copy_(v)
    effective = module.weight  # one round: u from v, then v from u
    original = module.parametrizations.weight.original
    outputs = {
        "effective": effective,
        "sigma": parametrization._u @ weight.detach().flatten(1) @ parametrization._v,
        "next.v": parametrization._v,
        "exact.v": torch.linalg.svdvals(weight.detach().flatten(1))[0],
        **gradients(effective, upstream, {"weight": original}),
    }
    inputs = {"weight": weight, "upstream": upstream, "v": v}
    return case(f"sn {kind} by torch", "sn", {"vector": "right"}, inputs, outputs)


TRANSPOSED = {"inputSize": (2, 2), "stride": 2, "padding": 1, "transposed": True}


def transposed_spectral_norm() -> Case:
    """Of a transposed convolution torch, too, takes the outputs, on the second axis, as rows."""
    module = torch.nn.ConvTranspose2d(3, 4, (3, 2), dtype=torch.float64)
    weight, upstream = draw.normal(3, 4, 3, 2), draw.normal(3, 4, 3, 2)
    v = draw.normal(3 * 3 * 2)
    module.weight = torch.nn.Parameter(weight.clone())
    spectral_norm(module, "weight", n_power_iterations=1, eps=1e-12)
    parametrization = module.parametrizations.weight[0]
    parametrization._v.copy_(v)
    effective = module.weight
    matrix = weight.transpose(0, 1).flatten(1)
    outputs = {
        "effective": effective,
        "sigma": parametrization._u @ matrix @ parametrization._v,
        "next.v": parametrization._v,
        "exact.v": torch.linalg.svdvals(matrix)[0],
        **gradients(effective, upstream, {"weight": module.parametrizations.weight.original}),
    }
    inputs = {"weight": weight, "upstream": upstream, "v": v}
    attrs = {"place": TRANSPOSED, "vector": "right"}
    return case("sn of a transposed convolution by torch", "sn", attrs, inputs, outputs)


def transposed_weight_norm() -> Case:
    weight, upstream = draw.normal(3, 4, 3, 2).requires_grad_(), draw.normal(3, 4, 3, 2)
    ones = torch.ones(1, 4, 1, 1, dtype=torch.float64)
    effective = torch._weight_norm(weight, ones, 1)
    outputs = {"effective": effective, **gradients(effective, upstream, {"weight": weight})}
    inputs = {"weight": weight, "upstream": upstream}
    name = "weight-norm of a transposed convolution"
    return case(name, "weight-norm", {"place": TRANSPOSED}, inputs, outputs)


def convolution(
    shape: tuple[int, int, int, int],
    size: tuple[int, int],
    stride: int,
    padding: int,
    transposed: bool,
    options: dict[str, object],
) -> Case:
    weight, upstream = draw.normal(*shape).requires_grad_(), draw.normal(*shape)
    image = torch.zeros(1, shape[0 if transposed else 1], *size, dtype=torch.float64)
    layer = F.conv_transpose2d if transposed else F.conv2d

    def apply(x: torch.Tensor, of: torch.Tensor = weight) -> torch.Tensor:
        return layer(x, of, stride=stride, padding=padding)

    def adjoint(y: torch.Tensor) -> torch.Tensor:
        x = image.clone().requires_grad_()
        with torch.enable_grad():
            (back,) = torch.autograd.grad(apply(x), x, y, create_graph=True)
        return back if torch.is_grad_enabled() else back.detach()

    right = options.get("vector") == "right"
    name = "v" if right else "u"
    start = draw.normal(*(image if right else apply(image)).shape)
    kept, sigma = power_rounds(apply, adjoint, start, options)
    effective = options.get("scale", 1.0) * weight / sigma
    fixed = weight.detach()
    jacobian = torch.autograd.functional.jacobian(lambda x: apply(x, fixed).flatten(), image)
    outputs: Tensors = {
        "effective": effective,
        "sigma": sigma,
        f"next.{name}": kept,
        f"exact.{name}": torch.linalg.svdvals(jacobian.flatten(1))[0],
        **gradients(effective, upstream, {"weight": weight}),
    }
    inputs = {"weight": weight, "upstream": upstream, name: start}
    place = {"inputSize": size, "stride": stride, "padding": padding, "transposed": transposed}
    what = f"sn-conv {shape} of {size}, stride {stride}, padding {padding}"
    title = f"{what}{', transposed' if transposed else ''}{words(options)}"
    return case(title, "sn-conv", {"place": place, **options}, inputs, outputs)


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
    differentiated = {"vectors": "differentiated"}
    for kind in SHAPES:
        cases.append(torch_spectral_norm(kind))
        for bidirectional in (False, True) if kind == "conv" else (False,):
            for options in (
                differentiated,
                {"iterations": 2, **differentiated},
                {"vector": "right", "iterations": 2},
                {"vector": "right", **differentiated},
            ):
                cases.append(with_options(kind, bidirectional, options))
    for place in (
        ((3, 2, 3, 3), (4, 5), 1, 1, False),
        ((3, 2, 4, 4), (6, 5), 2, 1, False),
        ((2, 3, 3, 2), (5, 7), 3, 2, False),
        ((3, 2, 4, 4), (2, 3), 2, 1, True),
        ((2, 3, 3, 3), (3, 2), 3, 0, True),
    ):
        for options in (
            {},
            differentiated,
            {"iterations": 2, "scale": SCALE, **differentiated},
            {"vector": "right", "scale": SCALE},
            {"vector": "right", **differentiated},
        ):
            cases.append(convolution(*place, options))
    cases += [transposed_spectral_norm(), transposed_weight_norm()]
    content = {"provenance": provenance(f"{name}.py", f"{name}.py", args.date), "cases": cases}
    write_json(args.out, content)
    print(f"wrote {args.out}: {len(cases)} cases, {args.out.stat().st_size / 1000:.0f} kB")


main()
