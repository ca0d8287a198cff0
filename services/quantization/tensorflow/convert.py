"""A Keras model to an int8 .tflite by TensorFlow's own converter.

python convert.py REQUEST: a JSON file {model, samples, shape, granularity, input_type, output_type, result}, `samples`
a file of raw float32 images of `shape` [images, height, width, channels]. The last line on stdout is a JSON object,
{"ok": true} or {"ok": false, "step": "load" | "convert", "type", "message"}.
"""
import json
import os
import sys
import zipfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ["TF_USE_LEGACY_KERAS"] = "1"


def main(request):
    step = "load"
    try:
        import numpy as np
        import tensorflow as tf

        refuse_lambda(model_config(request["model"]))
        model = load(request["model"])
        step = "convert"
        samples = np.memmap(request["samples"], np.float32, "r", shape=tuple(request["shape"]))
        converter = tf.lite.TFLiteConverter.from_keras_model(model)
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
        converter.representative_dataset = lambda: ([samples[i : i + 1]] for i in range(len(samples)))
        if request["granularity"] == "per_tensor":
            converter._experimental_disable_per_channel = True
        types = {"int8": tf.int8, "uint8": tf.uint8}
        if request["input_type"] in types:
            converter.inference_input_type = types[request["input_type"]]
        if request["output_type"] in types:
            converter.inference_output_type = types[request["output_type"]]
        content = converter.convert()
        with open(request["result"], "wb") as file:
            file.write(content)
        return {"ok": True}
    except Exception as error:
        return {"ok": False, "step": step, "type": type(error).__name__, "message": str(error)}


def load(path):
    """Keras 3 writes .keras files and some .h5 files; everything older is Keras 2's."""
    import keras
    import tf_keras

    loaders = [keras, tf_keras] if zipfile.is_zipfile(path) else [tf_keras, keras]
    failure = None
    for loader in loaders:
        try:
            return loader.models.load_model(path, compile=False)
        except Exception as error:
            failure = failure or error
    raise failure


def model_config(path):
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return json.loads(archive.read("config.json"))
    import h5py

    with h5py.File(path, "r") as file:
        return json.loads(file.attrs["model_config"])


def refuse_lambda(config):
    """A Lambda layer is a program inside the file: it is not run."""
    if isinstance(config, dict):
        if config.get("class_name") == "Lambda":
            name = config.get("config", {}).get("name")
            raise ValueError(f"The layer '{name}' is a Lambda: code inside the file, which is never run.")
        config = list(config.values())
    if isinstance(config, list):
        for part in config:
            refuse_lambda(part)


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        print(json.dumps(main(json.load(file))))
