"""Places in which the little people of the sample stand, and things that stand in front of them."""

import cv2
import numpy as np


def draw_scene(canvas, horizon, rng):
    """Fill the canvas [H, W, 3] (RGB) with one of the places; the floor begins at row `horizon`."""
    places = (_park, _beach, _room, _city, _gym, _snow)
    places[rng.integers(len(places))](canvas, horizon, rng)


def draw_obstacle(canvas, centre, size, rng):
    """Draw a bush, a crate or a ball around `centre`, about `size` pixels wide. Returns its mask [H, W], 255 inside."""
    mask = np.zeros(canvas.shape[:2], np.uint8)
    (_bush, _crate, _ball)[rng.integers(3)](canvas, mask, centre, size, rng)
    return mask


def gradient(canvas, top, bottom, first, last):
    """Fill rows [first, last) with a vertical gradient."""
    share = np.linspace(0, 1, max(1, last - first))[:, None, None]
    canvas[first:last] = (1 - share) * np.array(top) + share * np.array(bottom)


def tone(rng, *base, spread=14):
    """A colour near `base`, as OpenCV takes it."""
    return tuple(int(c) for c in np.clip(np.array(base) + rng.integers(-spread, spread + 1, 3), 0, 255))


def _disc(canvas, x, y, radius, colour):
    cv2.circle(canvas, (int(x), int(y)), max(1, int(radius)), colour, -1, cv2.LINE_AA)


def _box(canvas, x0, y0, x1, y1, colour):
    cv2.rectangle(canvas, (int(x0), int(y0)), (int(x1), int(y1)), colour, -1)


def _clouds(canvas, horizon, rng):
    h, w = canvas.shape[:2]
    for _ in range(rng.integers(1, 4)):
        x, y, r = rng.uniform(0, w), rng.uniform(0.05, 0.6) * horizon, rng.uniform(0.03, 0.06) * h
        for dx, k in ((-1.3, 0.7), (0, 1), (1.3, 0.75)):
            _disc(canvas, x + dx * r, y, r * k, (250, 250, 252))


def _hills(canvas, horizon, colour, rng):
    h, w = canvas.shape[:2]
    for _ in range(3):
        size = (int(rng.uniform(0.3, 0.7) * w), int(rng.uniform(0.05, 0.2) * h))
        centre = (int(rng.uniform(0, w)), horizon)
        cv2.ellipse(canvas, centre, size, 0, 180, 360, tone(rng, *colour), -1, cv2.LINE_AA)


def _trees(canvas, horizon, crown, rng):
    h, w = canvas.shape[:2]
    for _ in range(rng.integers(1, 4)):
        x, size = rng.uniform(0, w), rng.uniform(0.09, 0.17) * h
        _box(canvas, x - size * 0.12, horizon - size, x + size * 0.12, horizon + size * 0.3, tone(rng, 110, 78, 50))
        for dx, dy in ((0, -1.7), (-0.5, -1.2), (0.5, -1.2)):
            _disc(canvas, x + dx * size, horizon + dy * size, size * 0.65, tone(rng, *crown))


def _park(canvas, horizon, rng):
    h = canvas.shape[0]
    gradient(canvas, tone(rng, 120, 180, 235), (215, 232, 245), 0, horizon)
    _clouds(canvas, horizon, rng)
    _hills(canvas, horizon, (125, 170, 110), rng)
    gradient(canvas, tone(rng, 130, 185, 95), (85, 145, 65), horizon, h)
    _trees(canvas, horizon, (60, 130, 60), rng)


