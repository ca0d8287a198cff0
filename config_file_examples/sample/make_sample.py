"""Makes the sample: pictures of little people with labels, and a small trained heatmap network.

    pip install numpy opencv-python-headless tensorflow tf_keras tf2onnx onnx onnxruntime
    python make_sample.py              # pictures and network: some minutes on one core
    python make_sample.py --pictures   # pictures only

Written with numpy 2.4, opencv 5.0, tensorflow 2.21, tf_keras 2.21, tf2onnx 1.17, onnx 1.23, onnxruntime 1.32. All
seeds are fixed: pictures and labels come out the same again; weights do up to the rounding of the machine.
"""

import os
import sys
import tempfile
from pathlib import Path

os.environ["TF_USE_LEGACY_KERAS"] = "1"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import cv2
import numpy as np
from people import draw_picture
from poses import KEYPOINTS

HERE = Path(__file__).parent
SIZES = ((192, 192), (160, 208), (224, 176), (176, 224))  # width, height
FOLDERS = {"test": (32, 1), "quantization": (40, 2)}  # pictures, seed
TRAINING_PICTURES, TRAINING_SEED = 3000, 3
INPUT, CELLS = 128, 32  # pixels and heatmap cells a side
# A target's height and standard deviation in cells. Low and broad, as the maps of larger pose networks are in the
# field: sharp peaks would survive 8 bits untouched, and there would be nothing to see before and after quantization.
PEAK, SPREAD = 0.5, 2.4
EPOCHS, BATCH, LEARNING_RATE = 14, 32, 4e-3
MIRRORED = [0, 2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11]
# The key points' tolerances of COCO, the head's as an ear's: the model zoo's thirteen.
SIGMAS = np.array([0.035, *np.repeat([0.079, 0.072, 0.062, 0.107, 0.087, 0.089], 2)])


def pictures(count, seed):
    """`count` pictures; picture i depends on `seed` and i only."""
    for i in range(count):
        yield draw_picture(*SIZES[i % len(SIZES)], np.random.default_rng((seed, i)))


def as_jpeg(picture):
    quality = [cv2.IMWRITE_JPEG_QUALITY, 90]
    return cv2.imencode(".jpg", picture.pixels[:, :, ::-1], quality)[1]


def label(picture):
    """The zoo's row: class, box, then x, y and visibility of each key point, as shares of the picture."""
    seen = picture.visible[:, None]
    points = np.concatenate([picture.points * seen, seen], 1)
    values = np.concatenate([[0], picture.box, points.ravel()]).astype(np.float32)
    return " ".join(str(value) for value in values) + "\n"


def write_folder(name):
    folder = HERE / "images" / name
    folder.mkdir(parents=True, exist_ok=True)
    for i, picture in enumerate(pictures(*FOLDERS[name])):
        (folder / f"person_{i:03}.jpg").write_bytes(as_jpeg(picture).tobytes())
        (folder / f"person_{i:03}.txt").write_text(label(picture))


def decoded(jpeg):
    """float32 [INPUT, INPUT, 3], RGB 0..255: the whole picture, stretched by bilinear interpolation."""
    pixels = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)[:, :, ::-1].astype(np.float32)
    return cv2.resize(pixels, (INPUT, INPUT), interpolation=cv2.INTER_LINEAR)


def read_folder(name):
    """Images [n, INPUT, INPUT, 3] scaled to [-1, 1] and label rows [n, 5 + 3 * 13]."""
    files = sorted((HERE / "images" / name).glob("*.jpg"))
    images = np.stack([decoded(file.read_bytes()) for file in files]) / np.float32(127.5) - 1
    return images, np.array([file.with_suffix(".txt").read_text().split() for file in files], np.float32)


def training_set():
    """uint8 images [n, INPUT, INPUT, 3], points [n, 13, 2], visibility [n, 13]; mirrored pictures included."""
    drawn = list(pictures(TRAINING_PICTURES, TRAINING_SEED))
    images = np.stack([decoded(as_jpeg(p)).round().astype(np.uint8) for p in drawn])
    points = np.stack([p.points for p in drawn]).astype(np.float32)
    visible = np.stack([p.visible for p in drawn]).astype(np.float32)
    flipped = (points * (-1, 1) + (1, 0)).astype(np.float32)[:, MIRRORED]
    return (
        np.concatenate([images, images[:, :, ::-1]]),
        np.concatenate([points, flipped]),
        np.concatenate([visible, visible[:, MIRRORED]]),
    )


def network():
    """[batch, 128, 128, 3] in [-1, 1] -> heatmaps [batch, 32, 32, 13]: depthwise blocks down to 8 x 8 and up again."""
    from tf_keras import Model, layers

    def finish(x):
        return layers.ReLU(6.0)(layers.BatchNormalization()(x))

    def block(x, filters, strides=1):
        narrow = x
        x = finish(layers.DepthwiseConv2D(3, strides, "same", use_bias=False)(x))
        x = finish(layers.Conv2D(filters, 1, use_bias=False)(x))
        return layers.Add()([x, narrow]) if x.shape == narrow.shape else x

    def merge(x, skip):
        x = layers.BatchNormalization()(layers.Conv2D(skip.shape[-1], 1, use_bias=False)(x))
        return layers.Add()([layers.UpSampling2D(2, interpolation="bilinear")(x), skip])

    image = layers.Input((INPUT, INPUT, 3), name="image")
    stem = finish(layers.Conv2D(8, 3, 2, "same", use_bias=False)(image))
    fine = block(block(stem, 16, 2), 16)
    middle = block(block(fine, 32, 2), 32)
    coarse = block(block(block(middle, 48, 2), 48), 48)
    x = block(merge(coarse, middle), 32)
    x = block(merge(x, fine), 32)
    heatmaps = layers.Conv2D(len(KEYPOINTS), 1, activation="sigmoid", name="heatmaps")(x)
    return Model(image, heatmaps, name="pose_sample")


