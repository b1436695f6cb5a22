"""Weights of an encoder's graph as the runtime wants them."""

from __future__ import annotations

import numpy as np

from service.encoders.silent_openvino import openvino


def widen_weights(model: openvino.Model) -> openvino.Model:
    """Give the products of a graph their weights in 32 bits, in place.

    The runtime takes these as they are; of weights in 16 bits it makes wide ones of its own.
    """
    for widening in model.get_ordered_ops():
        if widening.get_type_name() != "Convert":
            continue
        narrow = widening.input_value(0).get_node()
        readers = {
            each.get_node().get_type_name() for each in widening.output(0).get_target_inputs()
        }
        if narrow.get_type_name() == "Constant" and readers == {"Transpose"}:
            wide = openvino.opset13.constant(narrow.data.astype(np.float32))
            openvino.utils.replace_node(widening, wide)
    return model
