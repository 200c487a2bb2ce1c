"""Golden numbers of continual zero-shot learning, in float64.

    python3 scripts/golden/continual.py --date YYYY-MM-DD

Whole courses of three tasks, each method with class normalization and without, by PyTorch's
Adam and autograd: parameters, running statistics, importances and their anchors, losses, logits.
Importances are those of single examples; the projection is written for one long vector. Measures
of a course from tables of logits, by NumPy. Every input is exact in float32.
"""

from reproducible import parser, provenance, write_json  # isort: skip (sets up torch)

import numpy as np
import torch
import torch.nn.functional as F

from case import Case, Draw, Tensors, case

draw = Draw(84)
TASKS = [[4, 0, 7], [2, 8, 1], [6, 3, 5]]
CLASSES, EACH, TESTS, SIZES, HIDDEN = 9, 4, 9, (5, 7), 6
EPOCHS, RATE, DECAY_EVERY, WEIGHT_DECAY = 2, 1 / 32, 1, 1 / 64
WIDTHS = [(HIDDEN, SIZES[0]), (HIDDEN, HIDDEN), (SIZES[1], HIDDEN)]
NAMES = ["dense1", "dense2", "prototypes"]


class Embedder(torch.nn.Module):
    """Three dense layers, class standardization around the last hidden ReLU or not."""

    def __init__(self, given: Tensors, normalized: bool) -> None:
        super().__init__()
        self.normalized = normalized
        self.layers = torch.nn.ParameterDict()
        for key, value in given.items():
            self.layers[key.replace("/", "_")] = value.clone()
        norm = torch.nn.BatchNorm1d
        self.before = norm(HIDDEN, eps=1e-5, momentum=0.1, affine=False, dtype=torch.float64)
        self.after = norm(HIDDEN, eps=1e-5, momentum=0.1, affine=False, dtype=torch.float64)

    def dense(self, name: str, x: torch.Tensor) -> torch.Tensor:
        return F.linear(x, self.layers[f"{name}_weight"], self.layers[f"{name}_bias"])

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        x = torch.relu(self.dense("dense1", rows))
        x = self.dense("dense2", x)
        x = self.after(torch.relu(self.before(x))) if self.normalized else torch.relu(x)
        x = self.dense("prototypes", x)
        return torch.relu(x) if self.normalized else x


def scaled(x: torch.Tensor, scale: float | None) -> torch.Tensor:
    return x if scale is None else scale * F.normalize(x, dim=1)


def flat(tensors: list[torch.Tensor]) -> torch.Tensor:
    return torch.cat([t.flatten() for t in tensors])


def places_of(labels: torch.Tensor, wanted: list[int]) -> torch.Tensor:
    return torch.tensor([i for i, label in enumerate(labels) if int(label) in wanted])


