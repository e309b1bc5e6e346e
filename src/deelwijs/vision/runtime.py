"""Run a network on the processor: pixels in, maps of faces out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

Pixels = NDArray[np.float32]

onnxruntime.disable_telemetry_events()  # the wheel would otherwise tell its maker that it ran here

INPUT: Final = "input.1"
HEAT, SIZE, OFFSET = "537", "538", "539"
"""The names, in the shipped graph, of what goes in and of the three maps that are used."""


class NetworkError(RuntimeError):
    """The network is not installed, or cannot be prepared here."""


def session(model: Path | bytes) -> Any:
    """An inference session on the processor, with little memory held between photos."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = min(4, os.cpu_count() or 1)
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # sizes differ per photo: an arena would only grow
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # the server has other work
    source = model if isinstance(model, bytes) else str(model)
    return onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])


def run(network: Any, pixels: Pixels) -> tuple[Pixels, Pixels, Pixels]:
    """Heat map, sizes and offsets for ``pixels`` (n, 3, height, width; RGB 0-255; multiples of 32)."""
    heat, size, offset = network.run([HEAT, SIZE, OFFSET], {INPUT: pixels})
    return heat, size, offset