def _beach(canvas, horizon, rng):
    h, w = canvas.shape[:2]
    gradient(canvas, tone(rng, 105, 185, 235), (235, 225, 205), 0, horizon)
    _disc(canvas, rng.uniform(0.1, 0.9) * w, horizon * 0.3, 0.06 * h, (255, 240, 180))
    sea = int(0.55 * horizon)
    gradient(canvas, tone(rng, 45, 135, 185), (110, 195, 205), sea, horizon)
    gradient(canvas, tone(rng, 240, 220, 170), (215, 185, 130), horizon, h)
    x = int(rng.uniform(0.1, 0.9) * w)
    cv2.fillPoly(canvas, [np.array(((x, sea), (x + w // 9, sea), (x, sea - h // 7)))], (245, 245, 240), cv2.LINE_AA)


def _room(canvas, horizon, rng):
    h, w = canvas.shape[:2]
    wall = tone(rng, *((225, 205, 180), (190, 210, 215), (215, 190, 200), (200, 215, 190))[rng.integers(4)])
    canvas[:] = wall
    for x in range(0, w, max(6, w // 12)):
        cv2.line(canvas, (x, 0), (x, horizon), tuple(c - 8 for c in wall), max(1, w // 150))
    x, y = rng.uniform(0.05, 0.65) * w, 0.12 * h
    _box(canvas, x, y, x + 0.26 * w, y + 0.28 * h, (250, 248, 242))
    _box(canvas, x + 0.02 * w, y + 0.02 * h, x + 0.24 * w, y + 0.26 * h, tone(rng, 150, 195, 225, spread=40))
    _box(canvas, x + 0.125 * w, y, x + 0.135 * w, y + 0.28 * h, (250, 248, 242))
    gradient(canvas, tone(rng, 175, 130, 90), (140, 98, 65), horizon, h)
    for y in np.linspace(horizon, h, 6):
        cv2.line(canvas, (0, int(y)), (w, int(y)), (135, 95, 65), max(1, h // 200))


def _city(canvas, horizon, rng):
    h, w = canvas.shape[:2]
    gradient(canvas, tone(rng, 70, 65, 125), tone(rng, 245, 165, 120), 0, horizon)
    x = 0
    while x < w:
        width, top = int(rng.uniform(0.1, 0.2) * w), int(horizon - rng.uniform(0.15, 0.42) * h)
        _box(canvas, x, top, x + width, horizon, tone(rng, 70, 72, 98))
        for row in range(top + h // 40, horizon - h // 40, h // 18):
            for column in range(x + w // 60, x + width - w // 40, w // 22):
                lit = (250, 220, 130) if rng.random() < 0.4 else (95, 98, 125)
                _box(canvas, column, row, column + w // 55, row + h // 40, lit)
        x += width
    gradient(canvas, tone(rng, 120, 115, 125), (90, 88, 98), horizon, h)


def _gym(canvas, horizon, rng):
    h, w = canvas.shape[:2]
    canvas[:] = tone(rng, 205, 215, 225)
    stripe = tone(rng, *((200, 70, 70), (60, 120, 190), (70, 150, 110))[rng.integers(3)])
    _box(canvas, 0, 0.3 * horizon, w, 0.45 * horizon, stripe)
    gradient(canvas, tone(rng, 225, 170, 105), (195, 140, 80), horizon, h)
    cv2.ellipse(canvas, (w // 2, h), (int(0.45 * w), int(0.18 * h)), 0, 180, 360, (250, 245, 235), max(2, w // 120))


def _snow(canvas, horizon, rng):
    h, w = canvas.shape[:2]
    gradient(canvas, tone(rng, 150, 175, 205), (225, 230, 238), 0, horizon)
    _hills(canvas, horizon, (200, 212, 225), rng)
    _trees(canvas, horizon, (70, 110, 95), rng)
    gradient(canvas, (242, 245, 250), (215, 224, 236), horizon, h)
    for _ in range(60):
        _disc(canvas, rng.uniform(0, w), rng.uniform(0, h), rng.uniform(0.002, 0.006) * h, (255, 255, 255))


def _bush(canvas, mask, centre, size, rng):
    for _ in range(14):
        x, y = np.array(centre) + rng.uniform(-0.42, 0.42, 2) * size
        radius = rng.uniform(0.16, 0.26) * size
        _disc(canvas, x, y, radius, tone(rng, 70, 125, 60, spread=22))
        _disc(mask, x, y, radius, 255)


def _crate(canvas, mask, centre, size, rng):
    (x, y), half = centre, size * 0.5
    wood, dark = tone(rng, 190, 145, 90), (130, 92, 55)
    _box(mask, x - half, y - half, x + half, y + half, 255)
    _box(canvas, x - half, y - half, x + half, y + half, wood)
    edge = max(2, int(size * 0.07))
    corners = [(int(x + sx * half), int(y + sy * half)) for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    cv2.rectangle(canvas, corners[0], corners[2], dark, edge)
    cv2.line(canvas, corners[0], corners[2], dark, edge, cv2.LINE_AA)


def _ball(canvas, mask, centre, size, rng):
    (x, y), radius = (int(centre[0]), int(centre[1])), int(size * 0.5)
    _disc(mask, x, y, radius, 255)
    colours = ((235, 80, 70), (250, 250, 245), (70, 130, 215), (250, 205, 70))
    turn = rng.uniform(0, 360)
    for i in range(8):
        angles = (turn + 45 * i, turn + 45 * (i + 1))
        cv2.ellipse(canvas, (x, y), (radius, radius), 0, *angles, colours[i % 4], -1, cv2.LINE_AA)