def train():
    import tensorflow as tf
    import tf_keras

    tf_keras.utils.set_random_seed(7)
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    centres = (tf.range(CELLS, dtype=tf.float32) + 0.5) / CELLS

    def prepare(image, points, visible):
        bright = tf.cast(image, tf.float32) * tf.random.uniform([], 0.85, 1.15)
        image = tf.clip_by_value(bright, 0, 255) / 127.5 - 1
        dx, dy = centres[None, :, None] - points[:, 0], centres[:, None, None] - points[:, 1]
        target = PEAK * tf.exp(-(dx**2 + dy**2) * (CELLS / SPREAD) ** 2 / 2)
        return image, tf.stack([target, tf.broadcast_to(visible, target.shape)])

    def cross_entropy(truth, heatmaps):
        target, seen = truth[:, 0], truth[:, 1]
        heatmaps = tf.clip_by_value(heatmaps, 1e-12, 1 - 1e-7)
        return -tf.reduce_mean(seen * (target * tf.math.log(heatmaps) + (1 - target) * tf.math.log(1 - heatmaps)))

    data = tf.data.Dataset.from_tensor_slices(training_set())
    data = data.shuffle(2 * TRAINING_PICTURES, seed=7).map(prepare).batch(BATCH, drop_remainder=True).prefetch(2)
    model = network()
    schedule = tf_keras.optimizers.schedules.CosineDecay(LEARNING_RATE, EPOCHS * len(data))
    model.compile(tf_keras.optimizers.Adam(schedule), cross_entropy)
    model.fit(data, epochs=EPOCHS, verbose=2)
    return model


def save(model):
    """The same weights twice: Keras 2 HDF5, and ONNX with planes first at its input as the zoo expects it."""
    import onnx
    import tensorflow as tf
    import tf2onnx

    model.save(HERE / "pose_sample.h5", include_optimizer=False)
    signature = [tf.TensorSpec((None, INPUT, INPUT, 3), tf.float32, name="image")]
    graph, _ = tf2onnx.convert.from_keras(model, signature, opset=17, inputs_as_nchw=["image"])
    for value in (*graph.graph.input, *graph.graph.output):
        value.type.tensor_type.shape.dim[0].dim_param = "batch"
    onnx.checker.check_model(graph, full_check=True)
    onnx.save(graph, HERE / "pose_sample.onnx")


def mean_oks(session, images, rows):
    """Mean object keypoint similarity of the arg-max of each heatmap, in percent."""
    (name,) = [value.name for value in session.get_inputs()]
    heatmaps = session.run(None, {name: images.transpose(0, 3, 1, 2)})[0]
    n, h, w, k = heatmaps.shape
    best = heatmaps.reshape(n, h * w, k).argmax(1)
    found = np.stack([(best % w + 0.5) / w, (best // w + 0.5) / h], 2)
    truth = rows[:, 5:].reshape(n, k, 3)
    area = (0.53 * rows[:, 3] * rows[:, 4])[:, None]
    distance = ((found - truth[:, :, :2]) ** 2).sum(2)
    near = np.exp(-distance / (2 * (2 * SIGMAS) ** 2 * (area + 1e-7)))
    oks = (near * truth[:, :, 2]).sum(1) / (truth[:, :, 2].sum(1) + 1e-7)
    return 100 * oks.mean()


def report():
    """Print the float network's score and, to see what 8 bits cost, that of its static per-channel quantization."""
    import onnxruntime as ort
    from onnxruntime.quantization import CalibrationDataReader, QuantType, quantize_static
    from onnxruntime.quantization.shape_inference import quant_pre_process

    class Samples(CalibrationDataReader):
        def __init__(self):
            images = read_folder("quantization")[0].transpose(0, 3, 1, 2)
            self.left = iter([{"image": image[None]} for image in images])

        def get_next(self):
            return next(self.left, None)

    test = read_folder("test")
    float_file = str(HERE / "pose_sample.onnx")
    print(f"float mean OKS {mean_oks(ort.InferenceSession(float_file), *test):.2f} %")
    with tempfile.TemporaryDirectory() as folder:
        prepared, quantized = f"{folder}/prepared.onnx", f"{folder}/quantized.onnx"
        quant_pre_process(float_file, prepared, skip_symbolic_shape=True)
        for per_channel in (True, False):
            quantize_static(
                prepared, quantized, Samples(), per_channel=per_channel,
                weight_type=QuantType.QInt8, activation_type=QuantType.QInt8,
            )
            score = mean_oks(ort.InferenceSession(quantized), *test)
            print(f"int8 mean OKS, per {'channel' if per_channel else 'tensor'} {score:.2f} %")


if __name__ == "__main__":
    for folder in FOLDERS:
        write_folder(folder)
    if "--pictures" not in sys.argv:
        save(train())
    report()