def course(name: str, normalized: bool, options: dict[str, float]) -> Case:
    scale = 5.0 if normalized else None
    given: Tensors = {}
    for layer, shape in zip(NAMES, WIDTHS, strict=True):
        given[f"{layer}/weight"] = draw.normal(*shape, scale=0.5)
        # none comes near 0, where decay alone would decide the direction of a step
        given[f"{layer}/bias"] = draw.normal(shape[0], scale=0.0625, mean=0.75)
    described = draw.normal(CLASSES, SIZES[0])
    features = draw.normal(CLASSES * EACH + TESTS, SIZES[1], mean=0.5)
    labels = torch.arange(CLASSES * EACH) % CLASSES
    rows = F.normalize(described, dim=1) * SIZES[0] ** 0.5 if normalized else described
    network = Embedder(given, normalized)
    parameters = list(network.layers.values())
    keys = list(given)
    importance = [torch.zeros_like(p) for p in parameters]
    anchor = [torch.zeros_like(p) for p in parameters]
    task_of = {label: task for task in TASKS for label in task}
    losses, projected = [], 0

    def logits_of(places: torch.Tensor, seen: list[int]) -> torch.Tensor:
        return scaled(features[places], scale) @ scaled(network(rows[seen]), scale).T

    def loss_of(places: torch.Tensor, seen: list[int], joint: bool) -> torch.Tensor:
        """Each example told among the classes of its own task, or among all so far."""
        y = logits_of(places, seen)
        parts = []
        for row, place in zip(y, places, strict=True):
            label = int(labels[place])
            among = seen if joint else task_of[label]
            told = row[[seen.index(other) for other in among]]
            parts.append(F.cross_entropy(told, torch.tensor(among.index(label))))
        return torch.stack(parts).mean()

    for number, task in enumerate(TASKS):
        seen = [label for done in TASKS[: number + 1] for label in done]
        wanted = seen if name == "multi-task" else task
        places = places_of(labels, wanted)
        earlier = places_of(labels, [label for label in seen if label not in task])
        adam = torch.optim.Adam(parameters, lr=RATE, weight_decay=WEIGHT_DECAY)
        decay = torch.optim.lr_scheduler.StepLR(adam, DECAY_EVERY, gamma=0.1)
        network.train()
        for _ in range(EPOCHS):
            statistics = {k: v.clone() for k, v in network.state_dict().items() if "running" in k}
            loss = loss_of(places, seen, name == "multi-task")
            losses.append(loss.detach())
            total = loss
            if name in ("ewc-online", "mas"):
                parts = zip(importance, parameters, anchor, strict=True)
                change = sum((o * (p - a) ** 2).sum() for o, p, a in parts)
                total = loss + options["strength"] * change
            gradient = flat(list(torch.autograd.grad(total, parameters)))
            after = {k: v.clone() for k, v in network.state_dict().items() if "running" in k}
            if name == "a-gem" and len(earlier) > 0:
                network.load_state_dict(statistics, strict=False)
                before = loss_of(earlier, seen, False)
                reference = flat(list(torch.autograd.grad(before, parameters)))
                network.load_state_dict(after, strict=False)
                along = torch.dot(gradient, reference)
                if along < 0:
                    projected += 1
                    gradient = gradient - along / torch.dot(reference, reference) * reference
            start = 0
            for p in parameters:
                p.grad = gradient[start : start + p.numel()].reshape(p.shape).clone()
                start += p.numel()
            adam.step()
            decay.step()
        network.eval()
        if name in ("ewc-online", "mas") and number < len(TASKS) - 1:
            sums = [torch.zeros_like(p) for p in parameters]
            for place in places:
                if name == "mas":
                    y = logits_of(place[None], seen)[0]
                    scalar = sum(y[seen.index(label)] ** 2 for label in task)
                else:
                    scalar = loss_of(place[None], seen, False)
                for i, d in enumerate(torch.autograd.grad(scalar, parameters)):
                    sums[i] += d.abs() if name == "mas" else d**2
            means = [s / len(places) for s in sums]
            if name == "ewc-online":
                every = flat(means)
                means = [(m - every.min()) / (every.max() - every.min()) for m in means]
            importance = [options["keep"] * o + m for o, m in zip(importance, means, strict=True)]
            anchor = [p.detach().clone() for p in parameters]

    tests = torch.arange(CLASSES * EACH, CLASSES * EACH + TESTS)
    outputs: Tensors = {
        "loss": torch.stack(losses),
        "logits": logits_of(tests, list(range(CLASSES))),
        **dict(zip(keys, parameters, strict=True)),
    }
    if normalized:
        for layer in ("before", "after"):
            norm = getattr(network, layer)
            outputs |= {f"{layer}/mean": norm.running_mean, f"{layer}/variance": norm.running_var}
    if name in ("ewc-online", "mas"):
        for key, o, a in zip(keys, importance, anchor, strict=True):
            outputs |= {f"{key}/importance": o, f"{key}/anchor": a}
    attrs = {"method": {"name": name, **options}, "normalized": normalized, "tasks": TASKS}
    attrs |= {"hidden": HIDDEN, "examples": CLASSES * EACH, "epochs": EPOCHS, "rate": RATE}
    attrs |= {"decayEvery": DECAY_EVERY, "weightDecay": WEIGHT_DECAY, "projected": projected}
    inputs = {"attributes": described, "features": features, "labels": labels.double(), **given}
    kind = "with class normalization" if normalized else "plain"
    return case(f"{name}, {kind}", "course", attrs, inputs, outputs)


