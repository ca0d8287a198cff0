"""The Hydra side of config.ts: reads the inputs as JSON, prints the median CPU seconds of each work as JSON."""

import json
import statistics
import sys
import time

from hydra import compose, initialize_config_dir
from hydra._internal.core_plugins.basic_sweeper import BasicSweeper
from hydra.core.override_parser.overrides_parser import OverridesParser


def median(work, rounds):
    work()
    samples = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        samples.append(time.process_time() - start)
    return statistics.median(samples)


inputs = json.load(sys.stdin)
figures = {}
parser = OverridesParser.create()
with initialize_config_dir(config_dir=inputs["folder"], version_base=None):
    for name in ("keys", "groups"):
        figures[name] = median(lambda: compose(config_name=name), 3)
figures["parse"] = median(lambda: parser.parse_overrides(inputs["overrides"]), 3)
sweep = parser.parse_overrides(inputs["sweep"])
figures["sweep"] = median(lambda: BasicSweeper.split_arguments(sweep, max_batch_size=None), 3)
json.dump(figures, sys.stdout)
