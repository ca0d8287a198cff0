"""The model zoo's way from a Keras .h5 file to an int8 .tflite: python quantize-tensorflow.py MODEL PHOTOS RESULT"""
import glob
import os
import sys

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf

model_path, photos, result = sys.argv[1:]
model = tf.keras.models.load_model(model_path, compile=False)
size = model.inputs[0].shape[1:3]


def representative_dataset():
    for path in sorted(glob.glob(os.path.join(photos, "*.jpg"))):
        image = tf.image.decode_image(tf.io.read_file(path), channels=3, expand_animations=False)
        image = tf.image.resize(image, size, method="bilinear") * (1 / 127.5) - 1
        yield [image[tf.newaxis]]


converter = tf.lite.TFLiteConverter.from_keras_model(model)
converter.optimizations = [tf.lite.Optimize.DEFAULT]
converter.representative_dataset = representative_dataset
converter.inference_input_type = tf.uint8
with open(result, "wb") as file:
    file.write(converter.convert())
