"""Make the face network fast: once per machine, some seconds.

As shipped the graph has a fixed input size and lists its weights as inputs, which keeps the runtime from
folding them. Preparing removes both, drops the branch that points out eyes, nose and mouth (the product
has no use for them) and turns the arithmetic into 8-bit integers. The range of every layer is learned
from drawn scenes; the result must agree with the original on other ones, or it is not used.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
import onnx.version_converter
from onnxruntime import quantization

from deelwijs.vision import drawings, runtime

_OUTPUTS: Final = (runtime.HEAT, runtime.SIZE, runtime.OFFSET)
_HEADS: Final = {"536", *_OUTPUTS}  # last layers: kept in floating point, so that scores stay fine-grained
_OPSET: Final = 17
_CALIBRATION_SCENES, _CHECK_SCENES = range(40), range(1000, 1006)
_SURE: Final = 0.5
_AGREEMENT: Final = 0.9


def make(shipped: Path, prepared: Path) -> None:
    """Write the fast form of the network ``shipped`` to ``prepared``.

    Two processes may do this at once: each writes its own file and moves it into place whole.

    Raises:
        runtime.NetworkError: the fast network does not agree with the original.
        OSError: the folder cannot be written.
    """
    prepared.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=prepared.parent, prefix="preparing-") as workshop:
        plain, made = Path(workshop) / "plain.onnx", Path(workshop) / "made.onnx"
        onnx.save(cleaned(shipped), plain)
        _quantise(plain, made)
        if (agreement := agreement_of(runtime.session(plain), runtime.session(made))) < _AGREEMENT:
            raise runtime.NetworkError(f"the fast network agrees on only {agreement:.2f} of the drawn faces")
        made.replace(prepared)


def cleaned(shipped: Path) -> Any:
    """The original weights in a graph of free size, without the weights among its inputs."""
    model = onnx.load(shipped)
    graph = model.graph
    weights = {weight.name for weight in graph.initializer}
    _keep(graph.input, lambda entry: entry.name not in weights)
    _keep(graph.output, lambda entry: entry.name in _OUTPUTS)
    _keep(graph.node, lambda node: not node.output[0].isdigit() or int(node.output[0]) <= int(runtime.OFFSET))
    used = {name for node in graph.node for name in node.input}
    _keep(graph.initializer, lambda weight: weight.name in used)
    del graph.value_info[:]  # shapes of the old fixed size
    for entry, names in [(graph.input[0], "nhw"), *((output, "nyx") for output in graph.output)]:
        dims = entry.type.tensor_type.shape.dim
        for dim, name in zip((dims[0], dims[2], dims[3]), names, strict=True):
            dim.dim_param = name
    model = onnx.version_converter.convert_version(model, _OPSET)
    for index, node in enumerate(model.graph.node):
        node.name = f"node{index}"
    return model


def _keep(entries: Any, wanted: Any) -> None:
    kept = [entry for entry in entries if wanted(entry)]
    del entries[:]
    entries.extend(kept)


class _Scenes(quantization.CalibrationDataReader):  # type: ignore[misc]  # the package has no types
    """Drawn crowds, one at a time: no photo is needed to learn the range of every layer."""

    def __init__(self) -> None:
        self._rest: Iterator[int] = iter(_CALIBRATION_SCENES)

    def get_next(self) -> dict[str, runtime.Pixels] | None:
        seed = next(self._rest, None)
        return None if seed is None else {runtime.INPUT: _scene(seed)}


def _scene(seed: int) -> runtime.Pixels:
    return np.ascontiguousarray(np.asarray(drawings.crowd(seed), np.float32).transpose(2, 0, 1)[np.newaxis])


def _quantise(plain: Path, target: Path) -> None:
    model = onnx.load(plain)
    heads = [node.name for node in model.graph.node if node.output[0] in _HEADS]
    note = model.metadata_props.add()  # says that the graph needs no further cleaning
    note.key, note.value = "onnx.quant.pre_process", "onnxruntime.quant"
    onnx.save(model, plain)
    quantization.quantize_static(
        str(plain),
        str(target),
        _Scenes(),
        quant_format=quantization.QuantFormat.QDQ,
        per_channel=True,
        activation_type=quantization.QuantType.QUInt8,
        weight_type=quantization.QuantType.QInt8,
        op_types_to_quantize=["Conv", "ConvTranspose", "Add", "Relu"],
        nodes_to_exclude=heads,
    )


def agreement_of(original: Any, fast: Any) -> float:
    """Share of the places where either network is sure of a face and the other one is not blind."""
    agreed = asked = 0
    for seed in _CHECK_SCENES:
        pixels = _scene(seed)
        one, other = runtime.run(original, pixels)[0], runtime.run(fast, pixels)[0]
        sure = (one > _SURE) | (other > _SURE)
        asked += int(sure.sum())
        agreed += int((sure & (np.minimum(one, other) > _SURE / 2)).sum())
    return agreed / asked if asked else 0.0
