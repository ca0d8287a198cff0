/**
 * Reads the output of a network that gives key points directly (`spe`).
 * @param output y, x, confidence per key point of one image
 * @returns x, y, confidence per key point
 */
export function decodeSpe(output: Float32Array): Float32Array {
  const pose = Float32Array.from(output);
  for (let i = 0; i + 2 < pose.length; i += 3) {
    pose[i] = output[i + 1] ?? 0;
    pose[i + 1] = output[i] ?? 0;
  }
  return pose;
}
