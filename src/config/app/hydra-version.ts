/** What the program answers to `--version`: the Hydra whose behaviour this is. */
export const HYDRA_VERSION = "Hydra 1.3.8";
