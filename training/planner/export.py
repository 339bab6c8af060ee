"""Write trained networks as the file that `burnish.agent.language.tagger` reads."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file
from torch import Tensor, nn

from training.planner.corpus import TARGETS
from training.planner.encoding import PLACES, SHADES, STRENGTHS
from training.planner.network import Network


def export(networks: Sequence[Network], temperature: float, path: Path) -> None:
    """Embeddings in eight bits with a step for each row, the rest in sixteen."""
    arrays: dict[str, NDArray[np.int8] | NDArray[np.float16]] = {}
    for name in ("words", "groups", "senses"):
        steps, scale = _in_eight_bits(
            np.stack([_array(getattr(network, name).weight) for network in networks], 1)
        )
        arrays[name], arrays[f"{name}_steps"] = steps, scale
    parts = [_parts(network) for network in networks]
    for name in parts[0]:
        arrays[name] = np.stack([part[name] for part in parts]).astype(np.float16)
    inventory = json.dumps(_page(networks[0], temperature), ensure_ascii=False)
    rows = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    save_file(rows, path, {"inventory": inventory})


def _page(network: Network, temperature: float) -> dict[str, object]:
    known = network.inventory
    return {
        "words": known.words,
        "senses": known.senses,
        "labels": known.labels,
        "regions": PLACES,
        "strengths": STRENGTHS,
        "colors": SHADES,
        "targets": TARGETS,
        "dilations": network.shape.dilations,
        "buckets": known.buckets,
        "temperature": round(temperature, 4),
    }


def _parts(network: Network) -> dict[str, NDArray[np.float32]]:
    parts = {"enter": network.enter.weight.T, "enter_bias": network.enter.bias[None]}
    for layer, (norm, mix) in enumerate(zip(network.norms, network.convolutions, strict=True)):
        parts[f"norm_{layer}"] = _pair(norm)
        parts |= _layer(f"mix_{layer}", f"mix_bias_{layer}", mix)
    parts["norm_out"] = _pair(network.leave)
    parts |= {
        "queries": network.queries,
        "values": network.values.weight.T,
        "values_bias": network.values.bias[None],
    }
    parts |= {"label_shift": network.label_bias, "label_weights": network.weights, "label_bias": network.bias}
    parts["ask"], parts["ask_bias"] = (
        each / network.shape.width**0.5 for each in (network.ask.weight.T, network.ask.bias[None])
    )
    for name in ("answer", "regions", "strengths", "colors", "targets"):
        head = getattr(network, name)
        parts[name], parts[f"{name}_bias"] = head.weight.T, head.bias[None]
    return {name: _array(tensor) for name, tensor in parts.items()}


def _pair(norm: nn.Module) -> Tensor:
    scale, shift = (_array(norm.get_parameter(name)) for name in ("weight", "bias"))
    return torch.from_numpy(np.stack([scale, shift])[:, None])


def _layer(name: str, bias_name: str, layer: nn.Module) -> dict[str, Tensor]:
    return {name: layer.get_parameter("weight").T, bias_name: layer.get_parameter("bias")[None]}


def _array(tensor: Tensor) -> NDArray[np.float32]:
    return tensor.detach().numpy().astype(np.float32)


def _in_eight_bits(table: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    scale = (np.abs(table).max(-1) / 127 + 1e-8).astype(np.float16)
    steps = np.round(table / np.maximum(scale.astype(np.float32), 1e-7)[..., None])
    return np.clip(steps, -127, 127).astype(np.int8), scale