def measures() -> dict[str, object]:
    """Four tasks of one to three classes, whose measures are counted example by example."""
    generator = np.random.default_rng(11)
    tasks = [[1, 5], [0], [2, 6, 7], [3, 4]]
    per_class = [2, 3, 1, 4, 2, 5, 2, 3]
    labels = np.concatenate([np.full(n, label) for label, n in enumerate(per_class)])
    history, steps = [], []

    def share(told: np.ndarray, classes: list[int]) -> float:
        return float(np.mean([(told[labels == c] == c).mean() for c in classes]))

    def area(logits: np.ndarray, seen: list[int], unseen: list[int]) -> float:
        """From the accuracies at every bias."""
        gaps = np.unique(logits[:, seen].max(axis=1) - logits[:, unseen].max(axis=1))
        biases = [gaps[0] - 1, *((gaps[1:] + gaps[:-1]) / 2), gaps[-1] + 1]
        points = []
        for bias in biases:
            changed = logits.copy()
            changed[:, seen] -= bias
            told = changed.argmax(axis=1)
            points.append((share(told, unseen), share(told, seen)))
        return float(np.trapezoid([s for _, s in points], [u for u, _ in points]))

    for done in range(1, len(tasks) + 1):
        seen = [c for task in tasks[:done] for c in task]
        unseen = [c for task in tasks[done:] for c in task]
        logits = np.round(generator.normal(size=(len(labels), 8)) * 64) / 64
        # no two logits of an example are equal
        logits += np.arange(8) / 1024
        own = np.arange(len(labels))
        logits[own, labels] += np.where(np.isin(labels, seen), 1.5, 0.75)
        told = logits.argmax(axis=1)
        s = share(told, seen)
        step = {"seen": s, "unseen": None, "harmonic": None, "area": None}
        if unseen:
            u = share(told, unseen)
            harmonic = 0.0 if s + u == 0 else 2 * s * u / (s + u)
            step |= {"unseen": u, "harmonic": harmonic, "area": area(logits, seen, unseen)}
        step |= {"joint": share(told, list(range(8))), "tasks": [share(told, t) for t in tasks]}
        history.append(logits.tolist())
        steps.append(step)
    table = np.array([step["tasks"] for step in steps])
    forgotten = table[:-1, :-1].max(axis=0) - table[-1, :-1]
    return {
        "tasks": tasks,
        "labels": labels.tolist(),
        "logits": history,
        "steps": steps,
        "means": {
            "meanSeen": float(np.mean([step["seen"] for step in steps])),
            "meanUnseen": float(np.mean([step["unseen"] for step in steps[:-1]])),
            "meanHarmonic": float(np.mean([step["harmonic"] for step in steps[:-1]])),
            "meanArea": float(np.mean([step["area"] for step in steps[:-1]])),
            "meanJoint": float(np.mean([step["joint"] for step in steps])),
            "forgetting": float(forgotten.mean()),
        },
    }


def main() -> None:
    args = parser("Golden numbers of continual zero-shot learning.", "continual.json").parse_args()
    methods = {
        "sequential": {},
        "ewc-online": {"strength": 8, "keep": 0.75},
        "mas": {"strength": 1 / 64, "keep": 0.5},
        "a-gem": {"memory": 8, "memoryBatch": 64},
        "multi-task": {},
    }
    cases = [
        course(name, normalized, options)
        for name, options in methods.items()
        for normalized in (False, True)
    ]
    command = f"python3 scripts/golden/continual.py --date {args.date}"
    content = {
        "provenance": provenance("continual.py", command, args.date),
        "cases": cases,
        "measures": measures(),
    }
    write_json(args.out, content)
    print(f"wrote {args.out}: {len(cases)} cases, {args.out.stat().st_size / 1000:.0f} kB")


main()
