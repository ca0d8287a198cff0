"""The other side of resize.ts: for each line `height width size method calls`, CPU milliseconds a call."""

import os
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import numpy
import tensorflow

tensorflow.config.threading.set_intra_op_parallelism_threads(1)
tensorflow.config.threading.set_inter_op_parallelism_threads(1)
images = {}

for line in sys.stdin:
    height, width, size, method, calls = line.split()
    shape = (int(height), int(width), 3)
    if shape not in images:
        pixels = numpy.random.RandomState(0).randint(0, 256, shape, dtype=numpy.uint8)
        images[shape] = tensorflow.constant(pixels)
    started = time.process_time()
    for _ in range(int(calls)):
        tensorflow.image.resize(images[shape], [int(size), int(size)], method=method).numpy()
    print((time.process_time() - started) * 1000 / int(calls), flush=True)
