"""Makes test/golden/formats/example.tfevents with TensorBoard's own writer, and reads it back.

    pip install tensorboard==2.21.0 pillow==13.0.0
    python scripts/golden/formats-tfevents.py

With the path of a folder of event files it only prints what TensorBoard reads from them:

    python scripts/golden/formats-tfevents.py FOLDER
"""

import io
import sys
from importlib.metadata import version

from PIL import Image
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.compat.proto import event_pb2, summary_pb2
from tensorboard.summary.writer.record_writer import RecordWriter

from format_files import FOLDER, write_provenance


def show(folder):
    events = EventAccumulator(str(folder), size_guidance={"images": 0, "scalars": 0})
    events.Reload()
    for tag in events.Tags()["scalars"]:
        print(tag, [(e.step, e.value) for e in events.Scalars(tag)])
    for tag in events.Tags()["images"]:
        for e in events.Images(tag):
            image = Image.open(io.BytesIO(e.encoded_image_string))
            print(tag, e.step, e.width, e.height, image.size, image.mode)


if len(sys.argv) > 1:
    show(sys.argv[1])
    sys.exit()

png = io.BytesIO()
image = Image.new("RGB", (3, 2))
image.putdata([(255, 0, 0), (0, 255, 0), (0, 0, 255), (0, 0, 0), (128, 128, 128), (255, 255, 255)])
image.save(png, "PNG")

Value = summary_pb2.Summary.Value
events = [
    event_pb2.Event(wall_time=1700000000.25, file_version="brain.Event:2"),
    event_pb2.Event(
        wall_time=1700000001.5,
        summary=summary_pb2.Summary(
            value=[
                Value(tag="loss/d", simple_value=1.25),
                Value(tag="loss/g", simple_value=float("-inf")),
                Value(tag="sigma/größe", simple_value=0.0),
            ]
        ),
    ),
    event_pb2.Event(
        wall_time=1700000002.5,
        step=5_000_000_000,
        summary=summary_pb2.Summary(value=[Value(tag="loss/d", simple_value=0.1)]),
    ),
    event_pb2.Event(
        wall_time=1700000003.0,
        step=200,
        summary=summary_pb2.Summary(
            value=[
                Value(
                    tag="samples",
                    image=summary_pb2.Summary.Image(
                        height=2, width=3, colorspace=3, encoded_image_string=png.getvalue()
                    ),
                )
            ]
        ),
    ),
    event_pb2.Event(
        wall_time=1700000004.0,
        step=300,
        session_log=event_pb2.SessionLog(status=event_pb2.SessionLog.START),
    ),
]

FOLDER.mkdir(parents=True, exist_ok=True)
with open(FOLDER / "example.tfevents", "wb") as file:
    writer = RecordWriter(file)
    for event in events:
        writer.write(event.SerializeToString())
write_provenance(
    FOLDER / "example.tfevents.json",
    "formats-tfevents.py",
    tensorboard=version("tensorboard"),
    protobuf=version("protobuf"),
    pillow=version("pillow"),
    png=png.getvalue().hex(),
)
